"""Never stale: two web processes and three renderers at work on the addresses of a page while it is decided again and
again, each time with another digit; then the moments at which things go wrong.

ALTERNATIONS says how many decisions; `make torture` asks for ten thousand.
"""

import gzip
import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from threading import Event, Lock, Thread
from time import time

import pytest
from django.db import connections, transaction
from django.utils import timezone

from deploy.servers import free_port
from offices import moderation
from offices.enums import WarningCode
from offices.models import Proposal
from offices.publishing import files, keys, rendering
from tests.plugins import web
from tests.plugins.cast import approve, changed, propose

ALTERNATIONS = int(os.environ.get("ALTERNATIONS", "20"))
RENDERERS = 3
IN_A_ROW = 3  # decisions that follow at once, into renders of one another; then there is time for a file to stand
PAGE = "/modalites/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/"
API = "/api/v1/procedures/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/"
ADDRESSES = (PAGE, API, "/", "/flux/")  # all tell the title
TOLD = re.compile(rb"Titre num\xc3\xa9ro (\d{5})")
UNDECIDED = b"99999"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def webs(django_db_setup, tmp_path_factory):
    with web.serving([free_port(), free_port()], tmp_path_factory.mktemp("webs")) as started:
        yield started


@pytest.fixture(autouse=True)
def store(empty_store):
    return empty_store


@contextmanager
def renderers(count: int, folder) -> Iterator[None]:
    program = web.python("renderer", "tests.offices.publishing.renderer", *ADDRESSES)
    started = [web.start(program, folder / "renderers.log") for _ in range(count)]
    try:
        yield
        assert [process.poll() for process in started] == [None] * count, (folder / "renderers.log").read_text()
    finally:
        for process in started:
            web.stop(process, program)


def numbered(page, number: int, author):
    page.refresh_from_db()
    return propose(page, changed(page.document, title=f"Titre numéro {number:05d}"), author)


def as_nginx_reads(address: str) -> Iterator[bytes]:
    """The file and its packed twin, of always or of today, where they stand."""
    store, name = keys.store(), files.name_of(address)
    for folder in (store.always, store.folder(timezone.localdate())):
        for file in (folder / name, folder / f"{name}.gz"):
            try:
                body = file.read_bytes()
            except FileNotFoundError:
                continue
            yield gzip.decompress(body) if file.suffix == ".gz" else body


def number_in(address: str, body: bytes) -> int:
    """The highest title that a whole answer tells (a feed also tells those before)."""
    assert UNDECIDED not in body, f"{address} tells what nobody decided"
    assert body.rstrip().endswith((b"</html>", b"</feed>", b"}")), f"{address} was cut: …{body[-60:]!r}"
    return max(map(int, TOLD.findall(body)), default=-1)


class Marks:
    """What was decided when a request left, and what might have been when its answer came; every ETag with its text."""

    def __init__(self):
        self.begun = self.answered = 0
        self.texts: dict[tuple[str, str], bytes] = {}
        self.lock, self.over, self.wrong, self.read = Lock(), Event(), [], 0

    def check(self, address: str, reply: web.Reply, *, from_: int) -> None:
        number = number_in(address, reply.body)
        if not from_ <= number <= self.begun:
            self.wrong.append(f"{address}: {number}, not within {from_}–{self.begun}")
        etag = reply.headers["etag"]
        with self.lock:
            self.read += 1
            if self.texts.setdefault((address, etag), reply.body) != reply.body:
                self.wrong.append(f"{address}: two texts under {etag}")

    def watch(self, one: web.Web) -> None:
        """A reader who never stops. What one has read, one never reads an older of."""
        highest = dict.fromkeys(ADDRESSES, 0)
        try:
            while not self.over.is_set():
                for address in ADDRESSES:
                    from_ = max(self.answered, highest[address])
                    reply = one.get(address)
                    self.check(address, reply, from_=from_)
                    highest[address] = max(highest[address], number_in(address, reply.body))
        except (AssertionError, OSError, KeyError) as failure:
            self.wrong.append(repr(failure))


def test_nobody_reads_an_old_text_once_a_decision_was_answered(isere, amina, bilal, claire, webs, tmp_path):
    approve(numbered(isere.filing, 0, amina), claire)
    propose(isere.filing, changed(isere.filing.document, title=f"Titre numéro {UNDECIDED.decode()}"), bilal)
    marks = Marks()
    watchers = [Thread(target=marks.watch, args=(one,)) for one in webs]

    with renderers(RENDERERS, tmp_path), ThreadPoolExecutor(len(webs)) as at_once:
        for watcher in watchers:
            watcher.start()
        try:
            for number in range(1, ALTERNATIONS + 1):
                proposal = numbered(isere.filing, number, amina)
                marks.begun = number
                approve(proposal, claire)
                marks.answered = number
                for address in ADDRESSES:
                    for body in as_nginx_reads(address):
                        assert number_in(address, body) == number, f"an old file of {address}"
                assert not marks.wrong, marks.wrong
                if number % IN_A_ROW:
                    continue
                asked = ADDRESSES[number % len(ADDRESSES)]  # the watchers ask for the others meanwhile
                for reply in at_once.map(web.Web.get, webs, repeat(asked)):
                    assert number_in(asked, reply.body) == number
                    marks.check(asked, reply, from_=number)
        finally:
            marks.over.set()
            for watcher in watchers:
                watcher.join()

    assert not marks.wrong, marks.wrong
    assert marks.read > ALTERNATIONS * len(webs), "nobody watched"
    print(f"{ALTERNATIONS} decisions, {marks.read} answers, {len(marks.texts)} texts")


# --- A render held up ------------------------------------------------------------------------------------------


