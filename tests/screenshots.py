"""Reference pictures of every kind of page in every state, to be looked through before a change of the design lands.

Run as a test is, on a database of its own (`make screenshots`, deploy/screenshots.py): the table of kinds is that of
the tests, and no data of a running instance is read. Not part of the suite: it asserts nothing but that pages open.
"""

import os
import time
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab

from deploy.screenshots import FOLDER
from offices.languages import OTHERS, address_in, of_address

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# Name of a picture → (window, colours, medium)
VIEWS = {
    "320": ({"width": 320, "height": 640}, "light", "screen"),  # also a screen of 1280 grown to 400 %
    "360": (PHONE, "light", "screen"),
    "360-dark": (PHONE, "dark", "screen"),
    "768": ({"width": 768, "height": 1024}, "light", "screen"),
    "1280": (DESK, "light", "screen"),
    "1280-dark": (DESK, "dark", "screen"),
    "print": ({"width": 720, "height": 1020}, "light", "print"),  # the width of A4 between its margins
}
# Pages that are shown in other languages, too.
READ_ELSEWHERE = ("home", "search", "department", "office", "procedure-full", "lookup-handled", "help")


def test_pictures(page_kinds, tab_of):
    folder = Path(os.environ[FOLDER])
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [*page_kinds, *in_other_languages(page_kinds)]
    (folder / "index.html").write_text(index(kinds))  # first: the pictures fill it while they are taken
    begun = time.monotonic()
    for number, kind in enumerate(kinds, start=1):
        tab = tab_of(kind.who)
        kind.open(tab)
        for view in VIEWS:
            picture(tab, folder / f"{kind.name}.{view}.jpg", view)
        print(f"\r{number}/{len(kinds)} {kind.name:<40}", end="", flush=True)
    print(f"\r{len(kinds) * len(VIEWS)} images en {time.monotonic() - begun:.0f} s{'':<40}")


def in_other_languages(kinds) -> list:
    """The same kinds, where the language has that address."""
    found = []
    for language in OTHERS:
        for kind in kinds:
            address = address_in(language, kind.address)
            if kind.name in READ_ELSEWHERE and of_address(address) == language:
                found.append(kind.at(f"{kind.name}.{language}", address))
    return found


def picture(tab: Tab, file: Path, view: str) -> None:
    window, colours, medium = VIEWS[view]
    tab.set_viewport_size(window)
    tab.emulate_media(color_scheme=colours, media=medium)
    tab.screenshot(path=file, full_page=True, animations="disabled", type="jpeg", quality=70)


def index(kinds) -> str:
    """One page to look through: a line for each kind, its pictures side by side."""
    lines = []
    for kind in kinds:
        shots = "".join(
            f'<a href="{kind.name}.{view}.jpg"><img loading="lazy" src="{kind.name}.{view}.jpg" alt="{view}"></a>'
            for view in VIEWS
        )
        who = kind.who or "lecture"
        lines.append(f'<h2 id="{kind.name}">{kind.name}</h2><p>{escape(kind.address)} ({who})</p><div>{shots}</div>')
    menu = " · ".join(f'<a href="#{kind.name}">{kind.name}</a>' for kind in kinds)
    style = (
        "body{font:1rem sans-serif}div{display:flex;gap:1rem;overflow-x:auto}img{height:32rem;border:1px solid #999}"
    )
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Toutes les pages</title><style>{style}</style>'
        f"<h1>Toutes les pages</h1><p>{menu}</p>{''.join(lines)}</html>"
    )
