from django.urls import path

from plain.api import ProcedureList
from plain.views import page

urlpatterns = [path("modalites/<slug:slug>/", page), path("api/procedures/", ProcedureList.as_view())]
