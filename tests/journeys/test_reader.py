"""A reader on an old phone: no script, little room, perhaps the keyboard alone, perhaps a screen reader."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from offices import moderation
from offices.enums import PageKind, WarningCode
from tests.plugins.cast import publish
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db(transaction=True)

SMALLEST = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def addresses(isere, claire) -> list[str]:
    """Each kind of public page, those of a content with everything that the shape can hold."""
    pages = [publish(filled(kind, "mot").model_dump(mode="json"), by=claire) for kind in PageKind]
    pages += [isere.filing, isere.vienne]
    moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire, step="book")
    own = [page.get_absolute_url() for page in pages]
    return [
        *own,
        f"{own[0]}historique/",
        f"{own[0]}historique/?de=1&a=1",
        f"{own[0]}versions/1/",
        f"{own[1]}pieces/",
        f"{own[1]}comparer/",
        f"{own[1]}comparer/{isere.filing.slug}/",
        "/",
        "/?q=grenoble",
        "/?q=rien du tout",
        "/departements/",
        "/departements/38/",
        "/regions/auvergne-rhone-alpes/",
        "/fondements/",
        "/ou-deposer/",
        "/ou-deposer/?commune=38185",
        f"/ou-deposer/?commune=38544&fondement={isere.ground.slug}",
        "/chiffres/?de=2020-01-01",
        "/chiffres/guichets/",
        "/chiffres/changements/?de=2020-01-01",
        "/aide/",
        "/mentions-legales/",
        "/nulle-part/",
    ]


def test_where_to_file_is_found_by_keyboard_without_script(live_server, browser, isere):
    tab = browser.new_context(viewport=SMALLEST, locale="fr-FR", java_script_enabled=False).new_page()
    tab.goto(live_server.url)
    tab.get_by_label("Commune, code postal, département ou guichet").focus()
    tab.keyboard.type("grenoble")
    tab.keyboard.press("Enter")
    follow(tab, "Grenoble (38)")
    follow(tab, "Admission exceptionnelle au séjour")
    expect(tab.locator(".lead")).to_have_text("Votre guichet : Préfecture de l'Isère.")
    follow(tab, "Admission exceptionnelle au séjour")
    expect(tab.locator("main address")).to_contain_text("12 place de Verdun")


def follow(tab: Tab, name: str):
    """Open a link with the keyboard alone."""
    tab.locator("main").get_by_role("link", name=name, exact=True).first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_load_state()


def test_the_way_past_the_header_is_the_first_thing_the_keyboard_meets(live_server, browser, isere):
    tab = browser.new_context(viewport=SMALLEST).new_page()
    tab.goto(live_server.url + isere.filing.get_absolute_url())
    tab.keyboard.press("Tab")
    skip = tab.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()


def test_nothing_is_wider_than_the_smallest_screen(live_server, browser, addresses):
    tab = browser.new_context(viewport=SMALLEST).new_page()
    for address in addresses:
        tab.goto(live_server.url + address)
        assert tab.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"], address


def test_axe_finds_nothing(live_server, browser, addresses):
    rules = {"light": RULES, "dark": ["color-contrast"]}  # only colours differ in the dark
    found = []
    for scheme, wanted in rules.items():
        # The checker is a script of ours put into the page: only here the page's policy lets it in.
        tab = browser.new_context(viewport=SMALLEST, color_scheme=scheme, bypass_csp=True).new_page()
        for address in addresses:
            tab.goto(live_server.url + address)
            violations = Axe().run(tab, options={"runOnly": wanted}).response["violations"]
            found += [f"{scheme} {address}: {v['id']} {[node['target'] for node in v['nodes']]}" for v in violations]
    assert not found, "\n".join(found)
