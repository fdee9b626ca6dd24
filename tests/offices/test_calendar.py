"""Facts with dates: what stands on a day, what the log says of it, and that nobody has to be there at midnight."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from offices import calendar, changes, due, integrity, moderation
from offices.content import ProcedureContent, canonical, content_hash
from offices.enums import ChangeKind, DueKind, ProposalAction
from offices.exceptions import InvalidContent
from offices.headlines import channels, headline
from offices.models import Change, DueDate, Page
from offices.presentation import pages
from offices.presentation.around import Around
from tests.offices.random_contents import laws, numbers, random_content
from tests.offices.small_contents import plain, procedure
from tests.plugins.cast import GRENOBLE, approve, changed, propose, publish, with_fee

PARIS = ZoneInfo("Europe/Paris")
LAST = date(2027, 2, 28)
FIRST = date(2027, 3, 1)  # what replaces it
BEFORE = datetime(2027, 2, 10, 12, tzinfo=PARIS)
MIDNIGHT = datetime(2027, 3, 1, 0, 0, 1, tzinfo=PARIS)

BY_POST = {"id": "post", "purpose": "send", "channel": "post", "valid_until": str(LAST)}
ONLINE = {"id": "online", "purpose": "send", "channel": "online_form", "valid_from": str(FIRST)}
BOOK = {"id": "book", "purpose": "book", "channel": "phone"}


def kept(document: ProcedureContent, day: date) -> list[str]:
    return [step.id for step in calendar.on_day(document, day).steps]


class TestWhatStands:
    """Pure: a content and a day."""

    def test_a_fact_stands_from_its_first_day_to_its_last_both_included(self):
        row = procedure(steps=[BY_POST | {"valid_from": "2027-02-01"}]).steps[0]
        days = [date(2027, 1, 31), date(2027, 2, 1), LAST, FIRST]
        assert [calendar.stands(row, day) for day in days] == [False, True, True, False]

    def test_without_dates_it_stands_always(self):
        document = procedure(steps=[BOOK])
        assert calendar.on_day(document, date.min) is document
        assert calendar.on_day(document, date.max) is document

    def test_one_replaces_the_other_overnight(self):
        document = procedure(steps=[BY_POST, ONLINE])
        assert kept(document, LAST) == ["post"]
        assert kept(document, FIRST) == ["online"]

    def test_for_no_day_everything_is_there(self):
        document = procedure(steps=[BY_POST, ONLINE])
        assert calendar.on_day(document, None) is document

    def test_where_the_first_of_a_choice_has_ended_the_next_takes_its_place(self):
        choice = [BOOK, BY_POST, {**ONLINE, "valid_from": None, "alternative": True}]
        document = procedure(steps=choice)
        assert [step.alternative for step in calendar.on_day(document, LAST).steps] == [False, False, True]
        assert [step.alternative for step in calendar.on_day(document, FIRST).steps] == [False, False]

    def test_reading_for_a_day_changes_no_text(self):
        """What is stored, hashed, merged and compared is the whole content, whatever the day."""
        document = procedure(steps=[BY_POST, ONLINE])
        before = content_hash(canonical(document))
        calendar.on_day(document, FIRST)
        assert content_hash(canonical(document)) == before
        moved = procedure(steps=[BY_POST, ONLINE | {"url": "https://www.isere.gouv.fr/depot"}])
        assert changes.merge(document, document, moved, {}).content == moved
        assert [change.path[:2] for change in changes.diff(document, moved)] == [("steps", "online")]

    def test_the_days_on_which_something_changes(self):
        document = procedure(steps=[BY_POST, ONLINE], fees=[{"id": "f", "amount": "50", "valid_until": "9999-12-31"}])
        assert calendar.boundaries(document.steps) == [FIRST]
        assert calendar.boundaries(document.fees) == []

    def test_an_announced_processing_time_is_asked_again_after_a_year(self):
        times = [{"id": "t", "quantity": 4, "unit": "month", "stated_on": "2026-03-01"}]
        assert calendar.dues(procedure(processing_times=times)) == {
            calendar.Due(date(2027, 3, 1), DueKind.STATED_LONG_AGO)
        }


class TestTheHeadline:
    def said(self, day: date, *steps) -> str:
        return plain(headline(procedure(steps=list(steps)), day=day))

    def test_before_it_says_until_when_and_what_comes_next(self):
        assert self.said(LAST, BY_POST, ONLINE) == (
            "Jusqu'au 28 février 2027, la demande se fait par courrier. "
            "À partir du 1er mars 2027, la demande se fait par formulaire en ligne."
        )

    def test_after_it_says_what_stands_alone(self):
        assert self.said(FIRST, BY_POST, ONLINE) == "La demande se fait par formulaire en ligne."

    def test_what_was_announced_without_an_end_of_the_old_way_is_added_to_it(self):
        also = {**ONLINE, "alternative": True}
        assert self.said(LAST, BY_POST | {"valid_until": None}, also) == (
            "Jusqu'au 28 février 2027, la demande se fait par courrier. "
            "À partir du 1er mars 2027, la demande se fait par courrier ou par formulaire en ligne."
        )

    def test_a_way_that_only_begins_is_announced(self):
        expected = "À partir du 1er mars 2027, la demande se fait par formulaire en ligne."
        assert self.said(LAST, ONLINE) == expected

    def test_a_way_that_has_ended_without_another_leaves_what_is_known(self):
        assert self.said(FIRST, BY_POST) == (
            "Ce guichet est compétent, mais la façon de déposer la demande n'est pas connue."
        )

    def test_a_date_that_does_not_change_how_one_files_is_not_in_it(self):
        ask = {"id": "ask", "purpose": "ask", "channel": "phone", "valid_from": str(FIRST)}
        assert self.said(LAST, BOOK, ask) == "Il faut prendre rendez-vous par téléphone."

    def test_three_ways_one_after_the_other(self):
        counter = {"id": "c", "purpose": "hand_in", "channel": "counter", "valid_from": "2027-06-01"}
        assert self.said(LAST, BY_POST, ONLINE | {"valid_until": "2027-05-31"}, counter) == (
            "Jusqu'au 28 février 2027, la demande se fait par courrier. "
            "Du 1er mars 2027 au 31 mai 2027, la demande se fait par formulaire en ligne. "
            "À partir du 1er juin 2027, la demande se fait au guichet."
        )

    def test_the_channels_are_those_of_the_day(self):
        document = procedure(steps=[BY_POST, ONLINE])
        assert channels(document, LAST) == ["post"]
        assert channels(document, FIRST) == ["online_form"]
        assert channels(document) == ["post", "online_form"]


class TestSentencesOfTheLog:
    def test_what_ends_is_told_before_what_begins(self):
        document = procedure(steps=[ONLINE, BY_POST])
        assert [plain(sentence) for sentence in changes.turns(document, FIRST)] == [
            "A pris fin le 28 février 2027, étape : envoyer la demande par courrier.",
            "Commence le 1er mars 2027, étape : envoyer la demande par formulaire en ligne.",
        ]

    def test_on_other_days_there_is_nothing_to_tell(self):
        assert changes.turns(procedure(steps=[ONLINE, BY_POST]), LAST) == []


# --- Laws, of random contents ----------------------------------------------------------------------------------------

days = st.dates(date(2022, 12, 30), date(2023, 4, 5))  # around those of random_contents


def shown_ids(document, day: date) -> list[str]:
    numbers_of = {row.id: number for number, row in enumerate(document.sources, start=1)}
    body = pages.body(document, Around(day=day, source_numbers=numbers_of))
    groups = [*body.steps, *(group for section in body.sections for group in section.groups)]
    return sorted(item.id for items in (body.notices, *(group.items for group in groups)) for item in items)


@laws
@given(numbers, days)
def test_a_page_says_each_fact_that_stands_or_is_to_come_once_and_no_other(number, day):
    document = random_content(number)
    undated = [row.id for name in ("hours", "legal_bases") for row in getattr(document, name, ())]
    told = [
        row.id
        for _list, rows in calendar.facts(document)
        for row in rows
        if not calendar.ended(row, day) and not calendar.ends_before_it_begins(row)
    ]
    assert shown_ids(document, day) == sorted([*told, *undated])


@laws
@given(numbers, days)
def test_nothing_is_read_otherwise_the_next_day_unless_a_date_of_the_content_says_so(number, day):
    document, next_day = random_content(number, kinds=("procedure",)), day + timedelta(days=1)
    turning = {due.on for due in calendar.dues(document) if due.kind != DueKind.STATED_LONG_AGO}
    if next_day not in turning:
        assert calendar.on_day(document, day) == calendar.on_day(document, next_day)
        assert headline(document, day=day) == headline(document, day=next_day)
        assert changes.turns(document, next_day) == []
    else:
        assert changes.turns(document, next_day)


# --- With a database and a clock -----------------------------------------------------------------------------------


def at(moment: datetime):
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def announced(isere, amina, claire) -> Page:
    """Grenoble's procedure, as decided on 10 February: by post until the 28th, on line from 1 March."""
    with at(BEFORE):
        steps = [BY_POST, ONLINE]
        approve(propose(isere.filing, changed(isere.filing.document, steps=steps), amina), claire)
    isere.filing.refresh_from_db()
    return isere.filing


