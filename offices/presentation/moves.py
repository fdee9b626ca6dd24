"""Which communes would get another answer to "where do I file?", in words, for whoever proposes or decides a change."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geography.models import Arrondissement, Commune, Department
from offices import words
from offices.competence import Area, Finding, Move, moves
from offices.content import Content
from offices.enums import Filing, Handling
from offices.models import Ground, Page
from offices.references import titles_of

NEW = "nouvelle-page"  # the address, in what is imagined, of a page that has none yet
MOST_NAMED = 3_000  # communes; a change for more of them concerns whole régions, and nobody reads their names


@dataclass(frozen=True)
class Line:
    """One area: "312 communes de l'arrondissement de Béziers", what they are answered now and then, for which grounds,
    and the names of these communes."""

    place: str
    before: str
    after: str
    grounds: str
    communes: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """`count`: communes that get another answer to at least one ground."""

    count: int
    lines: tuple[Line, ...]


def moved(before: Content | None, after: Content | None, page: Page | None = None, slug: str = "") -> Moved | None:
    """None where nothing that decides of competence is changed. `slug`: the address wanted for a new page."""
    slug = page.slug if page else slug or NEW
    found = moves(slug, before, after, page)
    if found is None:
        return None
    communes = communes_of({move.area for move in found})
    count = sum(len(names) for names in communes.values())
    places, grounds = places_of(communes), Grounds()
    titles = titles_of({name for move in found for side in (move.before, move.after) if side for name in cited(side)})
    now, then = (titles | ({slug: content.title} if content else {}) for content in (before, after))
    lines = (
        Line(
            place=places[move.area],
            before=answer(move.before, move.after, now) if move.before else _("fondement pas encore publié"),
            after=answer(move.after, move.before, then) if move.after else _("fondement retiré"),
            grounds=grounds.told(move),
            communes=tuple(communes[move.area]) if count <= MOST_NAMED else (),
        )
        for move in found
        if communes[move.area]
    )
    return Moved(count, tuple(lines))


def cited(finding: Finding) -> set[str]:
    return {finding.office, finding.procedure} - {""}


def answer(finding: Finding, other: Finding | None, titles: dict[str, str]) -> str:
    """In a few words; with the title of the page too, where the two answers name the same office."""
    if finding.handling == Handling.UNKNOWN:
        return _("inconnu")
    if finding.platform:
        return str(Filing.ANEF.label)
    if not finding.office:
        return _("pas reçu ici, et aucun autre guichet n'est connu")
    office = titles.get(finding.office, finding.office)
    if finding.handling == Handling.NOT_HANDLED:
        office = _("pas reçu ici, mais ailleurs\u00a0: %s") % office
    if other and (other.handling, other.office) == (finding.handling, finding.office):
        return f"{office}, {words.quoted(titles.get(finding.procedure, _('sans modalités écrites')))}"
    return office


# --- Where -----------------------------------------------------------------------------------------------------------


def communes_of(areas: set[Area]) -> dict[Area, list[str]]:
    """The names of the communes of today in each area, in alphabetical order."""
    found: dict[Area, list[str]] = {area: [] for area in areas}
    rows = Commune.objects.current().filter(department__in={area.department for area in areas}).order_by("name")
    for name, department, arrondissement in rows.values_list("name", "department_id", "arrondissement_id"):
        if (area := Area(department, arrondissement or "")) in found:
            found[area].append(name)
    return found


def places_of(communes: dict[Area, list[str]]) -> dict[Area, str]:
    arrondissements = Arrondissement.objects.in_bulk([area.arrondissement for area in communes if area.arrondissement])
    departments = Department.objects.in_bulk([area.department for area in communes if not area.arrondissement])
    named = {}
    for area, names in communes.items():
        if area.arrondissement:
            text = ngettext(
                "%(count)s commune de l'arrondissement %(place)s",
                "%(count)s communes de l'arrondissement %(place)s",
                len(names),
            )
            place = arrondissements[area.arrondissement].name_with_de
        else:
            text = ngettext("%(count)s commune %(place)s", "%(count)s communes %(place)s", len(names))
            place = departments[area.department].name_with_de
        named[area] = text % {"count": len(names), "place": place}
    return named


class Grounds:
    """The grounds by address, as sentences name them; a wider one speaks for all of its cases."""

    def __init__(self):
        rows = Ground.objects.values_list("page__slug", "title", "parent__page__slug")
        self.titles = {slug: title for slug, title, _parent in rows}
        self.cases = defaultdict(set)
        self.parents = {slug: parent for slug, _title, parent in rows if parent}
        for slug, parent in self.parents.items():
            self.cases[parent].add(slug)

    def told(self, move: Move) -> str:
        within = set(move.grounds)
        return words.join(self.named(slug, within) for slug in move.grounds if self.parents.get(slug) not in within)

    def named(self, slug: str, within: Iterable[str]) -> str:
        title = self.titles.get(slug, slug)
        if left := self.cases[slug] - set(within):
            return _("%(ground)s, sauf %(cases)s") % {
                "ground": title,
                "cases": words.join(sorted(self.titles[case] for case in left)),
            }
        return title
