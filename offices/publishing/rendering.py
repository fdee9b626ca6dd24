"""From an address to its file: the site is asked as a reader would ask it, and the answer is put if it still holds.

A decision may fall at any moment. Before anything is read, a ticket notes what was wanted of the key; when the answer
is ready, the row is locked and the file is put only if nothing was wanted since. Else the work is thrown away: every
variant without that lock gave old texts under load.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from time import time

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import DatabaseError, transaction
from django.urls import resolve, reverse
from django.utils import timezone

from geography.models import Department, Region
from offices import ledger
from offices.enums import PageKind
from offices.models import Page, Rendering
from offices.publishing import files, keys

ASKED_BY_US = "gisti_cms.rendering"


@dataclass(frozen=True)
class Ticket:
    """What was wanted of a key, and which day it was, before its text was read."""

    key: str
    wanted: int
    day: date


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    is_for_everybody: bool


def render(address: str) -> int:
    """Render an address into its file. Returns the status of the answer; only a 200 that is for everybody is put."""
    key = keys.key_of(resolve(address))
    if key is None:
        raise ValueError(f"{address} is never a file")
    taken = ticket(key)
    answer = ask(address)
    if answer.status == 200 and answer.is_for_everybody and not keys.is_of_the_past(key):
        place(taken, address, answer.body)
    else:
        settle(taken)
    return answer.status


def ticket(key: str) -> Ticket:
    """The row exists from here on, so that a decision that is being taken moves it."""
    row = Rendering.objects.filter(key=key).first() or Rendering.objects.get_or_create(key=key)[0]
    return Ticket(key, row.wanted, timezone.localdate())


def place(taken: Ticket, address: str, body: bytes) -> bool:
    """Put the file there, if nothing was decided since the ticket was taken. Returns whether it was put."""
    name, store = files.name_of(address), keys.store()
    day = taken.day if taken.key in dated_keys() else None
    mtime = reserve(taken)
    if mtime is None:
        return False
    try:
        with transaction.atomic():
            row = Rendering.objects.select_for_update().get(key=taken.key)
            if row.wanted != taken.wanted:
                return False
            row.done = taken.wanted
            row.save(update_fields=["done"])
            store.put(name, body, mtime=mtime, day=day)
    except DatabaseError:
        store.take_back(name, mtime=mtime, day=day)  # the lock was lost with the connection: a decision did not wait
        raise
    return True


def reserve(taken: Ticket) -> int | None:
    """A second that no file of this key ever had, or None where the work is in vain. Committed before the file is
    put: one whose renderer is killed between file and commit would leave its second, and so its ETag, to another text.
    """
    with transaction.atomic():
        row = Rendering.objects.select_for_update().get(key=taken.key)
        if row.wanted != taken.wanted:
            return None
        row.mtime = max(int(time()), row.mtime + 1)
        row.save(update_fields=["mtime"])
    return row.mtime


def settle(taken: Ticket) -> None:
    """Nothing is to be put: a page that was removed is answered live, and waits for nobody."""
    Rendering.objects.filter(key=taken.key, wanted=taken.wanted).update(done=taken.wanted)


_dated: tuple[tuple[str, int], set[str]] = (("", 0), set())


def dated_keys() -> set[str]:
    """Keys that the calendar changes some day. Only a line of the log adds or takes one away."""
    global _dated
    last = ledger.last_change()
    if _dated[0] != last:
        _dated = (last, keys.dated())
    return _dated[1]


# --- Asking the site --------------------------------------------------------------------------------------------------


@cache
def site() -> WSGIHandler:
    return WSGIHandler()


def ask(address: str) -> Answer:
    """What the site answers, through the whole of Django, so that a warmed file has the bytes of a live answer.

    The answer is not closed as a server closes it: that would end the connection of whoever renders a thousand of them.
    """
    response = site().get_response(WSGIRequest(environ(address)))
    is_for_everybody = not response.streaming and not response.cookies and "Cookie" not in response.get("Vary", "")
    return Answer(response.status_code, b"" if response.streaming else response.content, is_for_everybody)


def environ(address: str) -> dict:
    scheme = "https" if settings.HTTPS else "http"
    return {
        ASKED_BY_US: True,
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443" if settings.HTTPS else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_X_FORWARDED_PROTO": scheme,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


# --- Which addresses --------------------------------------------------------------------------------------------------


def addresses() -> Iterator[str]:
    """Every public address that becomes a file, the ones most read first."""
    yield from (reverse(name) for name in keys.WITHOUT_PARAMETER)
    for region in Region.objects.all():
        names = ("region", "region_dossier", "region_feed")
        yield from (reverse(f"offices:{name}", args=[region.slug]) for name in names)
    for department in Department.objects.all():
        names = ("department", "department_dossier", "department_feed")
        yield from (reverse(f"offices:{name}", args=[department.code]) for name in names)
        yield f"/api/v1/departments/{department.code}/"
    for page in Page.objects.published().order_by("kind", "slug").iterator(chunk_size=500):
        own = page.get_absolute_url()
        yield own
        yield f"{own}historique/"
        if page.kind == PageKind.PROCEDURE:
            yield f"{own}pieces/"  # the shorter sheets, for one ground, wait for a reader
        yield from sorted(keys.keys_of_page(page.kind, page.slug, page.pk) - {own})


def is_rendered(address: str) -> bool:
    """Whether its file stands in the folder of this release, for always or for today."""
    name = files.name_of(address)
    return name is not None and keys.store().stands(name, timezone.localdate())


def behind(limit: int) -> list[str]:
    """Addresses that were forgotten and that nobody has asked for since, the longest forgotten first."""
    rows = Rendering.objects.behind().order_by("wanted", "key")
    return list(rows.values_list("key", flat=True)[:limit])
