"""For whom a page says that it is: by arrondissements where its text limits itself, else by its offices."""

import pytest

from geography.models import Arrondissement, Department
from offices.content import OfficeContent, ProcedureContent, Territory
from offices.enums import OfficeKind
from offices.presentation.around import Around
from offices.presentation.blocks import Target
from offices.presentation.pages import territory

LILLE, DUNKERQUE = "prefecture-lille", "sous-prefecture-dunkerque"


def office(slug, kind):
    return Target(slug, content=OfficeContent(kind="office", office_kind=kind, name=slug, department="59"))


OFFICES = {LILLE: office(LILLE, OfficeKind.PREFECTURE), DUNKERQUE: office(DUNKERQUE, OfficeKind.SOUS_PREFECTURE)}


def said(*offices, arrondissements=()):
    page = ProcedureContent(
        kind="procedure",
        title="AES",
        department="59",
        offices=offices,
        grounds=("aes",),
        territory=Territory(arrondissements=arrondissements),
    )
    named = Arrondissement.objects.in_bulk(arrondissements)
    return territory(page, Around(pages=OFFICES, arrondissements=named, department=Department.objects.get(code="59")))


@pytest.mark.usefixtures("france")
def test_a_page_is_for_the_arrondissements_that_it_names():
    assert said(LILLE, arrondissements=("595",)) == "habitants de l'arrondissement de Lille"


@pytest.mark.usefixtures("france")
def test_a_prefecture_that_names_none_speaks_for_its_departement_as_far_as_its_page_says():
    assert said(LILLE, DUNKERQUE) == "habitants du Nord (la page ne précise pas d'arrondissement)"


@pytest.mark.usefixtures("france")
def test_a_sous_prefecture_alone_does_not_speak_for_its_departement():
    assert said(DUNKERQUE) == "habitants des communes qui dépendent de ce guichet (la page ne les précise pas)"
