"""How a fact travels: proposed, not public, read by another person, approved, and then said everywhere at once."""

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}


def log_in(tab: Tab, base: str, username: str, then: str):
    tab.goto(f"{base}/compte/connexion/?next={then}")
    tab.fill("input[name=login]", username)
    tab.fill("input[name=password]", "un mot de passe")
    tab.click("main button[type=submit]")
    expect(tab).to_have_url(f"{base}{then}")


def read(base: str, path: str) -> tuple[bytes, str]:
    with urlopen(base + path) as answer:  # noqa: S310 (the suite's own server)
        return answer.read(), answer.headers["ETag"]


def test_a_correction_travels_from_a_volunteer_to_everybody(live_server, browser, isere, amina, claire):
    base, slug = live_server.url, isere.filing.slug
    public = [
        f"/modalites/{slug}/",
        f"/modalites/{slug}/historique/",
        f"/api/v1/procedures/{slug}/",
        "/api/v1/changes/?since=0",
    ]
    before = [read(base, path) for path in public]

    # Amina, on her phone, changes the fee and says where she read it.
    tab = browser.new_context(viewport=PHONE, locale="fr-FR").new_page()
    log_in(tab, base, "amina", f"/espace/proposer/{slug}/")
    tab.locator("summary", has_text="Frais").click()
    tab.get_by_label("Montant en euros").fill("75")
    tab.get_by_role("button", name="Voir ce qui change").last.click()
    tab.get_by_label("D'où vient cette information ?").select_option("web_page")
    tab.get_by_label("Adresse de la page lue").fill("https://www.isere.gouv.fr/sejour")
    tab.get_by_label("Lu, reçu ou constaté le").fill("2026-03-02")
    change = tab.get_by_role("region", name="Ce que votre proposition change")
    expect(change).to_contain_text("50")
    expect(change).to_contain_text("75")
    tab.get_by_role("button", name="Envoyer la proposition").click()
    expect(tab.locator("main")).to_contain_text("Rien n'est public avant")
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    # The public reads exactly what it read before, to the byte and the ETag.
    assert [read(base, path) for path in public] == before

    # Claire finds it in the queue, reads old and new side by side, and approves.
    tab = browser.new_context(viewport=PHONE, locale="fr-FR").new_page()
    log_in(tab, base, "claire", "/espace/file/")
    tab.get_by_role("link", name=isere.filing.document.title).click()
    expect(tab.locator("main")).to_contain_text("Avant")
    expect(tab.locator("main")).to_contain_text("https://www.isere.gouv.fr/sejour")
    tab.get_by_role("button", name="Approuver et publier").click()
    expect(tab.locator("main")).to_contain_text("Rien n'attend")

    # Page, history, API and log say it together.
    page, history, api, log = [read(base, path)[0] for path in public]
    assert "75" in page.decode()
    assert "75" in history.decode()
    assert json.loads(api)["fees"][0]["amount"] == "75.00"
    assert json.loads(api)["version"] == 2
    assert json.loads(log)["results"][-1]["version"] == 2


def test_a_refusal_is_read_by_its_author_and_by_nobody_else(live_server, browser, isere, fee_proposal, claire):
    base, slug = live_server.url, isere.filing.slug
    before = read(base, f"/modalites/{slug}/")
    tab = browser.new_context(viewport=PHONE, locale="fr-FR").new_page()
    log_in(tab, base, "claire", f"/espace/propositions/{fee_proposal.pk}/")
    tab.get_by_label("Motif, que son auteur·rice lira").select_option("source_says_otherwise")
    tab.get_by_label("Explication").fill("La page dit toujours 50 euros.")
    tab.get_by_role("button", name="Refuser").click()
    expect(tab.locator("main")).to_contain_text("son auteur·rice lira pourquoi")

    assert read(base, f"/modalites/{slug}/") == before
    tab = browser.new_context(viewport=PHONE, locale="fr-FR").new_page()
    log_in(tab, base, "amina", "/espace/")
    expect(tab.locator("main")).to_contain_text("La page dit toujours 50 euros.")


def test_a_moderator_warns_readers_in_three_taps(live_server, browser, isere, claire):
    base, slug = live_server.url, isere.filing.slug
    tab = browser.new_context(viewport=PHONE, locale="fr-FR").new_page()
    log_in(tab, base, "claire", f"/modalites/{slug}/")
    tab.get_by_role("link", name="mettre en garde").click()
    tab.get_by_role("link", name="Mettre en garde").click()
    tab.get_by_role("button", name="Ce guichet serait fermé.").click()
    page = read(base, f"/modalites/{slug}/")[0].decode()
    assert page.index("Ce guichet serait fermé.") < page.index("12 place de Verdun")
    tab.get_by_role("button", name="Lever cette mise en garde").click()
    assert "Ce guichet serait fermé." not in read(base, f"/modalites/{slug}/")[0].decode()
