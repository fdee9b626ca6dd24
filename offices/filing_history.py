"""How requests were filed, from which day to which: derived from every version, so that any day is one query.

A row stands for a stretch of time in which a page said the same of an office and a ground; a million versions that
change fees and addresses add none. The deciding transaction cuts the rows at its day and adds what is said from then
on, days to come included: steps begin and end by themselves, so nobody has to be there at midnight.

The first version of a page is dated by the first confirmation recorded while it stood: a dossier of 2023 that was
imported in 2026 said so in 2023. Every later version is dated by its decision.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from offices.content import SHAPE, Content, ProcedureContent, load
from offices.enums import ChangeKind, PageKind, ProposalAction
from offices.filing import Stretch, stretches
from offices.models import Decision, FilingPeriod, Page
from offices.references import Referents, referents


class Row(NamedTuple):
    """`ways`: codes of plain answers, sorted, with a space between them."""

    office: UUID
    ground: UUID
    ways: str
    since: date
    until: date | None


def record(page: Page, before: Content | None, after: Content | None, *, day: date, known: Referents) -> None:
    """A page says `after` from that day on, where it said `before` (None: where it was not public). Inside the deciding
    transaction; asks the database for nothing where the way of filing stays what it was."""
    if told(before, day) == told(after, day):
        return
    standing = rows_of(page) if page.version > 1 else {}
    said = said_from(after, day, identifiers(known))
    write(page, standing, joined([*until(standing, day), *said]))


def date_back(page: Page, on: date) -> None:
    """The first confirmation of a page dates its first version, where no other was decided since."""
    if page.kind != PageKind.PROCEDURE or page.version > 1 or on >= timezone.localdate(page.edited_at):
        return
    document = page.document
    write(page, rows_of(page), joined(said_from(document, on, identifiers(referents(document)))))


def rebuild(page: Page) -> None:
    """The same rows, from every decision that published a version of the page."""
    if page.kind == PageKind.PROCEDURE:
        write(page, rows_of(page), rows_from_decisions(page))


def told(content: Content | None, day: date) -> set[tuple[str, Stretch]]:
    """(slug of an office, what is said of it from that day on); nothing of a page that is no procedure."""
    if not isinstance(content, ProcedureContent):
        return set()
    said = stretches(content, day)
    return {(office, stretch) for office in content.offices for stretch in said}


def identifiers(known: Referents) -> dict[str, UUID]:
    return {slug: named.pk for slug, named in known.pages.items()}


def said_from(content: Content | None, day: date, pks: dict[str, UUID]) -> Iterator[Row]:
    for office, stretch in told(content, day):
        ways = " ".join(sorted(stretch.ways))
        yield Row(pks[office], pks[stretch.ground], ways, stretch.since, stretch.until)


# --- Rows and their limits -----------------------------------------------------------------------------------------


def until(rows: Iterable[Row], day: date) -> Iterator[Row]:
    """What was said before that day, and ends with it."""
    for row in rows:
        if row.since < day:
            yield row._replace(until=min(row.until or day, day))


def joined(rows: Iterable[Row]) -> set[Row]:
    """Stretches that touch and say the same are one: however the rows came about, they are the same rows."""
    alike: dict[tuple, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.since):
        same = alike[row.office, row.ground, row.ways]
        if same and (same[-1].until is None or same[-1].until >= row.since):
            ends = [same[-1].until, row.until]
            same[-1] = same[-1]._replace(until=None if None in ends else max(ends))
        else:
            same.append(row)
    return {row for same in alike.values() for row in same}


def rows_of(page: Page) -> dict[Row, int]:
    """The rows as they stand, each with its identifier."""
    rows = FilingPeriod.objects.filter(procedure=page.pk).order_by()
    return {Row(*row): pk for pk, *row in rows.values_list("pk", *Row._fields)}


def write(page: Page, standing: dict[Row, int], wanted: set[Row]) -> None:
    if gone := [pk for row, pk in standing.items() if row not in wanted]:
        FilingPeriod.objects.filter(pk__in=gone).delete()
    FilingPeriod.objects.bulk_create(
        FilingPeriod(
            procedure_id=page.pk,
            office_id=row.office,
            ground_id=row.ground,
            ways=row.ways,
            since=row.since,
            until=row.until,
        )
        for row in wanted - standing.keys()
    )


# --- From every decision -------------------------------------------------------------------------------------------

# What of a procedure the way of filing is read from (offices/filing.py).
FACTS = ("handling", "scope", "way", "offices", "grounds", "steps")


class State(NamedTuple):
    """What a page said from a day on; no text where it was not public."""

    since: date
    text: str
    shape: int

    @property
    def facts(self) -> object:
        """Equal where the way of filing is; cheaper than reading the content, for pages of ten thousand versions."""
        if not self.text or self.shape != SHAPE:
            return self.text
        document = json.loads(self.text)
        return [document.get(name) for name in FACTS]


def rows_from_decisions(page: Page) -> set[Row]:
    states = states_of(page)
    contents = [load(state.text, state.shape) if state.text else None for state in states]
    pks = identifiers(referents(*contents))
    rows: list[Row] = []
    for state, content, following in zip(states, contents, [*states[1:], None], strict=True):
        said = said_from(content, state.since, pks)
        rows += until(said, following.since) if following else said
    return joined(rows)


def states_of(page: Page) -> list[State]:
    """What the page said from one day to the next, where the way of filing is not the same as before: of several
    decisions of a day, the last."""
    found: list[State] = []
    decisions = Decision.objects.filter(page=page).order_by("version")
    for at, version, text, shape, act in decisions.values_list(
        "at", "version", "content", "shape", "proposal__action"
    ).iterator(chunk_size=500):
        day = timezone.localdate(at)
        since = min(day, first_confirmed(page) or day) if version == 1 else day
        state = State(since, "" if act == ProposalAction.REMOVE else text, shape)
        if found and found[-1].since == since:
            found.pop()
        if not found or found[-1].facts != state.facts:
            found.append(state)
    return found


def first_confirmed(page: Page) -> date | None:
    """The day of the first confirmation, if it was recorded while the first version stood: the log says of which."""
    lines = page.changes.filter(kind=ChangeKind.VERIFICATION).order_by("seq")
    if lines.values_list("version", flat=True).first() != 1:
        return None
    return page.verifications.order_by("pk").values_list("on", flat=True)[0]
