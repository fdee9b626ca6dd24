"""A reader on an old phone: no script, little room, perhaps the keyboard alone, perhaps a screen reader."""

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

SMALLEST = {"width": 320, "height": 640}


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
