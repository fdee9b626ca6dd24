"""From an address to its file: the site is asked as a reader would ask it, and the answer is put if it still holds.

A decision may fall at any moment. Before anything is read, a ticket notes what was wanted of the key; when the answer
is ready, the row is locked and the file is put only if nothing was wanted since. Else the work is thrown away: every
variant without that lock gave old texts under load.
"""

import logging
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
from django.db.models import F
from django.db.models.lookups import EndsWith
from django.urls import resolve, reverse
from django.utils import timezone

from geography.models import Department, Region
from offices import languages, ledger
from offices.models import Page, Rendering
from offices.publishing import files, keys

logger = logging.getLogger(__name__)

ASKED_BY_US = "gisti_cms.rendering"
EVERYTHING = "*"  # the key of the row that `forget_everything` changes: no address


@dataclass(frozen=True)
class Ticket:
    """What was wanted of a key, and of all keys, and which day it was, before its text was read."""

    key: str
    wanted: int
    of_all: int
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
    return answer.status


def warm(key: str, *, french_only: bool = False) -> dict[str, int]:
    """Render what has no file among the addresses of a key, the key first, and note that they are done. Returns the
    status of each that was asked for. `french_only`: what most people read, for now; other languages are to be done."""
    taken = ticket(key)
    addresses = keys.addresses_of(key)
    wanted = keys.addresses_of(key, languages.SOURCE) if french_only else addresses
    found = {address: render(address) for address in wanted if not is_rendered(address)}
    if wanted == addresses:
        settle(taken)
    return found


def ticket(key: str) -> Ticket:
    """The row exists from here on, so that a decision that is being taken moves it."""
    rows = Rendering.objects.in_bulk([key, EVERYTHING])
    for absent in {key, EVERYTHING} - rows.keys():
        rows[absent] = Rendering.objects.get_or_create(key=absent)[0]
    return Ticket(key, rows[key].wanted, rows[EVERYTHING].wanted, timezone.localdate())


def place(taken: Ticket, address: str, body: bytes) -> bool:
    """Put the file there, if nothing was decided since the ticket was taken. Returns whether it was put."""
    name, store = files.name_of(address), keys.store()
    day = taken.day if taken.key in dated_keys() else None
    mtime = reserve(taken)
    if mtime is None:
        return False
    with store.prepare(name, body, mtime=mtime, day=day) as prepared:  # no lock is held while the disk works
        try:
            with transaction.atomic():
                # In this order, as whoever forgets everything: two who lock crosswise would wait for each other.
                of_all = Rendering.objects.select_for_update().get(key=EVERYTHING)
                row = Rendering.objects.select_for_update().get(key=taken.key)
                if (row.wanted, of_all.wanted) != (taken.wanted, taken.of_all):
                    return False
                prepared.publish()
        except DatabaseError:
            store.take_back(name, mtime=mtime, day=day)  # the lock was lost with the connection: nobody waited for us
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
    """Note that nothing more is to be rendered of a key: what has a file, or was removed, waits for nobody. Where
    something was decided since the ticket was taken, it is still to be done."""
    Rendering.objects.filter(key=taken.key, wanted=taken.wanted).update(done=taken.wanted)


def show() -> None:
    """Have nginx serve this release. Meanwhile nobody decides and no file is put: two folders change places."""
    with transaction.atomic():
        ledger.take_numbers()
        Rendering.objects.get_or_create(key=EVERYTHING)
        Rendering.objects.select_for_update().get(key=EVERYTHING)
        keys.store().show()


def forget_everything() -> None:
    """Take every address away, inside the transaction that changes what no page says and most of them show: the name of
    a place, an index that is made anew. No line of the log tells of it, so that it has a number of its own.

    The ledger is held first, as by whoever decides: the rows of all keys are locked in no order.
    """
    ledger.take_numbers()
    Rendering.objects.get_or_create(key=EVERYTHING)
    Rendering.objects.filter(key=EVERYTHING).update(wanted=F("wanted") + 1, done=F("done") + 1)
    known = Rendering.objects.exclude(key=EVERYTHING)
    known.update(done=0)
    keys.store().forget({key: keys.has_addresses_below(key) for key in known.values_list("key", flat=True)})


def forget_another_past() -> bool:
    """Take every file away if the database was restored: they tell what it no longer knows. Returns whether it was.

    Beside the files stands the last line of the log that was seen. A log that is another, or shorter, is of another
    past. It is read before the database is asked: a line written meanwhile makes the log longer, never shorter.
    """
    store = keys.store()
    seen = store.last_line()
    log, number = ledger.last_change()
    restored = seen is not None and (seen[0] != log or seen[1] > number)
    if restored:
        logger.warning("The database was restored: every rendered file is taken away.")
        store.clear()
        show()
    if seen != (log, number):
        store.note_last_line(log, number)
    return restored


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


def all_keys() -> Iterator[str]:
    """Every key of a site that publishes what this one does, the ones most read first."""
    yield from (reverse(name) for name in keys.WITHOUT_PARAMETER)
    for slug in Region.objects.values_list("slug", flat=True):
        yield from (f"/regions/{slug}/", f"/flux/regions/{slug}/", f"/dossiers/{slug}.pdf")
    for code in Department.objects.values_list("code", flat=True):
        yield from (f"/departements/{code}/", f"/flux/departements/{code}/", f"/api/v1/departments/{code}/")
        yield f"/dossiers/departement-{code}.pdf"
    for kind, slug, pk in Page.objects.published().order_by("kind", "slug").values_list("kind", "slug", "pk"):
        yield from sorted(keys.keys_of_page(kind, slug, pk), reverse=True)  # the page, then the API


def addresses() -> Iterator[str]:
    """Every public address that becomes a file before a reader asks for it; French first, which most people read."""
    for language in languages.NAMES:
        for key in all_keys():
            yield from keys.addresses_of(key, language)


def is_rendered(address: str) -> bool:
    """Whether its file stands in the folder of this release, for always or for today."""
    name = files.name_of(address)
    return name is not None and keys.store().stands(name, timezone.localdate())


def behind(limit: int) -> list[str]:
    """Keys that were forgotten and not rendered whole since, the longest forgotten first; paper, which takes a hundred
    times as long as a page, after everything that is read on a screen."""
    rows = Rendering.objects.behind().order_by(EndsWith(F("key"), ".pdf"), "wanted", "key")
    return list(rows.values_list("key", flat=True)[:limit])
