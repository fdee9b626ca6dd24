"""What people type, and where it leads."""

import pytest

from geography.models import CommuneKind
from geography.search import Rank, find_communes, find_departments, find_regions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


def labels(query, **options):
    return [commune.label for commune in find_communes(query, **options)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("vienne", "Vienne (38)"),
        ("évry", "Évry-Courcouronnes (91)"),
        ("EVRY", "Évry-Courcouronnes (91)"),
        ("havre", "Le Havre (76)"),
        ("le mans", "Le Mans (72)"),
        ("l'hay les roses", "L'Haÿ-les-Roses (94)"),
        ("ajaccio", "Ajaccio (2A)"),
        ("papeete", "Papeete (987)"),
        ("châteauroux", "Châteauroux (36)"),
    ],
)
def test_a_name_is_found_without_accents_article_or_case(typed, first):
    assert labels(typed)[0] == first


def test_st_denis_finds_both_large_communes_of_that_name_first():
    """La Réunion's Saint-Denis has 155,634 inhabitants, Seine-Saint-Denis's 149,077."""
    for typed in ("st denis", "Saint-Denis", "st den"):
        assert labels(typed)[:2] == ["Saint-Denis (974)", "Saint-Denis (93)"]


def test_what_is_called_so_comes_before_what_begins_so_and_what_contains_it():
    found = find_communes("vienne")
    assert [commune.rank for commune in found] == sorted(commune.rank for commune in found)
    assert [commune.label for commune in found if commune.rank == Rank.EXACT] == ["Vienne (38)"]
    assert "Vienne-en-Val (45)" in [commune.label for commune in found if commune.rank == Rank.BEGINNING]
    assert "Villette-de-Vienne (38)" in [commune.label for commune in found if commune.rank == Rank.WITHIN]


def test_homonyms_all_appear_each_with_its_department():
    found = [label for label in labels("sainte colombe") if label.startswith("Sainte-Colombe (")]
    assert len(found) == len(set(found)) >= 12


def test_exact_answers_are_never_cut_off():
    assert len(find_communes("51300", limit=5)) == 46
    assert len(find_communes("vienne", limit=5)) == 5


@pytest.mark.parametrize(
    "typed", ["vienne 38", "Vienne (38)", "38200 vienne", "Vienne 38209 CEDEX", "vienne isère", "vienne en Isère"]
)
def test_the_department_or_postcode_beside_the_name_narrows_it(typed):
    found = find_communes(typed)
    assert found[0].label == "Vienne (38)"
    assert {commune.department_id for commune in found} == {"38"}


def test_the_same_name_is_told_apart_by_its_department():
    assert labels("saint denis la réunion")[0] == "Saint-Denis (974)"
    assert labels("saint-denis 93")[0] == "Saint-Denis (93)"


@pytest.mark.parametrize(
    ("typed", "name", "kind", "today"),
    [
        ("Lomme", "Lomme", CommuneKind.ASSOCIATED, "Lille"),
        ("pierrefitte sur seine", "Pierrefitte-sur-Seine", CommuneKind.DELEGATED, "Saint-Denis"),
        ("lyon 3ème", "Lyon 3e Arrondissement", CommuneKind.MUNICIPAL_ARRONDISSEMENT, "Lyon"),
        ("paris 18", "Paris 18e Arrondissement", CommuneKind.MUNICIPAL_ARRONDISSEMENT, "Paris"),
        ("courcouronnes", "Courcouronnes", CommuneKind.FORMER, "Évry-Courcouronnes"),
        ("chalons sur marne", "Châlons-en-Champagne", CommuneKind.COMMUNE, "Châlons-en-Champagne"),
        ("bellegarde sur valserine", "Valserhône", CommuneKind.COMMUNE, "Valserhône"),
        ("arbignieu", "Arboys en Bugey", CommuneKind.COMMUNE, "Arboys en Bugey"),
    ],
)
def test_parts_and_old_names_lead_to_the_commune_of_today(typed, name, kind, today):
    found = find_communes(typed)[0]
    assert (found.name, found.kind, found.current.name) == (name, kind, today)


def test_a_place_with_several_old_codes_is_found_once():
    assert labels("courcouronnes").count("Courcouronnes (91)") == 1


def test_a_postcode_of_paris_finds_the_city_and_the_arrondissement():
    assert labels("75018") == ["Paris (75)", "Paris 18e Arrondissement (75)"]


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("Lyon 3", "Lyon 3e Arrondissement (69)"),
        ("lyon 03", "Lyon 3e Arrondissement (69)"),
        ("Lyon 3ème arrondissement", "Lyon 3e Arrondissement (69)"),
        ("Paris 18e", "Paris 18e Arrondissement (75)"),
        ("paris (18 eme)", "Paris 18e Arrondissement (75)"),
        ("Paris XVIIIe", "Paris 18e Arrondissement (75)"),
        ("paris 1", "Paris 1er Arrondissement (75)"),  # not the 10th to the 19th, which begin so
        ("Marseille 1er", "Marseille 1er Arrondissement (13)"),
        ("marseille xvi", "Marseille 16e Arrondissement (13)"),
    ],
)
def test_an_arrondissement_of_a_city_however_its_number_is_written(typed, only):
    assert labels(typed) == [only]


