"""Before a change of territory is decided, everybody sees which communes it moves, and from which office to which."""

import pytest

from geography.models import Commune
from offices.models import Page
from offices.presentation.moves import moved
from tests.plugins.cast import changed

pytestmark = pytest.mark.django_db

BEZIERS = "aes-34-sous-prefecture-beziers"
MONTPELLIER = "aes-34-prefecture-montpellier"


def page(slug: str) -> Page:
    return Page.objects.get(slug=slug)


def told(page: Page, **fields) -> list[str]:
    found = moved(page.document, changed(page.document, **fields), page)
    return [f"{line.place} : {line.before} → {line.after} ({line.grounds})" for line in found.lines]


def communes(arrondissement: str) -> int:
    return Commune.objects.current().filter(arrondissement=arrondissement).count()


def test_most_corrections_move_nobody_and_ask_nothing(loaded_content, django_assert_num_queries):
    filing = page(BEZIERS)
    with django_assert_num_queries(0):
        assert moved(filing.document, changed(filing.document, fees=[]), filing) is None


def test_a_page_removed_leaves_its_communes_without_an_answer(loaded_content):
    found = moved(page(BEZIERS).document, None, page(BEZIERS))
    assert found.count == communes("341")
    (line,) = found.lines
    assert line.place == f"{communes('341')} communes de l'arrondissement de Béziers"
    assert (line.before, line.after) == ("Sous-préfecture de Béziers", "inconnu")
    assert line.grounds == "Admission exceptionnelle au séjour"
    assert "Agde" in line.communes and "Montpellier" not in line.communes


def test_a_new_page_gives_its_communes_an_answer(loaded_content):
    document = changed(page("aes-48-prefecture-mende").document, offices=["sous-prefecture-florac-trois-rivieres"])
    (line,) = moved(None, document, slug="aes-48-sous-prefecture-florac-trois-rivieres").lines
    assert line.place == f"{communes('481')} communes de l'arrondissement de Florac"
    assert (line.before, line.after) == ("inconnu", "Sous-préfecture de Florac")


def test_a_territory_that_grows_moves_those_it_takes_in(loaded_content):
    mende = page("aes-48-prefecture-mende")
    moves = told(mende, territory={"arrondissements": ["481", "482"]})
    assert moves == [
        f"{communes('481')} communes de l'arrondissement de Florac : inconnu → Préfecture de la Lozère "
        "(Admission exceptionnelle au séjour)"
    ]


def test_a_territory_that_shrinks_leaves_the_others_without_an_answer(loaded_content):
    moves = told(page(MONTPELLIER), territory={"arrondissements": ["343"]})
    assert moves == [
        f"{communes('342')} communes de l'arrondissement de Lodève : Sous-préfecture de Lodève → inconnu "
        "(Admission exceptionnelle au séjour)"
    ]


def test_an_office_that_refuses_sends_its_communes_elsewhere(loaded_content):
    moves = told(
        page("aes-38-sous-prefecture-vienne"), handling="not_handled", see_instead={"office": "prefecture-grenoble"}
    )
    assert moves == [
        f"{communes('383')} communes de l'arrondissement de Vienne : Sous-préfecture de Vienne → pas reçu ici, "
        "mais ailleurs\u00a0: Préfecture de l'Isère (Admission exceptionnelle au séjour)"
    ]


def test_a_ground_that_keeps_its_answer_for_one_of_its_cases_says_so(loaded_content):
    place = f"{communes('341')} communes de l'arrondissement de Béziers"
    assert told(page(BEZIERS), grounds=["aes-travail", "salarie"]) == [
        f"{place} : Sous-préfecture de Béziers → inconnu (Admission exceptionnelle au séjour, sauf AES – travail)",
        f"{place} : inconnu → Sous-préfecture de Béziers (Salarié)",
    ]


def test_a_territory_that_only_says_the_same_moves_nobody(loaded_content):
    mende = page("aes-48-prefecture-mende")
    found = moved(mende.document, changed(mende.document, territory={"arrondissements": ["482"]}), mende)
    assert (found.count, found.lines) == (0, ())


def test_an_arrondissement_given_to_another_office_moves_with_it(loaded_content):
    prefecture = page("prefecture-mende")
    moves = told(prefecture, arrondissements=[])
    assert moves == []  # the préfecture serves what nobody else administers


def test_a_ground_that_goes_to_the_national_platform_moves_all_of_france(loaded_content):
    found = moved(page("aes").document, changed(page("aes").document, filing="anef"), page("aes"))
    assert found.count == Commune.objects.current().count()
    assert {line.after for line in found.lines} == {"en ligne, sur la plateforme nationale (ANEF)"}
    assert not any(line.communes for line in found.lines)


def test_a_refusal_in_another_departement_that_names_the_page_moves_too(loaded_content, claire):
    from tests.plugins.cast import publish

    refusal = {
        "kind": "procedure",
        "title": "Florac",
        "department": "48",
        "offices": ["sous-prefecture-florac-trois-rivieres"],
        "grounds": ["aes"],
        "handling": "not_handled",
        "see_instead": {"office": "sous-prefecture-beziers"},
    }
    publish(refusal, by=claire)
    places = {line.place for line in moved(page(BEZIERS).document, None, page(BEZIERS)).lines}
    assert len(places) == 1  # the office is still where it sends: only the way to file is gone
    office = page("sous-prefecture-beziers")
    lines = moved(office.document, None, office).lines
    assert any("Florac" in line.place for line in lines)
