"""The public figures in words, links and bars: every number leads to the offices that it counts.

A bar is a length of 100, for an inline SVG that stretches: no text in it, the numbers stand beside it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geography.models import Region
from offices import words
from offices.enums import WayOfFiling
from offices.figures import Answer, Figures, Turn
from offices.filing import DEFINITIONS
from offices.languages import french, in_french_too, with_french
from offices.models import Ground

ALL_GROUNDS = "tous"  # in an address, in place of one ground
GONE = "retire"  # in place of an answer: the office no longer counts
REFUSALS = (WayOfFiling.NOT_HANDLED, WayOfFiling.NO_PERMITS)
MOST_QUARTERS = 20
QUARTERS = ((3, 31), (6, 30), (9, 30), (12, 31))


class Asked(NamedTuple):
    """`day`: of the counts; `start`, `end`: of the changes. `ground`, `region`: None for all."""

    day: date
    start: date
    end: date
    ground: Ground | None
    region: Region | None
    today: date

    @property
    def of_what(self) -> dict[str, str]:
        """The parameters that every address of the same question bears."""
        chosen = {"fondement": self.ground.page.slug if self.ground else ALL_GROUNDS}
        return chosen | ({"region": self.region.slug} if self.region else {})

    def counted(self, *ways: str, name: str = "figures_offices", **others: str) -> str:
        """The address of the offices with these answers."""
        return address(name, {"au": self.day.isoformat(), **self.of_what, "facon": list(ways), **others})

    def changed(self, before: Sequence[str] = (), after: Sequence[str] = (), name: str = "figures_turns") -> str:
        """The address of the offices that went from one of these answers to one of those."""
        days = {"de": self.start.isoformat(), "a": self.end.isoformat()}
        return address(name, days | self.of_what | {"avant": list(before), "apres": list(after)})


def address(name: str, parameters: Mapping[str, str | list[str]]) -> str:
    return f"{reverse(f'offices:{name}')}?{urlencode(parameters, doseq=True)}"


def a_year_before(day: date) -> date:
    if day.year == date.min.year:
        return date.min
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


# --- The page of figures -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    count: int
    url: str


@dataclass(frozen=True)
class Line:
    """One line of a table: what it is about, its numbers in the order of the columns, its bar."""

    label: str
    url: str
    numbers: tuple[Number, ...]
    segments: tuple["Segment", ...] = ()
    total: Number | None = None


@dataclass(frozen=True)
class Segment:
    """One part of a bar, its place and length in hundredths with a point, as SVG reads them in every language. `way`:
    the end of its class `way-…` (static/figures.css)."""

    way: str
    start: str
    length: str


def overview_of(asked: Asked, figures: Figures) -> dict:
    counts = figures.counts(asked.day)
    present = [way for way in WayOfFiling if counts[way]]
    return {
        "asked": asked,
        "total": Number(counts.total(), asked.counted()),
        "summary": summary(asked.day, counts),
        "summary_in_french": in_french_too(lambda: " ".join(summary(asked.day, counts))),
        "first_day": figures.first_day,
        "lines": by_way(asked, counts),
        "absent": words.apart(str(way.label) for way in WayOfFiling if not counts[way]),
        "columns": present,
        **({} if asked.region else by_region(asked, figures, present)),
        **through_time(asked, figures),
        "groups": groups(asked, figures.turns(asked.start, asked.end)),
        "definitions": DEFINITIONS.items(),
        "files": {
            "counts": asked.counted(name="figures_counts_file"),
            "offices": asked.counted(name="figures_offices_file"),
            "turns": asked.changed(name="figures_turns_file"),
        },
    }


def summary(day: date, counts: Counter[WayOfFiling]) -> list[str]:
    """The figures in three sentences."""
    total, unknown = counts.total(), counts[WayOfFiling.UNKNOWN]
    refusing = sum(counts[way] for way in REFUSALS)
    receiving = total - unknown - refusing
    if unknown == total:  # "0 of 340 receive them" would be taken for a refusal
        return [_("Au %s, on ne sait d'aucun guichet s'il reçoit ces demandes.") % words.day(day)]
    named = {"day": words.day(day), "total": total, "number": receiving}
    told = [
        ngettext(
            "Au %(day)s, %(number)s guichet sur %(total)s reçoit ces demandes.",
            "Au %(day)s, %(number)s guichets sur %(total)s reçoivent ces demandes.",
            words.plural(receiving),
        )
        % named
    ]
    if refusing:
        pattern = ngettext("%s guichet ne les traite pas.", "%s guichets ne les traitent pas.", refusing)
        told.append(words.numbered(pattern, refusing))
    if unknown:
        pattern = ngettext("On ne sait rien de %s autre guichet.", "On ne sait rien des %s autres guichets.", unknown)
        told.append(words.numbered(pattern, unknown))
    return told


def by_way(asked: Asked, counts: Counter[WayOfFiling]) -> list[Line]:
    """One line for each answer that an office has. What is unknown has no bar: beside it, the others could not be
    told apart."""
    longest = max((count for way, count in counts.items() if way != WayOfFiling.UNKNOWN), default=1)
    return [
        Line(
            label=with_french(str, way.label),
            url=f"#{way}",
            numbers=(Number(counts[way], asked.counted(way)),),
            segments=bar({way: counts[way]}, longest),
        )
        for way in WayOfFiling
        if counts[way]
    ]


def by_region(asked: Asked, figures: Figures, columns: Sequence[WayOfFiling]) -> dict[str, list[Line]]:
    """A line for each région of which something is known; the others apart, with how many offices they have."""
    told: dict[str, list[Line]] = {"regions_known": [], "regions_unknown": []}
    day = asked.day.isoformat()
    for (slug, name), counts in figures.counts_by_region(asked.day).items():
        line = Line(
            label=french(name),
            url=address("figures", {"au": day, **asked.of_what, "region": slug}),
            numbers=tuple(Number(counts[way], asked.counted(way, region=slug)) for way in columns),
            total=Number(counts.total(), asked.counted(region=slug)),
        )
        known = counts.total() > counts[WayOfFiling.UNKNOWN]
        told["regions_known" if known else "regions_unknown"].append(line)
    return told


def through_time(asked: Asked, figures: Figures) -> dict:
    """The ends of the quarters since something is known, then the day itself."""
    days = quarters(figures.first_day, asked.day) if figures.first_day else []
    of_each = {day: figures.counts(day) for day in days}
    ways = [way for way in WayOfFiling if way != WayOfFiling.UNKNOWN and any(c[way] for c in of_each.values())]
    most = max((sum(counts[way] for way in ways) for counts in of_each.values()), default=1)
    lines = []
    for day, counts in of_each.items():
        then = asked._replace(day=day)
        lines.append(
            Line(
                label=words.day(day),
                url=address("figures", {"au": day.isoformat(), **asked.of_what}),
                numbers=tuple(Number(counts[way], then.counted(way)) for way in [*ways, WayOfFiling.UNKNOWN]),
                segments=bar({way: counts[way] for way in ways}, most),
                total=Number(sum(counts[way] for way in ways), then.counted(*ways)),
            )
        )
    return {"time_columns": ways, "time_lines": lines}


def quarters(first: date, last: date) -> list[date]:
    """The last days of the quarters from one day to the other, the latest of them, and the other day itself."""
    ends = [date(year, *end) for year in range(first.year, last.year + 1) for end in QUARTERS]
    return [*[end for end in ends if first <= end < last][-MOST_QUARTERS:], last]


def bar(counts: Mapping[WayOfFiling, int], most: int) -> tuple[Segment, ...]:
    segments, reached = [], 0
    for way, count in counts.items():
        if count and way != WayOfFiling.UNKNOWN:
            segments.append(Segment(way, hundredths(reached, most), hundredths(count, most)))
            reached += count
    return tuple(segments)


def hundredths(count: int, most: int) -> str:
    return f"{100 * count / most:.2f}"


# --- What changed --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """From one answer to another: how many offices, and where they are listed."""

    before: str
    after: str
    number: Number


def groups(asked: Asked, turns: Iterable[Turn]) -> list[tuple[str, str, list[Passage]]]:
    """(title, what to make of it, the passages) of what changed at offices, of what was learned, of what was lost:
    to learn that an office files by post is no change at that office."""
    passages = Counter(ends(turn) for turn in turns)
    unknown = WayOfFiling.UNKNOWN.value
    kinds = (
        (_("Changements de façon de déposer"), "", lambda before, after: unknown not in (before, after)),
        (
            _("Ce qui a été appris"),
            _("Rien n'était connu de ces guichets au premier jour\u00a0: cela ne dit pas qu'ils ont changé."),
            lambda before, after: before == unknown,
        ),
        (
            _("Ce qui n'est plus connu"),
            _("L'information a été retirée ou a pris fin\u00a0: cela ne dit pas ce que font ces guichets."),
            lambda before, after: after == unknown,
        ),
    )
    found = []
    for title, note, belongs in kinds:
        chosen = [
            Passage(
                with_french(named, before), with_french(named, after), Number(count, asked.changed([before], [after]))
            )
            for (before, after), count in passages.most_common()
            if belongs(before, after)
        ]
        if chosen:
            found.append((title, note, chosen))
    return found


def ends(turn: Turn) -> tuple[str, str]:
    """The codes of both answers, as an address writes them."""
    return code(turn.before), code(turn.after)


def code(answer: Answer | None) -> str:
    return answer.way.value if answer else GONE


def named(code: str) -> str:
    return _("retiré de ce site") if code == GONE else str(WayOfFiling(code).label)
