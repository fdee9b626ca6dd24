"""Which published pages rest on which sources. `sources/` knows nothing of offices: offices ask here."""

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from offices.enums import PageKind
from offices.models import Ground, Guide, LegalNote, Office, Page, Procedure
from sources.enums import Verdict
from sources.models import Source

# The reverse names of `Indexed.sources`, one per kind of page.
CITING = ("offices", "procedures", "grounds", "guides", "legalnotes")


def published_sources():
    """Sources that a published page cites: the only ones the public may hear of."""
    # Asked of each source in turn, and a page of a list asks few: of EXISTS, PostgreSQL would first list them all.
    citing = [
        Subquery(model.objects.published().filter(sources=OuterRef("pk")).order_by().values("pk")[:1])
        for model in (Procedure, Office, Ground, Guide, LegalNote)
    ]
    return Source.objects.alias(citing=Coalesce(*citing)).filter(citing__isnull=False)


def untold_sources():
    """Sources of published pages whose state is no longer what the public was told: work for the sweeper."""
    untold = Q(told=None)
    for name in ("verdict", "moved_to", "text_hash"):
        untold |= ~Q(**{name: F(f"told__{name}")})
    return published_sources().exclude(verdict=Verdict.UNCHECKED).filter(untold)


def pages_citing(source: Source):
    """Published pages that rest on this source."""
    citing = Q()
    for kind in PageKind:
        citing |= Q(**{f"{kind.replace('_', '')}__sources": source})
    return Page.objects.published().filter(pk__in=Page.objects.filter(citing).values("pk"))


def public_address(source: Source) -> str:
    """A source's address in the one spelling that all share. `url` is the first that was written: that may be a
    proposal's, with words after its "#" that nobody validated."""
    return source.url if source.key.startswith("sha256:") else source.key
