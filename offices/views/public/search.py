"""The home page and its one field: commune, postcode, département, région, office or ground."""

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q
from django.shortcuts import render

from geography.models import Region
from geography.names import normalise
from geography.search import LONGEST_QUERY, Rank, find_communes, find_departments, find_regions
from offices.enums import ChangeKind, PageState
from offices.models import Change, Ground, LegalNote, Office
from offices.presentation.summaries import news
from offices.views.public.access import public

RECENT_CHANGES = 5
MOST_FOUND = 20


@public
def home(request):
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    if query:
        return render(request, "public/search.html", {"query": query, **found_for(query)})
    # A legal note is news once, as a page of its own, and not for each page on which it stands.
    lately = Change.objects.exclude(kind=ChangeKind.LEGAL_NOTE)
    context = {
        # Those where somebody can go: Clipperton has no office.
        "regions": Region.objects.filter(departments__offices__page__state=PageState.PUBLISHED).distinct(),
        "news": news(lately.select_related("page").order_by("-seq")[:RECENT_CHANGES]),
    }
    return render(request, "public/home.html", context)


def found_for(query: str) -> dict:
    """What bears this name, sorted by what it is; names that only resemble it, as a question, where nothing does."""
    communes = find_communes(query, limit=MOST_FOUND)
    territories = [*find_departments(query), *find_regions(query)]
    named = {
        "territories": ranked(territories, Rank.EXACT, Rank.BEGINNING),
        "communes": ranked(communes, Rank.EXACT, Rank.BEGINNING, Rank.WITHIN),
        "wider": ranked(territories, Rank.WITHIN),
        "offices": published_named(Office, query),
        "grounds": published_named(Ground, query),
        "notes": published_named(LegalNote, query),
    }
    resembling = ranked([*communes, *territories], Rank.APPROXIMATE)
    return named | {"resembling": [] if any(named.values()) else resembling}


def ranked(places: Sequence[Any], *ranks: Rank) -> list:
    """Of the places found, those that answer this well (`geography.search` gives each its `rank`)."""
    return [place for place in places if place.rank in ranks]


def published_named(model, query: str):
    """Published pages whose names hold each word of the query."""
    words = normalise(query).split()
    if not words:
        return []
    each = reduce(and_, (Q(search_text__contains=word) for word in words))
    return model.objects.published().filter(each).select_related("page")[:MOST_FOUND]
