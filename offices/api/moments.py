"""A published page as it is said on a day: everything that its body depends on beside what it names, as plain values.

Plain values, so that a moment is compared and hashed whole: equal moments have the same body (offices/api/bodies.py).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from offices.content import SHAPE, Content, canonical, load
from offices.elsewhere import Elsewhere, completed, elsewhere
from offices.enums import Handling
from offices.models import Indexed, Page, Procedure, Warning
from offices.versions import Standing


class Stored(NamedTuple):
    """A content as it is stored: quick to compare, and read when it is asked for."""

    text: str
    shape: int

    @property
    def document(self) -> Content:
        return load(self.text, self.shape)


class Named(NamedTuple):
    """A page as other pages name it."""

    pk: UUID
    kind: str
    slug: str
    title: str


class Warned(NamedTuple):
    """A standing warning."""

    code: str
    step: str
    put_at: datetime
    expires_at: datetime


class Told(NamedTuple):
    """What the public was told of a source, by its key."""

    key: str
    verdict: str
    moved_to: str
    checked_on: date


@dataclass(frozen=True)
class Moment:
    """`elsewhere`: where the other pages of the département send whom this one refuses; None where it is not derived.
    `sources`: those that the page cites and of which the public was told something."""

    page: Named
    content: Stored
    day: date
    version: int
    edited_at: datetime
    verified_on: date | None
    warnings: tuple[Warned, ...] = ()
    sources: tuple[Told, ...] = ()
    elsewhere: Elsewhere | None = None
    language: str | None = field(default_factory=get_language)

    @cached_property
    def document(self) -> Content:
        """What the page says, completed with where to go instead."""
        return completed(self.content.document, self.elsewhere)

    @property
    def source_checked_on(self) -> date | None:
        return max((state.checked_on for state in self.sources), default=None)


def current(rows: Sequence[Indexed]) -> list[Moment]:
    """Published rows of one index table with their pages, as they stand today: as many queries for two hundred as for
    one."""
    day = timezone.localdate()
    warnings, sources, places = standing_on(rows), told_of(rows), derived_for(rows)
    return [
        Moment(
            page=Named(row.pk, row.page.kind, row.page.slug, row.title),
            content=Stored(row.page.content, row.page.shape),
            day=day,
            version=row.page.version,
            edited_at=row.page.edited_at,
            verified_on=row.verified_on,
            warnings=tuple(warnings[row.pk]),
            sources=tuple(sorted(sources[row.pk])),
            elsewhere=places.get(row.pk),
        )
        for row in rows
    ]


def standing_on(rows: Sequence[Indexed]) -> dict[UUID, list[Warned]]:
    found = defaultdict(list)
    warnings = Warning.objects.standing().filter(page__in=[row.pk for row in rows])
    for page, *warning in warnings.values_list("page", *Warned._fields):
        found[page].append(Warned(*warning))
    return found


def told_of(rows: Sequence[Indexed]) -> dict[UUID, list[Told]]:
    found = defaultdict(list)
    if rows:
        kind = type(rows[0])
        cited = kind.sources.through.objects.filter(
            **{f"{kind._meta.model_name}__in": [row.pk for row in rows]}, source__told__isnull=False
        )
        states = (f"source__told__{name}" for name in ("verdict", "moved_to", "checked_on"))
        for page, *state in cited.values_list(kind._meta.model_name, "source__key", *states):
            found[page].append(Told(*state))
    return found


def derived_for(rows: Sequence[Indexed]) -> dict[UUID, Elsewhere]:
    """Where to go instead, of those that refuse and do not say it themselves."""
    refusing = [row for row in rows if isinstance(row, Procedure) and row.handling == Handling.NOT_HANDLED]
    places = elsewhere({row.pk: row.page.document for row in refusing})
    return {key: place for key, place in places.items() if not place.stated}


def past(page: Page, standing: Standing, day: date) -> Moment:
    """The page as it stood at the end of that day. What was known of its sources is not kept by day."""
    document = standing.entry.document
    return Moment(
        page=Named(page.pk, page.kind, page.slug, document.title),
        content=Stored(canonical(document), SHAPE),
        day=day,
        version=standing.entry.number,
        edited_at=standing.entry.at,
        verified_on=standing.verified_on,
        warnings=tuple(
            Warned(warning.code, warning.step, warning.put_at, warning.expires_at) for warning in standing.warnings
        ),
    )
