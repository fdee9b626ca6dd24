"""The facts of edition 2026 that other code stands on."""

from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from geography.models import Arrondissement, Commune, CommuneKind, Department, PostalCode, Region, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


def test_all_of_france_is_there():
    assert Region.objects.count() == 26
    assert Counter(Department.objects.values_list("zone", flat=True)) == {
        Zone.METROPOLE: 96,
        Zone.OVERSEAS_DEPARTMENT: 5,
        Zone.COLLECTIVITY: 8,
    }
    assert Arrondissement.objects.count() == 333
    assert Commune.objects.current().count() == 34_969
    assert PostalCode.objects.values("code").distinct().count() == 6_310


def test_delegated_communes_with_their_own_code_are_rows_and_the_others_are_names():
    """Of 2,105 delegated communes 584 share their parent's code: 510 under another name, which is kept."""
    kinds = Counter(Commune.objects.values_list("kind", flat=True))
    assert kinds[CommuneKind.DELEGATED] == 2_105 - 584
    assert kinds[CommuneKind.ASSOCIATED] == 471
    assert kinds[CommuneKind.MUNICIPAL_ARRONDISSEMENT] == 45
    assert Commune.objects.get(code="01015").name == "Arboys en Bugey"
    assert Commune.objects.get(code="01015").former_names == ["Arbignieu"]


def test_1441_names_are_borne_by_several_communes_and_a_label_tells_them_apart():
    bearers = Counter(Commune.objects.current().values_list("name", flat=True))
    assert sum(count > 1 for count in bearers.values()) == 1_441
    assert bearers["Sainte-Colombe"] == 12
    labels = [commune.label for commune in Commune.objects.current()]
    assert len(set(labels)) == 34_969
    assert Commune.objects.get(code="38544").label == "Vienne (38)"


def test_a_part_leads_to_the_commune_of_today_and_lies_where_it_lies():
    for part in Commune.objects.exclude(kind=CommuneKind.COMMUNE).select_related("parent"):
        assert part.current.kind == CommuneKind.COMMUNE
        assert part.department_id == part.current.department_id
        assert part.arrondissement_id == part.current.arrondissement_id
    escaufourt = Commune.objects.get(code="02285")
    assert (escaufourt.label, escaufourt.current.name) == ("Escaufourt (59)", "Saint-Souplet")


def test_a_code_that_is_no_longer_used_leads_to_the_commune_of_today():
    bellegarde_merged, evry_in_seine_et_oise = Commune.objects.get(code="01091"), Commune.objects.get(code="78228")
    assert bellegarde_merged.current.name == "Valserhône"
    assert (evry_in_seine_et_oise.kind, evry_in_seine_et_oise.current.code) == (CommuneKind.FORMER, "91228")


def test_every_commune_lies_in_its_department_and_region():
    for commune in Commune.objects.current().select_related("arrondissement"):
        assert commune.code.startswith(commune.department_id)
        assert commune.arrondissement is None or commune.arrondissement.department_id == commune.department_id


def test_corsica_has_codes_with_letters():
    ajaccio = Commune.objects.get(code="2A004")
    assert (ajaccio.department_id, ajaccio.arrondissement_id) == ("2A", "2A1")
    assert ajaccio.department.region.name == "Corse"


def test_overseas_codes_have_three_characters_and_collectivities_no_arrondissement():
    assert Commune.objects.get(code="97411").department.name_with_de == "de La Réunion"
    without = Department.objects.filter(arrondissements=None)
    assert [department.code for department in without] == [
        "975",
        "976",
        "977",
        "978",
        "984",
        "986",
        "987",
        "988",
        "989",
    ]
    assert Commune.objects.current().filter(department__zone=Zone.COLLECTIVITY).count() == 94


def test_paris_lyon_and_marseille_have_municipal_arrondissements():
    municipal = Commune.objects.filter(kind=CommuneKind.MUNICIPAL_ARRONDISSEMENT)
    assert Counter(municipal.values_list("parent__name", flat=True)) == {"Paris": 20, "Marseille": 16, "Lyon": 9}
    third = Commune.objects.get(code="69383")
    assert (third.name, third.current.code, third.arrondissement_id) == ("Lyon 3e Arrondissement", "69123", "691")


def test_a_name_stands_alone_in_a_sentence_of_another_language():
    reunion = Department.objects.get(code="974")
    with translation.override("en"):
        assert (reunion.name_with_de, reunion.name_with_article) == ("La Réunion", "La Réunion")


def test_the_seat_of_the_southern_lands_is_corrected():
    assert Department.objects.get(code="984").seat.label == "Saint-Pierre (974)"


def test_a_postcode_does_not_tell_the_commune():
    assert PostalCode.objects.filter(code="51300").count() == 46


def test_lists_come_in_one_order_on_every_database():
    assert [region.slug for region in Region.objects.all()] == sorted(region.slug for region in Region.objects.all())
    codes = [department.code for department in Department.objects.all()]
    assert codes == sorted(codes)
    assert codes[codes.index("29") :][:4] == ["29", "2A", "2B", "30"]


def test_the_database_refuses_a_part_without_a_commune():
    with pytest.raises(IntegrityError, match="commune_or_part_of_one"), transaction.atomic():
        Commune.objects.filter(code="69383").update(parent=None)


def test_postgresql_has_a_trigram_index_on_the_search_text():
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, "geography_commune")
    assert ("geography_commune_norm_trigram" in indexes) == (connection.vendor == "postgresql")
