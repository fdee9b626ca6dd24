"""Where nobody knows: whom to ask in the département."""

from datetime import date

import pytest

from offices import moderation
from offices.models import Guide, Page
from offices.permissions import scoped_pages
from offices.publishing.keys import dependents
from tests.plugins.cast import approve, changed, propose, publish

pytestmark = pytest.mark.django_db

WHOM_TO_ASK = {
    "kind": "guide",
    "title": "À qui demander en Isère",
    "department": "38",
    "sections": [{"id": "s1", "heading": "Une permanence", "text": "Le mardi matin, à la maison des associations."}],
}
ADDRESS = "/guides/a-qui-demander-38/"
UNKNOWN = "/ou-deposer/?commune=38544&fondement=admission-exceptionnelle-au-sejour"  # Vienne, of which nothing is said
KNOWN = "/ou-deposer/?commune=38185&fondement=admission-exceptionnelle-au-sejour"  # Grenoble


@pytest.fixture
def whom_to_ask(isere, claire) -> Page:
    return publish(WHOM_TO_ASK, by=claire)


def addresses(reader, address: str) -> set[str]:
    return {node.attributes["href"] for node in reader.page(address).css("main a")}


class TestReading:
    def test_an_answer_that_is_not_known_leads_to_the_page_of_the_departement(self, whom_to_ask, reader):
        assert whom_to_ask.get_absolute_url() == ADDRESS
        assert ADDRESS in addresses(reader, UNKNOWN)
        assert ADDRESS not in addresses(reader, KNOWN)

    def test_so_does_the_departement(self, whom_to_ask, reader):
        assert ADDRESS in addresses(reader, "/departements/38/")
        assert ADDRESS not in addresses(reader, "/departements/69/")

    def test_the_page_leads_back_to_its_departement(self, whom_to_ask, reader):
        page = reader.page(ADDRESS)
        assert "Le mardi matin" in page.css_first("main").text()
        assert page.css(".crumbs a[href='/departements/38/']")

    def test_it_is_no_guide_for_the_whole_country(self, whom_to_ask, reader):
        assert ADDRESS not in addresses(reader, "/fondements/")

    def test_the_office_is_named_with_its_town_its_site_and_the_day_somebody_looked(self, isere, amina, reader):
        assert "Personne n'a encore confirmé ce que nous savons de ce guichet." in reader.text(UNKNOWN)
        moderation.verify(isere.vienne, on=date(2026, 3, 2), by=amina)
        text = reader.text(UNKNOWN)
        assert "Sous-préfecture de Vienne, à Vienne" in text
        assert "Site officiel : isere.gouv.fr" in text  # it has none of its own: the préfecture's
        assert "a été confirmé pour la dernière fois le 2 mars 2026" in text

    def test_it_is_there_where_no_office_is(self, isere, claire, reader):
        publish(WHOM_TO_ASK | {"department": "984", "title": "À qui demander"}, by=claire)
        nowhere = UNKNOWN.replace("38544", "98411")
        assert "/guides/a-qui-demander-984/" in addresses(reader, nowhere)
        assert not any("/espace/proposer/" in address for address in addresses(reader, nowhere))


def test_what_shows_it_is_forgotten_when_it_changes(whom_to_ask):
    forgotten = dependents(whom_to_ask, whom_to_ask.document)
    assert {ADDRESS, "/departements/38/", "/api/v1/guides/a-qui-demander-38/"} <= forgotten


def test_a_moderator_finds_it_among_the_pages_of_the_departement(whom_to_ask, driss):
    assert scoped_pages(driss).filter(pk=whom_to_ask.pk).exists()


def test_the_api_names_it_where_the_answer_is_not_known(whom_to_ask, client):
    def ask(commune):
        query = {"commune": commune, "ground": "admission-exceptionnelle-au-sejour"}
        return client.get("/api/v1/lookup/", query).json()["ask"]

    assert ask("38185") is None
    found = ask("38544")
    assert found["guide"]["slug"] == whom_to_ask.slug
    assert (found["office"]["slug"], found["town"]) == ("sous-prefecture-vienne", "Vienne")
    assert (found["website"], found["looked_on"]) == ("https://www.isere.gouv.fr", None)
    guide = client.get(f"/api/v1/guides/{whom_to_ask.slug}/").json()
    assert guide["department"] == {"code": "38", "name": "Isère"}


def test_its_departement_is_indexed_and_does_not_change(whom_to_ask, amina, claire):
    assert Guide.objects.get(pk=whom_to_ask.pk).department_id == "38"
    approve(propose(whom_to_ask, changed(whom_to_ask.document, title="À qui demander"), amina), claire)
    assert Guide.objects.get(pk=whom_to_ask.pk).department_id == "38"
