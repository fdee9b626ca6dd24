"""Anomalies: the list of a moderator's scope, closing one, and the box beside the work on the page it concerns."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, ScopeKind
from offices.importing.anomalies import Code
from offices.models import Anomaly, ImportedDocument, ImportedPage
from tests.plugins.cast import person, propose, with_fee

pytestmark = pytest.mark.django_db

LIST = "/espace/anomalies/"


@pytest.fixture
def document(isere) -> ImportedDocument:
    found = ImportedDocument.objects.create(sha256="0" * 64, name="alpes.txt", imported_at=timezone.now())
    for department in ("38", "69"):
        ImportedPage.objects.create(
            document=found, slug=f"aes-{department}", title="AES", department_code=department, line=1, fate="proposed"
        )
    return found


def note(document, code: Code, line: int, slug: str = "", department: str = "") -> Anomaly:
    return Anomaly.objects.create(
        document=document,
        code=code,
        line=line,
        excerpt=f"Les mots de la ligne {line}.",
        message=f"Ce qui cloche ligne {line}.",
        slug=slug,
        department_code=department,
    )


@pytest.fixture
def contradiction(document, isere) -> Anomaly:
    return note(document, Code.HEADLINE_CONTRADICTS_TEXT, 12, isere.filing.slug, "38")


@pytest.fixture
def elsewhere(document) -> Anomaly:
    return note(document, Code.DEAD_LINK, 40, "aes-69-prefecture-lyon", "69")


def close(screen, anomaly: Anomaly, closing: str = "handled"):
    address = reverse("offices:close_anomaly", args=[anomaly.pk])
    return screen.show(screen.client.post(address, {"closing": closing}, follow=True))


# --- The list -------------------------------------------------------------------------------------------------------


def test_the_list_says_the_line_its_words_and_what_to_do(at_work, claire, contradiction):
    text = at_work(claire).open(LIST).text
    assert "La phrase de tête contredit le texte" in text
    assert "Les mots de la ligne 12." in text
    assert "Ouvrez la source et dites ce qui est vrai." in text
    assert "alpes.txt, ligne 12" in text


def test_a_moderator_sees_their_scope_and_what_concerns_the_whole_document(
    at_work, claire, driss, document, contradiction, elsewhere
):
    note(document, Code.DEPARTMENT_ABSENT, 3)
    assert "3 anomalies." in at_work(claire).open(LIST).text
    text = at_work(driss).open(LIST).text
    assert "2 anomalies." in text
    assert "ligne 40" not in text


def test_a_moderator_of_a_ground_sees_the_anomalies_of_its_pages(at_work, contradiction, elsewhere):
    ground = person("gaelle", (Role.MODERATOR, ScopeKind.GROUND, "admission-exceptionnelle-au-sejour"))
    assert "1 anomalie." in at_work(ground).open(LIST).text


def test_the_list_is_narrowed_by_kind_departement_and_state(at_work, claire, contradiction, elsewhere):
    screen = at_work(claire)
    assert "ligne 40" in screen.open(f"{LIST}?nature=dead_link").text
    assert "ligne 12" not in screen.text
    assert "ligne 12" in screen.open(f"{LIST}?departement=38").text
    assert "ligne 40" not in screen.text
    assert "Aucune anomalie." in screen.open(f"{LIST}?etat=closes").text


# --- Closing --------------------------------------------------------------------------------------------------------


def test_closing_keeps_who_and_when_and_shows_it_to_moderators(at_work, claire, contradiction):
    screen = close(at_work(claire).open(LIST), contradiction, "moot")
    assert "Anomalie close : sans objet." in screen.text.replace("\u00a0", " ")
    contradiction.refresh_from_db()
    assert contradiction.closed_by == claire and contradiction.closed_at
    assert "Aucune anomalie." in screen.open(LIST).text
    closed = screen.open(f"{LIST}?etat=closes").text
    assert "sans objet" in closed and "par claire" in closed


def test_an_anomaly_is_closed_once(at_work, claire, driss, contradiction):
    close(at_work(claire), contradiction)
    screen = close(at_work(driss), contradiction, "moot")
    assert "déjà clos" in screen.text
    contradiction.refresh_from_db()
    assert (contradiction.closing, contradiction.closed_by) == ("handled", claire)


def test_closing_needs_a_reason_of_the_list(at_work, claire, contradiction):
    assert "Choisissez" in close(at_work(claire), contradiction, "whatever").text
    contradiction.refresh_from_db()
    assert contradiction.closed_at is None


def test_one_closes_nothing_outside_ones_scope(at_work, driss, amina, elsewhere):
    assert close(at_work(driss), elsewhere).status == 404
    assert close(at_work(amina), elsewhere).status == 403
    elsewhere.refresh_from_db()
    assert elsewhere.closed_at is None


def test_closing_needs_a_token(claire, contradiction):
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(claire)
    address = reverse("offices:close_anomaly", args=[contradiction.pk])
    assert forged.post(address, {"closing": "handled"}).status_code == 403
    assert forged.get(address).status_code == 405


# --- Beside the work ------------------------------------------------------------------------------------------------

BOX = "Le dossier se contredit"


def test_a_contradiction_stands_where_one_proposes_and_where_one_decides(
    at_work, amina, claire, isere, contradiction, elsewhere
):
    address = reverse("offices:propose", args=[isere.filing.slug])
    for who in (amina, claire):
        text = at_work(who).open(address).text
        assert BOX in text and "Ce qui cloche ligne 12." in text
        assert ("Les mots de la ligne 12." in text) == (who == claire)
        assert "ligne 40" not in text
    proposal = propose(isere.filing, with_fee(isere.filing.document, "75"), amina)
    assert BOX in at_work(claire).open(reverse("offices:proposal", args=[proposal.pk])).text
    assert BOX in at_work(amina).open(reverse("offices:page", args=[isere.filing.slug])).text


def test_the_box_leaves_with_the_contradiction(at_work, claire, isere, contradiction):
    screen = close(at_work(claire), contradiction)
    assert BOX not in screen.open(reverse("offices:propose", args=[isere.filing.slug])).text


def test_other_anomalies_of_a_page_are_shown_to_its_moderators_alone(at_work, amina, claire, isere, document):
    note(document, Code.DEAD_LINK, 7, isere.filing.slug, "38")
    address = reverse("offices:page", args=[isere.filing.slug])
    assert "ligne 7" in at_work(claire).open(address).text
    assert "ligne 7" not in at_work(amina).open(address).text


def test_anomalies_are_counted_on_ones_work(at_work, claire, driss, amina, contradiction, elsewhere):
    assert "2 anomalies relevées" in at_work(claire).open("/espace/").text
    assert "1 anomalie relevée" in at_work(driss).open("/espace/").text
    assert "anomalie" not in at_work(amina).open("/espace/").text


def test_nothing_of_an_anomaly_is_public(reader_of_page, contradiction):
    assert "Ce qui cloche" not in reader_of_page


@pytest.fixture
def reader_of_page(isere, contradiction) -> str:
    return Client().get(isere.filing.get_absolute_url()).content.decode()
