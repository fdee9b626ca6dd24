from django.urls import path

from offices.views.workspace import asking, deciding, due, home, marks, pages, proposing, queue, starting

urlpatterns = [
    path("", home.workspace, name="workspace"),
    path("pages/<slug:slug>/", pages.page, name="page"),
    path("proposer/<slug:slug>/", proposing.propose, name="propose"),
    path("proposer/<slug:slug>/nouvelles-modalites/", starting.propose_procedure, name="propose_procedure"),
    path("proposer/<slug:slug>/retrait/", asking.propose_removal, name="propose_removal"),
    path("proposer/<slug:slug>/versions/<int:number>/", asking.propose_revert, name="propose_revert"),
    path("file/", queue.queue, name="queue"),
    path("propositions/<uuid:uuid>/", deciding.proposal, name="proposal"),
    path("propositions/<uuid:uuid>/reprendre/", proposing.amend, name="amend"),
    path("propositions/<uuid:uuid>/approuver/", deciding.approve, name="approve"),
    path("propositions/<uuid:uuid>/refuser/", deciding.refuse, name="refuse"),
    path("propositions/<uuid:uuid>/retirer/", deciding.withdraw, name="withdraw"),
    path("mises-en-garde/<slug:slug>/", marks.warn, name="warn"),
    path("mises-en-garde/<int:pk>/lever/", marks.lift, name="lift"),
    path("confirmer/<slug:slug>/", marks.verify, name="verify"),
    path("echeances/", due.due_dates, name="due_dates"),
    path("sources/", pages.sources, name="sources"),
    path("anomalies/", pages.anomalies, name="anomalies"),
]
