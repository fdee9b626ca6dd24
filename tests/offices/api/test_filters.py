"""What a list is narrowed by. Each filter is tried with a value that keeps a row and one that does not."""

from datetime import date
from urllib.parse import quote

import pytest

from offices import moderation
from offices.enums import Origin
from tests.plugins.cast import FILING, approve, propose, publish, with_fee

pytestmark = pytest.mark.django_db


@pytest.fixture
def vienne_filing(isere, claire):
    """The sous-préfecture de Vienne says that it does not know; it limits itself to nothing."""
    unknown = {
        "title": "Admission exceptionnelle au séjour – sous-préfecture de Vienne",
        "offices": ["sous-prefecture-vienne"],
        "territory": {},
        "handling": "unknown",
        "steps": [{"id": "ask", "purpose": "ask", "channel": "email", "email": "sp-vienne@isere.gouv.fr"}],
        "fees": [],
    }
    return publish(FILING | unknown, by=claire, slug="aes-38-sous-prefecture-vienne")


GRENOBLE = "admission-exceptionnelle-au-sejour-38-prefecture-grenoble"
VIENNE = "aes-38-sous-prefecture-vienne"


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", [GRENOBLE, VIENNE]),
        ("region=84", [GRENOBLE, VIENNE]),
        ("region=auvergne-rhone-alpes", [GRENOBLE, VIENNE]),
        ("region=28", []),
        ("department=38", [GRENOBLE, VIENNE]),
        ("department=2A", []),
        ("office=prefecture-grenoble", [GRENOBLE]),
        ("office=sous-prefecture-vienne", [VIENNE]),
        ("ground=admission-exceptionnelle-au-sejour", [GRENOBLE, VIENNE]),
        ("channel=post", [GRENOBLE]),
        ("channel=email", [VIENNE]),
        ("channel=counter", []),
        ("handling=handled", [GRENOBLE]),
        ("handling=unknown", [VIENNE]),
        ("q=GRENOBLE", [GRENOBLE]),
        ("q=sous-préfecture", [VIENNE]),
        ("q=grenoble+vienne", []),
        ("department=38&channel=post&handling=handled", [GRENOBLE]),
        ("commune=38185", [GRENOBLE]),  # Grenoble: its arrondissement is in the territory
        ("commune=38544", [VIENNE]),  # Vienne: its own office's page, which limits itself to nothing
        ("commune=38509", []),  # La Tour-du-Pin: neither speaks for it
        ("commune=13055", []),  # Marseille
    ],
)
def test_procedures_by(api, vienne_filing, query, slugs):
    assert [row["slug"] for row in api.results(f"procedures/?{query}")] == slugs


def test_an_office_and_a_ground_are_also_named_by_their_identifiers(api, isere):
    assert len(api.results(f"procedures/?office={isere.grenoble.pk}&ground={isere.ground.pk}")) == 1


def test_a_wider_ground_finds_the_procedures_of_its_narrower_ones(api, isere, claire):
    narrower = {
        "kind": "ground",
        "title": "Admission exceptionnelle au séjour par le travail",
        "parent": "admission-exceptionnelle-au-sejour",
    }
    publish(narrower, by=claire, slug="aes-travail")
    publish(FILING | {"grounds": ["aes-travail"], "title": "Par le travail"}, by=claire, slug="par-le-travail")
    by_wider = api.results("procedures/?ground=admission-exceptionnelle-au-sejour")
    assert [row["slug"] for row in by_wider] == [GRENOBLE, "par-le-travail"]
    assert [row["slug"] for row in api.results("procedures/?ground=aes-travail")] == ["par-le-travail"]


def test_verified_before_and_after_hold_the_day_itself(api, isere):
    moderation.verify(isere.filing, on=date(2023, 2, 9), origin=Origin.DOSSIER)
    found = {
        query: len(api.results(f"procedures/?{query}"))
        for query in (
            "verified_before=2023-02-09",
            "verified_before=2023-02-08",
            "verified_after=2023-02-09",
            "verified_after=2023-02-10",
        )
    }
    assert list(found.values()) == [1, 0, 1, 0]


def test_a_page_that_nobody_confirmed_is_neither_before_nor_after(api, isere):
    assert api.results("procedures/?verified_before=2099-01-01") == []
    assert api.results("procedures/?verified_after=1999-01-01") == []


def test_modified_after_takes_a_day_or_a_moment(api, isere, amina, claire, time_machine):
    time_machine.move_to("2031-05-10T12:00:00Z")
    approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
    for moment, found in (
        ("2031-05-10", 1),
        ("2031-05-11", 0),
        ("2031-05-10T12:00:00Z", 1),
        ("2031-05-10T14:00:00+02:00", 1),
        ("2031-05-10T12:00:01Z", 0),
    ):
        assert len(api.results(f"procedures/?modified_after={quote(moment)}")) == found, moment
        assert len(api.results(f"procedures/?modified_after={moment}")) == found, moment  # "+" not escaped


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("department=38", ["prefecture-grenoble", "sous-prefecture-vienne"]),
        ("kind=sous_prefecture", ["sous-prefecture-vienne"]),
        ("commune=38185", ["prefecture-grenoble"]),
        ("commune=38544", ["sous-prefecture-vienne"]),
        ("q=vienne", ["sous-prefecture-vienne"]),
        ("commune=2A004", []),
    ],
)
def test_offices_by(api, isere, query, slugs):
    assert [row["slug"] for row in api.results(f"offices/?{query}")] == slugs


def test_departments_by_region_and_communes_by_department(api, france):
    assert [row["code"] for row in api.results("departments/?region=94")] == ["2A", "2B"]
    assert {row["department"]["code"] for row in api.results("communes/?department=90")} == {"90"}
