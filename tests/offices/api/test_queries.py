"""A list costs the same number of queries whatever its length, and no answer costs many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offices import moderation
from offices.enums import WarningCode
from tests.plugins.cast import AES, FILING, GRENOBLE, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def more(isere, claire):
    """Publishes so many further pages of each kind, each with a warning and an address by reference."""

    def publish_more(count: int):
        for _number in range(count):
            desk = {"id": "desk", "purpose": "hand_in", "channel": "counter", "office": "prefecture-grenoble"}
            publish(AES, by=claire)
            publish(GRENOBLE, by=claire)
            page = publish(FILING | {"steps": [desk]}, by=claire)
            moderation.warn(page, code=WarningCode.LINK_DEAD, by=claire)

    return publish_more


def queries(api, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        api.read(path)
    return len(captured)


@pytest.mark.parametrize("path", ["procedures/", "offices/", "grounds/", "sources/", "changes/", "departments/38/"])
def test_a_list_of_twenty_costs_the_queries_of_a_list_of_two(api, more, path):
    more(1)
    few = queries(api, path)
    more(18)
    assert queries(api, path) == few
    assert few <= 12


@pytest.mark.parametrize("path", ["regions/", "departments/", "communes/", "communes/?q=saint"])
def test_geography_costs_few_queries(api, france, path):
    assert queries(api, path) <= 3


def test_a_detail_costs_few_queries_by_either_name(api, isere):
    assert queries(api, f"procedures/{isere.filing.slug}/") <= 8
    assert queries(api, f"procedures/{isere.filing.pk}/") <= 8


def test_every_filter_at_once_costs_few_queries(api, isere):
    path = (
        "procedures/?region=84&department=38&commune=38185&office=prefecture-grenoble&q=grenoble"
        "&ground=admission-exceptionnelle-au-sejour&channel=post&handling=handled&modified_after=2020-01-01"
    )
    assert queries(api, path) <= 15


def test_the_description_costs_none(api, db):
    assert queries(api, "openapi.json") == 0