def test_a_render_that_began_before_a_decision_and_ended_after_is_thrown_away(isere, amina, claire, monkeypatch):
    has_read, may_end, ask = Event(), Event(), rendering.ask

    def held(address):
        answer = ask(address)
        has_read.set()
        assert may_end.wait(20)
        return answer

    monkeypatch.setattr(rendering, "ask", held)
    late = Thread(target=in_thread, args=(lambda: rendering.render(PAGE),))
    late.start()
    assert has_read.wait(20)

    approve(numbered(isere.filing, 1, amina), claire)
    may_end.set()
    late.join()

    assert not list(as_nginx_reads(PAGE))
    rendering.render(PAGE)
    assert [number_in(PAGE, body) for body in as_nginx_reads(PAGE)] == [1, 1]


def test_a_renderer_that_is_ready_while_a_decision_is_being_taken_waits_for_it(isere, amina, claire, monkeypatch):
    """The decision has deleted and not committed yet: were the old text put now, it would stand for ever."""
    taken, old, put = rendering.ticket(PAGE), rendering.ask(PAGE).body, []
    second = rendering.reserve(taken)
    monkeypatch.setattr(rendering, "reserve", lambda _taken: second)  # all but its place was done before

    with transaction.atomic():
        approve(numbered(isere.filing, 1, amina), claire)
        late = Thread(target=in_thread, args=(lambda: put.append(rendering.place(taken, PAGE, old)),))
        late.start()
        late.join(0.3)
        assert not put, "it did not wait"
    late.join()

    assert put == [False]
    assert not list(as_nginx_reads(PAGE))


def test_a_slow_disk_holds_up_no_decision(isere, amina, claire, store, monkeypatch):
    """On SQLite there is one lock for all of the database: whoever held it while the disk works would have every
    moderator wait."""
    at_the_disk, may_end, fsync = Event(), Event(), os.fsync

    def slow(descriptor):
        at_the_disk.set()
        assert may_end.wait(10), "the decision waited for the disk"
        fsync(descriptor)

    monkeypatch.setattr(files.os, "fsync", slow)
    proposal, failed = numbered(isere.filing, 1, amina), []
    late = Thread(target=in_thread, args=(lambda: rendering.render(PAGE), failed))
    late.start()
    assert at_the_disk.wait(20)

    approve(proposal, claire)
    assert late.is_alive(), "the decision waited for the disk"
    may_end.set()
    late.join()

    assert failed == []
    assert not list(as_nginx_reads(PAGE)), "what was read before the decision was put after it"
    assert not list((store.root / store.release / files.WAITING).iterdir())


def in_thread(act, failed: list | None = None) -> None:
    try:
        act()
    except AssertionError as failure:
        if failed is None:
            raise
        failed.append(failure)
    finally:
        connections.close_all()


# --- Warnings, crashes, rollbacks -------------------------------------------------------------------------------------


def test_a_warning_stands_at_once_and_leaves_at_once(isere, claire, webs):
    said = WarningCode.LINK_DEAD.label.encode()
    for one in webs:
        assert said not in one.get(PAGE).body
    rendering.render(PAGE)

    warning = moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)
    assert not list(as_nginx_reads(PAGE))
    for one in webs:
        assert said in one.get(PAGE).body
    rendering.render(PAGE)

    moderation.lift(warning, by=claire)
    for body in as_nginx_reads(PAGE):
        assert said not in body
    for one in webs:
        assert said not in one.get(PAGE).body


@pytest.mark.parametrize(("moment", "decided"), [("before", False), ("after", True)])
def test_a_decider_killed_around_the_commit_leaves_no_old_text(isere, amina, claire, webs, tmp_path, moment, decided):
    """No worker is alive, nobody cleans up: the next reader gets what the database says."""
    proposal = numbered(isere.filing, 1, amina)
    rendering.render(PAGE)
    program = web.python("decider", "tests.offices.publishing.decider", str(proposal.pk), str(claire.pk), moment)

    decider = web.start(program, tmp_path / "decider.log")
    assert decider.wait(60) == -signal.SIGKILL, (tmp_path / "decider.log").read_text()

    assert (Proposal.objects.get(pk=proposal.pk).decided_by == claire) is decided
    for body in [*as_nginx_reads(PAGE), *(one.get(PAGE).body for one in webs)]:
        assert (number_in(PAGE, body) == 1) is decided


def test_the_second_of_a_file_whose_renderer_was_killed_is_never_given_again(
    isere, amina, claire, store, tmp_path, monkeypatch
):
    """Killed between the file and its commit: the row may not know of the file, but a reader has its ETag."""
    second = int(time()) + 3600  # every renderer's clock stands still
    program = web.python("renderer", "tests.offices.publishing.killed_renderer", PAGE, str(second))
    renderer = web.start(program, tmp_path / "renderer.log")
    assert renderer.wait(60) == -signal.SIGKILL, (tmp_path / "renderer.log").read_text()
    file = store.always / files.name_of(PAGE)
    assert int(file.stat().st_mtime) == second

    approve(numbered(isere.filing, 1, amina), claire)
    monkeypatch.setattr(rendering, "time", lambda: second)
    rendering.render(PAGE)

    assert int(file.stat().st_mtime) == second + 1


def test_a_rollback_costs_speed_only(isere, amina, claire, webs):
    rendering.render(PAGE)
    with pytest.raises(InterruptedError), transaction.atomic():
        approve(numbered(isere.filing, 1, amina), claire)
        raise InterruptedError

    assert not list(as_nginx_reads(PAGE))
    for one in webs:
        assert number_in(PAGE, one.get(PAGE).body) == -1
    rendering.render(PAGE)
    assert {number_in(PAGE, body) for body in as_nginx_reads(PAGE)} == {-1}
