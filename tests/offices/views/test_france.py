"""France on the home page and on the list of départements: a map, and beside it a list that says the same."""

import gzip
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from offices import moderation
from offices.enums import WayOfFiling
from offices.figures import figures, ways_by_department
from offices.views.public.figures import usual_ground

pytestmark = pytest.mark.django_db

HOME_MAY_WEIGH = 30_000  # bytes on the line, first visit
LOADED = ("site.css", "figures.css", "find.js", "search.js", "france.svg", "icon.svg")


def said_of(page, label: str) -> str:
    """What the list says of a département."""
    (row,) = [row for row in page.css(".map__list li") if label in row.text()]
    return " ".join(row.text().split())


def test_the_home_page_says_how_requests_are_filed_in_each_departement(isere, reader):
    page = reader.page("/")
    assert said_of(page, "Isère (38)") == "● Isère (38), sur rendez-vous"
    assert said_of(page, "Ain (01)") == "? Ain (01), on ne sait pas"
    drawn = page.css_first(".map__france a[href='/departements/38/']")
    assert drawn.attributes["class"] == "tone--booked"
    assert drawn.css_first("title").text() == "Isère (38). sur rendez-vous"


def test_the_other_address_says_when_it_was_confirmed(isere, claire, reader):
    page = reader.page("/departements/")
    moderation.verify(isere.filing, on=date(2026, 3, 2), by=claire)
    page = reader.page("/departements/")
    assert said_of(page, "Isère (38)").startswith("● Isère (38), confirmé le ")
    assert page.css_first(".switch [aria-current]").attributes["href"] == "/departements/#carte"


def test_overseas_is_in_the_list_and_on_the_map(isere, reader):
    page = reader.page("/departements/")
    for label in ("La Réunion (974)", "Nouvelle-Calédonie (988)"):
        assert said_of(page, label)
        assert any(label in box.text() for box in page.css(".map__overseas a"))


def test_the_list_is_what_a_screen_reader_meets(isere, reader):
    page = reader.page("/")
    assert page.css_first(".map__sheet").attributes["aria-hidden"] == "true"
    assert all(link.attributes["tabindex"] == "-1" for link in page.css(".map__sheet a"))
    listed = {link.attributes["href"] for link in page.css(".map__list a")}
    assert {link.attributes["href"] for link in page.css(".map__sheet a")} <= listed


def test_whose_shapes_these_are_is_said(isere, reader):
    assert "MapSVG" in reader.text("/") and "CC BY 4.0" in reader.text("/")


def test_a_region_shows_how_fresh_its_departements_are_and_says_it(isere, claire, reader):
    assert "Isère (38) 1 fiche, jamais confirmée" in reader.text("/regions/auvergne-rhone-alpes/")
    moderation.verify(isere.filing, on=date(2026, 3, 2), by=claire)
    page = reader.page("/regions/auvergne-rhone-alpes/")
    (row,) = [row for row in page.css(".list > li") if "Isère (38)" in row.text()]
    assert row.css_first("svg.bar").attributes["aria-hidden"] == "true"
    assert "1 fiche ; dernière confirmation le 2 mars 2026" in " ".join(row.text().split())


def test_the_home_page_and_all_that_it_loads_stay_light(loaded_content, reader):
    page = reader.get("/").content
    weights = {name: weight(Path("static", name).read_bytes()) for name in LOADED} | {"/": weight(page)}
    assert sum(weights.values()) <= HOME_MAY_WEIGH, weights
    assert all(name.encode() in page for name in ("site.", "figures.", "find.", "search.", "france.", "icon."))


def weight(body: bytes) -> int:
    return len(gzip.compress(body, 9, mtime=0))


def test_the_map_is_coloured_by_what_the_figures_count(loaded_content):
    ground, day = usual_ground(), timezone.localdate()
    answered = defaultdict(set)
    for office, answer in figures(ground).on(day):
        answered[office.department] |= answer.ways or {WayOfFiling.UNKNOWN}
    assert ways_by_department(ground, day) == answered
    assert len(answered) > 4
