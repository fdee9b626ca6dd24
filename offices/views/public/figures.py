"""The public figures: how many offices file by which way, when, where, and what changed; as tables and as CSV files.

What was asked stands in the address alone (`?au=`, `?de=`, `?a=`, `?fondement=`, `?region=`). The address without a
query is a file of its day; every other one is read live, in as many queries for any day.
"""

import codecs
import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import wraps

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from geography.models import Region
from geography.names import normalise
from offices import words
from offices.enums import Filing, WayOfFiling
from offices.figures import Answer, Counted, Figures, Turn, figures
from offices.models import Ground
from offices.presentation import figure_lists as lists
from offices.presentation.figures import ALL_GROUNDS, GONE, Asked, a_year_before, ends, overview_of
from offices.views.public.access import public
from offices.views.public.past import no_day, written_day

# The dossiers of the association are about this ground: of it alone is enough known to count.
USUAL_GROUND = "aes"

SLUG = re.compile("[a-z0-9-]{1,120}")
PARAMETERS = frozenset({"au", "de", "a", "fondement", "region"})


class NoSuchFigures(Exception):
    """What was asked cannot be counted; the message says why."""


@dataclass(frozen=True)
class Question:
    """What an address asks, with the figures that answer it. `ways`, `before`, `after`: what a list is limited to."""

    asked: Asked
    figures: Figures
    ways: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    def offices(self) -> list[tuple[Counted, Answer]]:
        return [found for found in self.figures.on(self.asked.day) if is_wanted(found[1].way, self.ways)]

    def turns(self) -> list[Turn]:
        found = []
        for turn in self.figures.turns(self.asked.start, self.asked.end):
            before, after = ends(turn)
            if is_wanted(before, self.before) and is_wanted(after, self.after):
                found.append(turn)
        return found


def is_wanted(code: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or code in wanted


def asking(view):
    """Give a public view what its address asks, or refuse with the reason."""

    @wraps(view)
    def answer(request):
        try:
            question = read(request.GET)
        except NoSuchFigures as reason:
            return render(request, "public/no_such_figures.html", {"message": str(reason)}, status=400)
        return view(request, question)

    return public(answer)


@asking
def overview(request, question):
    context = overview_of(question.asked, question.figures) | {
        "grounds": sorted(grounds(), key=by_family),
        "regions": Region.objects.filter(departments__offices__isnull=False).distinct(),
        "is_variant": not PARAMETERS.isdisjoint(request.GET),
    }
    return render(request, "public/figures.html", context)


@asking
def offices(request, question):
    context = lists.offices(question.asked, question.offices(), question.ways)
    return render(request, "public/figures_offices.html", context)


@asking
def turns(request, question):
    context = lists.turns(question.asked, question.turns(), question.before, question.after)
    return render(request, "public/figures_turns.html", context)


# --- What the address asks -----------------------------------------------------------------------------------------


def by_family(ground: Ground) -> tuple[str, bool, str]:
    family = ground.parent or ground
    return normalise(family.title), ground.parent is not None, normalise(ground.title)


def grounds() -> QuerySet[Ground]:
    """The grounds of which each office decides how requests are filed."""
    found = Ground.objects.published().exclude(filing=Filing.ANEF)
    return found.exclude(filing=Filing.UNKNOWN, parent__filing=Filing.ANEF).select_related("page", "parent__page")


def usual_ground() -> Ground | None:
    return grounds().filter(page__slugs__slug=USUAL_GROUND).first()


def read(query: QueryDict) -> Question:
    """Raises NoSuchFigures. A field that a form left empty was not asked."""
    today = timezone.localdate()
    day = day_of(query, "au", day_of(query, "a", today))
    end = day_of(query, "a", day)
    start = day_of(query, "de", a_year_before(end))
    if start > end:
        raise NoSuchFigures(
            _("Le premier jour (%(start)s) vient après le second (%(end)s)\u00a0: échangez-les.")
            % {"start": words.day(start), "end": words.day(end)}
        )
    ground, region = ground_of(query), region_of(query)
    return Question(
        asked=Asked(day, start, end, ground, region, today),
        figures=figures(ground).within(region.slug if region else ""),
        ways=codes_of(query, "facon"),
        before=codes_of(query, "avant"),
        after=codes_of(query, "apres"),
    )


def day_of(query: QueryDict, name: str, otherwise: date) -> date:
    if not (given := query.get(name)):
        return otherwise
    try:
        day = written_day(given)
    except ValueError as error:
        raise NoSuchFigures(no_day()) from error
    if day > timezone.localdate():
        raise NoSuchFigures(_("Le %s n'est pas encore venu\u00a0: rien ne peut en être compté.") % words.day(day))
    return day


def ground_of(query: QueryDict) -> Ground | None:
    slug = query.get("fondement")
    if slug == ALL_GROUNDS:
        return None
    known = not slug or SLUG.fullmatch(slug)  # PostgreSQL refuses to be asked for a text that holds a NUL
    found = grounds().filter(page__slugs__slug=slug or USUAL_GROUND).first() if known else None
    if slug and found is None:
        raise NoSuchFigures(
            _("«\u00a0%s\u00a0» n'est pas un fondement qui se dépose à un guichet\u00a0: choisissez-en un autre.")
            % words.shortened(slug, 60)
        )
    return found


def region_of(query: QueryDict) -> Region | None:
    slug = query.get("region")
    found = Region.objects.filter(slug=slug).first() if slug and SLUG.fullmatch(slug) else None
    if slug and found is None:
        raise NoSuchFigures(_("«\u00a0%s\u00a0» n'est pas une région.") % words.shortened(slug, 60))
    return found


def codes_of(query: QueryDict, name: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(filter(None, query.getlist(name))))
    if unknown := [code for code in codes if code not in WayOfFiling.values and (name, code) != ("apres", GONE)]:
        raise NoSuchFigures(
            _("«\u00a0%s\u00a0» n'est pas une des façons de déposer que cette page compte.")
            % words.shortened(unknown[0], 60)
        )
    return codes


# --- Files ---------------------------------------------------------------------------------------------------------


@asking
def counts_file(request, question):
    """One line for each région and each answer, also where it is nobody's: the lines add up to all offices."""
    return csv_file("facons", lists.COUNT_COLUMNS, lists.count_lines(question.asked, question.figures))


@asking
def offices_file(request, question):
    return csv_file("guichets", lists.OFFICE_COLUMNS, lists.office_lines(question.asked, question.offices()))


@asking
def turns_file(request, question):
    return csv_file("changements", lists.TURN_COLUMNS, lists.turn_lines(question.asked, question.turns()))


def csv_file(name: str, columns: Iterable[str], lines: Iterable[Iterable]) -> HttpResponse:
    """RFC 4180, UTF-8: commas, CRLF, quotes where they are needed. The mark at the beginning is for spreadsheets: Excel
    reads a CSV without one in the code page of the machine, and "Isère" as "IsÃ¨re"."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write(codecs.BOM_UTF8)
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows([harmless(value) for value in line] for line in lines)
    return response


def harmless(value: object) -> object:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
