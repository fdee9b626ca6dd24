"""Whole ways by keyboard alone: nothing but Tab, Enter, the arrows and letters. At every stop the focus shows, lies
under nothing, and comes in the order in which one reads."""

from datetime import date

import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from tests.plugins.cast import approve, propose, with_fee

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "un mot de passe"
PHONE = {"width": 360, "height": 740}
MOST_STOPS = 90
ROW = 60  # pixels: what stands on one line need not be met from its top

STOP = """() => {
  const node = document.activeElement, box = node.getClientRects()[0], style = getComputedStyle(node);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
  const x = box.left + Math.min(box.width / 2, 40), y = box.top + box.height / 2;
  const over = document.elementFromPoint(x, y);
  return {
    name: node.outerHTML.slice(0, 90), top: Math.round(box.top + scrollY), page: location.href,
    shows: seen, clear: Boolean(over) && (node.contains(over) || over.contains(node)),
  };
}"""


class Keyboard:
    def __init__(self, tab: Tab):
        self.tab, self.page, self.top, self.met = tab, "", 0, []

    def to(self, wanted: Locator) -> None:
        """Tab until it is there."""
        for _stop in range(MOST_STOPS):
            self.tab.keyboard.press("Tab")
            stop = self.tab.evaluate(STOP)
            self.met.append(stop["name"])
            assert stop["shows"], f"the focus does not show: {stop}, after {self.met[-9:]}"
            assert stop["clear"], f"something lies over the focus: {stop}"
            if stop["page"] == self.page:
                assert stop["top"] >= self.top - ROW, f"the focus goes back up: {stop}"
            self.page, self.top = stop["page"], stop["top"]
            if wanted.evaluate("node => node === document.activeElement"):
                return
        raise AssertionError(f"never reached: {wanted}")

    def follow(self, wanted: Locator) -> None:
        self.to(wanted)
        self.enter()

    def enter(self) -> None:
        with self.tab.expect_navigation():  # to another page, or to another place on this one
            self.tab.keyboard.press("Enter")
        self.page = ""

    def type(self, wanted: Locator, text: str) -> None:
        self.to(wanted)
        self.tab.keyboard.press("Control+A")
        self.tab.keyboard.type(text)


@pytest.fixture
def tab(live_server, browser) -> Tab:
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="fr-FR")
    yield context.new_page()
    context.close()


def log_in(keyboard: Keyboard, username: str, password: str) -> None:
    keyboard.type(keyboard.tab.locator("#id_login"), username)
    keyboard.type(keyboard.tab.locator("#id_password"), password)
    keyboard.enter()


def test_a_reader_finds_her_office_reads_how_to_file_and_what_changed(tab, isere, amina, claire):
    approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
    keyboard, main = Keyboard(tab), tab.locator("main")
    tab.goto("/")
    keyboard.type(main.get_by_label("Commune, code postal, département ou guichet"), "grenoble")
    keyboard.enter()
    keyboard.follow(main.get_by_role("link", name="Grenoble (38)").first)
    keyboard.follow(main.get_by_role("link", name="Admission exceptionnelle au séjour", exact=True).first)
    expect(tab.locator(".lead").first).to_contain_text("Préfecture de l'Isère")
    keyboard.follow(main.locator(f"a[href='{isere.filing.get_absolute_url()}']").first)
    expect(main.locator("address").first).to_contain_text("12 place de Verdun")
    keyboard.follow(main.locator("a[href*='/historique/']").first)
    keyboard.follow(main.get_by_role("button", name="Comparer"))
    expect(main.get_by_role("table", name="Côte à côte")).to_contain_text("75,00")


def test_the_way_past_the_header_leads_into_the_text(tab, isere):
    tab.goto(isere.filing.get_absolute_url())
    keyboard = Keyboard(tab)
    keyboard.follow(tab.get_by_role("link", name="Aller au contenu"))
    expect(tab.locator("main")).to_be_focused()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_what_was_refused_is_said_first_and_leads_to_its_field(tab, amina):
    tab.goto("/compte/connexion/")
    keyboard = Keyboard(tab)
    log_in(keyboard, "amina", "un autre mot de passe")
    expect(tab.get_by_role("alert")).to_be_focused()
    expect(tab).to_have_title("À corriger – Connexion – Où déposer ?")
    log_in(keyboard, "amina", "")
    alert = tab.get_by_role("alert")
    expect(alert).to_be_focused()
    keyboard.follow(alert.get_by_role("link", name="Mot de passe"))
    field = tab.locator("#id_password")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Ce champ est obligatoire.")


def test_a_volunteer_logs_in_and_proposes_a_correction(tab, isere, amina):
    keyboard, main = Keyboard(tab), tab.locator("main")
    tab.goto(isere.filing.get_absolute_url())
    keyboard.follow(main.get_by_role("link", name="Proposer une modification").first)
    log_in(keyboard, "amina", PASSWORD)
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Proposer une modification")
    keyboard.to(tab.locator("#partie-fees > summary"))
    tab.keyboard.press("Enter")
    expect(tab.locator("#partie-fees")).to_have_attribute("open", "")
    keyboard.type(tab.get_by_label("Montant en euros"), "75")
    keyboard.follow(tab.get_by_role("button", name="Voir ce qui change").last)
    expect(tab.get_by_role("region", name="Ce que votre proposition change")).to_contain_text("75")
    keyboard.type(tab.get_by_label("Adresse de la page lue"), "https://www.isere.gouv.fr/sejour")
    keyboard.to(tab.get_by_label("Lu, reçu ou constaté le"))
    tab.keyboard.type("03032026")  # day and month are one, whichever this browser asks for first
    keyboard.follow(tab.get_by_role("button", name="Envoyer la proposition"))
    expect(tab.locator("main .alert[role=status]")).to_contain_text("envoyée")
    assert isere.filing.proposals.get(author=amina).evidence_date == date(2026, 3, 3)


def test_a_moderator_opens_what_waits_reads_it_and_decides(tab, isere, amina, claire):
    first, second = (propose(isere.filing, with_fee(isere.filing.document, amount), amina) for amount in ("75", "80"))
    tab.goto("/espace/file/")
    keyboard, main = Keyboard(tab), tab.locator("main")
    log_in(keyboard, "claire", PASSWORD)
    keyboard.follow(main.locator(f"a[href*='{first.pk}']"))
    expect(main).to_contain_text("75,00")
    keyboard.follow(tab.get_by_role("button", name="Refuser"))  # without a reason
    alert = tab.get_by_role("alert")
    expect(alert).to_be_focused()
    keyboard.follow(alert.get_by_role("link", name="Motif"))
    reason = tab.get_by_label("Motif, que son auteur·rice lira")
    expect(reason).to_be_focused()
    tab.keyboard.press("ArrowDown")
    keyboard.follow(tab.get_by_role("button", name="Refuser"))
    expect(tab.locator("main .alert[role=status]")).to_contain_text("son auteur·rice lira pourquoi")
    expect(main).to_contain_text("80,00")  # the next that waits
    keyboard.follow(tab.get_by_role("button", name="Approuver et publier"))
    expect(tab.locator("main .alert[role=status]")).to_contain_text("Approuvée et publiée")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("refused", "approved")
