"""A map of départements is drawn from what one says of each, and its list says the same."""

import pytest
from django.template.loader import render_to_string
from selectolax.lexbor import LexborHTMLParser

from geography.models import Department, Zone
from offices.presentation.maps import IN_CLOSE_UP, SMALL, Painted, Tone, france

GOOD, NONE = Tone("good", "confirmé", "✓"), Tone("none", "sans information", "?")


def painted(code: str, label: str, tone: Tone) -> Painted:
    return Painted(code, label, "Deux guichets", f"/departements/{code}/", tone)


@pytest.fixture
def drawing() -> LexborHTMLParser:
    places = [
        painted("27", "Eure (27)", NONE),
        painted("75", "Paris (75)", GOOD),
        painted("76", "Seine-Maritime (76)", GOOD),
        painted("971", "Guadeloupe (971)", NONE),
    ]
    return LexborHTMLParser(render_to_string("parts/map.html", {"map": france([GOOD, NONE], places)}))


def test_each_place_has_its_colour_its_sign_its_words_and_its_address(drawing):
    link = drawing.css_first(".map__france a[href='/departements/27/']")
    assert link.attributes["class"] == "tone--none"
    assert link.css_first("text").text() == "?"
    assert link.css_first("title").text() == "Eure (27). Deux guichets"
    assert link.css_first("use").attributes["href"].endswith("#d27")


def test_places_of_which_nothing_is_said_are_drawn_without_a_link(drawing):
    outlines = drawing.css(".map__france use")
    assert len(outlines) == 96
    assert len(drawing.css(".map__france a")) == 3


def test_overseas_is_a_box_beside_it(drawing):
    (box,) = drawing.css(".map__overseas a")
    assert box.text() == "? Guadeloupe (971)"
    assert box.attributes["class"] == "tone tone--none"


def test_what_is_too_small_to_bear_a_sign_bears_it_enlarged(drawing):
    assert drawing.css_first(".map__france a[href='/departements/75/'] text") is None
    assert drawing.css_first(".map__close-up a[href='/departements/75/'] text").text() == "✓"


def test_the_list_beside_it_says_all_that_the_map_says(drawing):
    groups = [" ".join(title.text().split()) for title in drawing.css(".map__list h3")]
    assert groups == ["✓ Confirmé (2)", "? Sans information (2)"]
    listed = [link.text() for link in drawing.css(".map__list a")]
    assert listed == ["Paris (75)", "Seine-Maritime (76)", "Eure (27)", "Guadeloupe (971)"]


def test_the_map_is_not_read_aloud_nor_reached_by_the_keyboard(drawing):
    assert drawing.css_first(".map__sheet").attributes["aria-hidden"] == "true"
    assert all(link.attributes["tabindex"] == "-1" for link in drawing.css(".map__sheet a"))
    assert not any("tabindex" in link.attributes for link in drawing.css(".map__list a"))


def test_no_style_stands_in_the_page(drawing):
    assert "style" not in drawing.html


@pytest.mark.django_db
def test_every_departement_of_france_has_a_place_on_the_map(france_departments):
    drawn = france([NONE], [painted(row.code, row.label, NONE) for row in france_departments])
    places = {outline.place.code for outline in drawn.france} | {place.code for place in drawn.overseas}
    assert places == {row.code for row in france_departments}
    assert {place.code for place in drawn.overseas} == {
        row.code for row in france_departments if row.zone != Zone.METROPOLE
    }
    assert SMALL < IN_CLOSE_UP <= places


@pytest.fixture
def france_departments(db, request):
    request.getfixturevalue("france")
    return list(Department.objects.all())
