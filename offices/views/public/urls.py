"""The public addresses of the contract. A page's kind is the name of its address, and of its history's.

What a person reads stands here in every language (`offices/languages.py`); what a machine reads has one address.
"""

from django.urls import path

from offices.enums import PageKind
from offices.languages import in_every_language
from offices.views.public import (
    about,
    comparing,
    documents,
    dossiers,
    figures,
    grounds,
    history,
    lookup,
    machines,
    notes,
    pages,
    paper,
    search,
    short,
    suggestions,
    territories,
)

FOLDERS = {
    PageKind.OFFICE: "guichets",
    PageKind.PROCEDURE: "modalites",
    PageKind.GROUND: "fondements",
    PageKind.GUIDE: "guides",
    PageKind.LEGAL_NOTE: "notes",
}

pages_of_the_site = [
    path("modalites/<slug:slug>/pieces/", documents.whole_sheet, name="procedure_documents"),
    path("modalites/<slug:slug>/pieces/<slug:ground>/", documents.sheet_for, name="procedure_documents_for"),
    path("modalites/<slug:slug>/comparer/", comparing.choose, name="procedure_compare"),
    path("modalites/<slug:slug>/comparer/<slug:other>/", comparing.compared, name="procedure_compared"),
    path("", search.home, name="home"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("regions/<slug:slug>/", territories.region, name="region"),
    path("regions/<slug:slug>/dossier/", dossiers.region, name="region_dossier"),
    path("departements/", territories.departments, name="departments"),
    path("departements/<slug:code>/", territories.department, name="department"),
    path("departements/<slug:code>/dossier/", dossiers.department, name="department_dossier"),
    path("ou-deposer/", lookup.lookup, name="lookup"),
    path("fondements/", grounds.grounds, name="grounds"),
    path("notes/", notes.legal_notes, name="legal_notes"),
    path("g/<slug:code>/", short.short, name="short"),
    path("aide/", about.text_page("help"), name="help"),
    path("signaler/", about.report, name="report"),
    path("a-propos/", about.text_page("about"), name="about"),
    path("confidentialite/", about.text_page("privacy"), name="privacy"),
    path("mentions-legales/", about.text_page("legal"), name="legal"),
    path("accessibilite/", about.text_page("accessibility"), name="accessibility"),
    path("donnees/", about.text_page("data"), name="data"),
    path("chiffres/", figures.overview, name="figures"),
    path("chiffres/guichets/", figures.offices, name="figures_offices"),
    path("chiffres/changements/", figures.turns, name="figures_turns"),
]
for kind, folder in FOLDERS.items():
    pages_of_the_site += [
        path(f"{folder}/<slug:slug>/", pages.page_of(kind), name=kind.value),
        path(f"{folder}/<slug:slug>/historique/", history.history_of(kind), name=f"{kind.value}_history"),
        path(f"{folder}/<slug:slug>/qr.svg", short.qr_of(kind), name=f"{kind.value}_qr"),
        path(f"{folder}/<slug:slug>/versions/<int:number>/", pages.version_of(kind), name=f"{kind.value}_version"),
    ]

urlpatterns = [
    *in_every_language(pages_of_the_site),
    path("chiffres/facons.csv", figures.counts_file, name="figures_counts_file"),
    path("chiffres/guichets.csv", figures.offices_file, name="figures_offices_file"),
    path("chiffres/changements.csv", figures.turns_file, name="figures_turns_file"),
    path("guichets/<slug:slug>/fiche.pdf", paper.office, name="office_paper"),
    path("dossiers/departement-<slug:code>.pdf", paper.department, name="department_paper"),
    path("dossiers/<slug:slug>.pdf", paper.region, name="region_paper"),
    path("flux/", machines.feed, name="feed"),
    path("flux/regions/<slug:slug>/", machines.region_feed, name="region_feed"),
    path("flux/departements/<slug:code>/", machines.department_feed, name="department_feed"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
]
