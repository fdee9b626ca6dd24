"""What a search field proposes while somebody types."""

import pytest

from offices import moderation
from offices.content import parse
from tests.plugins.cast import FROM_CODES

pytestmark = pytest.mark.django_db


def suggested(client, query: str, **rest: str) -> dict[str, dict[str, str]]:
    """Label of each group → label of each of its suggestions → address."""
    groups = client.get("/suggestions/", {"q": query, **rest}).json()["groups"]
    return {group["label"]: {option["label"]: option["url"] for option in group["options"]} for group in groups}


def test_a_commune_leads_to_the_question_on_which_ground(isere, client):
    assert suggested(client, "st martin d'h")["Communes"]["Saint-Martin-d'Hères (38)"] == "/ou-deposer/?commune=38421"


def test_the_ground_that_is_known_already_goes_along(isere, client):
    found = suggested(client, "grenoble", fondement=isere.ground.slug, quoi="lieux")
    assert found == {"Communes": {"Grenoble (38)": f"/ou-deposer/?commune=38185&fondement={isere.ground.slug}"}}


@pytest.mark.parametrize("typed", ["Isère", "38", "isere (38)"])
def test_who_names_a_departement_finds_it_first(isere, client, typed):
    first = next(iter(suggested(client, typed).values()))
    assert next(iter(first.items())) == ("Isère (département 38)", "/departements/38/")


def test_a_city_comes_before_the_departement_of_its_name(isere, client):
    assert list(suggested(client, "paris"))[:2] == ["Communes", "Départements et régions"]


def test_an_old_name_says_where_it_lies_today(isere, client):
    groups = client.get("/suggestions/", {"q": "courcouronnes"}).json()["groups"]
    notes = [option["note"] for option in groups[0]["options"]]
    assert "Ancienne commune, aujourd'hui dans Évry-Courcouronnes (91)" in notes


def test_an_office_and_a_ground_lead_to_their_pages(isere, client):
    offices = suggested(client, "sous-préfecture vie")["Guichets"]
    assert offices["Sous-préfecture de Vienne"] == isere.vienne.get_absolute_url()
    assert suggested(client, "admission exc")["Fondements"][isere.ground.document.title] == (
        isere.ground.get_absolute_url()
    )


def test_an_office_says_where_it_is(isere, client):
    """Two are called Saint-Pierre."""
    offices = client.get("/suggestions/", {"q": "sous-préfecture vie"}).json()["groups"][0]["options"]
    assert offices[0]["note"] == "Isère"


def test_a_word_of_the_administration_leads_to_what_it_means(isere, client):
    assert suggested(client, "anef") == {"Quelques mots": {"ANEF": "/aide/#mot-anef"}}
    assert "Quelques mots" not in suggested(client, "anef", quoi="lieux")


def test_a_typing_error_is_answered_by_a_question(isere, client):
    assert "Grenoble (38)" in suggested(client, "grenobel")["Vouliez-vous dire…"]


def test_what_waits_for_a_decision_is_not_proposed(isere, amina, client):
    before = suggested(client, "registre secret")
    content = parse({"kind": "ground", "title": "Registre secret", "filing": "anef"})
    moderation.submit(content, evidence=FROM_CODES, author=amina)
    assert suggested(client, "registre secret") == before


@pytest.mark.parametrize("typed", ["", "g", " g "])
def test_one_letter_is_asked_of_nobody(isere, client, django_assert_num_queries, typed):
    with django_assert_num_queries(0):
        assert suggested(client, typed) == {}


@pytest.mark.parametrize(
    "typed", ["sa", "saint", "51300", "pref", "prefecture de", "xyzzy", "\ud83d\ude00", "%_|", "x" * 500]
)
def test_the_list_stays_short_and_costs_a_fixed_number_of_queries(isere, client, django_assert_max_num_queries, typed):
    client.get("/suggestions/", {"q": "grenoble"})
    with django_assert_max_num_queries(6):
        answer = client.get("/suggestions/", {"q": typed.encode("utf-8", "replace")})
    assert sum(len(group["options"]) for group in answer.json()["groups"]) <= 19


def test_how_many_there_are_is_said_aloud(isere, client):
    said = client.get("/suggestions/", {"q": "grenobel"}).json()["status"]
    assert "suggestion" in said and "Entrée" in said
    assert client.get("/suggestions/", {"q": "xyzzyx"}).json()["status"] == "Aucune suggestion."


def test_nobody_keeps_the_answer_and_nobody_is_told_apart(isere, client):
    answer = client.get("/suggestions/", {"q": "grenoble"})
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert client.post("/suggestions/", {"q": "grenoble"}).status_code == 405


def test_in_another_language_the_addresses_are_its_own_and_names_stay_french(isere, client):
    (group,) = client.get("/en/suggestions/", {"q": "saint-martin-d'heres"}).json()["groups"]
    found = group["options"][0]
    assert (found["label"], found["lang"]) == ("Saint-Martin-d'Hères (38)", "fr")
    assert (found["note"], found["note_lang"]) == ("Isère", "fr")
    assert found["url"] == "/en/ou-deposer/?commune=38421"
    answer = client.get("/ar/suggestions/", {"q": "grenobel"}).content.decode()
    assert not {"\ue000", "\ue001", "\ue002"} & set(answer), "signs are for pages"


IN_ENGLISH = "Exceptional admission to residence (Admission exceptionnelle au séjour)"
IN_ARABIC = "القبول الاستثنائي للإقامة (Admission exceptionnelle au séjour)"


@pytest.mark.parametrize(
    ("language", "typed", "label"),
    [
        ("en", "exceptional adm", IN_ENGLISH),
        ("en", "admission exceptionnelle", IN_ENGLISH),
        ("ar", "الإستثنائي", IN_ARABIC),  # with the hamza that many add
        ("ar", "admission exceptionnelle", IN_ARABIC),
    ],
)
def test_a_ground_is_found_by_its_name_in_the_language_of_the_page(isere, client, language, typed, label):
    groups = client.get(f"/{language}/suggestions/", {"q": typed}).json()["groups"]
    (found,) = groups[-1]["options"]
    address = f"/{language}{isere.ground.get_absolute_url()}"
    assert (found["label"], found["lang"], found["url"]) == (label, "", address)
    assert address in client.get(f"/{language}/", {"q": typed}).content.decode()


def test_a_ground_is_not_found_by_its_name_in_another_language(isere, client):
    assert suggested(client, "exceptional adm") == {}
