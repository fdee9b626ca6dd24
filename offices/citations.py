"""Which published pages rest on which sources. `sources/` knows nothing of offices: offices ask here."""

from django.db.models import Q

from offices.enums import PageKind, PageState
from offices.models import Page
from sources.models import Source

# The reverse names of `Indexed.sources`, one per kind of page.
CITING = ("offices", "procedures", "grounds", "guides", "legalnotes")


def published_sources():
    """Sources that a published page cites: the only ones the public may hear of."""
    cited = Q()
    for name in CITING:
        cited |= Q(**{f"{name}__page__state": PageState.PUBLISHED})
    return Source.objects.filter(pk__in=Source.objects.filter(cited).values("pk"))


def pages_citing(source: Source):
    """Published pages that rest on this source."""
    citing = Q()
    for kind in PageKind:
        citing |= Q(**{f"{kind.replace('_', '')}__sources": source})
    return Page.objects.published().filter(pk__in=Page.objects.filter(citing).values("pk"))
