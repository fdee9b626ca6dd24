"""What the calendar has in store: the next day on which a page reads otherwise, and what people should look at.

Days come from the rows that `offices.indexing` derives; the words from the content of the few pages that they name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from offices import words
from offices.calendar import Due, dues_of, ended, facts, later, turning
from offices.changes import describe
from offices.changes.vocabulary import NOUNS
from offices.content import Content, Fact, ProcessingTime
from offices.enums import DueKind, PageKind
from offices.models import DueDate, Page
from offices.words import lowered

SOON = timedelta(days=30)
MOST = 100  # of each list on one screen; what is dealt with makes room for the next


# --- For whoever keeps a rendered page -----------------------------------------------------------------------------


def next_due(pages: Iterable[Page], after: date) -> date | None:
    """The first day after that one on which any of these pages reads otherwise; None where none is known."""
    return DueDate.objects.public().filter(page__in=list(pages), on__gt=after).aggregate(first=Min("on"))["first"]


def shown_with(page: Page) -> list[Page]:
    """The page and those whose dated facts stand on it: a procedure shows the addresses and closed desks of offices."""
    if page.kind != PageKind.PROCEDURE:
        return [page]
    slugs = {*page.document.offices, *(step.office for step in page.document.steps)} - {""}
    return [page, *Page.objects.published().filter(slugs__slug__in=slugs).distinct()]


# --- For people ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dated:
    """One fact of a page and what its dates say of it: "étape « envoyer la demande par courrier »", "jusqu'au …"."""

    what: str
    when: str


@dataclass(frozen=True)
class OfPage:
    page: Page
    title: str
    rows: tuple[Dated, ...]


@dataclass(frozen=True)
class Agenda:
    """By page, the nearest day first. `coming`: what begins or ends soon; `over`: what has ended and is still in the
    content; `old`: processing times announced more than a year ago. `more`: whether one of the lists is longer."""

    coming: tuple[OfPage, ...]
    over: tuple[OfPage, ...]
    old: tuple[OfPage, ...]
    more: bool


@dataclass(frozen=True)
class Tally:
    """On how many days of pages there is something to look at, by the lists of an agenda."""

    coming: int
    over: int
    old: int


def waiting(pages: QuerySet[Page], today: date) -> list[QuerySet[DueDate]]:
    """What these pages have due, nearest first: coming, over, old."""
    due = DueDate.objects.filter(page__in=pages)
    return [
        due.public().filter(on__gt=today, on__lte=today + SOON).order_by("on", "-kind", "page"),  # what ends first
        due.filter(kind=DueKind.ENDED, on__lte=today),
        due.filter(kind=DueKind.STATED_LONG_AGO, on__lte=today),
    ]


def tally(pages: QuerySet[Page], today: date) -> Tally:
    return Tally(*(rows.count() for rows in waiting(pages, today)))


def agenda(pages: QuerySet[Page], today: date) -> Agenda:
    """In words. As many queries for a hundred facts as for one."""
    found = [list(rows.select_related("page")[: MOST + 1]) for rows in waiting(pages, today)]
    coming, over, old = (by_page(rows[:MOST]) for rows in found)
    return Agenda(coming, over, old, more=any(len(rows) > MOST for rows in found))


def by_page(due: Iterable[DueDate]) -> tuple[OfPage, ...]:
    """A fact that begins and ends within the month is said once."""
    documents: dict[Page, Content] = {}
    found: dict[Page, dict[Fact, None]] = {}
    for one in due:
        document = documents.setdefault(one.page, one.page.document)
        found.setdefault(one.page, {}).update(dict.fromkeys(concerned(document, one)))
    return tuple(OfPage(page, documents[page].title, tuple(map(dated, rows))) for page, rows in found.items())


def concerned(document: Content, due: DueDate) -> list[Fact]:
    if due.kind == DueKind.STATED_LONG_AGO:
        times = getattr(document, "processing_times", ())
        return [row for row in times if Due(due.on, DueKind.STATED_LONG_AGO) in dues_of(row)]
    return [row for _list, row, kind in turning(document, due.on) if kind == due.kind]


def dated(row: Fact) -> Dated:
    noun = lowered(_(NOUNS[type(row)].text))
    return Dated(f"{noun} {words.quoted(describe(row))}", when(row))


def when(row: Fact) -> str:
    if isinstance(row, ProcessingTime) and row.stated_on and not (row.valid_from or row.valid_until):
        return _("annoncé le %s") % words.day(row.stated_on)
    return words.period(row.valid_from, row.valid_until)


def dated_facts(document: Content, today: date) -> tuple[list[Dated], list[Dated]]:
    """(what is still to begin or to end, what is over) among the facts of one page."""
    rows = [row for _list, found in facts(document) for row in found]
    over = [row for row in rows if ended(row, today)]
    coming = [row for row in rows if row not in over and (later(row, today) or row.valid_until)]
    return list(map(dated, coming)), list(map(dated, over))
