"""From a commune to the answer in one search: by keyboard alone, by touch, and without any script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIELD = "Commune, code postal, département ou guichet"


@pytest.fixture
def open_home(live_server, browser, isere):
    def open_(**context) -> Tab:
        tab = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="fr-FR", **context).new_page()
        tab.goto("/")
        return tab

    return open_


def answered(tab: Tab):
    expect(tab.locator(".lead")).to_have_text("Votre guichet : Préfecture de l'Isère.")


def test_by_keyboard_alone(open_home):
    tab = open_home()
    field = tab.get_by_label(FIELD)
    for _ in range(20):
        tab.keyboard.press("Tab")
        if field.evaluate("node => node === document.activeElement"):
            break
    tab.keyboard.type("greno")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(tab.get_by_role("status").first).to_contain_text("suggestion")
    tab.keyboard.press("ArrowDown")
    expect(tab.get_by_role("option", name="Grenoble (38)")).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == tab.get_by_role("option").first.get_attribute("id")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/ou-deposer/?commune=38185")
    ground = tab.locator("main").get_by_role("link", name="Admission exceptionnelle au séjour", exact=True).first
    for _ in range(20):
        tab.keyboard.press("Tab")
        if ground.evaluate("node => node === document.activeElement"):
            break
    tab.keyboard.press("Enter")
    answered(tab)


def test_by_touch(open_home):
    tab = open_home(has_touch=True, is_mobile=True)
    tab.get_by_label(FIELD).tap()
    tab.keyboard.type("greno")
    option = tab.get_by_role("option", name="Grenoble (38)")
    assert option.bounding_box()["height"] >= 40
    option.tap()
    tab.wait_for_url("**/ou-deposer/?commune=38185")
    tab.locator("main").get_by_role("link", name="Admission exceptionnelle au séjour", exact=True).first.tap()
    answered(tab)


def test_without_script(open_home):
    tab = open_home(java_script_enabled=False)
    tab.get_by_label(FIELD).fill("greno")
    tab.get_by_role("button", name="Chercher").click()
    tab.locator("main").get_by_role("link", name="Grenoble (38)", exact=True).click()
    tab.locator("main").get_by_role("link", name="Admission exceptionnelle au séjour", exact=True).first.click()
    answered(tab)


def test_the_list_opens_moves_and_closes_as_the_keys_say(open_home):
    tab = open_home()
    field = tab.get_by_label(FIELD)
    field.focus()
    tab.keyboard.type("saint")
    options = tab.get_by_role("option")
    expect(options.first).to_be_visible()
    marked = tab.locator("[role=option][aria-selected=true]")
    tab.keyboard.press("ArrowUp")
    expect(marked).to_have_text(options.last.inner_text())
    tab.keyboard.press("Home")
    expect(marked).to_have_text(options.first.inner_text())
    tab.keyboard.press("End")
    expect(marked).to_have_text(options.last.inner_text())
    tab.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("saint")
    tab.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    tab.keyboard.press("Tab")
    expect(options.first).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("address", ["/", "/aide/"], ids=["field of the page", "field of the header"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_list(open_home, scheme, address):
    tab = open_home(color_scheme=scheme, bypass_csp=True)
    tab.goto(address)
    tab.get_by_label(FIELD).focus()
    tab.keyboard.type("saint")
    expect(tab.get_by_role("option").first).to_be_visible()
    tab.keyboard.press("ArrowDown")
    violations = Axe().run(tab, options={"runOnly": RULES}).response["violations"]
    assert not violations, [(found["id"], [node["target"] for node in found["nodes"]]) for found in violations]


def questions_of(tab: Tab) -> list[str]:
    """What is asked from here on. The script, fetched when the field is entered, is there."""
    tab.get_by_label(FIELD).focus()
    expect(tab.get_by_label(FIELD)).to_have_attribute("aria-controls", "q-suggestions")
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    return asked


def test_one_letter_is_sent_nowhere_and_enter_still_searches(open_home):
    tab = open_home()
    tab.clock.install()
    asked = questions_of(tab)
    tab.keyboard.type("g")
    tab.clock.run_for(1000)
    assert asked == []
    tab.keyboard.type("renoble")
    tab.clock.run_for(1000)
    expect(tab.get_by_role("option").first).to_be_visible()
    assert len(asked) == 1, "each letter was sent"
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/?q=grenoble")
    assert not tab.context.cookies()


def test_what_is_typed_while_the_script_is_on_its_way_is_asked_when_it_is_there(open_home):
    tab = open_home()
    tab.route("**/search*.js", lambda route: (tab.keyboard.type("greno"), route.continue_()))
    tab.get_by_label(FIELD).focus()
    expect(tab.get_by_role("option", name="Grenoble (38)")).to_be_visible()


# Answers of the site, each held back until the test lets it go: `answers[0]()`.
HELD_BACK = """() => {
  window.answers = [];
  window.fetch = (address, { signal }) => new Promise((arrive, fail) => {
    const option = { label: new URL(address).searchParams.get("q"), lang: "", note: "", note_lang: "", url: "/" };
    const found = { label: "Suggestions", groups: [{ label: "Communes", options: [option] }], status: "" };
    signal.addEventListener("abort", () => fail(signal.reason));
    answers.push(() => arrive(new Response(JSON.stringify(found))));
  });
}"""


def asking_for_gre(tab):
    tab.clock.install()
    questions_of(tab)
    tab.evaluate(HELD_BACK)
    tab.keyboard.type("gre")
    tab.clock.run_for(1000)
    return tab


def test_an_answer_that_arrives_late_does_not_replace_the_one_to_what_stands_there(open_home):
    tab = asking_for_gre(open_home())
    tab.keyboard.press("ArrowDown")  # asks again: the list is not there yet
    tab.keyboard.type("noble")
    tab.clock.run_for(1000)
    assert tab.evaluate("answers.length") == 3
    tab.evaluate("answers[2]()")
    expect(tab.get_by_role("option")).to_have_text("grenoble")
    tab.evaluate("answers[0]()")
    tab.evaluate("answers[1]()")
    expect(tab.get_by_role("option")).to_have_text("grenoble")


def test_escape_also_closes_a_list_that_is_still_on_its_way(open_home):
    tab = asking_for_gre(open_home())
    tab.keyboard.press("Escape")
    tab.evaluate("answers[0]()")
    tab.evaluate("new Promise((done) => queueMicrotask(() => queueMicrotask(done)))")
    expect(tab.get_by_role("option")).to_have_count(0)
    expect(tab.get_by_label(FIELD)).to_have_value("gre")


def test_letters_that_an_input_method_still_composes_are_not_sent(open_home):
    tab = open_home()
    tab.clock.install()
    asked = questions_of(tab)
    tab.get_by_label(FIELD).evaluate(
        """field => {
          field.value = "gren";
          field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
        }"""
    )
    tab.clock.run_for(1000)
    assert asked == []
    tab.get_by_label(FIELD).dispatch_event("compositionend")
    tab.clock.run_for(1000)
    expect(tab.get_by_role("option").first).to_be_visible()
