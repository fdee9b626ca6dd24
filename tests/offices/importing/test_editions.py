"""Documents that disagree: the date decides, whatever the order in which they are read; without one, a person."""

from datetime import date
from itertools import permutations
from random import Random

import pytest
from django.db import transaction

from accounts.models import Role, ScopeKind
from offices import changes, moderation, outcomes
from offices.enums import Origin, ProposalState
from offices.fixtures_loading import bring
from offices.importing.documents import parse_document
from offices.importing.editions import Edition, edition
from offices.importing.reading import Refused
from offices.importing.writing import Fate, gazetteer, write
from offices.models import Page, Proposal, Verification
from tests.offices.importing.random_dossiers import DAMAGE
from tests.offices.importing.samples import BY_POST, PAGE, REFUSING, block, dossier
from tests.offices.importing.test_writing import QUIMPER, bring_in, correct, page, parsed
from tests.plugins.cast import person
from tests.plugins.content import pages_of

EARLY, LATE = date(2022, 1, 1), date(2023, 1, 1)
RELATIONS = [
    (None, None, False, Edition.CLASH),
    (EARLY, None, False, Edition.LATER),
    (None, EARLY, False, Edition.OLDER),
    (EARLY, EARLY, False, Edition.CLASH),
    (LATE, EARLY, False, Edition.LATER),
    (EARLY, LATE, False, Edition.OLDER),
    (EARLY, LATE, True, Edition.SAME),
]


@pytest.mark.parametrize(("dated", "last", "same", "expected"), RELATIONS)
def test_the_dates_say_which_of_two_documents_is_followed(dated, last, same, expected):
    assert edition(known=True, same_text=same, dated=dated, last_dated=last) == expected


