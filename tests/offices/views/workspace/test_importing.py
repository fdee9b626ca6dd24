"""`/espace/importer/`: a coordinator without a shell brings dossiers, looks at what they would do, sends it once."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Role, ScopeKind
from offices import moderation
from offices.enums import DecisionMode, ImportFate, Origin, ProposalState
from offices.evidence import Evidence
from offices.exceptions import OwnImport
from offices.fixtures_loading import bring
from offices.importing import desk
from offices.importing.advice import ADVICE, USES
from offices.importing.anomalies import Code
from offices.models import (
    Anomaly,
    Change,
    DraftText,
    ImportDraft,
    ImportedBlock,
    ImportedDocument,
    Page,
    Proposal,
    Verification,
)
from offices.tasks import sweep
from tests.offices.importing.samples import BY_POST, REFUSING, block, dossier
from tests.offices.views.workspace.conftest import Screen
from tests.plugins.cast import approve, person
from tests.plugins.content import pages_of

IMPORT = "/espace/importer/"
QUIMPER = "aes-29-prefecture-quimper"
CONTRADICTED = block(
    "Envoyez votre demande par courriel à l'adresse pref-aes@finistere.gouv.fr", way="par voie postale"
)


@pytest.fixture(scope="module")
def finistere(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield bring(pages_of({"29"}), by=person("chargement", (Role.MODERATOR, ScopeKind.FRANCE, "")))
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def first_content(finistere, db):
    """Every test begins with the offices of the Finistère, of which nothing is known."""


@pytest.fixture
def claire(db):
    return person("claire", (Role.MODERATOR, ScopeKind.FRANCE, ""))


@pytest.fixture
def driss(db):
    return person("driss", (Role.MODERATOR, ScopeKind.FRANCE, ""))


@pytest.fixture
def of_isere(db):
    return person("dominique", (Role.MODERATOR, ScopeKind.DEPARTMENT, "38"))


def upload(screen: Screen, *files: bytes, **typed) -> Screen:
    named = [SimpleUploadedFile(f"dossier-{number}.txt", data) for number, data in enumerate(files, start=1)]
    return screen.show(screen.client.post(IMPORT, {"dossiers": named} | typed, follow=True))


def press(screen: Screen, act: str) -> Screen:
    """One of the two buttons of the report, with what its form holds."""
    form = screen.html.css_first(f'main form[action*="/{act}/"]')
    assert form, screen.text
    held = {node.attributes["name"]: node.attributes["value"] for node in form.css("input[type=hidden]")}
    return screen.show(screen.client.post(form.attributes["action"].split("#")[0], held, follow=True))


def brought() -> Proposal:
    """The one proposal that came by a dossier."""
    return Proposal.objects.get(origin=Origin.DOSSIER)


def counts() -> dict[str, int]:
    """Everything that an import could leave behind."""
    tables = (Anomaly, Change, ImportedBlock, ImportedDocument, Page, Proposal, Verification)
    return {model.__name__: model.objects.count() for model in tables}


# --- Looking --------------------------------------------------------------------------------------------------------


def test_the_report_says_what_would_be_proposed_and_writes_nothing(at_work, claire):
    before = counts()
    screen = upload(at_work(claire), dossier(block(BY_POST), REFUSING))
    assert "Rien n'est écrit" in screen.text
    assert re.search(r"2 pages proposées, \d+ anomalies", screen.text)
    assert "42 boulevard Dupleix" in screen.text
    assert counts() == before
    assert [text.name for text in DraftText.objects.all()] == ["dossier-1.txt"]


def test_each_anomaly_stands_with_its_line_its_words_and_what_to_do(at_work, claire):
    data = dossier(CONTRADICTED)
    line = next(number for number, said in enumerate(data.decode().splitlines(), 1) if "se fait par voie" in said)
    screen = upload(at_work(claire), data)
    assert f"ligne {line}" in screen.text
    assert "La demande d'admission exceptionnelle au séjour se fait par voie postale." in screen.text
    assert str(ADVICE[Code.HEADLINE_CONTRADICTS_TEXT]) in screen.text


def test_a_pasted_text_is_read_as_a_file_of_that_name(at_work, claire):
    text = dossier(block(BY_POST)).decode().replace("\n", "\r\n")  # as a browser posts it
    screen = at_work(claire)
    screen.show(screen.client.post(IMPORT, {"text": text, "name": "Bretagne, mars 2024"}, follow=True))
    assert "Bretagne, mars 2024" in screen.text
    assert bytes(DraftText.objects.get().data) == dossier(block(BY_POST))


def test_a_pasted_text_without_a_name_is_kept_and_a_name_asked_for(at_work, claire):
    screen = at_work(claire)
    screen.show(screen.client.post(IMPORT, {"text": "Région Bretagne"}))
    assert screen.status == 422
    assert "Donnez un nom à ce texte" in screen.errors
    assert "Région Bretagne" in screen.html.css_first("textarea").text()


def test_nothing_chosen_is_said(at_work, claire):
    screen = at_work(claire)
    assert "Choisissez un fichier, ou collez un texte." in screen.show(screen.client.post(IMPORT, {})).errors


def test_the_text_can_be_read_line_by_line_with_what_each_was_taken_for(at_work, claire):
    screen = upload(at_work(claire), dossier(CONTRADICTED))
    address = screen.html.css_first('main a[href*="/lignes/"]').attributes["href"]
    lines = [" ".join(node.text(separator=" ").split()) for node in screen.open(address).html.css("main ol.list > li")]
    assert any(re.match(r"\d+ · phrase de tête .*La phrase de tête contredit le texte\.", line) for line in lines)
    assert any("texte reproduit" in line and "pref-aes@finistere.gouv.fr" in line for line in lines)


def test_every_anomaly_has_its_advice():
    assert set(ADVICE) == set(Code)


def test_a_report_is_its_owners_alone(at_work, claire, driss):
    address = upload(at_work(claire), dossier(block(BY_POST))).address
    assert at_work(driss).open(address).status == 404


# --- Sending --------------------------------------------------------------------------------------------------------


def test_sending_leaves_proposals_of_no_author_that_wait(at_work, claire):
    screen = press(upload(at_work(claire), dossier(block(BY_POST), REFUSING)), "envoyer")
    assert "2 propositions attendent maintenant dans la file" in screen.text
    waiting = Proposal.objects.filter(state=ProposalState.PENDING)
    assert {(one.origin, one.author, one.brought_by) for one in waiting} == {(Origin.DOSSIER, None, claire)}
    assert not Page.objects.filter(slug=QUIMPER).exists()
    assert not DraftText.objects.exists()


def test_sending_changes_not_one_public_byte_nor_date(at_work, claire, driss):
    """Also where the page says it already: the day on which a dossier was true is told once it has been approved."""
    press(upload(at_work(claire), dossier(block(BY_POST))), "envoyer")
    approve(brought(), driss)
    before = (Change.objects.count(), Verification.objects.count())
    again = dossier(block(BY_POST)) + b"\n\n"
    assert "1 page le dit déjà" in upload(at_work(claire), again).text
    press(upload(at_work(claire), again), "envoyer")
    assert (Change.objects.count(), Verification.objects.count()) == before


def test_whoever_imported_does_not_decide_and_another_does(at_work, claire, driss):
    press(upload(at_work(claire), dossier(block(BY_POST))), "envoyer")
    proposal = brought()
    address = f"/espace/propositions/{proposal.pk}/"
    assert "Vous avez importé le dossier" in at_work(claire).open(address).text
    with pytest.raises(OwnImport):
        approve(proposal, claire)
    assert "Approuver et publier" in at_work(driss).open(address).text
    approve(proposal, driss)
    assert Page.objects.get(slug=QUIMPER).decisions.get().mode == DecisionMode.READ


def test_an_administrator_who_imported_does_not_decide_either(at_work, db):
    emma = person("emma", (Role.ADMINISTRATOR, ScopeKind.FRANCE, ""))
    press(upload(at_work(emma), dossier(block(BY_POST))), "envoyer")
    with pytest.raises(OwnImport):
        approve(brought(), emma)


def test_the_database_itself_refuses_that_the_importer_decides(at_work, claire):
    press(upload(at_work(claire), dossier(block(BY_POST))), "envoyer")
    decided = {"state": ProposalState.APPROVED, "decided_by": claire, "decided_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(**decided)


def test_what_one_imported_is_not_counted_among_what_waits_for_oneself(at_work, claire, driss):
    press(upload(at_work(claire), dossier(block(BY_POST))), "envoyer")
    assert "Aucune proposition n'attend votre décision." in at_work(claire).open("/espace/").text
    assert "1 proposition attend votre décision" in at_work(driss).open("/espace/").text
    assert "importée par vous" in at_work(claire).open("/espace/file/").text


def test_a_second_click_sends_nothing(at_work, claire):
    report = upload(at_work(claire), dossier(block(BY_POST)))
    form = report.html.css_first('form[action*="/envoyer/"]')
    data = {"seen": form.css_first("[name=seen]").attributes["value"]}
    address = form.attributes["action"].split("#")[0]
    for _click in range(2):
        report.show(report.client.post(address, data, follow=True))
    assert "déjà fait" in report.text
    assert brought().is_pending
    assert ImportedDocument.objects.count() == 1


def test_what_changed_in_between_is_shown_again_and_not_sent(at_work, claire, driss):
    report = upload(at_work(claire), dossier(block(BY_POST)))
    other = upload(at_work(driss), dossier(block(BY_POST.replace("42 boulevard", "44 boulevard"))))
    press(other, "envoyer")
    before = counts()
    press(report, "envoyer")
    assert report.status == 409
    assert "le site a changé" in report.text
    assert counts() == before
    press(report, "envoyer")
    assert report.status == 200
    [proposal] = Proposal.objects.filter(state=ProposalState.PENDING)
    assert proposal.brought_by == claire


def test_a_send_that_names_no_report_sends_nothing(at_work, claire):
    screen = upload(at_work(claire), dossier(block(BY_POST)))
    screen.show(screen.client.post(f"{screen.address}envoyer/", {}))
    assert screen.status == 409
    assert not ImportedDocument.objects.exists()


def test_a_document_that_was_read_before_is_known(at_work, claire):
    press(upload(at_work(claire), dossier(block(BY_POST))), "envoyer")
    screen = upload(at_work(claire), dossier(block(BY_POST)))
    assert "Déjà lu, à l'octet près" in screen.text
    assert "Rien à envoyer." in screen.text


def test_an_import_can_be_abandoned(at_work, claire):
    screen = press(upload(at_work(claire), dossier(block(BY_POST))), "abandonner")
    assert "rien n'a été proposé" in screen.text
    assert not ImportDraft.objects.exists()


def test_texts_that_nobody_sent_are_forgotten_after_a_day(at_work, claire):
    upload(at_work(claire), dossier(block(BY_POST)))
    sweep()
    assert DraftText.objects.count() == 1
    ImportDraft.objects.update(at=timezone.now() - ImportDraft.KEPT - timedelta(minutes=1))
    sweep()
    assert not ImportDraft.objects.exists() and not DraftText.objects.exists()


def test_the_day_of_a_dossier_that_was_approved_is_told_by_the_sweeper(at_work, claire, driss):
    press(upload(at_work(claire), dossier(block(BY_POST))), "envoyer")
    sweep()
    assert not Verification.objects.filter(page__slug=QUIMPER).exists()
    approve(brought(), driss)
    for _again in range(2):
        sweep()
    mark = Verification.objects.get(page__slug=QUIMPER)
    assert (mark.on.isoformat(), mark.origin) == ("2023-02-09", Origin.DOSSIER)


# --- What became of a document --------------------------------------------------------------------------------------


def test_an_imported_document_has_a_page_that_leads_to_its_proposals(at_work, claire, driss):
    screen = press(upload(at_work(claire), dossier(CONTRADICTED, REFUSING)), "envoyer")
    assert screen.address == f"{IMPORT}documents/{ImportedDocument.objects.get().pk}/"
    proposal = Proposal.objects.get(slug=QUIMPER)
    assert screen.html.css(f'main a[href="/espace/propositions/{proposal.pk}/"]')
    assert "la phrase de tête contredit le texte" in screen.text
    approve(proposal, driss)
    screen.open(screen.address)
    assert "approuvée" in screen.text
    assert screen.html.css(f'main a[href="/espace/pages/{QUIMPER}/"]')


def test_the_list_of_documents_leads_to_each(at_work, claire):
    press(upload(at_work(claire), dossier(block(BY_POST))), "envoyer")
    [document] = ImportedDocument.objects.all()
    links = [node.attributes["href"] for node in at_work(claire).open(IMPORT).html.css("main .list a")]
    assert links == [f"{IMPORT}documents/{document.pk}/"]


# --- Scope ----------------------------------------------------------------------------------------------------------


def test_blocks_outside_ones_scope_are_shown_and_left(at_work, of_isere):
    screen = upload(at_work(of_isere), dossier(block(BY_POST)))
    assert "1 hors de votre étendue" in screen.text
    press(screen, "envoyer")
    document = ImportedDocument.objects.get()
    assert [row.fate for row in document.pages.all()] == [ImportFate.OUTSIDE]
    assert not document.complete
    assert not Proposal.objects.filter(origin=Origin.DOSSIER).exists()
    assert not ImportedBlock.objects.exists()


def test_what_one_had_to_leave_another_can_import_from_the_same_document(at_work, of_isere, claire):
    press(upload(at_work(of_isere), dossier(block(BY_POST))), "envoyer")
    noted = Anomaly.objects.count()
    press(upload(at_work(claire), dossier(block(BY_POST))), "envoyer")
    document = ImportedDocument.objects.get()
    assert document.complete
    assert [row.fate for row in document.pages.all()] == [ImportFate.PROPOSED]
    assert Anomaly.objects.count() == noted
    assert "Déjà lu" in upload(at_work(of_isere), dossier(block(BY_POST))).text


def test_the_page_of_a_document_shows_no_proposal_of_elsewhere(at_work, of_isere, claire):
    press(upload(at_work(claire), dossier(block(BY_POST))), "envoyer")
    screen = at_work(of_isere).open(f"{IMPORT}documents/{ImportedDocument.objects.get().pk}/")
    assert screen.status == 200
    assert "Dupleix" not in screen.text
    assert not screen.html.css('main a[href*="/espace/propositions/"]')


# --- Refusals -------------------------------------------------------------------------------------------------------

REFUSED = {
    "an empty file": b"   \n",
    "an archive": b"PK\x03\x04" + b"\x00" * 100,
    "a PDF": b"%PDF-1.7\n",
    "a web page": b"<!doctype html><html><script>alert(1)</script></html>",
    "UTF-16": "Région Bretagne".encode("utf-16"),
    "Latin-1": "Région Bretagne\n".encode("latin-1"),
    "NUL": b"R\xc3\xa9gion\x00Bretagne",
    "no département": b"Une recette de cuisine.\n",
    "more than 2 MB": dossier(block(BY_POST)) + b"x" * 2_000_000,
    "ten thousand lines": dossier(block(BY_POST)) + b"\n" * 10_001,
    "too many blocks": dossier(*[block(BY_POST)] * (desk.MOST_BLOCKS + 1)),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason_and_nothing_is_kept(at_work, claire, data):
    screen = upload(at_work(claire), dossier(block(BY_POST)), data)
    assert screen.status == 422
    assert screen.errors
    assert not ImportDraft.objects.exists()


def test_a_refusal_names_the_file_the_line_and_the_reason(at_work, claire):
    screen = upload(at_work(claire), dossier(block(BY_POST)), b"Bretagne\n\xe9")
    assert "dossier-2.txt, ligne 2 : l'octet 0xE9 n'est pas de l'UTF-8" in screen.errors


def test_every_refused_file_is_named_at_once(at_work, claire):
    screen = upload(at_work(claire), b"%PDF-1.7", b"PK\x03\x04")
    assert "dossier-1.txt" in screen.errors and "dossier-2.txt" in screen.errors


def test_more_than_twenty_files_are_refused(at_work, claire):
    screen = upload(at_work(claire), *[dossier(block(BY_POST))] * 21)
    assert "21 fichiers, 20 au plus" in screen.errors


def test_one_endless_line_is_read_and_answered(at_work, claire):
    screen = upload(at_work(claire), dossier(block(BY_POST)) + b"\n\n" + b"mot " * 450_000)
    assert screen.status == 200
    assert "trop long" in screen.text


def test_markup_in_a_dossier_is_shown_and_not_run(at_work, claire):
    hostile = "<script>alert(1)</script> {{ 7 }} <img src=x onerror=alert(1)>"
    screen = upload(
        at_work(claire), dossier(block(f"{BY_POST}\n\n{'Un mot. ' * 200}\n\n{hostile}\n\n[ICI]({hostile})"))
    )
    assert screen.status == 200
    html = screen.response.content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html
    press(screen, "envoyer")
    assert "<script>alert" not in screen.response.content.decode()


def test_a_hostile_name_of_a_file_is_only_a_name(at_work, claire):
    screen = at_work(claire)
    file = SimpleUploadedFile("../../<b>x</b>.txt", dossier(block(BY_POST)))
    screen.show(screen.client.post(IMPORT, {"dossiers": [file]}, follow=True))
    assert screen.status == 200
    assert "/" not in DraftText.objects.get().name
    assert "<b>x" not in screen.response.content.decode()


def test_an_installation_without_offices_says_what_is_missing(at_work, claire, monkeypatch):
    monkeypatch.setattr(desk.Office.objects.__class__, "published", lambda manager: manager.none())
    screen = upload(at_work(claire), dossier(block(BY_POST)))
    assert "Aucun guichet n'a de page" in screen.errors


# --- Rights ---------------------------------------------------------------------------------------------------------


def test_a_volunteer_imports_nothing(db):
    client = Client()
    client.force_login(person("amina"))
    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT, {"text": "x", "name": "y"}).status_code == 403


def test_sending_needs_a_post_and_a_token(at_work, claire):
    address = f"{upload(at_work(claire), dossier(block(BY_POST))).address}envoyer/"
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(claire)
    assert forged.post(address, {}).status_code == 403
    assert forged.get(address).status_code == 405


def test_the_words_for_lines_cover_what_the_parser_says(at_work, claire):
    """A use without a word would be an error on the page of lines."""
    [parsed] = desk.parsed([desk.Text("x.txt", dossier(block(BY_POST), REFUSING, CONTRADICTED))])
    assert set(parsed.account.values()) <= set(USES)


def test_a_proposal_of_a_person_is_brought_by_nobody(claire, driss):
    page = Page.objects.get(slug="prefecture-quimper")
    content = page.document.model_copy(update={"website": "https://www.finistere.gouv.fr/autre"})
    with pytest.raises(IntegrityError), transaction.atomic():
        moderation.submit(
            content,
            evidence=Evidence(kind="call", date=timezone.localdate()),
            author=claire,
            brought_by=driss,
            page=page,
        )
