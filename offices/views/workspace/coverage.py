"""France by office and ground: what is confirmed, what is due, what bears a warning, what nobody has written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import Access, allow
from accounts.models import User
from geography.models import Department, Region
from geography.names import normalise
from offices import permissions, words
from offices.coverage import Coverage, Standing, State, together
from offices.enums import DecisionMode, Filing, PageKind, PageState
from offices.models import Decision, Ground, Page, Procedure
from offices.permissions import Scope
from offices.presentation.maps import Map, Painted, Tone, france
from offices.presentation.summaries import Summary, summaries_of
from offices.rhythm import MONTHS
from offices.views.workspace.next_acts import Act, next_acts

PER_PAGE = 50
WHOLE, SCOPE = "france", "la-mienne"
REFUSED = "refus"

# The colour and the sign of each state.
TONES = {
    State.WARNED: ("alarm", "!"),
    State.DUE: ("wait", "~"),
    State.UNKNOWN: ("none", "?"),
    State.CONFIRMED: ("good", "✓"),
}


@dataclass(frozen=True)
class Filters:
    """What the address asks for; what it asks for in vain is left out."""

    ground: str
    region: Region | None
    department: Department | None
    state: State | None
    refused: bool
    extent: str

    @property
    def whole(self) -> bool:
        """Whether the rows are all those of a territory, so that a map of it makes sense."""
        return not (self.department or self.state or self.refused)


@dataclass(frozen=True)
class Line:
    """One row of the table. `batch`: nobody has read the page since a dossier was taken over."""

    standing: Standing
    tone: Tone
    summary: Summary | None
    batch: bool
    act: Act | None


@allow(Access.VOLUNTEER)
@require_safe
def coverage(request):
    grounds = grounds_of_offices()
    held = permissions.scope_of(request.user)
    filters = filters_of(request.GET, [slug for slug, _title in grounds], held)
    day = timezone.localdate()
    found = Coverage.read(filters.ground, day)
    serving = found.serving if filters.ground else {}
    departments = Department.objects.filter(code__in=serving).order_by("code")
    chosen = {row: serving[row.code] for row in departments if in_territory(row, filters, held)}
    rows = list(dict.fromkeys(one for found in chosen.values() for one in found))
    page = Paginator([one for one in rows if asked_for(one, filters)], PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines(page.object_list, filters.ground, request.user, day),
        "filters": filters,
        "grounds": grounds,
        "regions": Region.objects.all(),
        "departments": departments,
        "states": [(tone(state), state, label, number) for state, label, number in counted(rows)],
        "refusals": sum(one.refuses for one in rows),
        "total": len(rows),
        "grounds_there": by_ground(found, rows, grounds) if filters.department else [],
        "scoped": bool(held.departments),
        "map": map_of(chosen, filters.ground) if filters.whole and page.number == 1 else None,
        "months": {"way": MONTHS[PageKind.PROCEDURE], "address": MONTHS[PageKind.OFFICE]},
        "day": day,
    }
    return render(request, "espace/coverage.html", context)


# --- What is asked -------------------------------------------------------------------------------------------------


def grounds_of_offices() -> list[tuple[str, str]]:
    """(slug, title) of the grounds that are filed at offices, each family together, the most described first."""
    said = Count("procedures", filter=Q(procedures__page__state=PageState.PUBLISHED))
    rows = list(
        Ground.objects.published()
        .exclude(Q(filing=Filing.ANEF) | Q(filing=Filing.UNKNOWN, parent__filing=Filing.ANEF))
        .annotate(said=said)
        .values_list("page__slug", "title", "parent__page__slug", "said")
    )
    weight = {slug: said for slug, _title, parent, said in rows if not parent}

    def place(row) -> tuple:
        slug, title, parent, _said = row
        return -weight.get(parent or slug, 0), parent or slug, bool(parent), normalise(title)

    return [(slug, title) for slug, title, _parent, _said in sorted(rows, key=place)]


def filters_of(asked: QueryDict, grounds: list[str], held: Scope) -> Filters:
    """A moderator of some territory or ground begins with it; the whole of France is one choice further."""
    own = [slug for slug in grounds if slug in held.grounds]
    return Filters(
        ground=next((slug for slug in grounds if slug == asked.get("fondement")), next(iter(own + grounds), "")),
        region=next((row for row in Region.objects.all() if row.slug == asked.get("region")), None),
        department=next((row for row in Department.objects.all() if row.code == asked.get("departement")), None),
        state=next((state for state in State if state == asked.get("etat")), None),
        refused=asked.get("dit") == REFUSED,
        extent=SCOPE if held.departments and asked.get("etendue", SCOPE) == SCOPE else WHOLE,
    )


def in_territory(row: Department, filters: Filters, held: Scope) -> bool:
    if filters.department:
        return row == filters.department
    if filters.region:
        return row.region_id == filters.region.pk
    return filters.extent == WHOLE or row.code in held.departments


def asked_for(one: Standing, filters: Filters) -> bool:
    return (filters.state is None or one.state == filters.state) and (one.refuses or not filters.refused)


# --- What is shown -------------------------------------------------------------------------------------------------


def counted(rows: Iterable[Standing]) -> list[tuple[State, str, int]]:
    """(state, its name for as many, how many), in the order of urgency."""
    found = Counter(one.state for one in rows)
    confirmed = ngettext("confirmé", "confirmés", words.plural(found[State.CONFIRMED]))
    return [(state, confirmed if state == State.CONFIRMED else str(state.label), found[state]) for state in State]


def lines(standings: list[Standing], ground: str, user: User, day: date) -> list[Line]:
    """As many queries for fifty as for two."""
    procedures = Procedure.objects.published().filter(page__slug__in={one.said.slug for one in standings if one.said})
    summaries = summaries_of(procedures, day)
    said = {slug: summaries[pk] for pk, slug in procedures.values_list("pk", "page__slug") if pk in summaries}
    decisions = Decision.objects.filter(page=OuterRef("pk"), mode=DecisionMode.READ)
    read = set(Page.objects.filter(Exists(decisions), slug__in=said).values_list("slug", flat=True))
    return [
        Line(
            standing=one,
            tone=tone(one.state),
            summary=said.get(slug),
            batch=slug in said and slug not in read,
            act=act,
        )
        for one, act in zip(standings, next_acts(standings, ground, user, day), strict=True)
        for slug in [one.said.slug if one.said else ""]
    ]


def by_ground(found: Coverage, rows: list[Standing], grounds: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """(slug, title, what is known in some words) of every ground, at the offices of these rows."""
    return [(slug, title, in_words([found.on(slug).of_office(one.office) for one in rows])) for slug, title in grounds]


def map_of(chosen: Mapping[Department, list[Standing]], ground: str) -> Map:
    """Each département of the territory in the colour of the most urgent that is said there."""
    painted = [
        Painted(row.code, row.label, in_words(found), address_of(row, ground), tone(together(found)))
        for row, found in chosen.items()
    ]
    return france([tone(state) for state in State], painted)


def tone(state: State) -> Tone:
    code, mark = TONES[state]
    return Tone(code, str(state.label), mark)


def in_words(rows: list[Standing]) -> str:
    """ "2 à confirmer et 1 sans information"."""
    return words.join(f"{number} {label}" for _state, label, number in counted(rows) if number)


def address_of(department: Department, ground: str) -> str:
    query = urlencode({"fondement": ground, "departement": department.code})
    return f"{reverse('offices:coverage')}?{query}#guichets"
