"""An office for each préfecture and sous-préfecture of France, told by the official codes."""

from collections import Counter

import pytest

from geography.models import Arrondissement
from offices.enums import OfficeKind
from offices.seeds import office_seeds

pytestmark = pytest.mark.django_db

NAMES = {
    "prefecture-grenoble": "Préfecture de l'Isère",
    "prefecture-lyon": "Préfecture du Rhône",
    "prefecture-chartres": "Préfecture d'Eure-et-Loir",
    "prefecture-blois": "Préfecture de Loir-et-Cher",
    "prefecture-avignon": "Préfecture de Vaucluse",
    "prefecture-niort": "Préfecture des Deux-Sèvres",
    "prefecture-belfort": "Préfecture du Territoire de Belfort",
    "prefecture-le-puy-en-velay": "Préfecture de la Haute-Loire",
    "prefecture-evry-courcouronnes": "Préfecture de l'Essonne",
    "prefecture-ajaccio": "Préfecture de la Corse-du-Sud",
    "prefecture-saint-denis": "Préfecture de La Réunion",
    "prefecture-mamoudzou": "Préfecture de Mayotte",
    "sous-prefecture-la-tour-du-pin": "Sous-préfecture de La Tour-du-Pin",
    "sous-prefecture-le-vigan": "Sous-préfecture du Vigan",
    "sous-prefecture-le-havre": "Sous-préfecture du Havre",
    "sous-prefecture-les-andelys": "Sous-préfecture des Andelys",
    "sous-prefecture-les-sables-d-olonne": "Sous-préfecture des Sables-d'Olonne",
    "sous-prefecture-l-hay-les-roses": "Sous-préfecture de L'Haÿ-les-Roses",
    "sous-prefecture-ussel": "Sous-préfecture d'Ussel",
    "sous-prefecture-chateau-chinon": "Sous-préfecture de Château-Chinon",
    "sous-prefecture-chateaubriant": "Sous-préfecture de Châteaubriant-Ancenis",
    "sous-prefecture-florac-trois-rivieres": "Sous-préfecture de Florac",
    "sous-prefecture-saint-denis": "Sous-préfecture de Saint-Denis",
}


@pytest.fixture(scope="module")
def seeds(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return office_seeds()


def test_the_codes_tell_101_prefectures_and_233_sous_prefectures(seeds):
    kinds = Counter(content.office_kind for content in seeds.values())
    assert kinds == {OfficeKind.PREFECTURE: 101, OfficeKind.SOUS_PREFECTURE: 233}


@pytest.mark.parametrize(("slug", "name"), NAMES.items())
def test_names_are_written_as_the_state_writes_them(seeds, slug, name):
    assert seeds[slug].name == name


def test_two_seats_of_one_name_have_two_addresses(seeds):
    assert seeds["sous-prefecture-saint-pierre"].department == "972"
    assert seeds["sous-prefecture-saint-pierre-974"].department == "974"


def test_each_arrondissement_is_served_by_one_office(seeds):
    """All but that of Paris, where the préfecture de police, which no code tells, receives the requests."""
    served = [code for content in seeds.values() for code in content.arrondissements]
    assert sorted([*served, "751"]) == sorted(Arrondissement.objects.values_list("code", flat=True))


def test_a_prefecture_serves_the_arrondissement_of_its_own_town(seeds):
    assert seeds["prefecture-grenoble"].arrondissements == ("381",)
    assert seeds["sous-prefecture-vienne"].arrondissements == ("383",)


def test_nothing_is_said_of_what_an_office_does(seeds):
    said = {name for content in seeds.values() for name in content.model_fields_set}
    assert said == {"kind", "office_kind", "name", "department", "seat", "arrondissements"}
