"""What holds of every public page, whatever it says."""

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from offices import moderation
from offices.enums import PageKind, WarningCode
from tests.plugins.cast import publish
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db

# A procedure: page, warnings, pages it names, arrondissements, sources, département, index, legal notes.
MOST_QUERIES_OF_A_PROCEDURE = 8
MOST_QUERIES = 13  # the lookup asks most
MOST_QUERIES_OF_TWO = 20  # two procedures side by side


@pytest.fixture
def whole_site(isere, claire):
    """One page of each kind, one of them in which every field of the shape says something."""
    note = publish(filled(PageKind.LEGAL_NOTE, "note").model_dump(mode="json"), by=claire)
    guide = publish(filled(PageKind.GUIDE, "guide").model_dump(mode="json"), by=claire)
    full = publish(filled(PageKind.PROCEDURE, "complet").model_dump(mode="json"), by=claire)
    moderation.warn(full, code=WarningCode.LINK_DEAD, by=claire)
    return [isere.ground, isere.grenoble, isere.vienne, isere.filing, note, guide, full]


def addresses(pages) -> list[str]:
    own = [page.get_absolute_url() for page in pages]
    filed, full = (page.get_absolute_url() for page in (pages[3], pages[6]))
    return [
        *own,
        f"{full}pieces/",
        f"{full}pieces/{pages[0].slug}/",
        f"{filed}comparer/",
        f"{filed}comparer/{pages[6].slug}/",
        *(f"{address}historique/" for address in own),
        *(f"{address}versions/1/" for address in own),
        "/",
        "/?q=grenoble",
        "/?q=grenobel",
        "/?q=rien du tout",
        "/departements/",
        "/departements/38/",
        "/departements/2A/",
        "/regions/auvergne-rhone-alpes/",
        "/regions/auvergne-rhone-alpes/dossier/",
        "/departements/38/dossier/",
        "/fondements/",
        "/ou-deposer/",
        "/ou-deposer/?q=saint",
        "/ou-deposer/?commune=38185",
        f"/ou-deposer/?fondement={pages[0].slug}",
        f"/ou-deposer/?commune=38185&fondement={pages[0].slug}",
        f"/ou-deposer/?commune=38544&fondement={pages[0].slug}",
        "/chiffres/",
        "/chiffres/?region=bretagne&fondement=tous&au=2024-01-31&de=2023-01-01",
        "/chiffres/guichets/",
        "/chiffres/changements/",
        "/aide/",
        "/signaler/",
        f"/signaler/?page={pages[0].slug}",
        "/a-propos/",
        "/confidentialite/",
        "/mentions-legales/",
        "/accessibilite/",
        "/donnees/",
    ]


def test_it_is_the_same_for_everybody_and_leaves_no_trace(whole_site, reader):
    for address in addresses(whole_site):
        response = reader.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address
        assert "csrfmiddlewaretoken" not in response.content.decode(), address


def test_it_holds_to_the_strictest_content_security_policy(whole_site, reader):
    for address in addresses(whole_site):
        response = reader.get(address)
        assert "default-src 'none'" in response["Content-Security-Policy"], address
        page = LexborHTMLParser(response.content)
        # What a browser does not run is no script to the policy: the page for machines (structured_data.py).
        assert not page.css("script:not([src^='/static/'], [type='application/ld+json'])"), address
        assert not page.css("style, iframe, img[src^=http]"), address
        assert not page.css("[style], [onclick], [onchange], [onsubmit]"), address
        loaded = [node.attributes.get("href", "") for node in page.css("link[rel=stylesheet], link[rel=icon]")]
        assert all(url.startswith("/static/") for url in loaded), address


