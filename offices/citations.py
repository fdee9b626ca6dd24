"""Which published pages rest on which sources. `sources/` knows nothing of offices: offices ask here."""

from django.db.models import F, Q

from offices.enums import PageKind, PageState
from offices.models import Page
from sources.enums import Verdict
from sources.models import Source

# The reverse names of `Indexed.sources`, one per kind of page.
CITING = ("offices", "procedures", "grounds", "guides", "legalnotes")


def published_sources():
    """Sources that a published page cites: the only ones the public may hear of."""
    cited = Q()
    for name in CITING:
        cited |= Q(**{f"{name}__page__state": PageState.PUBLISHED})
    return Source.objects.filter(pk__in=Source.objects.filter(cited).values("pk"))


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
