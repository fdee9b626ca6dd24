"""Rounds: every bundle in another order each time, the targets of a bundle back to back, also in another order."""

import json
import random
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from operator import truediv
from pathlib import Path
from statistics import median

from benchmarks.load import Measure, Request, ask, hammer, refuse_other_answer
from benchmarks.targets import APPROVE, AT_ONCE, BUNDLES, PUBLISH, Goal

WARMING = 30  # requests: every thread of every server has answered, every template is parsed
TIMES_AT_ONCE = 2  # a round
APPROVALS = 5  # a round
FIRST_APPROVALS = 12  # PostgreSQL keeps the plan of what a connection asks for the eleventh time
STILL = 0.8  # of both cores, over an instant, before a bundle begins
INSTANT = 0.2
PATIENCE = 60.0  # seconds in all, waiting for others on the machine


@dataclass
class Results:
    """`measures`: (round, bundle) → title → measure. `at_once`: goal → its ratio in each round. `decisions`: title →
    milliseconds and queries of each."""

    measures: dict[tuple[int, int], dict[str, Measure]] = field(default_factory=dict)
    at_once: dict[Goal, list[float]] = field(default_factory=lambda: defaultdict(list))
    decisions: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    disturbed: int = 0  # bundles that began while somebody else was using the machine

    @property
    def groups(self) -> int:
        return len(self.measures) + sum(map(len, self.at_once.values()))

    def of(self, title: str) -> list[Measure]:
        return [found[title] for found in self.measures.values() if title in found]

    def median(self, title: str, name: str) -> float:
        return median(getattr(measure, name) for measure in self.of(title))

    def ratios(self, subject: str, reference: str) -> list[float]:
        """How many times the rate of another, in each bundle where both were measured."""
        both = [found for found in self.measures.values() if subject in found and reference in found]
        return [found[subject].rate / found[reference].rate for found in both]

    def ratio(self, goal: Goal) -> float:
        """The median over the rounds: of rates where more is better, of times where less is."""
        if goal.at_once:
            return median(self.at_once[goal])
        if goal.subject == APPROVE:
            ours, theirs = (rounds_of(self.decisions[title]["ms"]) for title in (goal.subject, goal.reference))
            return median(map(truediv, ours, theirs))
        if goal.at_least:
            return median(self.ratios(goal.subject, goal.reference))
        return median(self.ratios(goal.reference, goal.subject))


def rounds_of(times: Sequence[float]) -> list[float]:
    """The median of each round of approvals."""
    return [median(times[start : start + APPROVALS]) for start in range(0, len(times), APPROVALS)]


def measure(requests: Mapping[str, Request], *, rounds: int, seconds: int, tick: Callable[[str], None]) -> Results:
    """`tick` is called with the title of each target before it is measured."""
    results = Results()
    answers = {}
    for title, request in requests.items():
        tick(title)
        answers[title] = [ask(request) for _ in range(WARMING)][-1]
        results.lengths[title] = len(answers[title].body)
    patience = PATIENCE
    for number in range(rounds):
        for place in shuffled(range(len(BUNDLES))):
            waited, still = wait_for_others(patience)
            patience -= waited
            results.disturbed += not still
            found = results.measures[number, place] = {}
            for target in shuffled(BUNDLES[place]):
                tick(target.title)
                found[target.title] = hammer(requests[target.title], seconds)
                refuse_other_answer(requests[target.title], answers[target.title], found[target.title])
    return results


def measure_at_once(
    results: Results, requests: Mapping[str, Request], *, rounds: int, seconds: int, tick: Callable[[str], None]
) -> None:
    """Both of a goal on the same core, at the same moment, from as many connections each: the scheduler gives each of
    two that always have work half of the core, so that answers tell what one costs, whatever else the machine does.
    For twice as long, because each has half; twice as often as others, because three hundredths lie between two rounds,
    and what is to be told apart is one."""
    patience = PATIENCE
    with ThreadPoolExecutor(2) as pool:
        for _ in range(TIMES_AT_ONCE * rounds):
            for goal in shuffled(AT_ONCE):
                tick(goal.subject)
                waited, still = wait_for_others(patience)
                patience -= waited
                results.disturbed += not still
                both = shuffled([goal.subject, goal.reference])
                found = dict(zip(both, pool.map(lambda title: hammer(requests[title], 2 * seconds), both), strict=True))
                results.at_once[goal].append(found[goal.subject].rate / found[goal.reference].rate)


def shuffled(items: Sequence) -> list:
    return random.sample(items, len(items))


# --- A machine that others use too -----------------------------------------------------------------------------------


def wait_for_others(patience: float) -> tuple[float, bool]:
    """Until both cores are nearly idle, or for so many seconds. Returns how long it took, and whether they are."""
    start = time.monotonic()
    while not (still := idle_share() >= STILL) and time.monotonic() - start < patience:
        pass
    return max(0.0, time.monotonic() - start - INSTANT), still


def idle_share() -> float:
    """Of all cores, over an instant."""
    before = clock_ticks()
    time.sleep(INSTANT)
    idle, total = (after - start for after, start in zip(clock_ticks(), before, strict=True))
    return idle / max(total, 1)


def clock_ticks() -> tuple[int, int]:
    """(idle, all) since the machine started: user nice system idle iowait …"""
    numbers = [int(number) for number in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return numbers[3] + numbers[4], sum(numbers)


# --- Approvals -------------------------------------------------------------------------------------------------------


def measure_approvals(deciders: Mapping[str, subprocess.Popen], *, rounds: int, tick: Callable[[str], None]) -> dict:
    """A few of each in turn. The first of a process, which find nothing in memory and no plan, are not counted."""
    found: dict[str, dict[str, list[float]]] = {title: defaultdict(list) for title in (APPROVE, PUBLISH)}
    for decider in deciders.values():
        decide(decider, FIRST_APPROVALS)
    for _ in range(rounds):
        for title in shuffled(list(deciders)):
            tick(title)
            for name, values in decide(deciders[title], APPROVALS).items():
                found[title][name] += values
    return found


def decide(decider: subprocess.Popen, times: int) -> dict[str, list[float]]:
    decider.stdin.write(f"{times}\n")
    decider.stdin.flush()
    return json.loads(decider.stdout.readline())
