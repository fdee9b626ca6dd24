"""Places by the names that Arabic writes for them, on an Arabic keyboard."""

import csv
from unittest.mock import ANY

import pytest

from geography.arabic import NAMES, french_names, latin
from geography.gazetteer import Rank
from geography.search import find_communes, find_departments, find_regions


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("غرونوبل", "Grenoble"),
        ("سين-سان-دوني", "Seine-Saint-Denis"),
        ("باريس 18", "Paris 18"),
        ("باريس ١٨", "Paris 18"),
        ("٣٨٠٠٠", "38000"),
        ("Isère", "Isère"),
        ("قطة سوداء", "قطة سوداء"),
    ],
)
def test_what_is_typed_in_arabic_is_read_as_the_french_name(typed, read):
    assert latin(typed) == read


@pytest.mark.django_db
def test_every_arabic_name_leads_to_a_place_that_is_called_so():
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = [*find_communes(row["name"]), *find_departments(row["name"]), *find_regions(row["name"])]
            assert any(place.rank == Rank.EXACT for place in found), row
            assert french_names(row["arabic"]) == (ANY, False), row
            assert row["name"] in french_names(row["arabic"])[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "offered"),
    [("تول", {"Toulouse (31)", "Toulon (83)"}), ("مرسليا", {"Marseille (13)"}), ("قرونوبل", {"Grenoble (38)"})],
)
def test_what_begins_or_resembles_an_arabic_name_is_offered_and_taken_for_nothing(typed, offered):
    found = find_communes(typed)
    assert {commune.label for commune in found} == offered, "and nothing is guessed from a guess"
    assert find_departments(typed) == []
    assert {commune.rank for commune in found} == {Rank.APPROXIMATE}
    assert {region.rank for region in find_regions("بروت")} == {Rank.APPROXIMATE}


@pytest.mark.django_db
def test_two_places_written_alike_are_both_found():
    exact = [commune.label for commune in find_communes("كان") if commune.rank == Rank.EXACT]
    assert exact == ["Cannes (06)", "Caen (14)"]
