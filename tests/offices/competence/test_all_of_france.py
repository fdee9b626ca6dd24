"""Every commune and every ground: exactly one answer, from memory, by one evaluation per arrondissement."""

import pytest

from geography.models import Arrondissement, Commune, Department
from offices.competence import Area, Rule, area_of, areas, lookup, written
from offices.models import Ground
from tests.offices.competence.conftest import written_of
from tests.plugins.content import MODEL_DEPARTMENTS, pages_of

pytestmark = pytest.mark.django_db
WITHOUT_STATE_SERVICES = {"984", "989"}  # the southern lands, and Clipperton: nobody lives there


def test_every_commune_lies_in_an_area_and_every_inhabited_area_has_a_commune(france):
    inhabited = {area_of(commune) for commune in Commune.objects.select_related("parent")}
    assert inhabited <= set(areas())
    assert Arrondissement.objects.count() == sum(bool(area.arrondissement) for area in areas())
    assert {area.department for area in areas()} == set(Department.objects.values_list("code", flat=True))


def test_a_commune_without_arrondissement_lies_in_a_departement_that_has_none(france):
    divided = set(Arrondissement.objects.values_list("department_id", flat=True))
    assert not Commune.objects.filter(arrondissement=None, department__in=divided).exists()


def test_every_area_of_france_has_one_answer_to_every_ground(first_content):
    """With the test above: 34,969 communes, and 24 grounds."""
    for area in areas():
        for ground, facts in first_content.grounds.items():
            found = first_content.find(area, ground)
            assert (found.rule == Rule.PLATFORM) == (facts.filing == "anef"), (area, ground)
            if found.rule == Rule.PLATFORM:
                assert (found.platform, found.office, found.ask) == ("anef", "", ""), (area, ground)
            elif found.rule == Rule.TERRITORY:
                assert found.office and found.procedure and not found.ask, (area, ground)
            elif area.department not in WITHOUT_STATE_SERVICES:
                assert found.office or found.ask, (area, ground)


def test_the_tables_say_what_the_contents_say(loaded_content):
    ours = written_of(pages_of(MODEL_DEPARTMENTS))
    read = written()
    assert read.offices == ours.offices
    assert read.statements == ours.statements
    assert read.grounds == ours.grounds


def test_one_departement_is_read_like_all_of_france(loaded_content):
    whole, grounds = written(), list(Ground.objects.published().values_list("page__slug", flat=True))
    for code in sorted(MODEL_DEPARTMENTS):
        alone = written([code])
        for area in areas([code]):
            for ground in grounds:
                assert alone.find(area, ground) == whole.find(area, ground), (area, ground)


def test_a_lookup_says_what_is_found_in_memory(loaded_content):
    whole = written()
    grounds = list(Ground.objects.published().select_related("page"))
    for area in areas(MODEL_DEPARTMENTS):
        where = {"department": area.department, "arrondissement": area.arrondissement}
        commune = Commune.objects.current().filter(**where).order_by("code").last()
        for ground in grounds[::4]:
            assert lookup(commune, ground).finding == whole.find(area, ground.page.slug)


@pytest.mark.parametrize("codes", [["38"], None])
def test_reading_asks_as_little_for_france_as_for_one_departement(loaded_content, codes, django_assert_num_queries):
    with django_assert_num_queries(4):
        read = written(codes)
    with django_assert_num_queries(0):
        assert read.find(Area("38", "383"), "aes").office == "sous-prefecture-vienne"
