"""The days on which a document was true, noted on the pages that it fills."""

from datetime import date

from django.db.models import Exists, OuterRef

from offices import moderation
from offices.content import Content, load
from offices.enums import Origin, PageKind, ProposalState
from offices.importing.pages import first_url, page_at
from offices.models import ImportedBlock, Verification


def confirm(slug: str, dated: date | None, content: Content) -> None:
    """A block's "Dernière mise à jour" is a confirmation of the page it fills. Of no other: it did not read those."""
    page = page_at(slug) if content.kind == PageKind.PROCEDURE else None
    if dated and page and page.is_published:
        moderation.verify(page, on=dated, origin=Origin.DOSSIER, source_url=first_url(content))


def confirm_approved() -> None:
    """What waited and was approved since by a person was true on the day of its block: approving never says so."""
    told = Verification.objects.filter(page=OuterRef("proposal__page"), on=OuterRef("dated"), origin=Origin.DOSSIER)
    approved = ImportedBlock.objects.filter(
        proposal__state=ProposalState.APPROVED, proposal__kind=PageKind.PROCEDURE, dated__isnull=False
    )
    for block in approved.exclude(Exists(told)).select_related("proposal"):
        confirm(block.slug, block.dated, load(block.content, block.shape))
