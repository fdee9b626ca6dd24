"""The home page and its one field: commune, postcode, département, région, office or ground."""

import re
from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.shortcuts import render
from django.utils import timezone

from geography.arabic import latin
from geography.models import Department, Region
from geography.names import normalise
from geography.search import LONGEST_QUERY, Rank, find_communes, find_departments, find_regions
from offices.enums import ChangeKind, PageState
from offices.figures import ways_by_department
from offices.ground_names import titles_named
from offices.models import Change, Ground, LegalNote, Office
from offices.presentation import glossary
from offices.presentation.pictures import by_way
from offices.presentation.summaries import news
from offices.views.public.access import public
from offices.views.public.figures import usual_ground

RECENT_CHANGES = 5
MOST_FOUND = 20
# What changes with those of whom one speaks: "étudiantes" is the ground "Étudiant". Names of places keep theirs.
ENDING = re.compile(r"(?<=.{4})(?:e|s|es)$")


@public
def home(request):
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    if query:
        return render(request, "public/search.html", {"query": query, **found_for(query)})
    # A legal note is news once, as a page of its own, and not for each page on which it stands.
    lately = Change.objects.exclude(kind=ChangeKind.LEGAL_NOTE)
    ground = usual_ground()
    context = {
        "picture": by_way(where_somebody_can_go(), ways_by_department(ground, timezone.localdate())),
        "ground": ground,
        "news": news(lately.select_related("page").order_by("-seq")[:RECENT_CHANGES]),
    }
    return render(request, "public/home.html", context)


def where_somebody_can_go() -> QuerySet[Department]:
    """The départements of the régions that have an office: Clipperton has none."""
    regions = Region.objects.filter(departments__offices__page__state=PageState.PUBLISHED)
    return Department.objects.filter(region__in=regions).select_related("region").order_by("code")


def found_for(query: str) -> dict:
    """What bears this name, sorted by what it is; where nothing does, a word of the administration, or a question.

    Names that only resemble it are a question."""
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
    if any(named.values()):
        return named
    resembling = ranked([*communes, *territories], Rank.APPROXIMATE)
    return {"terms": glossary.called(query), "resembling": resembling}


def ranked(places: Sequence[Any], *ranks: Rank) -> list:
    """Of the places found, those that answer this well (`geography.search` gives each its `rank`)."""
    return [place for place in places if place.rank in ranks]


def published_named(model, query: str):
    """Published pages whose names hold each word of the query; an office bears the code of its département, too, and
    brings it along: two are called Saint-Pierre. A ground also bears its name in the language of the page."""
    words = normalise(latin(query)).split()
    found = reduce(and_, (named(model, word) for word in words)) if words else Q(pk__in=())
    if model is Ground:
        found |= Q(title__in=titles_named(query))
    beside = ("page", "department") if model is Office else ("page",)
    as_typed = Case(When(search_text__contains=" ".join(words), then=0), default=1)  # Rhône before Bouches-du-Rhône
    ordered = model.objects.published().filter(found).order_by(as_typed, *model._meta.ordering)
    return ordered.select_related(*beside)[:MOST_FOUND]


def named(model, word: str) -> Q:
    if model is Office:
        return Q(search_text__contains=word) | Q(department=word.upper())
    return Q(search_text__contains=ENDING.sub("", word))
