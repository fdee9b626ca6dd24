"""What the head of a page says to those who list it or show its link."""

import json

import pytest
from django.conf import settings
from selectolax.lexbor import LexborHTMLParser

from offices.enums import PageKind
from tests.plugins.cast import publish
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db


def meta(page, name: str) -> str | None:
    node = page.css_first(f"meta[property='{name}'], meta[name='{name}']")
    return node and node.attributes["content"]


def canonical(page) -> str | None:
    node = page.css_first("link[rel=canonical]")
    return node and node.attributes["href"]


def test_a_page_names_its_own_address_whatever_was_added_to_it(isere, reader):
    address = isere.filing.get_absolute_url()
    for asked in (address, f"{address}?utm_source=lettre", "/departements/38/", "/departements/38/?fbclid=x"):
        wanted = settings.SITE_URL + asked.partition("?")[0]
        page = reader.page(asked)
        assert canonical(page) == meta(page, "og:url") == wanted


def test_no_address_follows_the_name_under_which_a_request_came(isere, reader):
    """Else whoever asks first would have the file send every later reader elsewhere."""
    for address in ("/", isere.filing.get_absolute_url(), "/departements/", "/sitemap.xml", "/robots.txt"):
        body = reader.client.get(address, headers={"host": "127.0.0.1"}).content.decode()
        assert "127.0.0.1" not in body, address
        assert body == reader.get(address).content.decode()


def test_a_link_to_a_procedure_shows_how_to_file(isere, reader):
    page = reader.page(isere.filing.get_absolute_url())
    assert meta(page, "og:title") == isere.filing.document.title
    assert meta(page, "og:description") == meta(page, "description") == page.css_first(".lead").text()
    assert (meta(page, "og:locale"), meta(page, "og:type")) == ("fr_FR", "website")
    assert meta(page, "og:site_name") == "Où déposer\u00a0?"


def test_a_link_to_an_office_says_what_one_can_do_there(isere, reader):
    page = reader.page(isere.grenoble.get_absolute_url())
    assert meta(page, "description").startswith("Admission exceptionnelle au séjour\u00a0: Il faut d'abord")


def test_a_link_to_a_dossier_a_legal_note_or_the_lookup_says_what_it_holds(isere, claire, reader):
    note = publish(filled(PageKind.LEGAL_NOTE, "complet").model_dump(mode="json"), by=claire)
    for address, wanted in (
        ("/departements/38/dossier/", "Les guichets de l'Isère"),
        ("/regions/auvergne-rhone-alpes/dossier/", "Auvergne-Rhône-Alpes\u00a0: ce que l'on sait"),
        (note.get_absolute_url(), note.document.text[:20]),
        ("/ou-deposer/", "Préfecture par préfecture"),
    ):
        said = meta(reader.page(address), "description")
        assert said.startswith(wanted)
        assert len(said) <= 200


def test_the_dossier_of_a_region_and_that_of_its_only_departement_have_two_titles(isere, reader):
    region, department = "/regions/la-reunion/dossier/", "/departements/974/dossier/"
    assert reader.page(region).css_first("title").text() == "Dossier à imprimer\u00a0: La Réunion – Où déposer\u00a0?"
    assert "La Réunion (974)" in reader.page(department).css_first("title").text()


@pytest.mark.parametrize("language", ["", "/en", "/ar"])
def test_no_page_that_is_listed_goes_without_a_description(isere, claire, reader, language):
    guide = publish(filled(PageKind.GUIDE, "guide").model_dump(mode="json"), by=claire)
    of_the_site = ["aide", "a-propos", "confidentialite", "mentions-legales", "accessibilite", "donnees", "signaler"]
    said = [meta(reader.page(f"{language}/{name}/"), "description") for name in of_the_site]
    said.append(meta(reader.page(language + guide.get_absolute_url()), "description"))
    assert all(text and len(text) <= 250 for text in said), said
    assert len(said) == len(set(said))


def test_the_picture_of_a_link_is_our_own_and_light(isere, reader):
    address = meta(reader.page("/"), "og:image")
    assert address == f"{settings.SITE_URL}/static/share.png"
    assert (settings.BASE_DIR / "static" / "share.png").stat().st_size <= 20_000


def test_marks_in_a_title_stay_in_the_title(isere, claire, reader):
    title = 'Dépôt « spécial » "38" <b>&'
    office = {**filled(PageKind.OFFICE, "bureau").model_dump(mode="json"), "name": title}
    page = reader.page(publish(office, by=claire, slug="bureau").get_absolute_url())
    assert meta(page, "og:title") == title
    assert page.css_first("title").text() == f"{title} – Où déposer\u00a0?"


@pytest.mark.parametrize(
    "path",
    [
        "{page}versions/1/",
        "{page}historique/",
        "{page}comparer/",
        "{page}pieces/",
        "{page}?au={day}",
        "/?q=grenoble",
        "/ou-deposer/?commune=38185",
        "/ou-deposer/?commune=38185&fondement={ground}",
        "/compte/connexion/",
        "/rien/du/tout/",
    ],
)
def test_what_is_not_to_be_listed_says_so_and_nothing_else(isere, reader, path):
    day = isere.filing.edited_at.date().isoformat()
    address = path.format(page=isere.filing.get_absolute_url(), day=day, ground=isere.ground.slug)
    page = LexborHTMLParser(reader.get(address).content)
    assert meta(page, "robots") == "noindex"
    assert canonical(page) is meta(page, "og:url") is None


def test_the_page_that_stands_is_told_to_machines_and_its_past_is_not(isere, reader):
    address = isere.filing.get_absolute_url()
    told = reader.page(address).css_first("script[type='application/ld+json']").text()
    assert json.loads(told)["mainEntity"]["@type"] == "GovernmentService"
    assert not reader.page(f"{address}versions/1/").css("[type='application/ld+json']")


def test_the_text_to_pass_on_stands_on_the_page_and_not_on_its_past(isere, reader):
    for page in (isere.filing, isere.grenoble):
        text = reader.page(page.get_absolute_url()).css_first("#transmettre-texte").text(strip=False)
        assert 160 <= len(text) <= 300
        assert text.endswith(f"{settings.SITE_URL}/g/{page.code}/")
    assert not reader.page(f"{isere.filing.get_absolute_url()}versions/1/").css("#transmettre")


def test_every_kind_of_page_shows_its_short_address_and_draws_it(isere, claire, reader):
    note = publish(filled(PageKind.LEGAL_NOTE, "note").model_dump(mode="json"), by=claire)
    guide = publish(filled(PageKind.GUIDE, "guide").model_dump(mode="json"), by=claire)
    for page in (isere.ground, isere.grenoble, isere.filing, note, guide):
        found = reader.page(page.get_absolute_url())
        short = f"{settings.SITE_URL}/g/{page.code}/"
        assert found.css_first("#transmettre .copyable a").attributes["href"] == short
        assert short in found.css_first(".only-print").text()
        drawing = found.css_first("#transmettre img").attributes
        assert short in drawing["alt"]
        assert reader.get(drawing["src"])["Content-Type"] == "image/svg+xml"
