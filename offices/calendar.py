"""Which facts hold on which day. Pure: the day is given, never asked of a clock.

A fact (a `Fact` row) may begin (`valid_from`) and end (`valid_until`, that day included). A page read for a day says
what stands that day; what begins later is announced with its date; what has ended is left out, and stays in the content
and its history until somebody proposes to clean it away. The words carry their dates, so that a text made for one day
is still true on the next (law 7); only what comes first, and what is left out, changes.

Read for no day (`None`), a content is shown whole: old versions and proposals, whose text never changes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from offices.content import Content, Fact, Frozen, ProcessingTime, Row
from offices.enums import PUBLIC_DUES, DueKind

AnyContent = TypeVar("AnyContent", bound=Frozen)
AnyFact = TypeVar("AnyFact", bound=Fact)

ONE_DAY = timedelta(days=1)
STATED_LONG_AGO = timedelta(days=365)  # an announced processing time is worth asking again


def later(row: Fact, day: date) -> bool:
    return row.valid_from is not None and row.valid_from > day


def ended(row: Fact, day: date) -> bool:
    return row.valid_until is not None and row.valid_until < day


def stands(row: Fact, day: date) -> bool:
    return not later(row, day) and not ended(row, day)


def ends_before_it_begins(row: Fact) -> bool:
    return row.valid_from is not None and row.valid_until is not None and row.valid_until < row.valid_from


# --- A content on a day --------------------------------------------------------------------------------------------


def facts(document: Frozen) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """(name of a list, its rows) for every list of facts of the content."""
    for name in type(document).model_fields:
        rows = getattr(document, name)
        if isinstance(rows, tuple) and rows and isinstance(rows[0], Fact):
            yield name, rows


@lru_cache(maxsize=512)
def on_day(document: AnyContent, day: date | None) -> AnyContent:
    """The content with the facts that stand that day; the same one where all of them do, or where no day is given.
    A page asks it for each of its lists."""
    if day is None:
        return document
    lists = {name: standing(rows, day) for name, rows in facts(document)}
    moved = {name: rows for name, rows in lists.items() if rows != getattr(document, name)}
    return document.model_copy(update=moved) if moved else document


def standing(rows: Iterable[AnyFact], day: date) -> tuple[AnyFact, ...]:
    """Those that stand. Where the first of a choice does not, the next of the choice takes its place: it must not
    become an alternative to whatever happens to stand before."""
    found: list[AnyFact] = []
    open_choice = False  # whether the choice that this row belongs to has a row already
    for row in rows:
        is_alternative = vars(row).get("alternative", False)  # a row without one takes ten times as long to say so
        open_choice = open_choice and is_alternative
        if stands(row, day):
            found.append(row.model_copy(update={"alternative": False}) if is_alternative and not open_choice else row)
            open_choice = True
    return tuple(found)


def announced(rows: Iterable[AnyFact], day: date | None) -> list[AnyFact]:
    """Those that begin after that day, the earliest first."""
    if day is None:
        return []
    return sorted((row for row in rows if later(row, day) and not ends_before_it_begins(row)), key=begins_on)


def begins_on(row: Fact) -> date:
    return row.valid_from or date.min


def to_read(rows: Iterable[Row], day: date | None) -> tuple[Row, ...]:
    """The rows of any list in the order of a page: what stands that day, then what is announced."""
    listed = tuple(rows)
    dated = [row for row in listed if isinstance(row, Fact)]
    if day is None or not dated:
        return listed
    return (*standing(dated, day), *announced(dated, day))


def is_announced(row: Row, day: date | None) -> bool:
    return day is not None and isinstance(row, Fact) and later(row, day)


# --- Days on which something changes -------------------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class Due:
    """Something comes due on that day: a fact begins, has ended the day before, or was announced a year ago."""

    on: date
    kind: DueKind


def dues(document: Content) -> set[Due]:
    """Every day that the content's dates name, past ones included."""
    return {due for _name, rows in facts(document) for row in rows for due in dues_of(row)}


def dues_of(row: Fact) -> Iterator[Due]:
    never = ends_before_it_begins(row)
    if row.valid_from and not never:
        yield Due(row.valid_from, DueKind.BEGINS)
    if row.valid_until and row.valid_until < date.max and not never:
        yield Due(row.valid_until + ONE_DAY, DueKind.ENDED)
    if isinstance(row, ProcessingTime) and row.stated_on and row.stated_on < date.max - STATED_LONG_AGO:
        yield Due(row.stated_on + STATED_LONG_AGO, DueKind.STATED_LONG_AGO)


def boundaries(rows: Iterable[Fact]) -> list[date]:
    """The days on which what stands among these rows changes, in order: the first of a fact, the first without it."""
    return sorted({due.on for row in rows for due in dues_of(row) if due.kind in PUBLIC_DUES})


def turning(document: Content, on: date) -> list[tuple[str, Fact, DueKind]]:
    """(name of the list, row, what becomes of it) for every fact that begins that day or is over since the day before:
    what ends first, so that what replaces it is read after."""
    found = [
        (name, row, due.kind)
        for name, rows in facts(document)
        for row in rows
        for due in dues_of(row)
        if due.on == on and due.kind in PUBLIC_DUES
    ]
    return sorted(found, key=lambda turn: turn[2] != DueKind.ENDED)
