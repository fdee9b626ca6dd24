"""What an old phone receives and shows at once: the answer on the first screen, and few bytes to get there."""

import gzip
from urllib.parse import urlsplit

import pytest
from django.utils.translation import gettext, override

from offices import languages
from offices.content import canonical
from offices.fixtures_loading import bring
from offices.fixtures_reading import wanted_pages
from offices.models import Page, Procedure
from offices.presentation.around import around
from offices.presentation.brief import brief
from tests.plugins.cast import publish
from tests.plugins.content import MODEL_DEPARTMENTS, pages_of
from tests.plugins.filled import filled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 900}

# Bytes, compressed, of everything that the browser fetches on a first visit.
PROCEDURE_BUDGET = 14_000
HOME_BUDGET = 30_000
STYLE_BUDGET = 8_000

# Where the first line of the first thing said under each label ends.
FIRST_LINES = """() => [...document.querySelectorAll('.brief dt')].map(label => {
    const said = label.nextElementSibling;
    return [label.textContent, (said.firstElementChild || said).getClientRects()[0].bottom];
})"""

# Milliseconds, bytes per second.
SLOW = {"offline": False, "latency": 100, "downloadThroughput": 20_000, "uploadThroughput": 20_000}
WATCH_SHIFTS = """
    window.shifts = [];
    const told = ({node, previousRect, currentRect}) =>
        [node?.outerHTML ?? node?.data, JSON.stringify([previousRect, currentRect])];
    new PerformanceObserver(list =>
        shifts.push(...list.getEntries().map(({value, sources}) => [value, ...sources.map(told)])))
        .observe({type: 'layout-shift', buffered: true});
"""


@pytest.mark.parametrize("language", languages.NAMES)
def test_the_first_screen_says_how_how_fresh_where_when_and_with_what(live_server, browser, claire, language):
    bring(pages_of(MODEL_DEPARTMENTS), by=claire)
    tab = browser.new_context(viewport=PHONE).new_page()
    told = 0
    with override(language):
        where, when, prepare = gettext("Où"), gettext("Quand"), gettext("À préparer")
    for procedure in Procedure.objects.published().select_related("page"):
        document = procedure.page.document
        tab.goto(live_server.url + languages.address_in(language, procedure.page.get_absolute_url()))
        for answer in (".lead", ".freshness"):
            box = tab.locator(answer).bounding_box()
            assert box["y"] + box["height"] <= PHONE["height"], (answer, document.title)
        said = brief(document, around(document))
        if said is None:
            continue
        ends = dict(tab.evaluate(FIRST_LINES))
        for label in [where, *([when] if said.when is not None else []), prepare]:
            assert ends[label] <= PHONE["height"], (label, document.title)
        told += 1
    assert told > 4


@pytest.mark.parametrize("language", languages.NAMES)
def test_a_first_visit_is_light_and_asks_nobody_else(live_server, browser, claire, language):
    longest = max((page for page in wanted_pages() if page.content.kind == "procedure"), key=length)
    bring(pages_of({longest.content.department}), by=claire)
    page = Page.objects.get(slug=longest.slug)
    for address, budget in ((page.get_absolute_url(), PROCEDURE_BUDGET), ("/", HOME_BUDGET)):
        context = browser.new_context(viewport=PHONE)
        tab = context.new_page()
        received = []
        tab.on("response", lambda response, found=received: found.append(response))
        tab.goto(live_server.url + languages.address_in(language, address), wait_until="networkidle")
        weights = {urlsplit(response.url).path: weight(response) for response in received}
        assert sum(weights.values()) <= budget, weights
        assert {urlsplit(response.url).netloc for response in received} == {urlsplit(live_server.url).netloc}
        assert not {"font", "xhr", "fetch"} & {response.request.resource_type for response in received}
        assert context.cookies() == []
        assert tab.evaluate("localStorage.length + sessionStorage.length") == 0
        assert all(size <= STYLE_BUDGET for path, size in weights.items() if path.endswith(".css")), weights
        context.close()


def length(page) -> int:
    return len(canonical(page.content))


def weight(response) -> int:
    return len(gzip.compress(response.body(), 6))


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_while_a_page_arrives(live_server, browser, isere, claire, viewport):
    """Over a wire so slow that every page comes in pieces."""
    pages = [
        publish(filled(kind, "mot").model_dump(mode="json"), by=claire) for kind in ("procedure", "office", "ground")
    ]
    tab = browser.new_context(viewport=viewport).new_page()
    tab.add_init_script(WATCH_SHIFTS)
    tab.context.new_cdp_session(tab).send("Network.emulateNetworkConditions", SLOW)
    own = [page.get_absolute_url() for page in (*pages, isere.filing)]
    for address in (
        *own,
        "/",
        "/departements/",
        "/departements/38/",
        "/ou-deposer/?commune=38185",
        "/chiffres/",
        "/aide/",
    ):
        tab.goto(live_server.url + address, wait_until="load")
        tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert tab.evaluate("shifts") == [], address