def lines_of(page) -> list[str]:
    return [plain(line.summary) for line in page.changes.filter(kind=ChangeKind.CALENDAR)]


def indexed_channels(page) -> set[str]:
    return set(page.procedure.channels.values_list("channel", flat=True))


def sweep(moment: datetime) -> int:
    with at(moment):
        return moderation.sweep_calendar()


@pytest.mark.django_db
class TestTheLog:
    def test_on_the_day_one_line_and_the_index_follow(self, announced):
        assert indexed_channels(announced) == {"post"}
        assert sweep(MIDNIGHT - timedelta(seconds=2)) == 0
        assert lines_of(announced) == []
        assert sweep(MIDNIGHT) == 1
        assert lines_of(announced) == [
            "A pris fin le 28 février 2027, étape : envoyer la demande par courrier. "
            "Commence le 1er mars 2027, étape : envoyer la demande par formulaire en ligne."
        ]
        assert indexed_channels(announced) == {"online_form"}

    def test_it_is_no_edition_no_confirmation_and_no_version(self, announced):
        before = announced.version, announced.edited_at, announced.content_hash, announced.index.verified_on
        sweep(MIDNIGHT)
        page = Page.objects.get(pk=announced.pk)
        assert (page.version, page.edited_at, page.content_hash, page.index.verified_on) == before
        assert Change.objects.last().version == page.version

    def test_told_once_even_if_swept_twice_or_a_day_late(self, announced):
        assert sweep(MIDNIGHT + timedelta(days=1)) == 1
        assert sweep(MIDNIGHT + timedelta(days=1, minutes=1)) == 0
        assert sweep(MIDNIGHT + timedelta(days=2)) == 0
        assert len(lines_of(announced)) == 1

    def test_late_for_two_days_it_tells_both_in_their_order(self, announced, amina, claire):
        with at(BEFORE):
            fees = [{"id": "stamp", "amount": "75", "valid_from": "2027-03-02"}]
            approve(propose(announced, changed(announced.document, fees=fees), amina), claire)
        sweep(MIDNIGHT + timedelta(days=5))
        (line,) = lines_of(announced)
        assert line.index("A pris fin le 28 février") < line.index("Commence le 1er mars") < line.index("le 2 mars")

    def test_the_day_is_that_of_france(self, announced):
        """23:30 of 28 February in London is half past midnight of 1 March in Paris."""
        assert sweep(datetime(2027, 2, 28, 22, 59, tzinfo=ZoneInfo("UTC"))) == 0
        assert sweep(datetime(2027, 2, 28, 23, 30, tzinfo=ZoneInfo("UTC"))) == 1

    def test_what_is_decided_on_the_day_itself_is_not_told_a_second_time(self, isere, amina, claire):
        with at(MIDNIGHT + timedelta(hours=10)):
            approve(propose(isere.filing, changed(isere.filing.document, steps=[BY_POST, ONLINE]), amina), claire)
            assert moderation.sweep_calendar() == 0
        assert indexed_channels(isere.filing) == {"online_form"}
        assert lines_of(isere.filing) == []

    def test_a_decision_before_the_sweep_of_that_day_tells_the_calendar_first(self, announced, amina, claire):
        with at(MIDNIGHT):
            approve(propose(announced, with_fee(announced.document, "75"), amina), claire)
            assert moderation.sweep_calendar() == 0
        kinds = list(announced.changes.order_by("seq").values_list("kind", flat=True))
        assert kinds[-2:] == [ChangeKind.CALENDAR, ChangeKind.DECISION]

    def test_a_date_that_is_taken_back_is_never_told(self, announced, amina, claire):
        with at(BEFORE + timedelta(days=1)):
            steps = [BY_POST | {"valid_until": None}]
            approve(propose(announced, changed(announced.document, steps=steps), amina), claire)
        assert sweep(MIDNIGHT) == 0
        assert not announced.due_dates.exists()

    def test_a_page_that_was_removed_has_nothing_due(self, announced, amina, claire):
        with at(BEFORE + timedelta(days=1)):
            approve(propose(announced, announced.document, amina, action=ProposalAction.REMOVE), claire)
        assert sweep(MIDNIGHT) == 0
        assert not announced.due_dates.exists()

    def test_what_has_ended_can_be_cleaned_away_and_told_no_more(self, announced, amina, claire):
        sweep(MIDNIGHT)
        with at(MIDNIGHT + timedelta(days=1)):
            approve(propose(announced, changed(announced.document, steps=[ONLINE]), amina), claire)
            assert moderation.sweep_calendar() == 0
        assert [row.kind for row in announced.due_dates.all()] == [DueKind.BEGINS]

    def test_the_index_is_rebuilt_from_the_content_and_nothing_told_is_told_again(self, announced):
        sweep(MIDNIGHT)
        with at(MIDNIGHT + timedelta(minutes=1)):
            call_command("reindex")
            assert moderation.sweep_calendar() == 0
            assert list(integrity.findings()) == []

    def test_verify_waits_for_the_sweep_of_the_day_and_names_a_missed_one(self, announced):
        with at(MIDNIGHT):
            assert list(integrity.findings()) == []
        with at(MIDNIGHT + timedelta(days=1)):
            (finding,) = integrity.findings()
        assert "l'échéance du 1er mars 2027 n'est pas au journal" in finding

    def test_a_fact_that_ends_before_it_begins_is_refused(self, isere, amina):
        never = ONLINE | {"valid_until": str(LAST)}
        with pytest.raises(InvalidContent, match="vient avant le début"):
            propose(isere.filing, changed(isere.filing.document, steps=[never]), amina)

    def test_the_next_day_on_which_a_page_reads_otherwise(self, announced, claire):
        shown = due.shown_with(announced)
        assert due.next_due(shown, BEFORE.date()) == FIRST
        assert due.next_due(shown, FIRST) is None
        closed = {"id": "d", "name": "Accueil", "state": "closed", "valid_until": "2027-02-14"}
        with at(BEFORE):
            office = publish(GRENOBLE | {"name": "Guichet", "desks": [closed]}, by=claire, slug="guichet-2")
        document = changed(announced.document, offices=["prefecture-grenoble", office.slug])
        Page.objects.filter(pk=announced.pk).update(content=canonical(document))
        announced.refresh_from_db()
        assert due.next_due(due.shown_with(announced), BEFORE.date()) == date(2027, 2, 15)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_a_page_once(announced):
    barrier = threading.Barrier(2)
    told: list[int] = []

    def run():
        try:
            barrier.wait()
            told.append(moderation.sweep_calendar(MIDNIGHT))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [0, 1]
    assert len(lines_of(announced)) == 1
    assert not DueDate.objects.untold().filter(on__lte=timezone.localdate(MIDNIGHT)).exists()
