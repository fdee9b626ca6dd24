"""Dossiers through the door: what is decided at once, what waits, what is never overwritten, what is never twice."""

from datetime import date

import pytest
from django.db import transaction

from accounts.models import Role, ScopeKind
from offices import moderation, outcomes
from offices.enums import DecisionMode, Origin, ProposalState, Registered
from offices.fixtures_loading import bring
from offices.importing.documents import Parsed, parse_document
from offices.importing.writing import Fate, Report, gazetteer, write
from offices.models import Anomaly, Change, ImportedBlock, ImportedDocument, Page, Proposal
from tests.offices.importing.samples import BY_POST, REFUSING, block, dossier
from tests.plugins.cast import READ_ON_SITE, person
from tests.plugins.content import pages_of

QUIMPER = "aes-29-prefecture-quimper"


@pytest.fixture(scope="module")
def two_departments(django_db_setup, django_db_blocker):
    """The offices of the Finistère and of the Manche, the grounds, and what the first content knows of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield bring(pages_of({"29", "50"}), by=person("chargement", (Role.MODERATOR, ScopeKind.FRANCE, "")))
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def first_content(two_departments, db):
    """Every test begins with that content, each in its own transaction."""


@pytest.fixture
def claire(db):
    return person("claire", (Role.MODERATOR, ScopeKind.FRANCE, ""))


@pytest.fixture
def amina(db):
    return person("amina")


def parsed(*blocks: str, name: str = "bretagne.txt") -> Parsed:
    return parse_document(name, dossier(*blocks), gazetteer(), date(2026, 11, 20))


def bring_in(document: Parsed, by, **options) -> Report:
    [report] = write([document], by=by, **options)
    return report


def page(slug: str = QUIMPER) -> Page:
    return Page.objects.get(slug=slug)


def correct(claire, amina, **facts) -> None:
    """A person corrects the page by hand, and another decides it."""
    changed = page().document.model_copy(update=facts)
    proposal = moderation.submit(changed, evidence=READ_ON_SITE, author=amina, page=page())
    moderation.approve(proposal, by=claire, seen_hash=outcomes.outcome(proposal).hash)


def test_a_first_dossier_is_published_as_a_batch_and_dated(claire):
    report = bring_in(parsed(block(BY_POST), REFUSING), claire)
    assert report.count(Fate.WRITTEN) == 2
    published = page()
    assert published.document.steps[-1].address.city == "QUIMPER Cedex"
    assert published.decisions.get().mode == DecisionMode.BATCH
    assert [(mark.on, mark.origin) for mark in published.verifications.all()] == [(date(2023, 2, 9), Origin.DOSSIER)]
    refusing = page("aes-29-sous-prefecture-brest")
    assert refusing.document.handling == "not_handled"
    assert not refusing.verifications.exists()


def test_the_same_document_twice_writes_nothing(claire):
    bring_in(parsed(block(BY_POST)), claire)
    before = (Change.objects.count(), Proposal.objects.count(), ImportedDocument.objects.count())
    report = bring_in(parsed(block(BY_POST), name="copie.txt"), claire)
    assert report.known and report.count(Fate.UNCHANGED) == 1
    assert (Change.objects.count(), Proposal.objects.count(), ImportedDocument.objects.count()) == before


def test_a_newer_edition_of_an_untouched_page_is_decided_at_once(claire):
    bring_in(parsed(block(BY_POST)), claire)
    newer = block(BY_POST.replace("42 boulevard", "44 boulevard"), dated="03/03/2024")
    assert bring_in(parsed(newer), claire).fates[QUIMPER] == Fate.WRITTEN
    assert "44 boulevard Dupleix" in page().document.steps[-1].address.lines
    assert page().verifications.first().on == date(2024, 3, 3)


def test_a_correction_by_hand_stands_and_new_facts_wait_beside_it(claire, amina):
    bring_in(parsed(block(BY_POST)), claire)
    [step] = page().document.steps
    corrected = step.model_copy(update={"address": step.address.model_copy(update={"postcode": "29000"})})
    correct(claire, amina, steps=(corrected,))
    newer = block(f"{BY_POST}\n\nTout dossier incomplet vous sera renvoyé.", dated="03/03/2024")
    assert bring_in(parsed(newer), claire).fates[QUIMPER] == Fate.PROPOSED
    assert page().document.incomplete == ()
    waiting = Proposal.objects.get(state=ProposalState.PENDING)
    outcome = outcomes.outcome(waiting)
    assert outcome.content.steps[0].address.postcode == "29000"
    assert [row.outcome for row in outcome.content.incomplete] == ["returned"]
    assert len(outcome.content.steps) == 1


def test_a_still_newer_edition_amends_the_proposal_that_waits(claire, amina):
    bring_in(parsed(block(BY_POST)), claire)
    correct(claire, amina, title="AES à Quimper")
    for words, day in (("renvoyé", "03/03/2024"), ("refusé", "04/04/2024")):
        bring_in(parsed(block(f"{BY_POST}\n\nTout dossier incomplet sera {words}.", dated=day)), claire)
    waiting = Proposal.objects.get(state=ProposalState.PENDING)
    assert [row.outcome for row in outcomes.outcome(waiting).content.incomplete] == ["refused"]


def test_a_fact_changed_on_both_sides_waits_as_a_conflict(claire, amina):
    bring_in(parsed(block(BY_POST)), claire)
    [step] = page().document.steps
    correct(claire, amina, steps=(step.model_copy(update={"registered": Registered.OPTIONAL}),))
    newer = block(BY_POST.replace("par courrier", "par courrier recommandé"), dated="03/03/2024")
    report = bring_in(parsed(newer), claire)
    assert (report.fates[QUIMPER], report.as_json()["conflicts"]) == (Fate.CONFLICT, 1)
    assert page().document.steps[0].registered == "optional"
    assert outcomes.outcome(Proposal.objects.get(state=ProposalState.PENDING)).conflicts


OLDER = {"an older date": "01/01/2022", "no date": ""}


@pytest.mark.parametrize("dated", OLDER.values(), ids=OLDER)
def test_an_older_or_undated_document_never_overwrites(claire, dated):
    bring_in(parsed(block(BY_POST)), claire)
    older = block(BY_POST.replace("42 boulevard", "1 boulevard"), dated=dated)
    report = bring_in(parsed(older.replace("Dernière mise à jour : \n", "")), claire)
    assert report.fates[QUIMPER] == Fate.LEFT
    assert "older_document" in {anomaly.code for anomaly in report.anomalies}
    assert page().version == 1


def test_a_bad_block_waits_and_the_rest_is_done(claire):
    report = bring_in(parsed(block(BY_POST, dated="31/02/2023"), REFUSING), claire)
    assert report.fates == {QUIMPER: Fate.PROPOSED, "aes-29-sous-prefecture-brest": Fate.WRITTEN}
    assert not Page.objects.filter(slug=QUIMPER).exists()
    assert Anomaly.objects.filter(code="bad_date", document__name="bretagne.txt").exists()


def test_a_second_block_of_the_same_offices_waits_under_its_own_address(claire):
    second = block("Adressez votre demande par courriel à aes@finistere.gouv.fr")
    report = bring_in(parsed(block(BY_POST), second), claire)
    assert report.fates == {QUIMPER: Fate.WRITTEN, f"{QUIMPER}-2": Fate.PROPOSED}


def test_a_dry_run_says_what_would_be_and_leaves_nothing(claire):
    report = bring_in(parsed(block(BY_POST)), claire, dry_run=True)
    assert report.count(Fate.WRITTEN) == 1
    assert not Page.objects.filter(slug=QUIMPER).exists()
    assert not ImportedDocument.objects.exists() and not ImportedBlock.objects.exists()


def test_a_moderator_of_another_place_decides_nothing_here(db):
    driss = person("driss", (Role.MODERATOR, ScopeKind.DEPARTMENT, "38"))
    assert bring_in(parsed(block(BY_POST)), driss).fates[QUIMPER] == Fate.PROPOSED
    assert not Page.objects.filter(slug=QUIMPER).exists()


def test_an_office_gains_what_a_block_says_of_it_once(claire):
    first = bring_in(parsed(block(f"pref-etrangers@finistere.gouv.fr\n\n{BY_POST}")), claire)
    assert first.fates["prefecture-quimper"] == Fate.WRITTEN
    newer = block(f"pref-etrangers@finistere.gouv.fr\n\n{BY_POST}\n\nUn mot de plus.", dated="03/03/2024")
    assert bring_in(parsed(newer), claire).fates["prefecture-quimper"] == Fate.UNCHANGED
    assert [mailbox.email for mailbox in page("prefecture-quimper").document.emails] == [
        "pref-etrangers@finistere.gouv.fr"
    ]


MANCHE = """
Région Normandie  
Département de la Manche (50)  
Préfecture de Saint-Lô  
Sous-préfectures : Avranches, Cherbourg-en-Cotentin, Coutances