@pytest.mark.parametrize("typed", ["75 018", "F-75018", "fr 75018", "٧٥ ٠١٨"])
def test_a_postcode_however_it_is_written(typed):
    assert labels(typed) == labels("75018")


@pytest.mark.parametrize("typed", ["13013 Marseille", "marseille 13013"])
def test_the_postcode_beside_a_city_tells_its_arrondissement(typed):
    assert labels(typed) == ["Marseille (13)", "Marseille 13e Arrondissement (13)"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("12 place de Verdun, 38000 Grenoble", "Grenoble (38)"),
        ("10 rue de la Paix 75002 Paris", "Paris (75)"),
    ],
)
def test_of_a_whole_address_the_postcode_counts(typed, first):
    assert labels(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Cergy-Pontoise", "Cergy (95)"),
        ("lyon troisième", "Lyon (69)"),
        ("Paris 21", "Paris (75)"),
    ],
)
def test_what_only_begins_like_a_name_is_a_question(typed, first):
    found = find_communes(typed)
    assert (found[0].label, found[0].rank) == (first, Rank.APPROXIMATE)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("L'Haÿ", "L'Haÿ-les-Roses (94)"),
        ("L’HAY LES ROSES", "L'Haÿ-les-Roses (94)"),
        ("hay les roses", "L'Haÿ-les-Roses (94)"),
        ("ste foy les lyon", "Sainte-Foy-lès-Lyon (69)"),
        ("St-Étienne", "Saint-Étienne (42)"),
        ("tour du pin", "La Tour-du-Pin (38)"),
        ("ivry s/ seine", "Ivry-sur-Seine (94)"),
        ("Châlons-sur-Marne", "Châlons-en-Champagne (51)"),
        ("cherbourg", "Cherbourg-en-Cotentin (50)"),
        ("isle dabeau", "L'Isle-d'Abeau (38)"),
        ("villeurbane", "Villeurbanne (69)"),
        ("saint pierre la reunion", "Saint-Pierre (974)"),
        ("Douai Nord", "Douai (59)"),
    ],
)
def test_people_write_names_in_many_ways(typed, first):
    assert labels(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("aubervillers", "Aubervilliers (93)"),
        ("monteruil", "Montreuil (93)"),
        ("marsseille", "Marseille (13)"),
        ("bourg bresse", "Bourg-en-Bresse (01)"),
        ("grenble 38", "Grenoble (38)"),
    ],
)
def test_a_typo_finds_the_most_alike_and_says_that_it_is_a_guess(typed, first):
    found = find_communes(typed)
    assert found[0].label == first
    assert {commune.rank for commune in found} == {Rank.APPROXIMATE}


def test_nothing_is_guessed_from_what_resembles_no_name():
    for typed in ("", "   ", "%", "_", "|", "xyzzyq", "99999", "x" * 10_000, "Tokyo (99)", "طوكيو ظضغث"):
        assert find_communes(typed) == []


def test_a_search_is_answered_by_two_queries(django_assert_num_queries):
    """Which edition is loaded, and the rows found: the names themselves are in memory."""
    find_communes("vienne")
    with django_assert_num_queries(2):
        for commune in find_communes("vienne"):
            assert commune.department.name
            assert commune.current.name


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("isere", ["38"]),
        ("Isère (38)", ["38"]),
        ("2a", ["2A"]),
        ("974", ["974"]),
        ("réunion", ["974"]),
        ("seine st denis", ["93"]),
        ("loire", ["42", "44", "45", "37", "43", "49", "71"]),
        ("cote d or", ["21"]),
        ("morbian", ["56"]),
        ("nulle part", []),
        ("", []),
    ],
)
def test_departments_are_found_by_name_or_code(typed, codes):
    assert [department.code for department in find_departments(typed)] == codes


def test_a_misspelt_word_of_a_department_is_enough():
    assert {department.code for department in find_departments("pyrennees")} >= {"64", "65", "66"}


def test_regions_are_found_by_name_and_not_by_code():
    assert [region.name for region in find_regions("reunion")] == ["La Réunion"]
    assert [region.name for region in find_regions("rhone")] == ["Auvergne-Rhône-Alpes"]
    assert [region.name for region in find_regions("ocitanie")] == ["Occitanie"]
    assert find_regions("84") == []


@pytest.mark.parametrize("typed", ["val d'oise", "Pays de la Loire", "Centre-Val de Loire"])
def test_the_whole_name_of_a_territory_is_not_taken_apart(typed):
    """ "val d'oise" asks for no "val" in the Oise; what only resembles it stays a question."""
    assert {commune.rank for commune in find_communes(typed)} <= {Rank.APPROXIMATE}
