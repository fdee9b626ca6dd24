"""A page handed on, in a real browser: its data for machines breaks no policy, its drawing waits until it is wanted."""

import json
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]

REPORT = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => refused.push(event.violatedDirective));
"""


def test_data_for_machines_stands_under_the_strict_policy(live_server, browser, isere):
    tab = browser.new_context(locale="fr-FR").new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.add_init_script(REPORT)
    answer = tab.goto(live_server.url + isere.filing.get_absolute_url())
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    told = tab.locator("script[type='application/ld+json']").text_content()
    assert json.loads(told)["mainEntity"]["@type"] == "GovernmentService"
    assert tab.evaluate("refused") == said == []


def test_by_keyboard_the_text_the_short_address_and_its_drawing(live_server, browser, isere):
    tab = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR").new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(live_server.url + isere.filing.get_absolute_url(), wait_until="networkidle")
    assert not [address for address in asked if address.endswith("qr.svg")]  # nobody pays for what nobody opened

    tab.locator("#transmettre summary").focus()
    with tab.expect_response(lambda response: response.url.endswith("qr.svg")) as drawing:
        tab.keyboard.press("Enter")
    assert drawing.value.ok
    text = tab.locator("#transmettre-texte")
    expect(text).to_contain_text(f"/g/{isere.filing.code}/")
    link = tab.get_by_role("link", name="Envoyer ce texte par SMS").get_attribute("href")
    assert unquote(link.removeprefix("sms:?&body=")).split("\n")[-1].endswith(f"/g/{isere.filing.code}/")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_a_script_the_text_is_there_and_can_be_selected(live_server, browser, isere):
    tab = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    tab.goto(live_server.url + isere.grenoble.get_absolute_url())
    tab.locator("#transmettre summary").click()
    expect(tab.locator("#transmettre-texte")).to_contain_text("Préfecture de l'Isère")
    expect(tab.locator("#transmettre img")).to_be_visible()


def test_on_paper_the_short_address_is_printed(live_server, browser, isere):
    tab = browser.new_context(locale="fr-FR").new_page()
    tab.goto(live_server.url + isere.filing.get_absolute_url())
    tab.emulate_media(media="print")
    expect(tab.locator(".only-print", has_text=f"/g/{isere.filing.code}/")).to_be_visible()
    expect(tab.locator("#transmettre")).to_be_hidden()
