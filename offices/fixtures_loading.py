"""The first content, brought into the site: through the door, as a batch, in one transaction.

Again only where a file has changed since; the change is then merged with what an import has brought to the page. What a
person has decided is never touched, nor a page that came by another way.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from django.db import transaction

from accounts.models import User
from offices import changes, moderation, outcomes
from offices.content import Content, canonical, load
from offices.enums import DecisionMode, Origin, ProposalState
from offices.fixtures_reading import Wanted
from offices.models import Decision, Page, PageSlug, Proposal, Verification


class Fate(Enum):
    """What became of one wanted page."""

    CREATED = auto()
    UPDATED = auto()
    UNCHANGED = auto()
    KEPT = auto()  # a person decided it, or it came by another way: it stays as it is


@dataclass
class Report:
    fates: dict[str, Fate] = field(default_factory=dict)

    def count(self, fate: Fate) -> int:
        return sum(found == fate for found in self.fates.values())

    def slugs(self, fate: Fate) -> list[str]:
        return [slug for slug, found in self.fates.items() if found == fate]


def bring(pages: Iterable[Wanted], *, by: User, told: Callable[[Wanted], None] = lambda page: None) -> Report:
    """Bring every page to what is wanted, all or none; `told` hears of each page done.

    `by` decides: a moderator of every département concerned. Raises ModerationError as the door does, and then nothing
    has been written.
    """
    report = Report()
    with transaction.atomic():
        site = Site.read()
        for page in pages:
            report.fates[page.slug] = bring_one(page, site, by)
            told(page)
    return report


@dataclass(frozen=True)
class Site:
    """What stands already, read at once: a second load asks four questions in all, not four per page."""

    pages: dict[str, Page]  # by every address they have had
    texts: dict[object, Content]  # page → what the fixtures last said of it
    decided_by_person: set
    verified: set[tuple]  # (page, day) of the confirmations that fixtures brought

    @classmethod
    def read(cls) -> "Site":
        ours = Proposal.objects.filter(origin=Origin.FIXTURES, state=ProposalState.APPROVED)
        return cls(
            pages={row.slug: row.page for row in PageSlug.objects.select_related("page")},
            texts={
                page: load(content, shape)
                for page, content, shape in ours.order_by("decided_at", "decision__number").values_list(
                    "page", "content", "shape"
                )
            },
            decided_by_person=set(
                Decision.objects.filter(mode=DecisionMode.READ, page__isnull=False).values_list("page", flat=True)
            ),
            verified=set(Verification.objects.filter(origin=Origin.FIXTURES).values_list("page", "on")),
        )


def bring_one(wanted: Wanted, site: Site, by: User) -> Fate:
    page = site.pages.get(wanted.slug)
    if page is None:
        verify(wanted, publish(wanted, by), site)
        return Fate.CREATED
    last = site.texts.get(page.pk)
    same = last == wanted.content
    if last is None or page.pk in site.decided_by_person or not page.is_published:
        return Fate.UNCHANGED if same else Fate.KEPT
    merged = page.document if same else changes.merge(last, page.document, wanted.content).content
    if merged is None:  # an import says otherwise of the same fact: that is for a person to decide
        return Fate.KEPT
    changed = canonical(merged) != page.content
    if changed:
        publish(wanted, by, page=page, base=last)
    verify(wanted, page, site)
    return Fate.UPDATED if changed else Fate.UNCHANGED


def publish(wanted: Wanted, by: User, **onto) -> Page:
    proposal = moderation.submit(
        wanted.content, evidence=wanted.evidence, origin=Origin.FIXTURES, slug=wanted.slug, **onto
    )
    seen = outcomes.outcome(proposal).hash
    decision = moderation.approve(proposal, by=by, seen_hash=seen, mode=DecisionMode.BATCH)
    assert decision.page  # an approval has one
    return decision.page


def verify(wanted: Wanted, page: Page, site: Site) -> None:
    if wanted.verified_on and (page.pk, wanted.verified_on) not in site.verified:
        moderation.verify(page, on=wanted.verified_on, origin=Origin.FIXTURES)
