"""What a search field proposes while somebody types: what the search page finds, less of it, each with its address.

No file, no cookie, no cache, and no log that keeps what was typed: neither nginx nor Django write down a query.
"""

from collections.abc import Iterable

from django.http import JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geography.models import Commune, Department, Region, Zone
from geography.search import LONGEST_QUERY, Rank, find_communes, find_departments, find_regions
from offices import ground_names, languages, words
from offices.enums import PageKind
from offices.models import Ground, Office
from offices.presentation import glossary
from offices.views.public.access import public
from offices.views.public.lookup import ground_named, step
from offices.views.public.search import published_named, ranked

LEAST = 2  # letters; the script asks for no fewer
MOST_COMMUNES = 7
MOST_OTHERS = 4
PLACES = "lieux"

NAMED = (Rank.EXACT, Rank.BEGINNING, Rank.WITHIN)


@public
def suggestions(request):
    """`?q=`: what was typed; `quoi=lieux`: places alone; `fondement=`: the ground that a commune's address carries."""
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    ground = ground_named(request.GET.get("fondement", ""))
    groups = found_for(query, ground, places_alone=request.GET.get("quoi") == PLACES) if len(query) >= LEAST else []
    number = sum(len(group["options"]) for group in groups)
    answer = {
        "label": languages.plain(_("Suggestions")),
        "groups": groups,
        "status": languages.plain(counted(number)),
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def counted(number: int) -> str:
    """What a screen reader says when the list appears."""
    if not number:
        return _("Aucune suggestion.")
    found = words.numbered(ngettext("%s suggestion.", "%s suggestions.", number), number)
    keys = _("Flèches haut et bas pour choisir, Entrée pour tout voir.")
    return f"{found} {keys}"


# --- Groups: what answers best comes first --------------------------------------------------------------------------


def found_for(query: str, ground: Ground | None, *, places_alone: bool) -> list[dict]:
    """What bears the name; where nothing does, the word that it is, or what only resembles it, as a question."""
    communes = find_communes(query, limit=MOST_COMMUNES)
    territories = [*find_departments(query), *find_regions(query)]
    named = places(ranked(communes, *NAMED), ranked(territories, *NAMED), ground)
    if not places_alone:
        named += pages(query)
    if named:
        return named
    if not places_alone and (terms := glossary.called(query)):
        return [group(_("Quelques mots"), map(term_found, terms[:MOST_OTHERS]))]
    alike = [*communes[:MOST_OTHERS], *territories[:MOST_OTHERS]]
    return [group(_("Vouliez-vous dire…"), (place_found(place, ground) for place in alike))] if alike else []


def places(communes: list[Commune], territories: list[Department | Region], ground: Ground | None) -> list[dict]:
    """Who types "isère" means the département; who types "paris" may mean both, and the commune leads to the answer."""
    territories = sorted(territories, key=lambda place: place.rank)[:MOST_OTHERS]
    groups = [(_("Communes"), communes[:MOST_COMMUNES]), (_("Départements et régions"), territories)]
    groups = sorted((pair for pair in groups if pair[1]), key=lambda pair: pair[1][0].rank)
    return [group(label, (place_found(place, ground) for place in found)) for label, found in groups]


def pages(query: str) -> list[dict]:
    offices = published_named(Office, query)[:MOST_OTHERS]
    grounds = published_named(Ground, query)[:MOST_OTHERS]
    groups = [group(_("Guichets"), map(office_found, offices)), group(_("Fondements"), map(ground_found, grounds))]
    return [told for told in groups if told["options"]]


def group(label: str, options: Iterable[dict[str, str]]) -> dict:
    return {"label": languages.plain(label), "options": list(options)}


# --- One suggestion ---------------------------------------------------------------------------------------------------


def option(label: str, url: str, note: str = "", lang: str = languages.SOURCE, note_lang: str = "") -> dict[str, str]:
    """`lang`, `note_lang`: of each where it is not that of the page; names of places and offices are French."""
    said = {"label": languages.plain(label), "note": languages.plain(note)}
    return said | {"lang": lang, "note_lang": note_lang, "url": url}


def office_found(office: Office) -> dict[str, str]:
    url = reverse(f"offices:{PageKind.OFFICE}", args=[office.page.slug])
    return option(office.title, url, office.department.name, note_lang=languages.SOURCE)


def ground_found(ground: Ground) -> dict[str, str]:
    url = reverse(f"offices:{PageKind.GROUND}", args=[ground.page.slug])
    lang = "" if ground.title in ground_names.TITLES else languages.SOURCE
    return option(ground_names.named(ground.title), url, lang=lang)


def term_found(term: glossary.Term) -> dict[str, str]:
    return option(str(term.name), f"{reverse('offices:help')}#mot-{term.slug}", lang="")


def place_found(place: Commune | Department | Region, ground: Ground | None) -> dict[str, str]:
    """Which kind it is, is said: La Réunion is a département and a région."""
    match place:
        case Region():
            name = _("%(name)s (région)") % {"name": place.name}
            return option(name, reverse("offices:region", args=[place.slug]), lang="")
        case Department():
            name = _("%(name)s (département %(code)s)") % {"name": place.name, "code": place.code}
            if place.zone == Zone.COLLECTIVITY:
                return option(place.label, reverse("offices:department", args=[place.code]))
            return option(name, reverse("offices:department", args=[place.code]), lang="")
    url = f"{reverse('offices:lookup')}?{urlencode(step(place, ground))}"
    if place.parent:
        return option(place.label, url, note_of(place))
    return option(place.label, url, place.department.name, note_lang=languages.SOURCE)


def note_of(place: Commune) -> str:
    """What it is today that bears the name no longer."""
    kind, today = place.get_kind_display(), place.current.label
    return words.capital(_("%(kind)s, aujourd'hui dans %(today)s") % {"kind": kind, "today": today})
