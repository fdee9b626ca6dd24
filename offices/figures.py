"""The public figures: at how many offices requests are filed by which way, on any day, and what changed between two.

Read from published rows alone, in a number of queries that does not depend on the days asked for. Every office has one
answer on each day on which it counts, so the numbers of all answers add up to the number of offices.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from offices.enums import PageState, WayOfFiling
from offices.filing import Ways, way_of_filing
from offices.models import FilingPeriod, Ground, Office

NOTHING_SAID: Ways = frozenset()


class Said(NamedTuple):
    """What one procedure said of an office. `rank`: how far its ground is from the one asked for; 0 is the nearest."""

    rank: int
    since: date
    until: date | None
    ways: Ways
    procedure: UUID

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Answer(NamedTuple):
    """What is known of an office on a day. `since`: the first day of this answer; None where nothing was ever said.
    `procedures`: the pages that say so."""

    way: WayOfFiling
    since: date | None
    ways: Ways
    procedures: frozenset[UUID]


NEVER = Answer(WayOfFiling.UNKNOWN, None, NOTHING_SAID, frozenset())


class Course:
    """The answers of one office through time, each from its day until the next."""

    def __init__(self, said: Iterable[Said]):
        found = list(said)
        turns = sorted({day for row in found for day in (row.since, row.until) if day})
        self.days: list[date] = []
        self.answers: list[Answer] = []
        for day in turns:
            self.days.append(day)
            self.answers.append(self.answer(day, nearest([row for row in found if row.holds(day)])))

    def answer(self, day: date, said: Sequence[Said]) -> Answer:
        ways = frozenset().union(*(row.ways for row in said))
        way = way_of_filing(ways)
        before = self.answers[-1] if self.answers else NEVER
        since = before.since if before.way == way and before.since else day
        return Answer(way, since, ways, frozenset(row.procedure for row in said))

    def on(self, day: date) -> Answer:
        place = bisect_right(self.days, day)
        return self.answers[place - 1] if place else NEVER


def nearest(said: Sequence[Said]) -> list[Said]:
    """What is said of a ground itself comes before what is said of the wider one (as in offices/competence/)."""
    closest = min((row.rank for row in said), default=0)
    return [row for row in said if row.rank == closest]


class Counted(NamedTuple):
    """An office that counts. `gone_on`: the day from which it does not, its page having been removed."""

    pk: UUID
    title: str
    slug: str
    department: str
    department_name: str
    region: str
    region_name: str
    gone_on: date | None

    def counts_on(self, day: date) -> bool:
        return self.gone_on is None or day < self.gone_on


@dataclass(frozen=True)
class Turn:
    """What became of one office between two days; None on a day on which it does not count."""

    office: Counted
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True)
class Figures:
    """Of one ground, or of all. `offices` in the order of a list: by département, préfecture first."""

    offices: Sequence[Counted]
    courses: Mapping[UUID, Course]

    @cached_property
    def first_day(self) -> date | None:
        """The day of the oldest answer: before it, nothing is known of any office."""
        return min((course.days[0] for course in self.courses.values()), default=None)

    def within(self, region: str) -> "Figures":
        """Those of one région, by its slug; of France where it is empty."""
        chosen = [office for office in self.offices if not region or office.region == region]
        return Figures(chosen, {office.pk: self.courses[office.pk] for office in chosen if office.pk in self.courses})

    def on(self, day: date) -> list[tuple[Counted, Answer]]:
        return [(office, self.answer(office, day)) for office in self.offices if office.counts_on(day)]

    def counts(self, day: date) -> Counter[WayOfFiling]:
        return Counter(answer.way for _office, answer in self.on(day))

    def counts_by_region(self, day: date) -> dict[tuple[str, str], Counter[WayOfFiling]]:
        """(slug, name) of each région, in the order of the names → its counts."""
        found: dict[tuple[str, str], Counter[WayOfFiling]] = defaultdict(Counter)
        for office, answer in self.on(day):
            found[office.region, office.region_name][answer.way] += 1
        return dict(sorted(found.items()))

    def turns(self, start: date, end: date) -> Iterator[Turn]:
        """The offices whose answer is not the same on both days."""
        for office in self.offices:
            before, after = (self.answer(office, day) if office.counts_on(day) else None for day in (start, end))
            if (before and before.way) != (after and after.way):
                yield Turn(office, before, after)

    def answer(self, office: Counted, day: date) -> Answer:
        course = self.courses.get(office.pk)
        return course.on(day) if course else NEVER


# --- Reading -------------------------------------------------------------------------------------------------------


def figures(ground: Ground | None) -> Figures:
    """Two queries. `ground`: None for all of them together."""
    said: dict[UUID, list[Said]] = defaultdict(list)
    for office, rank, since, until, ways, procedure in periods(ground):
        answers = frozenset(WayOfFiling(way) for way in ways.split())
        said[office].append(Said(rank, since, until, answers, procedure))
    return Figures(counted_offices(), {office: Course(rows) for office, rows in said.items()})


def periods(ground: Ground | None):
    """What was ever said of a ground, nearest first: of itself or a particular case of it, then of the wider one. An
    office that receives no request at all has answered for every ground."""
    columns = ("office", "rank", "since", "until", "ways", "procedure")
    if ground is None:
        return FilingPeriod.objects.order_by().annotate(rank=Value(0)).values_list(*columns)
    itself, wider = of_itself(ground), Q(ground=ground.parent_id)
    rank = Case(When(itself, then=Value(0)), When(wider, then=Value(1)), default=Value(2))
    heard = FilingPeriod.objects.filter(itself | wider | Q(ways=WayOfFiling.NO_PERMITS)).order_by()
    return heard.annotate(rank=rank).values_list(*columns)


def of_itself(ground: Ground) -> Q:
    return Q(ground=ground) | Q(ground__parent=ground)


def ways_by_department(ground: Ground | None, day: date) -> dict[str, set[WayOfFiling]]:
    """Code of each département → all that its offices answer that day; UNKNOWN among it where one says nothing. For a
    widest ground, or for all. Two queries, whose answers do not grow with what is written: a map needs no offices."""
    heard = FilingPeriod.objects.filter(Q(until=None) | Q(until__gt=day), since__lte=day).order_by()
    if ground:
        heard = heard.filter(of_itself(ground) | Q(ways=WayOfFiling.NO_PERMITS))
    found: dict[str, set[WayOfFiling]] = defaultdict(set)
    standing = heard.filter(office__page__state=PageState.PUBLISHED)
    for department, ways in standing.values_list("office__department", "ways").distinct():
        found[department] |= {WayOfFiling(way) for way in ways.split()}
    silent = Office.objects.published().filter(~Exists(heard.filter(office=OuterRef("pk"))))
    for department in silent.order_by().values_list("department", flat=True).distinct():
        found[department].add(WayOfFiling.UNKNOWN)
    return found


def counted_offices() -> list[Counted]:
    """Every office that was ever published."""
    rows = Office.objects.order_by("department", "kind", "title", "pk").values_list(
        "pk",
        "title",
        "page__slug",
        "department",
        "department__name",
        "department__region__slug",
        "department__region__name",
        "page__state",
        "page__edited_at",
    )
    return [
        Counted(*facts, None if state == PageState.PUBLISHED else timezone.localdate(edited_at))
        for *facts, state, edited_at in rows
    ]
