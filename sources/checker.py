"""Visiting sources and recording what was found. Nothing here touches content.

Visits run in an event loop of their own thread; the caller's thread judges and writes, in short transactions, while
the loop goes on: a database that is slow for a moment never makes a site look slow. A run that ends early, by its time
or by a kill, leaves its sources due.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sources.enums import Problem, Verdict
from sources.gate import Fetched, Gate
from sources.guard import farm_address
from sources.manners import Manners
from sources.models import Check, Host, Snapshot, Source
from sources.reader import Reader
from sources.reading import Reading
from sources.verdicts import Judgement, about_the_line, judge

logger = logging.getLogger(__name__)

BATCH = 500  # sources per run of the task
CLAIM = timedelta(hours=1)  # a killed worker's hosts are free again after this
WITNESSES = 3
NAME_LOOKUPS = 32  # at once: they block a thread each, and a name server that is away holds them for long


@dataclass(frozen=True)
class Visit:
    source: Source
    fetched: Fetched  # without its body, which has been read
    reading: Reading | None = None
    size: int = 0

    @property
    def on_farm(self) -> bool:
        """That the loopback farm answers says nothing of our line to the world: two lines, judged apart."""
        return farm_address(self.source.host, 0) is not None

    @property
    def text(self) -> str:
        return self.reading.text if self.reading else ""


@dataclass(frozen=True)
class Report:
    """What one visit found. `state`: the lasting verdict of the source after it; `changed`: its text is another one."""

    source: Source
    judgement: Judgement
    at: datetime
    changed: bool = False

    @property
    def state(self) -> Verdict:
        return Verdict(self.source.verdict)

    def as_dict(self) -> dict:
        return {
            "url": self.source.url,
            "verdict": self.judgement.verdict.value,
            "message": self.judgement.message,
            "advice": self.judgement.advice,
            "finding": self.judgement.finding.value,
            "status": self.judgement.status,
            "moved_to": self.judgement.moved_to,
            "changed": self.changed,
            "state": self.state.value,
            "checked_at": self.at.isoformat(),
        }


@dataclass(frozen=True)
class Pace:
    """How hard a run works. `seconds`: it takes no new visit after this; None for no limit."""

    pause: float = field(default_factory=lambda: settings.CHECKER_PAUSE)
    at_once: int = field(default_factory=lambda: settings.CHECKER_AT_ONCE)
    seconds: float | None = None


def check_due(now: datetime | None = None, *, pace: Pace | None = None, gate: Callable[[], Gate] = Gate):
    """Visit the sources that are due, each claimed against other workers. Yields a Report for each."""
    with claim(Source.objects.due(now or timezone.now())[:BATCH]) as sources:
        yield from check(sources, pace=pace, gate=gate)


@contextmanager
def claim(sources: "QuerySet[Source]") -> Iterator[list[Source]]:
    """The sources among these whose hosts no other worker is visiting; other workers leave them alone meanwhile.

    Hosts are claimed rather than sources, in one conditional update: two workers never ask the same host at once.
    """
    now, token = timezone.now(), uuid4()
    hosts = {source.host for source in sources}
    Host.objects.bulk_create([Host(name=name) for name in hosts], ignore_conflicts=True)
    Host.objects.free(now).filter(name__in=hosts).update(claimed_by=token, claimed_until=now + CLAIM)
    ours = Host.objects.filter(claimed_by=token)
    try:
        claimed = set(ours.values_list("name", flat=True))
        # Asked once more: what another worker finished between our question and our claim is not due any more.
        yield [source for source in sources.all() if source.host in claimed]
    finally:
        ours.update(claimed_by=None, claimed_until=None)


def check(sources: Iterable[Source], *, pace: Pace | None = None, gate: Callable[[], Gate] = Gate) -> Iterator[Report]:
    """Visit these sources now and record what was found. Yields a Report for each that was visited."""
    line, asked, pace = Line(), list(sources), pace or Pace()
    wanted = {source.pk for source in asked}
    for visits in travel(asked, pace, gate):
        yield from record(line.settle(visits))
    if line.undecided:
        # Visits like any other, to hosts that answered lately: they tell a dead host from a lost line.
        for visits in travel(witnesses(asked), pace, gate):
            yield from (report for report in record(line.settle(visits)) if report.source.pk in wanted)
        yield from record(line.last_word())


class Line:
    """Whether we are on line, judged by what the other hosts of the run did."""

    def __init__(self) -> None:
        self.answered: defaultdict[bool, set[str]] = defaultdict(set)
        self.undecided: list[Visit] = []

    def settle(self, visits: Iterable[Visit]) -> list[tuple[Visit, Judgement]]:
        """Those that can be judged by now. A failure that may be our own waits until another host answers."""
        visits = [*self.undecided, *visits]
        for visit in visits:
            if visit.fetched.status is not None:
                self.answered[visit.on_farm].add(visit.source.host)
        self.undecided = [visit for visit in visits if about_the_line(visit.fetched) and not self.is_up_for(visit)]
        waiting = {id(visit) for visit in self.undecided}
        return [(visit, judge(visit.fetched, visit.reading)) for visit in visits if id(visit) not in waiting]

    def is_up_for(self, visit: Visit) -> bool:
        return bool(self.answered[visit.on_farm] - {visit.source.host})

    def last_word(self) -> list[tuple[Visit, Judgement]]:
        """Nobody else answered: nothing is concluded of those that did not."""
        if self.undecided:
            logger.warning("off line: %d sources could not be reached and no other host answers", len(self.undecided))
        return [(visit, judge(visit.fetched, visit.reading, online=False)) for visit in self.undecided]


def witnesses(asked: list[Source]) -> list[Source]:
    """A few sources on other hosts that answered last time, the most recent first, one per host."""
    tried = {source.host for source in asked}
    answered = Source.objects.filter(verdict__in=[Verdict.ALIVE, Verdict.MOVED, Verdict.BLOCKED]).exclude(
        host__in=tried
    )
    by_host: dict[str, Source] = {}
    for source in answered.order_by("-last_checked_at")[:200]:
        by_host.setdefault(source.host, source)
    return list(by_host.values())[:WITNESSES]


# --- The visits, in their own thread ---------------------------------------------------------------------------------


def travel(sources: list[Source], pace: Pace, gate: Callable[[], Gate]) -> Iterator[list[Visit]]:
    """Visits as they end, in handfuls. Leaving early cancels the rest."""
    if not sources:
        return
    arrived: SimpleQueue[Visit | None] = SimpleQueue()
    with loop_in_a_thread() as loop:
        journey = asyncio.run_coroutine_threadsafe(visit_all(sources, pace, gate, arrived.put), loop)
        journey.add_done_callback(lambda _journey: arrived.put(None))
        try:
            under_way = True
            while under_way:
                handful = [arrived.get()]
                while not arrived.empty():
                    handful.append(arrived.get())
                under_way = None not in handful
                yield [visit for visit in handful if visit is not None]
            journey.result()
        finally:
            journey.cancel()


@contextmanager
def loop_in_a_thread() -> Iterator[asyncio.AbstractEventLoop]:
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        loop.set_default_executor(ThreadPoolExecutor(NAME_LOOKUPS))
        thread = Thread(target=loop.run_forever, name="visits")
        thread.start()
        try:
            yield loop
        finally:
            asyncio.run_coroutine_threadsafe(all_others_end(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()


async def all_others_end() -> None:
    """Also those that were cancelled: they close their connections and their reader first."""
    if others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(others)


async def visit_all(
    sources: list[Source], pace: Pace, gate: Callable[[], Gate], arrive: Callable[[Visit], None]
) -> None:
    end = None if pace.seconds is None else monotonic() + pace.seconds
    async with gate() as opened, Reader() as reader:
        manners = Manners(
            opened,
            pause=pace.pause,
            at_once=pace.at_once,
            time_is_up=lambda: end is not None and monotonic() >= end,
        )
        async with asyncio.TaskGroup() as group:
            for source in sources:
                group.create_task(visit(source, manners, reader, arrive))


async def visit(source: Source, manners: Manners, reader: Reader, arrive: Callable[[Visit], None]) -> None:
    fetched = await manners.fetch(source.url, etag=source.etag, last_modified=source.last_modified)
    if fetched.problem == Problem.NOT_TRIED:
        return
    reading = await reader.read(fetched.body, fetched.content_type) if fetched.body else None
    arrive(Visit(source, replace(fetched, body=b""), reading, len(fetched.body)))


# --- The records, in the caller's thread -----------------------------------------------------------------------------


def record(judged: list[tuple[Visit, Judgement]]) -> list[Report]:
    """Write down a handful of visits in one short transaction."""
    if not judged:
        return []
    with transaction.atomic():
        return [report for visit, judgement in judged if (report := record_one(visit, judgement))]


def record_one(visit: Visit, judgement: Judgement) -> Report | None:
    at, fetched = timezone.now(), visit.fetched
    # The row as it is now, not as it was when the visit began; gone if nobody cites it any more.
    source = Source.objects.select_for_update().filter(pk=visit.source.pk).first()
    if source is None:
        return None
    if fetched.problem == Problem.WAIT:  # nobody was visited
        return Report(source, judgement, at)
    source.conclude(judgement, at)
    changed = judgement.verdict in (Verdict.ALIVE, Verdict.MOVED) and keep_text(source, visit, at)
    remember_conditions(source, fetched, judgement)
    wait_as_asked(source, fetched, at)
    source.save()
    if judgement.verdict != Verdict.OFFLINE or not in_a_silent_spell(source):
        write_check(source, visit, judgement, at)
    return Report(source, judgement, at, changed)


def keep_text(source: Source, visit: Visit, at: datetime) -> bool:
    """Keep the text that was read as evidence, once per wording; whether it is another one than last time."""
    if visit.fetched.status == 304:
        source.last_read_at = at
    if not visit.text:
        return False
    text_hash = Snapshot.hash_of(visit.text)
    content_type = visit.fetched.content_type[:100]
    packed = Snapshot.pack(visit.text)
    Snapshot.objects.get_or_create(
        source=source, text_hash=text_hash, defaults={"at": at, "content_type": content_type, "packed": packed}
    )
    return source.keep(text_hash, at)


def remember_conditions(source: Source, fetched: Fetched, judgement: Judgement) -> None:
    """For the next conditional request: only what this very address answered, not what it redirected to."""
    if fetched.status != 200:
        return
    straight = judgement.verdict == Verdict.ALIVE and not fetched.hops
    source.etag = fetched.etag if straight and sendable(fetched.etag) else ""
    source.last_modified = fetched.last_modified if straight and sendable(fetched.last_modified) else ""


def sendable(value: str) -> bool:
    return value.isascii() and value.isprintable() and len(value) <= 100


def wait_as_asked(source: Source, fetched: Fetched, at: datetime) -> None:
    if fetched.retry_after and fetched.status in (429, 503):
        until = at + timedelta(seconds=fetched.retry_after)
        Host.objects.update_or_create(name=source.host, defaults={"wait_until": until})
        source.next_check_at = max(source.next_check_at, until)


def in_a_silent_spell(source: Source) -> bool:
    latest = source.checks.first()
    return latest is not None and latest.verdict == Verdict.OFFLINE


def write_check(source: Source, visit: Visit, judgement: Judgement, at: datetime) -> None:
    fetched = visit.fetched
    met = judgement.verdict not in (Verdict.REFUSED, Verdict.OFFLINE)  # else nothing that was met may be told
    Check.objects.create(
        source=source,
        at=at,
        finding=judgement.finding,
        verdict=judgement.verdict,
        status=fetched.status,
        final_url=fetched.final_url if met else "",
        text_hash=source.text_hash if judgement.verdict in (Verdict.ALIVE, Verdict.MOVED) else "",
        size=visit.size if met else None,
        seconds=round(fetched.seconds, 3) if met else None,
    )
