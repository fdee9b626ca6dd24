"""The one answer to "how are requests filed here?": what steps make of it, and that there is always exactly one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offices.enums import Channel, StepPurpose, WayOfFiling
from offices.filing import BY_CHANNEL, DEFINITIONS, PLAIN, Stretch, stretches, way_of_filing, ways_said
from tests.offices.random_contents import laws, numbers, random_content
from tests.offices.small_contents import ASK, BOOKING, BY_POST, GATHER, procedure

DAY = date(2027, 3, 1)
EVE = date(2027, 2, 28)
BY_EMAIL = {"id": "email", "purpose": "send", "channel": "email"}
ONLINE = {"id": "online", "purpose": "send", "channel": "online_form"}
DROPBOX = {"id": "box", "purpose": "hand_in", "channel": "dropbox"}
COUNTER = {"id": "counter", "purpose": "hand_in", "channel": "counter"}
BY_PHONE = {"id": "call", "purpose": "book", "channel": "phone"}


def answer(*steps, ground: str = "aes", day: date = DAY, **facts) -> WayOfFiling:
    return way_of_filing(ways_said(procedure(steps=list(steps), **facts), ground, day))


def or_else(step: dict) -> dict:
    return step | {"alternative": True}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([BY_POST], WayOfFiling.POST),
        ([GATHER, BY_POST, ASK], WayOfFiling.POST),  # what accompanies the request is no way of filing it
        ([DROPBOX], WayOfFiling.DROPBOX),
        ([ONLINE], WayOfFiling.ONLINE),
        ([BY_EMAIL], WayOfFiling.EMAIL),
        ([COUNTER], WayOfFiling.COUNTER),
        ([BOOKING, COUNTER], WayOfFiling.BOOKED_ONLINE),
        ([BOOKING, BY_POST], WayOfFiling.BOOKED_ONLINE),  # whatever follows, it takes the appointment
        ([BY_PHONE, COUNTER], WayOfFiling.BOOKED),
        ([BOOKING, or_else(BY_PHONE), COUNTER], WayOfFiling.BOOKED),  # on line, but not there alone
        ([{"id": "b", "purpose": "book"}, COUNTER], WayOfFiling.BOOKED),  # by which means, it does not say
        ([BY_POST, or_else(DROPBOX)], WayOfFiling.SEVERAL),
        ([BY_POST, or_else(ONLINE)], WayOfFiling.SEVERAL),
        ([ONLINE, or_else(BY_EMAIL)], WayOfFiling.SEVERAL),
        ([BOOKING, or_else(BY_POST), COUNTER], WayOfFiling.SEVERAL),
        ([BY_EMAIL, COUNTER], WayOfFiling.SEVERAL),  # one after the other
        ([], WayOfFiling.WAY_UNKNOWN),
        ([GATHER, ASK], WayOfFiling.WAY_UNKNOWN),
        ([{"id": "s", "purpose": "send"}], WayOfFiling.WAY_UNKNOWN),
        ([{"id": "s", "purpose": "send"}, BY_POST], WayOfFiling.POST),
    ],
)
def test_the_steps_make_the_answer(steps, expected):
    assert answer(*steps) == expected


def test_a_counter_that_receives_on_appointment_only_takes_an_appointment():
    hours = [{"id": "h", "walking": "appointment_only"}]
    assert answer(COUNTER | {"hours": hours}) == WayOfFiling.BOOKED


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"handling": "not_handled"}, WayOfFiling.NOT_HANDLED),
        ({"handling": "not_handled", "scope": "all_permits"}, WayOfFiling.NO_PERMITS),
        ({"handling": "unknown"}, WayOfFiling.UNKNOWN),
        ({"way": "other_procedure"}, WayOfFiling.UNKNOWN),  # its steps are those of another request
        ({"way": "unknown"}, WayOfFiling.WAY_UNKNOWN),
    ],
)
def test_where_no_way_is_told_the_answer_says_what_is(facts, expected):
    assert answer(BY_POST, **facts) == expected


def test_a_step_counts_on_the_days_on_which_it_stands():
    steps = [BY_POST | {"valid_until": str(EVE)}, ONLINE | {"valid_from": str(DAY)}]
    assert [answer(*steps, day=day) for day in (EVE, DAY)] == [WayOfFiling.POST, WayOfFiling.ONLINE]


def test_a_step_counts_for_the_grounds_it_is_limited_to():
    steps = [BY_POST | {"grounds": ["aes-travail"]}, ONLINE | {"grounds": ["aes-vie-privee"]}]
    assert answer(*steps, ground="aes-travail") == WayOfFiling.POST
    assert answer(*steps, ground="aes-vie-privee") == WayOfFiling.ONLINE
    assert answer(*steps, ground="aes") == WayOfFiling.WAY_UNKNOWN  # handled, and nothing said for every case of it


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], WayOfFiling.UNKNOWN),
        ([WayOfFiling.UNKNOWN], WayOfFiling.UNKNOWN),
        ([WayOfFiling.UNKNOWN, WayOfFiling.NOT_HANDLED], WayOfFiling.NOT_HANDLED),
        ([WayOfFiling.NOT_HANDLED, WayOfFiling.NO_PERMITS], WayOfFiling.NO_PERMITS),
        ([WayOfFiling.NOT_HANDLED, WayOfFiling.WAY_UNKNOWN], WayOfFiling.WAY_UNKNOWN),
        ([WayOfFiling.NO_PERMITS, WayOfFiling.POST], WayOfFiling.POST),
        ([WayOfFiling.WAY_UNKNOWN, WayOfFiling.POST], WayOfFiling.POST),
        ([WayOfFiling.BOOKED, WayOfFiling.BOOKED_ONLINE], WayOfFiling.BOOKED),
        ([WayOfFiling.BOOKED, WayOfFiling.BOOKED_ONLINE, WayOfFiling.POST], WayOfFiling.SEVERAL),
    ],
)
def test_what_several_pages_say_makes_one_answer(said, expected):
    assert way_of_filing(said) == expected


def test_every_channel_is_a_way_and_every_answer_is_defined():
    assert set(BY_CHANNEL) == set(Channel)
    assert list(DEFINITIONS) == list(WayOfFiling)


@laws
@given(numbers, st.dates(date(2022, 12, 1), date(2023, 5, 1)))
def test_whatever_a_page_says_makes_plain_ways_or_one_answer_without_any(number, day):
    content = random_content(number, kinds=("procedure",))
    for ground in content.grounds:
        said = ways_said(content, ground, day)
        assert said
        assert said <= PLAIN.keys() or len(said) == 1
        assert WayOfFiling.SEVERAL not in said


@laws
@given(numbers, st.dates(date(2022, 12, 1), date(2023, 5, 1)), st.dates(date(2022, 12, 1), date(2023, 5, 1)))
def test_stretches_say_on_each_day_what_the_content_says_that_day(number, since, day):
    content = random_content(number, kinds=("procedure",))
    for ground in content.grounds:
        holding = [
            stretch.ways
            for stretch in stretches(content, since)
            if stretch.ground == ground and stretch.since <= day and (stretch.until is None or day < stretch.until)
        ]
        assert holding == ([ways_said(content, ground, day)] if day >= since else [])


def test_stretches_end_where_the_next_begins_and_what_does_not_change_is_one():
    steps = [BY_POST | {"valid_until": str(EVE)}, ONLINE | {"valid_from": str(DAY)}, ASK | {"valid_from": "2027-04-01"}]
    content = procedure(steps=steps)
    begins = date(2027, 1, 1)
    assert stretches(content, begins) == [
        Stretch("aes", begins, DAY, frozenset({WayOfFiling.POST})),
        Stretch("aes", DAY, None, frozenset({WayOfFiling.ONLINE})),
    ]
    assert stretches(content, DAY) == [Stretch("aes", DAY, None, frozenset({WayOfFiling.ONLINE}))]


def test_every_purpose_that_files_is_read():
    """A new purpose is decided on here, and in `offices.headlines.FILING`."""
    assert set(StepPurpose) == {"book", "gather", "send", "hand_in", "pay", "follow_up", "ask"}
