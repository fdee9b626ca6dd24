"""The map in a real browser, under the site's own policy: outlines come from their file, colours from classes."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]

OUTLINE = ".map__france a.tone--wait use"
COLOUR = "node => getComputedStyle(node).fill"


@pytest.fixture
def tab(live_server, browser, isere, amina) -> Tab:
    client = Client()
    client.force_login(amina)
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return context.new_page()


def test_a_departement_is_drawn_coloured_and_leads_to_its_offices(tab):
    said = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto("/espace/couverture/")
    box = tab.locator(OUTLINE).bounding_box()
    assert box["width"] > 10 and box["height"] > 10, "the outline did not come from its file"
    assert tab.locator(OUTLINE).evaluate(COLOUR) != tab.locator(".map__france > use").first.evaluate(COLOUR)
    assert said == []
    tab.locator(OUTLINE).click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    tab.wait_for_url("**departement=38*")
    assert tab.locator("tbody th a").all_inner_texts() == ["Préfecture de l'Isère", "Sous-préfecture de Vienne"]
