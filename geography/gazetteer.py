"""Every name of the official geography in memory, so that a search costs no scan of a table: 0.3 ms instead of 11 for a
few letters (November 2026, SQLite), which is what suggestions while somebody types can afford.

One text, a line for each commune, the most populous first: the `norm` of its row ("|le havre|havre|76600|"). A name, a
beginning and a word within are three substrings (`geography.names.search_text`), and the first hits are the best ones.
Kept by each process until another edition is loaded, or a name corrected. Nothing of what anybody typed is kept.

Not taken: a sorted list of the beginnings of all words, faster still, ten times the memory, and a second rule of what
bears a name.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache

from django.db.models import F

from geography.models import Commune, Department, LoadedEdition, Region
from geography.names import search_text


class Rank(IntEnum):
    """How well a place answers; `rank` of each place found. Approximate ones answer "vouliez-vous dire…"."""

    EXACT = 0
    BEGINNING = 1
    WITHIN = 2
    APPROXIMATE = 3


# The three ways of bearing a name, as substrings of what the search looks into.
BEARING = ((Rank.EXACT, "|{}|"), (Rank.BEGINNING, "|{}"), (Rank.WITHIN, " {}"))


@dataclass(frozen=True)
class Line:
    """What the search knows of a commune. `norm`: its names and postcodes."""

    code: str
    department: str
    norm: str


Condition = Callable[[Line], bool]


@dataclass(frozen=True)
class Gazetteer:
    """`starts`: where each line begins in `text`."""

    lines: tuple[Line, ...]
    text: str
    starts: array
    departments: dict[Department, str]
    regions: dict[Region, str]

    def bearing(self, name: str, at_most: int, condition: Condition) -> dict[str, Rank]:
        """Code of each commune that bears the name → how well, best first. Of those that are called so, all."""
        found: dict[str, Rank] = {}
        for rank, pattern in BEARING:
            for line in self.holding(pattern.format(name)):
                if rank != Rank.EXACT and len(found) >= at_most:
                    break
                if condition(line):
                    found.setdefault(line.code, rank)
        return found

    def holding(self, part: str) -> Iterator[Line]:
        at = self.text.find(part)
        while at >= 0:
            number = bisect_right(self.starts, at)
            yield self.lines[number - 1]
            if number == len(self.starts):
                return
            at = self.text.find(part, self.starts[number])

    @cached_property
    def names(self) -> tuple[list[str], list[Line]]:
        """Every name and, beside it, its bearer, for what must be compared one by one; 6 MB, from the first typo on."""
        named = [(name, line) for line in self.lines for name in line.norm.split("|") if name and not name.isdigit()]
        return [name for name, _line in named], [line for _name, line in named]

    @cached_property
    def distinct_names(self) -> frozenset[str]:
        return frozenset(self.names[0])


def gazetteer() -> Gazetteer:
    edition = LoadedEdition.objects.first()
    return of_edition(edition.pk if edition else 0)


@lru_cache(maxsize=1)
def of_edition(number: int) -> Gazetteer:
    communes = Commune.objects.order_by(F("population").desc(nulls_last=True), "code")
    lines = tuple(Line(*row) for row in communes.values_list("code", "department_id", "norm"))
    return Gazetteer(
        lines=lines,
        text="\n".join(line.norm for line in lines),
        starts=array("L", beginnings(line.norm for line in lines)),
        departments={
            place: search_text([place.name, place.label, place.code], []) for place in Department.objects.all()
        },
        regions={place: search_text([place.name], []) for place in Region.objects.all()},
    )


def beginnings(texts: Iterable[str]) -> Iterator[int]:
    """Where each text begins when one line break parts it from the one before."""
    at = 0
    for text in texts:
        yield at
        at += len(text) + 1
