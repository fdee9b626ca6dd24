"""The working space for everybody: no script, the keyboard alone, a narrow screen, by day and by night, read aloud."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.plugins.cast import approve, propose, with_address, with_fee

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
SMALLEST = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNFOLD = "document.querySelectorAll('details').forEach(part => part.open = true)"


@pytest.fixture
def tab_of(live_server, browser):
    """A window of somebody who has signed in."""

    def open_tab(person, **options) -> Tab:
        client = Client()
        client.force_login(person)
        context = browser.new_context(base_url=live_server.url, locale="fr-FR", **options)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return context.new_page()

    return open_tab


@pytest.fixture
def form_address(isere) -> str:
    return reverse("offices:propose", args=[isere.filing.slug])


def test_nothing_is_asked_of_anybody_else_and_nothing_is_complained_about(tab_of, emma, live_server, form_address):
    tab = tab_of(emma, viewport=PHONE)
    asked, said = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    for address in ("/espace/", "/espace/file/", "/espace/couverture/", "/espace/importer/", form_address):
        tab.goto(address)
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert said == []


# --- The keyboard alone, without script -----------------------------------------------------------------------------


def test_a_correction_is_proposed_and_decided_by_keyboard_without_script(tab_of, amina, claire, isere, form_address):
    tab = tab_of(amina, viewport=PHONE, java_script_enabled=False)
    tab.goto(form_address)
    unfold(tab, "Étapes")
    unfold(tab, "2. Envoyer la demande par courrier")
    retype(tab, tab.locator("#id_steps-post").get_by_label("Code postal"), "38021")
    tab.keyboard.press("Enter")  # shows what changes; it removes no row
    change = tab.get_by_role("region", name="Ce que votre proposition change")
    expect(change).to_contain_text("38021")
    retype(tab, tab.get_by_label("Adresse de la page lue"), "https://www.isere.gouv.fr/sejour")
    tab.get_by_label("Lu, reçu ou constaté le").fill("2026-03-02")
    press(tab, "Envoyer la proposition")
    expect(tab.locator("#resultat")).to_be_focused()  # read first: nobody hears what stood there when a page opened
    expect(tab.locator("#resultat")).to_contain_text("Rien n'est public avant")

    tab = tab_of(claire, viewport=PHONE, java_script_enabled=False)
    tab.goto("/espace/file/")
    tab.locator("main .list").get_by_role("link").first.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_contain_text("38021")
    press(tab, "Approuver et publier")
    expect(tab.locator("#resultat")).to_be_focused()
    expect(tab.locator("#resultat")).to_contain_text("Approuvée et publiée")
    isere.filing.refresh_from_db()
    assert isere.filing.document.steps[1].address.postcode == "38021"


def unfold(tab: Tab, name: str):
    part = tab.locator("summary", has_text=name).first
    part.focus()
    tab.keyboard.press("Enter")
    expect(part.locator("..")).to_have_attribute("open", "")


def retype(tab: Tab, field, text: str):
    field.focus()
    tab.keyboard.press("Control+A")
    tab.keyboard.type(text)


def press(tab: Tab, name: str):
    tab.get_by_role("button", name=name).last.focus()
    tab.keyboard.press("Enter")


def test_every_control_is_reached_in_the_order_in_which_it_stands(tab_of, amina, form_address):
    """Tab from the top: no trap, no detour, and each focus can be seen."""
    tab = tab_of(amina, viewport=PHONE)
    tab.goto(form_address)
    tab.locator("summary", has_text="Frais").click()
    tab.get_by_label("Montant en euros").focus()
    places = []
    for _key in range(12):
        tab.keyboard.press("Tab")
        places.append(tab.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert places == sorted(places)


# --- Where one lands ------------------------------------------------------------------------------------------------


def test_a_new_row_is_where_one_lands_open_and_in_sight(tab_of, amina, form_address):
    tab = tab_of(amina, viewport=PHONE, java_script_enabled=False)
    tab.goto(form_address)
    unfold(tab, "Frais")
    press(tab, "Ajouter un montant")
    row = tab.locator("#partie-fees .row-form").last
    expect(row).to_be_in_viewport()
    expect(row).to_have_attribute("open", "")
    tab.keyboard.press("Tab")
    expect(row.locator("summary").first).to_be_focused()
    tab.keyboard.press("Tab")
    expect(row.get_by_label("Nature")).to_be_focused()


def test_a_row_that_moved_is_where_one_lands(tab_of, amina, form_address):
    tab = tab_of(amina, viewport=PHONE)
    tab.goto(form_address)
    unfold(tab, "Étapes")
    unfold(tab, "2. Envoyer la demande par courrier")
    press(tab, "Monter")
    row = tab.locator("#id_steps-post")
    expect(row).to_be_in_viewport()
    tab.keyboard.press("Tab")
    expect(row.locator("summary").first).to_be_focused()
    expect(row).to_contain_text("1. Envoyer la demande par courrier")


def test_an_error_is_said_first_and_its_link_opens_what_it_stands_in(tab_of, amina, form_address):
    tab = tab_of(amina, viewport=PHONE)
    tab.goto(form_address)
    unfold(tab, "Étapes")
    unfold(tab, "1. Prendre rendez-vous en ligne")
    tab.get_by_label("Lien", exact=True).first.fill("isere point fr")
    press(tab, "Voir ce qui change")
    alert = tab.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(tab).to_have_title(re.compile("^À corriger – Proposer une modification"))
    # Folded again by hand: the link opens it.
    tab.evaluate("document.querySelectorAll('details').forEach(part => part.open = false)")
    alert.get_by_role("link").first.focus()
    tab.keyboard.press("Enter")
    field = tab.locator("#id_steps-book-url")
    expect(field).to_be_focused()
    expect(field).to_be_visible()
    expect(field).to_have_accessible_description(re.compile("Une adresse de site commence par http"))


def test_a_change_leads_back_to_its_field(tab_of, amina, form_address):
    tab = tab_of(amina, viewport=PHONE)
    tab.goto(form_address)
    unfold(tab, "Frais")
    tab.get_by_label("Montant en euros").fill("75")
    press(tab, "Voir ce qui change")
    tab.get_by_role("region", name="Ce que votre proposition change").get_by_role("link").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Montant en euros")).to_be_focused()
    expect(tab.get_by_label("Montant en euros")).to_be_visible()


# --- Where it is hard -----------------------------------------------------------------------------------------------


def test_three_answers_on_a_phone_say_that_an_office_refuses(tab_of, amina, isere):
    """From the public page of an office of which nobody knows anything."""
    tab = tab_of(amina, viewport=PHONE)
    tab.goto(isere.vienne.get_absolute_url())
    tab.get_by_role("link", name="Vous le savez").click()
    tab.get_by_label("Admission exceptionnelle au séjour").check()
    tab.get_by_label("non, aucune demande de titre de séjour").check()
    tab.get_by_label("où s'adresser").select_option("prefecture-grenoble")
    tab.get_by_role("button", name="Continuer").click()
    change = tab.get_by_role("region", name="Ce que votre proposition change")
    expect(change).to_contain_text("ne traite pas ces demandes")
    expect(change).to_contain_text("Préfecture de l'Isère")
    expect(tab.get_by_role("button", name="Envoyer la proposition")).to_be_visible()


def test_nobody_else_is_offered_what_was_typed_when_a_session_ended(tab_of, amina, bilal, form_address):
    tab = tab_of(amina, viewport=PHONE, java_script_enabled=False)
    tab.goto(form_address)
    unfold(tab, "Frais")
    tab.get_by_label("Montant en euros").fill("75")
    tab.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    press(tab, "Voir ce qui change")
    tab.fill("input[name=login]", "bilal")
    tab.fill("input[name=password]", "un mot de passe")
    tab.click("main button[type=submit]")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Mon travail")
    expect(tab.locator("#resultat")).to_be_focused()
    expect(tab.locator("#resultat")).to_contain_text("rempli avec un autre compte")
    expect(tab.get_by_role("button", name="Renvoyer le formulaire")).to_have_count(0)


def test_an_author_chooses_where_both_changed_the_same(tab_of, amina, bilal, claire, isere):
    page = isere.filing
    mine = propose(page, with_fee(page.document, "80"), amina)
    approve(propose(page, with_address(with_fee(page.document, "75"), "1 rue Neuve"), bilal), claire)
    tab = tab_of(amina, viewport=PHONE)
    tab.goto(reverse("offices:proposal", args=[mine.pk]))
    expect(tab.get_by_role("heading", name="Votre proposition attend votre choix")).to_be_visible()
    tab.get_by_role("link", name="Reprendre ma proposition").click()
    conflict = tab.get_by_role("region", name="La page a changé au même endroit depuis")
    for value in ("50,00", "75,00", "80,00"):
        expect(conflict).to_contain_text(value)
    conflict.get_by_role("link").click()
    field = tab.get_by_label("Montant en euros")
    expect(field).to_be_focused()
    expect(field).to_have_value("80,00")
    field.fill("78")
    press(tab, "Voir ce qui change")
    expect(tab.get_by_role("region", name="Ce que votre proposition change")).to_contain_text("75,00")
    press(tab, "Envoyer la proposition")
    expect(tab.get_by_role("status")).to_contain_text("envoyée")
    mine.refresh_from_db()
    approve(mine, claire)
    page.refresh_from_db()
    assert page.document.fees[0].amount == "78.00"
    assert page.document.steps[1].address.lines[1] == "1 rue Neuve"


def test_a_session_that_ended_loses_nothing_of_what_was_typed(tab_of, amina, form_address):
    tab = tab_of(amina, viewport=PHONE, java_script_enabled=False)
    tab.goto(form_address)
    unfold(tab, "Frais")
    tab.get_by_label("Montant en euros").fill("75")
    tab.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    press(tab, "Voir ce qui change")
    expect(tab.get_by_role("status")).to_contain_text("Rien n'est perdu")
    tab.fill("input[name=login]", "amina")
    tab.fill("input[name=password]", "un mot de passe")
    tab.click("main button[type=submit]")
    tab.get_by_role("button", name="Renvoyer le formulaire tel qu'il était").click()
    expect(tab.get_by_role("region", name="Ce que votre proposition change")).to_contain_text("75,00")
    expect(tab.get_by_role("button", name="Envoyer la proposition")).to_be_visible()
