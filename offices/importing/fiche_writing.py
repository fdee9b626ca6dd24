"""A Fiche meets its page. It states the page whole, so it is neither united with it nor remembered as a base.

The base of its merge is the text it was written from, found in the page's history by its stamp: an export that was
corrected by hand changes what the hand changed, though others have decided since. A text that this site never
published (an export of another site) is compared with the page as it is.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from offices import changes, moderation, outcomes, permissions
from offices.content import Content, canonical, content_hash, load
from offices.enums import DecisionMode, Origin, ProposalState
from offices.exceptions import InvalidContent
from offices.importing.anomalies import Code
from offices.importing.documents import WantedFiche
from offices.importing.editions import Edition, edition
from offices.importing.fates import Fate
from offices.models import Decision, Page, Proposal
from offices.references import broken_slugs, referents

if TYPE_CHECKING:
    from offices.importing.writing import DocumentWriter


@dataclass(frozen=True)
class FicheWriter:
    writer: "DocumentWriter"

    def page(self, wanted: WantedFiche) -> Fate:
        page = Page.objects.with_slug(wanted.slug).first()
        if obstacle := self.obstacle(wanted, page):
            self.writer.note(Code.MISSING_PAGE, wanted, obstacle)
            return Fate.LEFT
        if page and canonical(wanted.content) == page.content:
            self.confirm(page, wanted)
            return Fate.UNCHANGED
        return self.changed(wanted, page)

    def obstacle(self, wanted: WantedFiche, page: Page | None) -> str:
        """Why the page cannot be written, whatever the Fiche says of it."""
        if page and not page.is_published:
            return _("La page « %s » a été retirée : elle est laissée.") % wanted.slug
        if page and page.kind != wanted.content.kind:
            return _("L'adresse « %s » est celle d'une page d'une autre nature : écrivez-en une autre.") % wanted.slug
        return " ".join(broken_slugs(wanted.content, referents(wanted.content)))

    def changed(self, wanted: WantedFiche, page: Page | None) -> Fate:
        published = page.document if page else None
        base = text_stamped(page, wanted.stamp) if page else None
        merged: Content | None = wanted.content
        if base and published:
            merged = changes.merge(base, published, wanted.content).content
            if merged and published == merged:  # what it was written from has been corrected since, and it has not
                return Fate.UNCHANGED
        relation = self.edition(wanted, page) if page and not base else Edition.LATER
        if relation == Edition.OLDER:
            return Fate.LEFT
        if self.is_waiting(wanted, page):
            return Fate.UNCHANGED
        try:
            waits = merged is None or relation == Edition.CLASH
            fate = self.submit(wanted, page, base or published, waits=waits)
        except InvalidContent as error:
            self.writer.note(Code.BLOCK_NOT_UNDERSTOOD, wanted, str(error))
            return Fate.LEFT
        return Fate.CONFLICT if merged is None else fate

    def edition(self, wanted: WantedFiche, page: Page) -> Edition:
        """Of a text from elsewhere: the later date wins, and where none decides, a person does."""
        last = page.index.verified_on
        if last is None:
            return Edition.LATER
        relation = edition(known=True, same_text=False, dated=wanted.dated, last_dated=last)
        days = {"this": said(wanted.dated), "last": said(last)}
        if relation == Edition.OLDER:
            message = _("Cette fiche, %(this)s, dit autre chose que la page, confirmée %(last)s : rien ne change.")
            self.writer.note(Code.OLDER_DOCUMENT, wanted, message % days)
        elif relation == Edition.CLASH:
            message = _(
                "Cette fiche, %(this)s, dit autre chose que la page, confirmée %(last)s : une personne choisit."
            )
            self.writer.note(Code.DOCUMENTS_DISAGREE, wanted, message % days)
        return relation

    def is_waiting(self, wanted: WantedFiche, page: Page | None) -> bool:
        """Whether the same text was proposed before and nobody has decided it yet."""
        same = Proposal.objects.filter(state=ProposalState.PENDING, origin=Origin.DOSSIER, page=page)
        return same.filter(slug=wanted.slug, content_hash=content_hash(canonical(wanted.content))).exists()

    def submit(self, wanted: WantedFiche, page: Page | None, base: Content | None, *, waits: bool) -> Fate:
        proposal = self.writer.propose(wanted, wanted.content, page, base)
        waits = waits or self.writer.was_read(page) or not self.writer.deciding
        if waits or not permissions.can_decide(self.writer.by, proposal):
            return Fate.PROPOSED
        seen = outcomes.outcome(proposal).hash
        decision = moderation.approve(proposal, by=self.writer.by, seen_hash=seen, mode=DecisionMode.BATCH)
        assert decision.page  # an approval has one
        self.confirm(decision.page, wanted)
        return Fate.WRITTEN

    def confirm(self, page: Page, wanted: WantedFiche) -> None:
        """The date of a Fiche is that of the page it was written from, where the page says the same."""
        page.refresh_from_db()
        if not self.writer.deciding:
            return
        if wanted.dated and wanted.dated != page.index.verified_on and canonical(wanted.content) == page.content:
            moderation.verify(page, on=wanted.dated, origin=Origin.DOSSIER)


def text_stamped(page: Page, stamp: str) -> Content | None:
    """What the page said when a Fiche with this stamp was written from it."""
    if not re.fullmatch(r"[0-9a-f]{16}", stamp):
        return None
    decided = Decision.objects.filter(page=page, content_hash__startswith=stamp).order_by("-number").first()
    return load(decided.content, decided.shape) if decided else None


def said(day) -> str:
    return _("le %s") % day.strftime("%d/%m/%Y") if day else _("sans date")
