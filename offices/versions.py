"""Reading history, from django-reversion. Every approval wrote one version; a version is never changed.

Versions are found and ordered through their decisions, whose own indexes (page and number, page and moment) lead
straight to them. reversion's default order by primary key walks the whole table for a page that was not edited lately:
279 ms among 1,000,000 rows, where nothing must depend on how much is written elsewhere.
"""

from collections.abc import Iterable
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


def decisions_of(page: Page):
    """The decisions that published each version, newest first, with the people behind them."""
    return (
        Decision.objects.filter(page=page)
        .select_related("proposal__author", "proposal__decided_by")
        .order_by("-version")
    )


def entries(decisions: Iterable[Decision]) -> list[VersionEntry]:
    """The versions that some decisions published, in their order. A second query: joined in one, the planner takes the
    conditions on both tables for independent, and reads all 10,000 versions of a page to show 50."""
    found = list(decisions)
    rows = Version.objects.filter(
        revision__in=[decision.revision_id for decision in found],
        content_type=ContentType.objects.get_for_model(Page),
        db="default",
    ).select_related("revision")
    texts = {row.revision_id: row for row in rows}
    return [entry(texts[decision.revision_id], decision) for decision in found]


def entry(row: Version, decision: Decision) -> VersionEntry:
    fields = row.field_dict
    return VersionEntry(
        number=fields["version"],
        state=fields["state"],
        at=row.revision.date_created,
        comment=row.revision.comment,
        document=content.load(fields["content"], fields["shape"]),
        content_hash=fields["content_hash"],
        decision=decision,
    )


def history(page: Page, *, limit: int = 50, before: int | None = None) -> list[VersionEntry]:
    """Validated versions, newest first; `before` continues a list below that version number."""
    decisions = decisions_of(page)
    if before is not None:
        decisions = decisions.filter(version__lt=before)
    return entries(decisions[:limit])


def version(page: Page, number: int) -> VersionEntry:
    """Raises UnknownVersion where the page has no such version."""
    found = entries(decisions_of(page).filter(version=number))
    if not found:
        raise UnknownVersion
    return found[0]


def version_on(page: Page, day: date) -> VersionEntry | None:
    """The version that stood at the end of that day (Europe/Paris), or None before the first publication."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=timezone.get_default_timezone())
    until = decisions_of(page).filter(at__lt=midnight).order_by("-at", "-version")
    return next(iter(entries(until[:1])), None)


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
