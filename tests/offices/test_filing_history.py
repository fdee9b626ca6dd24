"""From which day to which something was said: kept by the door as it decides, and the same read from every version."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offices import filing_history, integrity, moderation, versions
from offices.enums import Origin, ProposalAction
from offices.filing import ways_said
from offices.models import FilingPeriod, Page
from tests.plugins.cast import AES, FILING, GRENOBLE, VIENNE, approve, changed, propose, publish, with_fee

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
IMPORTED = date(2026, 11, 2)
VERIFIED = date(2023, 2, 9)
POST = [{"id": "post", "purpose": "send", "channel": "post"}]
ONLINE = [{"id": "online", "purpose": "send", "channel": "online_form"}]
BOOKING = [{"id": "book", "purpose": "book", "channel": "booking"}]


def on(day: date, hour: int = 12):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=PARIS), tick=False)


def rows(page: Page) -> list[tuple[str, str, date, date | None]]:
    found = FilingPeriod.objects.filter(procedure=page.pk).order_by("since", "ground__page__slug", "office__page__slug")
    return list(found.values_list("office__page__slug", "ways", "since", "until"))


def decide(page: Page, amina, claire, **fields) -> None:
    page.refresh_from_db()
    approve(propose(page, changed(page.document, **fields), amina), claire)


@pytest.fixture
def imported(claire) -> Page:
    """By post, says a dossier of 9 February 2023 that came in on 2 November 2026."""
    with on(IMPORTED):
        publish(AES, by=claire)
        publish(GRENOBLE, by=claire)
        publish(VIENNE, by=claire)
        page = publish(FILING | {"steps": POST}, by=claire)
    return page


def confirm(page: Page, day: date = VERIFIED, hour: int = 13) -> None:
    with on(IMPORTED, hour):
        moderation.verify(page, on=day, origin=Origin.DOSSIER)


def test_a_page_counts_from_its_publication(imported):
    assert rows(imported) == [("prefecture-grenoble", "post", IMPORTED, None)]


def test_the_first_state_counts_from_the_day_it_was_verified(imported):
    confirm(imported)
    assert rows(imported) == [("prefecture-grenoble", "post", VERIFIED, None)]


def test_a_later_confirmation_says_nothing_of_the_past(imported, amina):
    confirm(imported)
    confirm(imported, date(2021, 5, 1), hour=14)  # an older dossier: the page is no older for it
    with on(date(2026, 12, 1)):
        moderation.verify(imported, on=date(2026, 12, 1), by=amina)
    assert rows(imported) == [("prefecture-grenoble", "post", VERIFIED, None)]


def test_what_came_after_the_first_state_is_dated_by_its_decision(imported, amina, claire):
    confirm(imported)
    with on(date(2026, 12, 1)):
        decide(imported, amina, claire, steps=ONLINE)
    assert rows(imported) == [
        ("prefecture-grenoble", "post", VERIFIED, date(2026, 12, 1)),
        ("prefecture-grenoble", "online", date(2026, 12, 1), None),
    ]


def test_a_first_confirmation_of_a_second_state_dates_neither(imported, amina, claire):
    with on(date(2026, 12, 1)):
        decide(imported, amina, claire, steps=ONLINE)
        moderation.verify(imported, on=VERIFIED, origin=Origin.DOSSIER)
    assert [since for _office, _ways, since, _until in rows(imported)] == [IMPORTED, date(2026, 12, 1)]


def test_of_two_decisions_of_a_day_the_last_counts(imported, amina, claire):
    for hour, steps in ((9, ONLINE), (10, BOOKING), (11, POST)):
        with on(date(2026, 12, 1), hour):
            decide(imported, amina, claire, steps=steps)
    assert rows(imported) == [("prefecture-grenoble", "post", IMPORTED, None)]


def test_a_step_begins_on_its_day_with_nobody_awake(imported, amina, claire):
    steps = [POST[0] | {"valid_until": "2027-02-28"}, ONLINE[0] | {"valid_from": "2027-03-01"}]
    with on(date(2026, 12, 1)):
        decide(imported, amina, claire, steps=steps)
    assert rows(imported) == [
        ("prefecture-grenoble", "post", IMPORTED, date(2027, 3, 1)),
        ("prefecture-grenoble", "online", date(2027, 3, 1), None),
    ]
    with on(date(2027, 2, 1)):  # … and what was announced may be called off
        decide(imported, amina, claire, steps=POST)
    assert rows(imported) == [("prefecture-grenoble", "post", IMPORTED, None)]


def test_another_office_counts_from_the_day_on_which_it_is_named(imported, amina, claire):
    confirm(imported)
    with on(date(2026, 12, 1)):
        decide(imported, amina, claire, offices=["prefecture-grenoble", "sous-prefecture-vienne"])
    assert rows(imported) == [
        ("prefecture-grenoble", "post", VERIFIED, None),
        ("sous-prefecture-vienne", "post", date(2026, 12, 1), None),
    ]


def test_a_page_that_is_removed_says_nothing_from_that_day_on_until_it_is_restored(imported, amina, claire):
    with on(date(2026, 12, 1)):
        approve(propose(imported, imported.document, amina, action=ProposalAction.REMOVE), claire)
    assert rows(imported) == [("prefecture-grenoble", "post", IMPORTED, date(2026, 12, 1))]
    imported.refresh_from_db()
    with on(date(2026, 12, 5)):
        approve(propose(imported, imported.document, amina, action=ProposalAction.REVERT), claire)
    assert rows(imported)[1] == ("prefecture-grenoble", "post", date(2026, 12, 5), None)


def test_an_edit_that_changes_no_way_asks_this_index_for_nothing(imported, amina, claire):
    proposal = propose(imported, with_fee(imported.document, "75"), amina)
    with CaptureQueriesContext(connection) as queries:
        approve(proposal, claire)
    assert not [query["sql"] for query in queries if "filingperiod" in query["sql"]]


def test_verify_finds_a_row_that_no_version_tells_of_and_reindex_mends_it(imported):
    FilingPeriod.objects.filter(procedure=imported.pk).update(ways="email")
    assert any("l'index ne dit pas" in finding for finding in integrity.findings())
    call_command("reindex", verbosity=0)
    assert rows(imported) == [("prefecture-grenoble", "post", IMPORTED, None)]
    assert list(integrity.findings()) == []


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_decided_each_day_is_what_the_version_of_that_day_says(seed, imported, amina, claire):
    """Kept by the door, read again from every decision, or read from the version of each day: the same."""
    rng = Random(seed)
    if rng.random() < 0.7:
        confirm(imported)
    day, hour = IMPORTED, 14
    for _turn in range(12):
        if rng.random() < 0.6:
            day, hour = day + timedelta(days=rng.randint(1, 20)), 8
        hour += 1
        with on(day, hour):
            imported.refresh_from_db()
            approve(anything(imported, rng, day, amina), claire)

    kept = set(filing_history.rows_of(imported))
    filing_history.rebuild(imported)
    assert set(filing_history.rows_of(imported)) == kept
    for after in range(0, 200, 3):
        asked = IMPORTED + timedelta(days=after)
        entry = versions.version_on(imported, asked)
        assert read_on(imported, asked) == said_on(None if entry.is_removal else entry.document, asked)


def anything(page: Page, rng: Random, day: date, author):
    """Some proposal on the page as it stands, whatever that is."""
    if not page.is_published:
        return propose(
            page, changed(page.document, title=f"Titre {rng.random()}"), author, action=ProposalAction.REVERT
        )
    if rng.random() < 0.1:
        return propose(page, page.document, author, action=ProposalAction.REMOVE)
    turn = day + timedelta(days=rng.randint(-5, 30))
    before, after = rng.sample([*POST, *ONLINE, *BOOKING], 2)
    fields = rng.choice(
        [
            {"steps": [before]},
            {"steps": [before | {"valid_until": str(turn)}, after | {"valid_from": str(turn + timedelta(days=1))}]},
            {"offices": rng.sample(["prefecture-grenoble", "sous-prefecture-vienne"], rng.randint(1, 2))},
            {"handling": rng.choice(["handled", "not_handled", "unknown"])},
            {},
        ]
    )
    return propose(page, changed(page.document, title=f"Titre {rng.random()}", **fields), author)


def said_on(document, day: date) -> set[tuple[str, str]]:
    if document is None:
        return set()
    ways = " ".join(sorted(ways_said(document, document.grounds[0], day)))
    return {(office, ways) for office in document.offices}


def read_on(page: Page, day: date) -> set[tuple[str, str]]:
    return {
        (office, ways) for office, ways, since, until in rows(page) if since <= day and (until is None or day < until)
    }
