"""What machines read: the map of the site and the feeds of what changed."""

from xml.etree import ElementTree

import pytest
from django.conf import settings

from offices import languages
from offices.enums import ProposalAction
from offices.views.public import machines
from tests.plugins.cast import FILING, approve, propose, publish, with_fee

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LYON = {
    "kind": "office",
    "office_kind": "prefecture",
    "name": "Préfecture du Rhône",
    "department": "69",
    "seat": "69123",
}


def parsed(response) -> ElementTree.Element:
    return ElementTree.fromstring(response.content)  # noqa: S314 (the suite's own answer)


def entries(reader, address: str) -> list[ElementTree.Element]:
    response = reader.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return parsed(response).findall(f"{ATOM}entry")


def said(entry: ElementTree.Element, tag: str) -> str:
    return entry.findtext(f"{ATOM}{tag}")


def test_the_feed_says_each_change_once_newest_first(isere, amina, claire, reader):
    approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
    found = entries(reader, "/flux/")
    assert len({said(entry, "id") for entry in found}) == len(found) == 5
    assert said(found[0], "title") == isere.filing.document.title
    assert "75,00" in said(found[0], "summary")
    assert found[0].find(f"{ATOM}link").attrib["href"] == settings.SITE_URL + isere.filing.get_absolute_url()


def test_a_feed_names_nobody(isere, amina, claire, reader):
    approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
    text = reader.get("/flux/").content.decode()
    assert amina.username not in text
    assert claire.username not in text


def test_a_region_and_a_department_have_their_own_feed(isere, claire, reader):
    publish(LYON, by=claire)
    assert len(entries(reader, "/flux/regions/auvergne-rhone-alpes/")) == 4  # the ground belongs to no territory
    assert [said(entry, "title") for entry in entries(reader, "/flux/departements/69/")] == ["Préfecture du Rhône"]
    assert entries(reader, "/flux/departements/01/") == []


def test_the_feed_of_a_territory_is_that_of_the_country_without_the_other_pages(
    isere, amina, claire, reader, monkeypatch
):
    """Whatever the length of the feeds: shorter than the number of its pages, or longer than all of its lines."""
    publish(LYON, by=claire)
    for amount in ("75", "90"):
        isere.filing.refresh_from_db()
        approve(propose(isere.filing, with_fee(isere.filing.document, amount), amina), claire)
        publish(FILING | {"title": f"Autre modalité à {amount} euros"}, by=claire)
    within = [said(entry, "id") for entry in entries(reader, "/flux/regions/auvergne-rhone-alpes/")]
    everything = [said(entry, "id") for entry in entries(reader, "/flux/")]
    assert within == [line for line in everything if line in within]
    assert len(within) == len(everything) - 1 == 8  # the ground belongs to no territory

    for length in range(1, 10):
        monkeypatch.setattr(machines, "CHANGES_IN_A_FEED", length)
        found = entries(reader, "/flux/regions/auvergne-rhone-alpes/?une-autre-lecture")
        assert [said(entry, "id") for entry in found] == within[:length]


def test_what_is_not_decided_is_in_no_feed(isere, fee_proposal, reader):
    assert "75,00" not in reader.get("/flux/").content.decode()


def test_the_map_of_the_site_holds_what_is_published_and_nothing_else(isere, amina, claire, reader):
    approve(propose(isere.filing, isere.filing.document, amina, action=ProposalAction.REMOVE), claire)
    root = parsed(reader.get("/sitemap.xml"))
    listed = {node.text.removeprefix(settings.SITE_URL) for node in root.iter(f"{SITEMAP}loc")}
    assert {"/", "/departements/38/", "/regions/occitanie/", isere.grenoble.get_absolute_url()} <= listed
    assert isere.filing.get_absolute_url() not in listed


def test_every_address_of_the_map_answers_asks_to_be_listed_and_stands_there_in_every_language(isere, reader):
    root = parsed(reader.get("/sitemap.xml"))
    listed = {node.text.removeprefix(settings.SITE_URL) for node in root.iter(f"{SITEMAP}loc")}
    in_french = {address for address in listed if languages.of_address(address) == languages.SOURCE}
    pages = {address: reader.page(address) for address in in_french}
    assert [address for address, page in pages.items() if page.css_first("meta[name=robots]")] == []
    assert listed == {languages.address_in(code, address) for address in in_french for code in languages.NAMES}
    assert {"/regions/occitanie/dossier/", "/departements/38/dossier/"} <= in_french


def test_the_pages_of_territories_say_where_their_feed_is(isere, reader):
    for address, feed in (("/", "/flux/"), ("/departements/38/", "/flux/departements/38/")):
        link = reader.page(address).css_first("link[rel=alternate][type='application/atom+xml']")
        assert link.attributes["href"] == feed
