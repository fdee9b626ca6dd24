"""The sheet of an office: one page of A4, whatever is published; nothing on it is cut in two."""

import pytest
from django.utils import timezone

from offices import moderation
from offices.enums import PageKind, WarningCode
from offices.models import Page
from offices.paper import compiling, sheet
from offices.publishing import files, keys, rendering
from tests.offices.paper.reading import flat, opened, said, tags
from tests.plugins.cast import FILING, approve, changed, propose, publish, with_address
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db

GRENOBLE = "/guichets/prefecture-grenoble/fiche.pdf"


def sheet_of(page: Page) -> bytes:
    return compiling.pdf("office", sheet.data(Page.objects.get(pk=page.pk), timezone.localdate()))


def test_a_reader_is_given_one_page_that_says_where_and_how(isere, client):
    response = client.get(GRENOBLE)

    assert response.headers["Content-Type"] == "application/pdf"
    assert len(opened(response.content).pages) == 1
    text = said(response.content)
    for wanted in (
        "Préfecture de l'Isère",
        "Ce n'est pas un site de l'État.",
        "12 place de Verdun 38000 Grenoble",
        "Bureau du séjour 12 place de Verdun 38000 Grenoble",
        "Il faut d'abord prendre rendez-vous en ligne, puis envoyer la demande par courrier.",
        "https://www.isere.gouv.fr/rdv",
        "50,00 €",
        "Jamais confirmé",
        isere.grenoble.short_address,
    ):
        assert wanted in text, wanted
    assert {"/H1", "/Link", "/Figure"} <= set(tags(response.content))
    assert "Suite sur la page" not in text


def test_the_page_of_the_office_leads_to_it(isere, client):
    assert GRENOBLE in client.get("/guichets/prefecture-grenoble/").content.decode()


def test_an_office_of_which_nothing_is_written_says_so(isere):
    assert "personne n'a encore écrit" in said(sheet_of(isere.vienne))


def test_a_page_in_which_every_field_speaks_still_fits(isere, claire):
    publish(filled(PageKind.PROCEDURE, "complet").model_dump(mode="json"), by=claire)

    assert len(opened(sheet_of(isere.grenoble)).pages) == 1


def test_what_does_not_fit_is_left_out_whole_and_the_sheet_says_where_it_is(isere, claire):
    papers = [
        {"id": f"p{number}", "document": "other", "label": f"Pièce {number} " + "qui se décrit longuement " * 8 + "fin"}
        for number in range(80)
    ]
    publish(FILING | {"title": "Beaucoup de pièces", "requirements": papers}, by=claire, slug="beaucoup")

    body = sheet_of(isere.grenoble)
    text = said(body)
    assert len(opened(body).pages) == 1
    assert f"Suite sur la page : http://localhost:8000{isere.grenoble.get_absolute_url()}" in text
    assert "Bureau du séjour 12 place de Verdun 38000 Grenoble" in text
    begun = [number for number in range(80) if f"Pièce {number} " in text]
    assert 0 < len(begun) < 80
    assert text.count("longuement fin") == len(begun), "each begun item ends"


def test_an_office_with_more_addresses_than_a_page_holds_cuts_none(isere, amina, claire):
    addresses = [
        {
            "id": f"a{n}",
            "address": {"lines": [f"Service {n}", f"{n} rue Neuve"], "postcode": "38000", "city": f"Ville {n}x"},
        }
        for n in range(1, 61)
    ]
    approve(propose(isere.grenoble, changed(isere.grenoble.document, addresses=addresses), amina), claire)

    body = sheet_of(isere.grenoble)
    text = said(body)
    assert len(opened(body).pages) == 1
    for n in range(1, 61):
        assert (f"Service {n} {n} rue Neuve" in text) == (f"Ville {n}x" in text)


def test_an_address_that_two_steps_share_is_written_once(isere, amina, claire):
    steps = isere.filing.document.model_dump(mode="json")["steps"]
    steps.append(steps[-1] | {"id": "box", "channel": "dropbox", "purpose": "hand_in", "alternative": True})
    approve(propose(isere.filing, changed(isere.filing.document, steps=steps), amina), claire)

    text = said(sheet_of(isere.grenoble))
    assert text.count("Bureau du séjour") == 1
    assert "la même que plus haut" in text


def test_a_warning_on_a_procedure_stands_before_how_to_file(isere, claire):
    moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)

    text = said(sheet_of(isere.grenoble))
    assert flat("Mise en garde :") in text
    assert text.index("Mise en garde") < text.index("Il faut d'abord")


def test_a_decision_on_a_procedure_forgets_the_sheets_of_its_offices_alone(isere, amina, claire, empty_store):
    others = "/guichets/sous-prefecture-vienne/fiche.pdf"
    for address in (GRENOBLE, others):
        assert rendering.render(address) == 200
    before = rendering.ask(GRENOBLE).body

    approve(propose(isere.filing, with_address(isere.filing.document, "1 rue Neuve"), amina), claire)

    assert not keys.store().stands(files.name_of(GRENOBLE), timezone.localdate())
    assert keys.store().stands(files.name_of(others), timezone.localdate())
    assert rendering.ask(GRENOBLE).body != before


def test_the_same_sheet_has_the_same_bytes(isere):
    assert sheet_of(isere.grenoble) == sheet_of(isere.grenoble)
