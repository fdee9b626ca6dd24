"""What the maps and bars of the public side say: from published answers and dates alone, in years and never in ages."""

import pytest

from offices.enums import WayOfFiling as W
from offices.presentation.pictures import FAMILY_OF, Freshness, bars_of, family, tones_of_ways

THIS_YEAR, LAST_YEAR, LONG_AGO = 2026, 2025, 2023


@pytest.mark.parametrize(
    ("answers", "colour"),
    [
        ({W.POST}, "post"),
        ({W.POST, W.DROPBOX}, "post"),
        ({W.POST, W.BOOKED}, "several"),
        ({W.SEVERAL}, "several"),
        ({W.BOOKED_ONLINE, W.NOT_HANDLED}, "booked"),
        ({W.ONLINE, W.UNKNOWN}, "online"),
        ({W.NOT_HANDLED, W.NO_PERMITS}, "refuses"),
        ({W.NOT_HANDLED, W.UNKNOWN}, "none"),
        ({W.WAY_UNKNOWN}, "none"),
        (set(), "none"),
    ],
)
def test_a_departement_has_one_colour_whatever_its_offices_answer(answers, colour):
    assert family(answers) == colour


def test_each_way_that_is_known_has_a_colour_a_sign_and_a_name():
    assert set(W) - FAMILY_OF.keys() == {W.WAY_UNKNOWN, W.UNKNOWN}
    tones = tones_of_ways().values()
    assert len({tone.mark for tone in tones}) == len({tone.label for tone in tones}) == len(tones)


def test_the_classes_are_years_that_the_data_name():
    """Not the years of the clock: what is printed today is true next year."""
    tones = Freshness.among([LONG_AGO, None]).tones()
    assert [tone.label for tone in tones.values()] == [
        "dernière confirmation en 2023",
        "dernière confirmation en 2022",
        "dernière confirmation avant 2022",
        "aucune confirmation",
        "rien n'est écrit",
    ]


def test_a_bar_says_in_words_what_it_shows():
    bars, legend = bars_of([("38", THIS_YEAR, 1), ("38", LAST_YEAR, 2), ("38", None, 1), ("26", LONG_AGO, 1)])
    assert bars["38"].says == "4 fiches\u00a0: 1 confirmée en 2026, 2 confirmées en 2025 et 1 jamais confirmée"
    assert bars["26"].says == "1 fiche"
    assert [tone.code for tone in legend] == ["newest", "then", "before", "never"]


def test_bars_are_drawn_on_one_scale():
    bars, _legend = bars_of([("38", THIS_YEAR, 2), ("38", None, 2), ("26", LONG_AGO, 1)])
    assert [(part.way, part.start, part.length) for part in bars["38"].segments] == [
        ("newest", "0.00", "50.00"),
        ("never", "50.00", "50.00"),
    ]
    assert [part.length for part in bars["26"].segments] == ["25.00"]


def test_where_nothing_was_ever_confirmed_nothing_is_dated():
    bars, legend = bars_of([("38", None, 1)])
    assert bars["38"].says == "1 fiche, jamais confirmée"
    assert [tone.label for tone in legend] == ["aucune confirmation"]
    assert bars_of([]) == ({}, [])
