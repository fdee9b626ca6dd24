"""Words of the administration are explained on the page that uses them, once, and together under /aide/."""

from offices.presentation.glossary import TERMS, explained
from tests.plugins.cast import publish


def slugs(*shown) -> list[str]:
    return [term.slug for term in explained(*shown)]


def test_a_term_is_found_in_any_of_its_spellings_and_named_once():
    assert slugs("Deux timbres fiscaux", "un timbre fiscal", ["L'AES", ("un CERFA",)]) == [
        "aes",
        "timbre-fiscal",
        "cerfa",
    ]


def test_a_part_of_another_word_is_no_term():
    assert slugs("Caesar", "une recommandation", "aux arrondis") == []


def test_every_term_is_found_by_its_own_name_and_has_an_address_of_its_own():
    assert len({term.slug for term in TERMS}) == len(TERMS)
    assert [term.slug for term in TERMS if term not in explained(str(term.name))] == []


def test_a_page_explains_the_words_it_uses_and_no_others(isere, claire, reader):
    page = publish(
        {
            "kind": "procedure",
            "title": "Une démarche",
            "department": "38",
            "offices": ["sous-prefecture-vienne"],
            "grounds": [isere.ground.slug],
            "requirements": [{"id": "r1", "document": "stamped_envelope", "quantity": 2}],
        },
        by=claire,
    )
    html = reader.page(page.get_absolute_url())
    assert [term.text() for term in html.css("main details dt")] == ["Enveloppe timbrée"]
    assert html.css_first("main details a").attributes["href"] == "/aide/#mots"


def test_the_page_of_help_explains_them_all(reader, db):
    shown = reader.page("/aide/").css("dt[id^=mot-]")
    assert [term.attributes["id"] for term in shown] == [f"mot-{term.slug}" for term in TERMS]