def test_it_is_sound_html_for_a_screen_reader(whole_site, reader):
    for address in addresses(whole_site):
        page = reader.page(address)
        assert page.css_first("html").attributes["lang"] == "fr"
        assert page.css_first("title").text().strip(), address
        assert len(page.css("h1")) == len(page.css("main")) == 1, address
        identifiers = [node.attributes["id"] for node in page.css("[id]")]
        assert len(identifiers) == len(set(identifiers)), address
        labelled = {label.attributes["for"] for label in page.css("label[for]")}
        controls = page.css("input:not([type=hidden]), select, textarea")
        assert all(control.attributes["id"] in labelled for control in controls), address
        assert all(link.text().strip() for link in page.css("a")), address
        anchors = [link.attributes["href"] for link in page.css("a[href^='#']")]
        assert {anchor.removeprefix("#") for anchor in anchors} <= set(identifiers), address


def test_headings_go_down_one_level_at_a_time(whole_site, reader):
    for address in addresses(whole_site):
        levels = [int(node.tag[1]) for node in reader.page(address).css("h1, h2, h3, h4")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), (address, levels)


def test_what_is_said_stays_true_by_waiting(whole_site, reader):
    """Dates, never ages: not a byte may speak of the day on which it is read."""
    relative = re.compile(r"aujourd.hui[^,]*\bouvert|il y a \d|depuis \d+ (jours|mois|ans)|\bhier\b|\bdemain\b", re.I)
    for address in addresses(whole_site):
        assert not relative.search(reader.text(address, "body")), address


def test_a_number_of_queries_that_does_not_grow(whole_site, reader):
    for address in addresses(whole_site):
        reader.get(address)  # what is read once per process (content types) is not counted
        with CaptureQueriesContext(connection) as queries:
            reader.get(address)
        assert len(queries) <= most_queries(address), (
            address,
            [query["sql"] for query in queries],
        )


def most_queries(address: str) -> int:
    if re.fullmatch("/modalites/[^/]+/", address):
        return MOST_QUERIES_OF_A_PROCEDURE
    return MOST_QUERIES_OF_TWO if re.search("/comparer/.", address) else MOST_QUERIES


def test_only_get_and_head_are_answered(whole_site, reader):
    for address in addresses(whole_site):
        assert reader.client.head(address).status_code == 200, address
        assert reader.client.post(address).status_code in (403, 405), address


def test_what_trackers_add_to_an_address_changes_nothing(isere, reader):
    address = isere.filing.get_absolute_url()
    assert reader.get(f"{address}?utm_source=x&fbclid=y").content == reader.get(address).content


@override_settings(PUBLISHER="Association Exemple\n1 rue du Port, 34500 Béziers", CONTACT_EMAIL="ecrire@exemple.org")
def test_the_legal_notice_says_who_publishes(reader):
    assert "Association Exemple" in reader.text("/mentions-legales/")
    assert "mailto:ecrire@exemple.org" in reader.get("/.well-known/security.txt").content.decode()


def test_an_installation_that_does_not_say_who_publishes_it_says_so(reader):
    assert "ne dit pas encore qui la publie" in reader.text("/mentions-legales/")
    assert "/a-propos/" in reader.get("/.well-known/security.txt").content.decode()


def test_robots_stay_out_of_the_working_space(reader):
    assert "Disallow: /espace/" in reader.get("/robots.txt").content.decode()


def test_a_demonstration_is_not_to_be_found(reader, settings):
    assert "Disallow: /\n" not in reader.get("/robots.txt").content.decode()
    settings.DEMO = True
    assert "Disallow: /\n" in reader.get("/robots.txt").content.decode()


def test_who_reports_a_page_is_led_to_its_form_and_to_whoever_reads_mail(isere, reader, settings):
    address = reader.get(f"/api/v1/procedures/{isere.filing.slug}/").json()["links"]["report"]
    address = address.removeprefix(settings.SITE_URL)
    page = reader.page(address)
    assert page.css_first(f"a[href='/espace/proposer/{isere.filing.slug}/']")
    assert not page.css("a[href^='mailto:']")  # nobody said where to write
    settings.CONTACT_EMAIL = "ecrire@exemple.org"
    assert isere.filing.code in reader.page(address).css_first("a[href^='mailto:']").attributes["href"]
    assert reader.page("/signaler/?page=</title>").css_first("h1")
