"""What lasts of many visits: one bad afternoon concludes nothing, and a recovery closes by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from sources.enums import Finding, Verdict
from sources.models import LONGEST, Snapshot, Source
from sources.verdicts import Judgement

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def source(db) -> Source:
    return Source.objects.get_or_create_for("https://www.ain.gouv.fr/sejour")


def visits(source: Source, *findings: Finding, every: timedelta = DAY, since: datetime = NOON) -> datetime:
    """One visit after the other; the date of the last."""
    for number, finding in enumerate(findings):
        at = since + number * every
        source.conclude(Judgement(finding, 200, "https://www.ain.gouv.fr/ailleurs"), at)
        source.save()
    return at


# --- One source per address ------------------------------------------------------------------------------------------


def test_the_spellings_of_an_address_are_one_source_under_the_first_one(db):
    spellings = ["https://ariège.gouv.fr/a", "https://ARIÈGE.gouv.fr/a", "https://xn--arige-6ra.gouv.fr/a#b"]
    found = {Source.objects.get_or_create_for(url) for url in spellings}
    assert [(source.url, source.host) for source in found] == [("https://ariège.gouv.fr/a", "xn--arige-6ra.gouv.fr")]
    assert Source.objects.for_url("https://ARIÈGE.GOUV.FR/a") in found
    assert set(Source.objects.for_urls([*spellings, "https://www.ain.gouv.fr/"])) == set(spellings)
    assert Source.objects.for_url("https://www.ain.gouv.fr/") is None


@pytest.mark.parametrize("url", ["#", "www.ain.gouv.fr", "http://localhost/", "http://x/" + "é" * 3_000, ""])
def test_whatever_a_dossier_cites_can_be_a_source(db, url):
    source = Source.objects.get_or_create_for(url)
    assert Source.objects.get_or_create_for(url) == source
    source.refresh_from_db()
    assert source.url == url


def test_a_new_source_is_due_at_once(source):
    assert source in Source.objects.due(source.next_check_at)


# --- Failures --------------------------------------------------------------------------------------------------------


def test_one_failure_concludes_nothing_and_is_looked_at_again_the_next_day(source):
    visits(source, Finding.READ, Finding.NOT_FOUND)
    assert (source.verdict, source.failures) == (Verdict.ALIVE, 1)
    assert DAY <= source.next_check_at - (NOON + DAY) <= 1.05 * DAY


def test_many_failures_of_one_afternoon_conclude_nothing(source):
    visits(source, Finding.READ, *[Finding.NO_HOST] * 20, every=timedelta(minutes=10))
    assert (source.verdict, source.failures) == (Verdict.ALIVE, 20)


def test_two_failures_concluded_nothing_however_far_apart(source):
    visits(source, Finding.READ, Finding.NOT_FOUND, Finding.NOT_FOUND, every=10 * DAY)
    assert source.verdict == Verdict.ALIVE


def test_failures_over_three_days_are_a_death_and_it_is_dated(source):
    last = visits(source, Finding.READ, *[Finding.NOT_FOUND] * 4)
    assert (source.verdict, source.verdict_since) == (Verdict.DEAD, last)


def test_a_bad_afternoon_and_an_answer_start_the_count_anew(source):
    visits(source, Finding.NOT_FOUND, Finding.SERVER_ERROR, Finding.READ, Finding.NOT_FOUND, Finding.NOT_FOUND)
    assert (source.verdict, source.failures) == (Verdict.ALIVE, 2)


def test_a_server_in_trouble_for_days_is_unreadable_and_not_dead(source):
    visits(source, Finding.READ, *[Finding.SERVER_ERROR] * 5)
    assert source.verdict == Verdict.UNREADABLE


def test_a_certificate_is_given_three_days_as_well(source):
    visits(source, Finding.READ, *[Finding.CERTIFICATE] * 3)
    assert source.verdict == Verdict.ALIVE
    visits(source, Finding.CERTIFICATE, since=NOON + 4 * DAY)
    assert source.verdict == Verdict.CERTIFICATE


def test_only_an_answer_undoes_a_death_and_one_is_enough(source):
    last = visits(source, *[Finding.NOT_FOUND] * 4, Finding.SERVER_ERROR)
    assert (source.verdict, source.verdict_since) == (Verdict.DEAD, last - DAY)
    last = visits(source, Finding.READ, since=last + DAY)
    assert (source.verdict, source.verdict_since, source.failures) == (Verdict.ALIVE, last, 0)
    assert source.first_failure_at is None


def test_being_off_line_is_no_failure_of_the_source(source):
    visits(source, Finding.READ, *[Finding.OFFLINE] * 10)
    assert (source.verdict, source.failures, source.last_checked_at) == (Verdict.ALIVE, 0, NOON)
    assert source.next_check_at == NOON + 10 * DAY + timedelta(hours=1)


def test_a_spell_off_line_neither_counts_nor_forgives_failures(source):
    visits(source, Finding.NOT_FOUND, Finding.OFFLINE, Finding.NOT_FOUND, Finding.OFFLINE, Finding.NOT_FOUND)
    assert (source.verdict, source.failures) == (Verdict.DEAD, 3)


def test_a_wall_a_move_and_a_refused_address_are_concluded_at_once(source):
    for finding, verdict in [
        (Finding.FORBIDDEN, Verdict.BLOCKED),
        (Finding.REDIRECTED, Verdict.MOVED),
        (Finding.REFUSED, Verdict.REFUSED),
    ]:
        visits(source, finding)
        assert source.verdict == verdict


def test_where_a_page_moved_is_kept_until_it_is_found_at_home_again(source):
    visits(source, Finding.REDIRECTED)
    assert source.moved_to == "https://www.ain.gouv.fr/ailleurs"
    source.conclude(Judgement(Finding.READ, 200), NOON + DAY)
    assert source.moved_to == ""


# --- When ------------------------------------------------------------------------------------------------------------


def test_what_is_well_is_read_weekly_and_neighbours_do_not_come_together(db):
    dates = set()
    for number in range(50):
        source = Source.objects.get_or_create_for(f"https://www.ain.gouv.fr/{number}")
        source.conclude(Judgement(Finding.READ, 200), NOON)
        assert 7 * DAY <= source.next_check_at - NOON <= 7.35 * DAY
        dates.add(source.next_check_at)
    assert len(dates) == 50


def test_a_source_keeps_its_place_in_the_week(source):
    source.conclude(Judgement(Finding.READ, 200), NOON)
    once = source.next_check_at
    source.conclude(Judgement(Finding.READ, 200), NOON)
    assert source.next_check_at == once


def test_what_has_just_changed_is_read_again_sooner(source):
    source.conclude(Judgement(Finding.READ, 200), NOON)
    assert not source.keep("a" * 64, NOON)
    assert source.next_check_at > NOON + 6 * DAY
    assert source.keep("b" * 64, NOON)
    assert source.next_check_at == NOON + 2 * DAY


def test_a_date_written_while_the_clock_was_wrong_does_not_hide_a_source(source):
    Source.objects.update(next_check_at=NOON + LONGEST + DAY)
    assert source in Source.objects.due(NOON)
    Source.objects.update(next_check_at=NOON + DAY)
    assert source not in Source.objects.due(NOON)


# --- What the database itself refuses --------------------------------------------------------------------------------


def test_a_source_is_never_off_line(source):
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.update(verdict=Verdict.OFFLINE)


def test_a_failure_has_a_date(source):
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.update(failures=1)


def test_a_text_is_kept_once_and_can_be_recomputed(source):
    text = "Envoyez deux photos.\nUn timbre à 50 €."
    columns = {"source": source, "at": NOON, "text_hash": Snapshot.hash_of(text), "packed": Snapshot.pack(text)}
    Snapshot.objects.create(**columns)
    kept = Snapshot.objects.get()
    assert kept.text == text
    assert Snapshot.hash_of(kept.text) == kept.text_hash
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.create(**columns)
