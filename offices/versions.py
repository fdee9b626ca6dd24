"""Reading history, from django-reversion. Every approval wrote one version; a version is never changed.

Versions are found and ordered through their decisions, whose own indexes (page and number, page and moment) lead
straight to them. reversion's default order by primary key walks the whole table for a page that was not edited lately:
279 ms among 1,000,000 rows, where nothing must depend on how much is written elsewhere.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from reversion.models import Version

from offices import changes, content
from offices.enums import PageState
from offices.exceptions import UnknownVersion
from offices.models import Decision, Page, Warning
from offices.references import names_in


@dataclass(frozen=True)
class VersionEntry:
    """One validated version: its text, who stands behind it, and on what ground."""

    number: int
    state: str
    at: datetime
    comment: str
    document: content.Content
    content_hash: str
    decision: Decision

    @property
    def is_removal(self) -> bool:
        return self.state == PageState.REMOVED


def versions_of(page: Page):
    """reversion's rows for a page, newest first, with their decision and people in the same query."""
    return (
        Version.objects.filter(
            content_type=ContentType.objects.get_for_model(Page),
            object_id=str(page.pk),
            db="default",
            revision__decision__page=page,
        )
        .select_related(
            "revision",
            "revision__decision",
            "revision__decision__proposal",
            "revision__decision__proposal__author",
            "revision__decision__proposal__decided_by",
        )
        .order_by("-revision__decision__version")
    )


def entry(row: Version) -> VersionEntry:
    fields = row.field_dict
    return VersionEntry(
        number=fields["version"],
        state=fields["state"],
        at=row.revision.date_created,
        comment=row.revision.comment,
        document=content.load(fields["content"], fields["shape"]),
        content_hash=fields["content_hash"],
        decision=row.revision.decision,
    )


def history(page: Page, *, limit: int = 50, before: int | None = None) -> list[VersionEntry]:
    """Validated versions, newest first; `before` continues a list below that version number."""
    rows = versions_of(page)
    if before is not None:
        rows = rows.filter(revision__decision__version__lt=before)
    return [entry(row) for row in rows[:limit]]


def version(page: Page, number: int) -> VersionEntry:
    """Raises UnknownVersion where the page has no such version."""
    row = versions_of(page).filter(revision__decision__version=number).first()
    if row is None:
        raise UnknownVersion
    return entry(row)


def version_on(page: Page, day: date) -> VersionEntry | None:
    """The version that stood at the end of that day (Europe/Paris), or None before the first publication."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=timezone.get_default_timezone())
    until = versions_of(page).filter(revision__decision__at__lt=midnight)
    row = until.order_by("-revision__decision__at", "-revision__decision__version").first()
    return entry(row) if row else None


@dataclass(frozen=True)
class Standing:
    """A page at the end of a day: its version, and what stood beside it. What was known of its sources is not kept."""

    entry: VersionEntry
    verified_on: date | None
    warnings: tuple[Warning, ...]


def standing_on(page: Page, day: date) -> Standing | None:
    """None before the first publication. `entry.is_removal` where the page was not public that day."""
    found = version_on(page, day)
    if found is None:
        return None
    verifications = page.verifications.filter(on__lte=day, recorded_at__date__lte=day)
    return Standing(
        entry=found,
        verified_on=verifications.values_list("on", flat=True).first(),
        warnings=tuple(
            warning
            for warning in page.warnings.filter(put_at__date__lte=day)
            if warning.ended_at is None or timezone.localdate(warning.ended_at) > day
        ),
    )


def compare(page: Page, older: int, newer: int) -> list[changes.FieldChange]:
    """What changed between two versions, field by field, in French sentences."""
    before, after = version(page, older).document, version(page, newer).document
    return changes.diff(before, after, names_in(before, after))