Préfecture de Saint-Lô

Dernière mise à jour : 22/02/2023

La demande d'admission exceptionnelle se fait par voie dématérialisée.

Les modalités sont reproduites ici :

Vous devez écrire à pref-regularisation@manche.gouv.fr pour demander votre titre, en précisant vos nom et adresse.

Le bureau vous contactera.
"""


def test_the_first_content_and_a_dossier_that_says_the_same_make_one_page(claire):
    """Rows meet by what they mean: the words enter, no fact stands twice, and the address of a row does not change."""
    slug = "aes-50-prefecture-saint-lo"
    first = page(slug).document
    bring_in(parse_document("normandie.txt", MANCHE.encode(), gazetteer(), date(2026, 11, 20)), claire)
    now = page(slug).document
    assert [step.id for step in now.steps] == [step.id for step in first.steps]
    assert [row.code for row in now.aftermath] == ["contacted"]
    assert len(now.passages) == 1 and not first.passages


def test_a_fact_that_differs_from_the_first_content_is_kept_and_reported(claire):
    other = MANCHE.replace("pref-regularisation@manche", "autre-adresse@manche")
    document = parse_document("normandie.txt", other.encode(), gazetteer(), date(2026, 11, 20))
    report = bring_in(document, claire)
    assert "differs_from_published" in {anomaly.code for anomaly in report.anomalies}
    assert page("aes-50-prefecture-saint-lo").document.steps[0].email == "pref-regularisation@manche.gouv.fr"
