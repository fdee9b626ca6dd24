"""Places by the names that Arabic writes for them, on an Arabic keyboard."""

import csv

import pytest

from geography.arabic import NAMES, french_name, latin
from geography.gazetteer import Rank
from geography.names import normalise
from geography.search import find_communes, find_departments, find_regions


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("غرونوبل", "Grenoble"),
        ("قرونوبل", "Grenoble"),
        ("مونبلي", "Montpellier"),
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
            assert normalise(french_name(row["arabic"])) == normalise(row["name"]), row
