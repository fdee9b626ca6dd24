"""Where to go when an office refuses: what its page says, else what the rest of the département says, marked so."""

import pytest

from geography.models import Commune
from offices import competence
from offices.content import SeeInstead
from offices.elsewhere import Elsewhere, completed, elsewhere
from offices.enums import OfficeKind
from offices.models import Ground, Page
from tests.plugins.cast import publish

pytestmark = pytest.mark.django_db

AES = {"kind": "ground", "title": "Admission exceptionnelle au séjour", "filing": "office"}
PREFECTURE, BELLEY, GEX, NANTUA = (
    "prefecture-bourg-en-bresse",
    "sous-prefecture-belley",
    "sous-prefecture-gex",
    "sous-prefecture-nantua",
)
ARRONDISSEMENTS = {PREFECTURE: "012", BELLEY: "011", GEX: "013", NANTUA: "014"}


@pytest.fixture
def ain(claire):
    """The Ain, whose offices say nothing yet, and two grounds, one within the other."""
    publish(AES, by=claire, slug="aes")
    publish(AES | {"title": "AES – travail", "parent": "aes"}, by=claire, slug="aes-travail")
    for slug, code in ARRONDISSEMENTS.items():
        kind = OfficeKind.PREFECTURE if slug == PREFECTURE else OfficeKind.SOUS_PREFECTURE
        office = {"kind": "office", "office_kind": kind, "name": slug.replace("-", " "), "department": "01"}
        publish(office | {"arrondissements": [code]}, by=claire, slug=slug)


@pytest.fixture
def says(ain, claire):
    """One procedure: what these offices say of a ground."""

    def write(*offices, ground="aes", slug="", arrondissements=(), **facts) -> Page:
        document = {"kind": "procedure", "title": "Modalités", "department": "01", "grounds": [ground]}
        document |= {"offices": list(offices), "territory": {"arrondissements": list(arrondissements)}}
        return publish(document | facts, by=claire, slug=slug)

    return write


def found(page: Page) -> Elsewhere | None:
    return elsewhere({page.pk: page.document}).get(page.pk)


def test_what_the_page_states_is_repeated_as_it_stands(says):
    page = says(BELLEY, handling="not_handled", see_instead={"office": GEX})
    says(PREFECTURE)
    assert found(page) == Elsewhere(SeeInstead(office=GEX), stated=True)


def test_where_it_states_nothing_the_prefecture_is_derived(says):
    page = says(BELLEY, handling="not_handled")
    there = says(PREFECTURE, GEX)
    place = found(page)
    assert place == Elsewhere(SeeInstead(office=PREFECTURE, procedure=there.slug), stated=False)
    assert completed(page.document, place).see_instead == place.see
    assert page.document.see_instead == SeeInstead()


def test_the_first_content_and_an_import_read_alike(says, reader):
    """The page whose source names the préfecture, and the one that says nothing, send to the same place."""
    there = says(PREFECTURE)
    stating = says(BELLEY, handling="not_handled", see_instead={"office": PREFECTURE, "procedure": there.slug})
    silent = says(GEX, handling="not_handled")
    assert found(stating).see == found(silent).see
    assert "adresser ailleurs : prefecture bourg en bresse" in reader.text(stating.get_absolute_url(), ".lead")
    assert (
        "D'après le dossier du département, il faut s'adresser ailleurs : prefecture bourg en bresse."
        in reader.text(silent.get_absolute_url(), ".lead")
    )


def test_a_page_that_names_the_arrondissement_comes_before_the_prefecture(says):
    page = says(NANTUA, handling="not_handled")
    says(PREFECTURE)
    nearer = says(GEX, arrondissements=["013", "014"])
    assert found(page).see == SeeInstead(office=GEX, procedure=nearer.slug)


def test_a_prefecture_that_limits_itself_to_others_takes_nobody_over(says):
    page = says(BELLEY, handling="not_handled")
    says(PREFECTURE, arrondissements=["012"])
    assert found(page) is None


def test_another_sous_prefecture_that_does_not_name_the_place_is_no_answer(says):
    page = says(BELLEY, handling="not_handled")
    says(GEX)
    assert found(page) is None


def test_another_ground_is_no_answer_and_a_wider_one_is(says):
    narrow, wide = (
        says(BELLEY, handling="not_handled", ground="aes-travail"),
        says(GEX, handling="not_handled", ground="aes"),
    )
    says(PREFECTURE, ground="aes-travail", slug="travail")
    assert found(narrow).see.procedure == "travail"
    assert found(wide) is None
    says(PREFECTURE, ground="aes", slug="aes-01")
    assert found(wide).see.procedure == "aes-01"


def test_who_accepts_or_says_nothing_names_no_place(says):
    accepting, unknown = says(PREFECTURE), says(BELLEY, handling="unknown")
    assert found(accepting) is None
    assert found(unknown) is None


def test_page_lookup_list_and_api_send_to_the_same_place(says, reader):
    page = says(BELLEY, handling="not_handled", scope="all_permits")
    there = says(PREFECTURE)
    sentence = (
        "Ce guichet ne traite aucune demande de titre de séjour. D'après le dossier du département, "
        "il faut s'adresser ailleurs : prefecture bourg en bresse."
    )
    assert sentence in reader.text(page.get_absolute_url())
    assert sentence in reader.text("/departements/01/")
    assert sentence in reader.text(f"/guichets/{BELLEY}/")
    answer = competence.lookup(Commune.objects.get(code="01034"), Ground.objects.get(page__slug="aes"))
    assert (answer.office.page.slug, answer.procedure.page.slug, answer.stated) == (PREFECTURE, there.slug, False)
    body = reader.get(f"/api/v1/procedures/{page.slug}/").json()
    assert body["headline"].replace("\u00a0", " ") == sentence
    assert body["see_instead"]["office"]["slug"] == PREFECTURE
    assert body["see_instead"]["procedure"]["slug"] == there.slug
    assert body["see_instead"]["stated"] is False
    listed = {row["slug"]: row["see_instead"] for row in reader.get("/api/v1/procedures/").json()["results"]}
    assert listed == {page.slug: body["see_instead"], there.slug: None}
    assert reader.get("/api/v1/lookup/?commune=01034&ground=aes").json()["stated"] is False


def test_a_version_says_only_what_it_said(says, reader):
    page = says(BELLEY, handling="not_handled")
    says(PREFECTURE)
    assert "adresser" not in reader.text(f"{page.get_absolute_url()}versions/1/", ".lead")
