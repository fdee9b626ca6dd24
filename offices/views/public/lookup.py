"""« Où déposer ? » in three steps, each with its own address: the commune, the ground, the answer."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from geography.arabic import latin
from geography.models import Commune
from geography.names import normalise
from geography.search import LONGEST_QUERY, Rank, as_searched, find_communes, find_departments, find_regions
from offices import words
from offices.calendar import facts
from offices.competence import Rule
from offices.competence import lookup as find_answer
from offices.enums import Filing
from offices.models import Ground, Procedure
from offices.presentation.around import around
from offices.presentation.concerning import particular, related
from offices.presentation.pages import sections, steps
from offices.presentation.summaries import summaries_of
from offices.views.public.access import public
from offices.views.public.search import ranked

# What depends on the commune first.
FILINGS = (Filing.OFFICE, Filing.ANEF, Filing.UNKNOWN)


@public
def lookup(request):
    commune_code, ground_slug = request.GET.get("commune", ""), request.GET.get("fondement", "")
    ground = ground_named(ground_slug)
    if not commune_code:
        return ask_commune(request, ground)
    if not re.fullmatch("[0-9AB]{5}", commune_code):
        raise Http404
    commune = get_object_or_404(Commune.objects.select_related("parent", "department__region"), code=commune_code)
    if ground is None:
        return ask_ground(request, commune)
    return answer(request, commune, ground)


def ground_named(slug: str) -> Ground | None:
    if not slug:
        return None
    if not re.fullmatch("[a-z0-9-]{1,120}", slug):
        raise Http404
    found = Ground.objects.published().filter(page__slugs__slug=slug).select_related("page", "parent__page").first()
    if found is None:
        raise Http404
    return found


def ask_commune(request, ground):
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    communes = find_communes(query) if query else []
    if only := one_of_a_postcode(query, communes):
        return redirect(f"{request.path}?{urlencode(step(only, ground))}")
    return render(
        request, "public/lookup_commune.html", {"ground": ground, "query": query, **found_for(query, communes)}
    )


def found_for(query: str, communes: Sequence[Commune]) -> dict:
    """What bears the name; places that only resemble it, as a question, where nothing does. Three places are called
    Vienne: a commune, a département, and a part of the name of another."""
    territories = [*find_departments(query), *find_regions(query)]
    bearing = ranked(communes, Rank.EXACT, Rank.BEGINNING, Rank.WITHIN)
    named = ranked(territories, Rank.EXACT, Rank.BEGINNING, Rank.WITHIN)
    if not bearing and not named:
        return {"territories": territories, "communes": communes, "only_resembling": True}
    named.sort(key=lambda place: place.rank)
    first = not bearing or (named and named[0].rank < Rank.WITHIN)
    return {"communes": bearing, "territories" if first else "wider": named}


def one_of_a_postcode(query: str, communes: Sequence[Commune]) -> Commune | None:
    """The one place that a postcode leaves open. A name is always a choice, and so is a postcode of several communes:
    one in eleven lies under several offices."""
    if not re.fullmatch(r"\d{5}", as_searched(latin(query))) or len({commune.current.pk for commune in communes}) != 1:
        return None
    parts = [commune for commune in communes if commune.parent_id]
    return parts[0] if len(parts) == 1 else communes[0].current


def step(commune: Commune, ground: Ground | None) -> dict[str, str]:
    return {"commune": commune.code, **({"fondement": ground.page.slug} if ground else {})}


def ask_ground(request, commune):
    return render(request, "public/lookup_ground.html", {"commune": commune, "families": families_by_filing()})


def families_by_filing() -> list[tuple[Filing, list[Ground]]]:
    """Widest grounds by where they are filed, each with its narrower ones in `narrower`, all in alphabetical order."""
    grounds = sorted(Ground.objects.published().select_related("page"), key=lambda ground: normalise(ground.title))
    for ground in grounds:
        ground.narrower = [other for other in grounds if other.parent_id == ground.pk]
    widest = [ground for ground in grounds if ground.parent_id is None]
    by_filing = ((filing, [ground for ground in widest if ground.filing == filing]) for filing in FILINGS)
    return [(filing, found) for filing, found in by_filing if found]


def answer(request, commune, ground):
    found = find_answer(commune, ground)
    said = Procedure.objects.published().filter(pk=found.procedure.pk) if found.procedure else Procedure.objects.none()
    context = {
        "commune": commune,
        "ground": ground,
        "answer": found,
        "written_for": written_for(found.procedure) if found.rule == Rule.OFFICE_SILENT else "",
        "particular": particular_facts(found.procedure, ground),
        "warnings": found.warnings(),
        "summaries": summaries_of(said, timezone.localdate()).values(),
    }
    return render(request, "public/lookup_answer.html", context)


def written_for(procedure: Procedure | None) -> str:
    """The offices of which a procedure speaks, within a sentence; empty where it names none."""
    offices = procedure.offices.published() if procedure else ()
    return words.join(words.office(office.title) for office in offices)


def particular_facts(procedure: Procedure | None, ground: Ground) -> dict:
    """What the procedure says of this ground alone, or of its cases; and whether it has a list of documents for it."""
    if procedure is None:
        return {}
    document = procedure.page.document
    grounds = related(ground, document)
    documents = procedure.page.slug if grounds and document.requirements else ""
    only = particular(document, grounds)
    if not any(facts(only)):
        return {"documents": documents}
    beside = replace(around(only, with_states=False, day=timezone.localdate()), source_numbers={})
    return {
        "steps": steps(only, beside),
        "sections": list(sections(only, beside)),
        "documents": documents,
    }