@pytest.fixture(scope="module")
def finistere(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield bring(pages_of({"29"}), by=person("chargement", (Role.MODERATOR, ScopeKind.FRANCE, "")))
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def first_content(finistere, db):
    """Every test begins with the offices of the Finistère, in its own transaction."""


@pytest.fixture
def claire(db):
    return person("claire", (Role.MODERATOR, ScopeKind.FRANCE, ""))


@pytest.fixture
def amina(db):
    return person("amina")


def saying(street: str, dated: str) -> str:
    """A block that gives this street, under this date (none where it is empty)."""
    return block(BY_POST.replace("42 boulevard", f"{street} boulevard"), dated=dated).replace(
        "Dernière mise à jour : \n", ""
    )


def street() -> str:
    return page().document.steps[0].address.lines[2]


THREE = [("1", "01/01/2022"), ("2", "01/01/2023"), ("3", "")]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_the_latest_date_is_followed_in_whatever_order_the_documents_come(claire, order):
    documents = [parsed(saying(*THREE[number]), name=f"{number}.txt") for number in order]
    reports = [report for document in documents for report in write([document], by=claire)]
    assert street() == "2 boulevard Dupleix"
    assert "older_document" in {anomaly.code for report in reports for anomaly in report.anomalies}
    assert page().verifications.first().on == date(2023, 1, 1)


@pytest.mark.parametrize("order", list(permutations(range(2))), ids=str)
@pytest.mark.parametrize("dated", ["09/02/2023", ""])
def test_without_a_later_date_a_person_chooses(claire, order, dated):
    texts = [saying("1", dated), saying("2", dated)]
    first, second = (parsed(texts[number], name=f"{number}.txt") for number in order)
    bring_in(first, claire)
    kept = street()
    report = bring_in(second, claire)
    assert report.fates[QUIMPER] == Fate.PROPOSED
    assert "documents_disagree" in {anomaly.code for anomaly in report.anomalies}
    assert street() == kept
    assert Proposal.objects.filter(state=ProposalState.PENDING).count() == 1


def test_the_same_facts_in_other_bytes_write_nothing(claire):
    bring_in(parsed(saying("1", "09/02/2023")), claire)
    version, proposals = page().version, Proposal.objects.count()
    report = bring_in(parsed(saying("1", "09/02/2023") + "\n\n\n", name="copie.txt"), claire)
    assert report.fates[QUIMPER] == Fate.UNCHANGED
    assert (page().version, Proposal.objects.count()) == (version, proposals)


def test_a_clash_read_twice_leaves_one_proposal(claire):
    bring_in(parsed(saying("1", "09/02/2023")), claire)
    bring_in(parsed(saying("2", "09/02/2023")), claire)
    bring_in(parsed(saying("2", "09/02/2023") + "\n\n", name="copie.txt"), claire)
    bring_in(parsed(saying("1", "09/02/2023") + "\n\n", name="autre-copie.txt"), claire)
    assert Proposal.objects.filter(state=ProposalState.PENDING).count() == 1
    assert street() == "1 boulevard Dupleix"


def test_an_older_edition_that_says_the_same_does_not_make_the_page_older(claire):
    bring_in(parsed(saying("1", "09/02/2023")), claire)
    bring_in(parsed(saying("1", "01/01/2022"), name="ancien.txt"), claire)
    report = bring_in(parsed(saying("2", "05/05/2022"), name="autre.txt"), claire)
    assert report.fates[QUIMPER] == Fate.LEFT


def test_a_page_that_moved_changes_one_row_and_not_every_fact(claire):
    quoted = f"{BY_POST}\n\nTout dossier incomplet sera renvoyé."
    bring_in(parsed(block(quoted)), claire)
    before = page().document
    moved = block(quoted, dated="03/03/2024").replace(PAGE, f"{PAGE}-nouvelle-adresse")
    bring_in(parsed(moved, name="2024.txt"), claire)
    told = changes.diff(before, page().document)
    # What was read, and the day it was read: nothing else is said to have changed.
    assert {change.path[0] for change in told} == {"sources", "passages"}
    assert {change.path[-1] for change in told} == {"url", "read_on"}


def test_what_waited_is_dated_once_a_person_has_approved_it(claire, amina):
    bring_in(parsed(saying("1", "09/02/2023")), claire)
    correct(claire, amina, title="AES à Quimper")
    bring_in(parsed(saying("2", "03/03/2024"), name="2024.txt"), claire)
    waiting = Proposal.objects.get(state=ProposalState.PENDING)
    assert not Verification.objects.filter(on=date(2024, 3, 3)).exists()
    moderation.approve(waiting, by=claire, seen_hash=outcomes.outcome(waiting).hash)
    assert not Verification.objects.filter(on=date(2024, 3, 3)).exists()
    for _twice in range(2):
        write([], by=claire)
    mark = Verification.objects.get(on=date(2024, 3, 3))
    assert (mark.page.slug, mark.origin) == (QUIMPER, Origin.DOSSIER)


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("seed", range(2))
def test_a_damaged_edition_never_overwrites(claire, damage, seed):
    """Of the same day as the whole one, it waits, or is left: no public word changes by it."""
    text = dossier(saying("1", "09/02/2023"), REFUSING).decode()
    write([parse_document("entier.txt", text.encode(), gazetteer(), date(2026, 11, 20))], by=claire)
    before = {one.slug: (one.version, one.content) for one in Page.objects.filter(slug__startswith="aes-29")}
    try:
        damaged = parse_document("abîmé.txt", damage(text, Random(seed)), gazetteer(), date(2026, 11, 20))
    except Refused:
        return
    write([damaged], by=claire)
    assert {slug: (page(slug).version, page(slug).content) for slug in before} == before


def test_a_report_keeps_no_page_of_its_document(claire):
    report = bring_in(parsed(saying("1", "09/02/2023")), claire)
    assert (report.parsed.name, report.parsed.pages, report.parsed.account) == ("bretagne.txt", [], {})


def test_a_coordinator_may_ask_that_everything_wait(claire):
    document = parsed(saying("1", "09/02/2023"))
    [report] = write([document], by=claire, deciding=False)
    assert report.fates[QUIMPER] == Fate.PROPOSED
    assert not Page.objects.filter(slug=QUIMPER).exists()
