"""What must be exact is copied by one tap, as it stands in the content; whoever has no script selects it by hand."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.plugins.cast import publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]

PHONE = {"width": 360, "height": 640}
WORDING = "Nom et prénom :\nNationalité : « précisez »\n100 % exact & signé"


@pytest.fixture
def address(isere, claire) -> str:
    """A procedure on which each kind of exact thing stands once: an address, a code, an e-mail and its words."""
    page = publish(
        {
            "kind": "procedure",
            "title": "Une démarche",
            "department": "38",
            "offices": ["sous-prefecture-vienne"],
            "grounds": [isere.ground.slug],
            "steps": [
                {"id": "book", "purpose": "book", "channel": "booking", "code": "AES-38  B"},
                {
                    "id": "write",
                    "purpose": "send",
                    "channel": "email",
                    "email": "sejour@isere.example.org",
                    "wording": WORDING,
                },
                {
                    "id": "post",
                    "purpose": "send",
                    "channel": "post",
                    "alternative": True,
                    "address": {
                        "lines": ["Sous-préfecture de Vienne", "16 boulevard Eugène-Arnaud"],
                        "postcode": "38200",
                        "city": "VIENNE Cedex",
                    },
                },
            ],
        },
        by=claire,
    )
    return page.get_absolute_url()


EXACT = {
    "address": "Sous-préfecture de Vienne\n16 boulevard Eugène-Arnaud\n38200 VIENNE Cedex",
    "strong.copyable": "AES-38  B",
    "span.label-block": WORDING,
    ".steps span.copyable:not(.label-block)": "sejour@isere.example.org",
}


def test_what_is_copied_is_the_field_byte_for_byte_and_said_aloud(live_server, browser, address):
    context = browser.new_context(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto(live_server.url + address)
    for field, text in EXACT.items():
        button = tab.locator(field).get_by_role("button")
        expect(button).to_have_accessible_name(f"Copier {text.split(chr(10))[0]}".replace("  ", " "))
        button.focus()
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("status")).to_have_text("Copié")
        assert tab.evaluate("navigator.clipboard.readText()") == text


def test_where_the_clipboard_is_refused_the_text_is_selected(live_server, browser, address):
    tab = browser.new_context(viewport=PHONE).new_page()
    tab.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    tab.goto(live_server.url + address)
    tab.locator("address").get_by_role("button").click()
    expect(tab.get_by_role("status")).to_have_text("Texte sélectionné : copiez-le")
    assert "38200 VIENNE Cedex" in tab.evaluate("getSelection().toString()")


def test_without_script_there_is_no_button_and_nothing_is_missing(live_server, browser, address):
    tab = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    tab.goto(live_server.url + address)
    for field in EXACT:
        expect(tab.locator(field)).to_be_visible()
    assert tab.locator("main button").count() == 0


def test_the_message_begins_with_the_words_that_it_must_hold(live_server, browser, address):
    tab = browser.new_context(viewport=PHONE).new_page()
    tab.goto(live_server.url + address)
    href = tab.locator("main a[href^='mailto:']").get_attribute("href")
    address, _sign, body = href.partition("?body=")
    assert address == "mailto:sejour@isere.example.org"
    assert unquote(body) == WORDING.replace("\n", "\r\n")
    assert not set("&? \n«%") & set(body.replace("%", "", body.count("%")))
