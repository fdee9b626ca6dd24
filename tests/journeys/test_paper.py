"""Public pages as Chromium puts them on paper: readable in black, with the addresses of links, without navigation."""

import pytest

from tests.plugins.cast import publish
from tests.plugins.filled import filled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]

A4_AT_96_DPI = {"width": 680, "height": 1010}  # within margins of 15 mm

HIDDEN = [".crumbs", ".top .search", ".languages", ".bottom nav", "main nav.actions", ".copy", "#transmettre"]
FAINT = """() => [...document.querySelectorAll('main *, .top *')]
    .filter(node => node.checkVisibility() && node.innerText)
    .filter(node => getComputedStyle(node).color.match(/\\d+/g).slice(0, 3).some(part => part > 140))
    .map(node => node.outerHTML.slice(0, 90))"""


@pytest.fixture
def paper(live_server, browser):
    tab = browser.new_context(viewport=A4_AT_96_DPI, base_url=live_server.url).new_page()
    tab.emulate_media(media="print")
    return tab


@pytest.mark.parametrize("kind", ["procedure", "office", "ground"])
def test_a_page_prints_whole_in_black_without_what_only_a_screen_can_use(paper, isere, claire, kind):
    page = publish(filled(kind, "mot").model_dump(mode="json"), by=claire)
    paper.goto(page.get_absolute_url())
    assert [name for name in HIDDEN if paper.locator(name).first.is_visible()] == []
    assert paper.evaluate(FAINT) == []
    assert paper.evaluate("document.documentElement.scrollWidth") <= A4_AT_96_DPI["width"]
    link = paper.locator("#sources a[href^=http]").first
    printed = link.evaluate("node => getComputedStyle(node, '::after').content")
    assert "attr(href)" in printed or link.get_attribute("href") in printed


def test_a_comparison_prints_in_two_columns(paper, isere, claire):
    other = publish(filled("procedure", "mot").model_dump(mode="json"), by=claire)
    paper.goto(f"{isere.filing.get_absolute_url()}comparer/{other.slug}/")
    left, right = paper.locator(".side-by-side tbody tr").first.locator("td").all()
    assert left.bounding_box()["y"] == right.bounding_box()["y"]
    assert paper.evaluate("document.documentElement.scrollWidth") <= A4_AT_96_DPI["width"]
