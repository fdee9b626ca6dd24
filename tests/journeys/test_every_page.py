"""Every kind of page in every state, for everybody: light and dark, narrow and wide, grown, by keyboard, read aloud.

One walk, because opening a page costs more than looking at it twice.
"""

import re
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import Page as Tab

from offices.languages import OTHERS, address_in, of_address
from tests.journeys import checks
from tests.test_access_matrix import ROUTES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]

PHONE = {"width": 360, "height": 740}
DESK = 1280
SMALLEST = 320  # a screen of 1280 grown to 400 %
HALF = 640  # … and to 200 %


def reads_in(address: str) -> str:
    """The language in which an address is answered: pages for those who have an account are French alone."""
    try:
        resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    return of_address(address)


def looked_at(tab: Tab, *, working: bool) -> list[str]:
    tab.set_viewport_size(PHONE)
    found = [*checks.axe(tab, checks.RULES), *checks.structure(tab), *checks.focus(tab)]
    tab.emulate_media(color_scheme="dark")
    found += [f"dark, {one}" for one in checks.axe(tab, checks.COLOURS)]
    tab.emulate_media(color_scheme="light")
    found += checks.at_width(tab, HALF) + checks.at_width(tab, DESK)
    found += [f"wide, {one}" for one in checks.axe(tab, checks.PLACES)]
    found += checks.grown(tab, SMALLEST if working else PHONE["width"])
    return found + checks.at_width(tab, SMALLEST) + checks.spaced(tab)


# What has no page of its own: for machines and printers, for a form that answers elsewhere, for a library.
NO_PAGE = re.compile(
    r"api:|admin:|.*(_file|_feed|_qr|_paper|_version)$|healthz|readyz|account_reauthenticate"
    r"|offices:(feed|sitemap|robots|security|suggestions|short|procedure_documents_for|.*_history"
    r"|import_report|import_lines|import_send|import_discard|lift|verify|approve|refuse|withdraw|close_anomaly)$"
)


def test_no_kind_of_page_is_forgotten(page_kinds):
    names = {name.removeprefix(":") for _path, name, _view in ROUTES}
    forgotten = {name for name in names if not NO_PAGE.match(name)} - {kind.view for kind in page_kinds}
    assert not forgotten, f"a line each in tests/plugins/page_kinds.py: {sorted(forgotten)}"


def test_every_page_in_every_state_is_for_everybody(page_kinds, tab_of):
    found, titles = [], defaultdict(set)
    for kind in page_kinds:
        tab = tab_of(kind.who)
        kind.open(tab)
        titles[tab.title()].add(kind.view)
        found += [f"{kind.name} ({kind.address}): {one}" for one in looked_at(tab, working=bool(kind.who))]
    found += [f"one title for {sorted(views)}: {title}" for title, views in titles.items() if len(views) > 1]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", OTHERS)
def test_every_public_page_is_for_those_who_read_another_language(language, page_kinds, tab_of):
    """One of each kind, refusals too: what differs is the words, the direction and the marks of what is French. Those
    that go from right to left are looked at in the dark, the others by day."""
    found = []
    tab = tab_of("")
    tab.emulate_media(color_scheme="dark" if language in settings.LANGUAGES_BIDI else "light")
    for kind in {kind.view: kind for kind in page_kinds if not kind.who}.values():
        address = address_in(language, kind.address)
        if kind.staged or kind.status == 404 or reads_in(address) == language:
            tab.set_viewport_size(PHONE)
            kind.at(kind.name, address).open(tab)
            assert tab.locator("html").get_attribute("lang") == language, address
            looked = [*checks.axe(tab, checks.RULES), *checks.structure(tab), *checks.focus(tab)]
            looked += [*checks.at_width(tab, SMALLEST), *checks.spaced(tab)]
            found += [f"{address}: {one}" for one in looked]
    assert not found, "\n".join(found)
