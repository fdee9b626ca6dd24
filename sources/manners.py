"""How we visit: one request at a time per host, a pause between two, and what robots.txt and Retry-After ask for."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

from protego import Protego

from sources.enums import Problem
from sources.gate import ROBOT, Fetched, Gate, Stopped
from sources.guard import Target, take_apart

# In seconds. A Crawl-delay is honoured up to this; a Retry-After beyond it ends the visits to this host for the run.
LONGEST_PAUSE = 30.0

# A host whose robots.txt cannot even be asked for will not answer for its pages: one attempt per run is enough.
HOST_IS_AWAY = {Problem.INNER, Problem.NAME, Problem.CONNECTION, Problem.CERTIFICATE, Problem.TIMEOUT}


@dataclass(frozen=True)
class Rules:
    """What one robots.txt says.

    None at all (404, unreadable) forbids nothing. Neither does a server that fails on it (5xx), where RFC 9309 would
    have crawlers stay away: we read single pages that people cite, and the page itself then says how it fares.
    """

    problem: Problem | None = None
    robots: Protego | None = None

    def forbid(self, url: str) -> bool:
        return self.robots is not None and not self.robots.can_fetch(url, ROBOT)

    @property
    def pause(self) -> float:
        return (self.robots and self.robots.crawl_delay(ROBOT)) or 0.0


@dataclass
class Lane:
    """One host, in this run."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    ready_at: float = 0.0
    pause: float = 0.0
    closed: bool = False  # the host asked to wait longer than we do
    rules: dict[str, asyncio.Task[Rules]] = field(default_factory=dict)  # per origin


class Manners:
    """The turns of one run. `pause`: seconds between two requests to a host; `at_once`: requests at the same moment."""

    def __init__(self, gate: Gate, *, pause: float, at_once: int, time_is_up: Callable[[], bool] = lambda: False):
        self.gate = gate
        self.pause = pause
        self.time_is_up = time_is_up
        self.slots = asyncio.Semaphore(at_once)
        self.lanes: defaultdict[str, Lane] = defaultdict(lambda: Lane(pause=pause))

    async def fetch(self, url: str, **conditions: str) -> Fetched:
        """Gate.fetch, politely: each hop waits for its turn and is one that robots.txt allows."""
        return self.heed(await self.gate.fetch(url, turn=self.page_turn, **conditions))

    @asynccontextmanager
    async def page_turn(self, target: Target) -> AsyncIterator[None]:
        rules = await self.rules_of(target)
        if rules.problem:
            raise Stopped(rules.problem)
        if rules.forbid(target.url):
            raise Stopped(Problem.ROBOTS)
        async with self.host_turn(target):
            yield

    @asynccontextmanager
    async def host_turn(self, target: Target) -> AsyncIterator[None]:
        lane = self.lanes[target.host]
        async with lane.lock:
            if lane.closed:
                raise Stopped(Problem.WAIT)
            await asyncio.sleep(max(0.0, lane.ready_at - monotonic()))
            if self.time_is_up():
                raise Stopped(Problem.NOT_TRIED)
            async with self.slots:
                try:
                    yield
                finally:
                    lane.ready_at = monotonic() + lane.pause

    async def rules_of(self, target: Target) -> Rules:
        """Read once per origin and run, however many pages wait for it."""
        lane = self.lanes[target.host]
        if target.origin not in lane.rules:
            lane.rules[target.origin] = asyncio.create_task(self.read_rules(target.origin, lane))
        return await lane.rules[target.origin]

    async def read_rules(self, origin: str, lane: Lane) -> Rules:
        found = self.heed(await self.gate.fetch(f"{origin}/robots.txt", turn=self.host_turn))
        if found.problem == Problem.NOT_TRIED or (found.problem in HOST_IS_AWAY and not found.hops):
            return Rules(problem=found.problem)
        if found.status != 200:
            return Rules()
        rules = Rules(robots=Protego.parse(found.body.decode("utf-8", "replace")))
        lane.pause = max(lane.pause, min(rules.pause, LONGEST_PAUSE))
        return rules

    def heed(self, found: Fetched) -> Fetched:
        """Keep away from a host as long as it asks. Nothing is awaited between an answer and this: no turn slips in."""
        if found.retry_after is not None and found.status in (429, 503):
            lane = self.lanes[take_apart(found.final_url).host]
            lane.closed = lane.closed or found.retry_after > LONGEST_PAUSE
            lane.ready_at = max(lane.ready_at, monotonic() + found.retry_after)
        return found
