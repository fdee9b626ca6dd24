"""What contents point to: pages by slug, territories by code, source rows by id; and whether all of it exists."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import get_args
from uuid import UUID

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from geography.models import Arrondissement, Commune, Department
from offices import words
from offices.calendar import ends_before_it_begins, facts
from offices.changes import describe
from offices.content import Content, Fact, Frozen
from offices.enums import PageKind
from offices.models import PageSlug
from offices.prepared import Prepared

LEVELS = (Department, Arrondissement, Commune)
# Fields that hold slugs, wherever in the shape they stand.
NAMING = {
    "office": PageKind.OFFICE,
    "offices": PageKind.OFFICE,
    "procedure": PageKind.PROCEDURE,
    "parent": PageKind.GROUND,
    "grounds": PageKind.GROUND,
}


@dataclass(frozen=True)
class NamedPage:
    """A page under the address that a content gives it, removed pages included. `department`: of an office."""

    pk: UUID
    kind: str
    title: str
    department: str


@dataclass(frozen=True)
class Referents:
    """What some contents point to, as it stands now: pages by slug, (name, département) of territories by level and
    code. Read once, in one query, for every question that an act asks of it."""

    pages: dict[str, NamedPage]
    places: dict[tuple[type, str], tuple[str, str]]

    @cached_property
    def names(self) -> dict[str, str]:
        """What to call each slug and official code, in sentences that people read."""
        titles = {slug: page.title for slug, page in self.pages.items() if page.title}
        return titles | {code: self.places[level, code][0] for level in LEVELS for code in self.codes(level)}

    def codes(self, level: type, department: str | None = None) -> set[str]:
        """The codes of a level that exist, of one département or of all."""
        return {
            code
            for (found, code), (_name, within) in self.places.items()
            if found is level and department in (None, within)
        }


def referents(*contents: Content | None) -> Referents:
    present = [content for content in contents if content]
    slugs = {slug for content in present for _kind, slug in slugs_cited(content)}
    codes = {code for content in present for code in codes_cited(content)}
    return found_under(slugs, codes)


def pages_named(slugs: Iterable[str]) -> dict[str, NamedPage]:
    return found_under(slugs, ()).pages


def places_coded(codes: Iterable[str]) -> dict[tuple[type, str], tuple[str, str]]:
    return found_under((), codes).places


def found_under(slugs: Iterable[str], codes: Iterable[str]) -> Referents:
    found = Referents({}, {})
    for level, name, called, department, page, kind in under_names(
        *(tuple(sorted(set(some))) for some in (slugs, codes))
    ):
        if page:
            found.pages[name] = NamedPage(UUID(page), kind, called, department)
        else:
            found.places[LEVELS[level], name] = (called, department)
    return found


@Prepared
def under_names(slugs: tuple[str, ...], codes: tuple[str, ...]) -> QuerySet:
    """One query for pages and the three levels of places: the same code may be that of two."""
    nothing = Cast(Value(""), TextField())
    title = Coalesce("page__office__title", "page__ground__title", "page__procedure__title", Value(""))
    of_an_office = Coalesce("page__office__department", Value(""))
    called = (title, of_an_office, Cast("page", TextField()), "page__kind")
    pages = PageSlug.objects.filter(slug__in=slugs).order_by().values_list(Value(0), "slug", *called)
    places = (
        level.objects.filter(code__in=codes)
        .order_by()
        .values_list(Value(rank), "code", "name", F("code" if level is Department else "department"), nothing, nothing)
        for rank, level in enumerate(LEVELS)
    )
    return pages.union(*places, all=True)


# --- Whether it exists ---------------------------------------------------------------------------------------------


def broken_references(content: Content, known: Referents | None = None) -> list[str]:
    """One French sentence per reference that leads nowhere; an empty list when all of them hold. `known`: what the
    content points to, where it has been read already."""
    known = known or referents(content)
    return [*broken_geography(content, known), *broken_slugs(content, known), *broken_source_rows(content)]


def broken_geography(content: Content, known: Referents) -> list[str]:
    department = getattr(content, "department", "")
    problems = []
    if department and department not in known.codes(Department):
        problems.append(_("Le département « %s » n'existe pas.") % department)
    if (seat := getattr(content, "seat", "")) and seat not in known.codes(Commune):
        problems.append(_("La commune « %s » n'existe pas dans le code officiel géographique.") % seat)
    return problems + [
        _("L'arrondissement « %(code)s » n'existe pas dans le département « %(department)s ».")
        % {"code": code, "department": department}
        for code in sorted(arrondissements_cited(content) - known.codes(Arrondissement, department))
    ]


def broken_slugs(content: Content, known: Referents) -> list[str]:
    found = {(page.kind, slug) for slug, page in known.pages.items()}
    return [
        _("Aucune page « %(kind)s » n'a l'adresse « %(slug)s ».") % {"kind": PageKind(kind).label, "slug": slug}
        for kind, slug in sorted(slugs_cited(content) - found)
    ]


def broken_source_rows(content: Content) -> list[str]:
    known = {source.id for source in content.sources}
    named = {node.source for node in nodes(content) if "source" in type(node).model_fields} - {""}
    return [_("Aucune source de la page n'a le repère « %s ».") % row_id for row_id in sorted(named - known)]


def impossible_periods(content: Content) -> list[str]:
    """One French sentence per fact that ends before it begins."""
    return [
        _("%(row)s\u00a0: la fin (%(end)s) vient avant le début (%(start)s). Corrigez l'une des deux dates.")
        % {"row": words.capital(describe(row)), "start": words.day(row.valid_from), "end": words.day(row.valid_until)}
        for _list, rows in facts(content)
        for row in rows
        if ends_before_it_begins(row)
    ]


# --- What is pointed to --------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def slugs_cited(content: Content) -> frozenset[tuple[str, str]]:
    """(kind of page, slug) of every page the content names, wherever in the shape it does."""
    cited = set()
    for node in nodes(content):
        for name, kind in naming_fields(type(node)):
            value = getattr(node, name)
            cited |= {(kind, slug) for slug in (value if isinstance(value, tuple) else (value,)) if slug}
    return frozenset(cited)


@cache
def naming_fields(shape: type[Frozen]) -> tuple[tuple[str, str], ...]:
    """(field, kind of the pages whose slugs it holds) of a class of the shape."""
    return tuple((name, kind.value) for name, kind in NAMING.items() if name in shape.model_fields)


def limiting_grounds(content: Content) -> list[str]:
    """The grounds to which a row of the content is limited, each once."""
    return list(dict.fromkeys(slug for node in nodes(content) if isinstance(node, Fact) for slug in node.grounds))


def names_in(*contents: Content | None) -> dict[str, str]:
    """What to call everything these contents name by slug or official code: for sentences that people read."""
    return referents(*contents).names


def titles_of(slugs: Iterable[str]) -> dict[str, str]:
    """Title of each page by the address it was asked for under, old addresses and removed pages included."""
    wanted = set(slugs)
    return {slug: page.title for slug, page in pages_named(wanted).items() if page.title} if wanted else {}


def codes_cited(content: Content) -> set[str]:
    """Every code of the official geography that the content names."""
    named = {getattr(content, "department", ""), getattr(content, "seat", "")} - {""}
    return named | arrondissements_cited(content)


def arrondissements_cited(content: Content) -> set[str]:
    territory = content.territory.arrondissements if content.kind == PageKind.PROCEDURE else ()
    return {*getattr(content, "arrondissements", ()), *territory}


@lru_cache(maxsize=128)
def nodes(content: Frozen) -> tuple[Frozen, ...]:
    """The content and every object inside it, in the order of the text."""
    found: list[Frozen] = []
    collect(content, found)
    return tuple(found)


def collect(node: Frozen, found: list[Frozen]) -> None:
    found.append(node)
    for name in holding_objects(type(node)):
        value = getattr(node, name)
        if isinstance(value, tuple):
            for child in value:
                if isinstance(child, Frozen):
                    collect(child, found)
        elif isinstance(value, Frozen):
            collect(value, found)


@cache
def holding_objects(shape: type[Frozen]) -> tuple[str, ...]:
    """The fields of a class of the shape in which objects can stand: one decision walks its texts ten times."""
    return tuple(name for name, field in shape.model_fields.items() if speaks_of_objects(field.annotation))


def speaks_of_objects(annotation) -> bool:
    if parts := get_args(annotation):
        return any(map(speaks_of_objects, parts))
    return isinstance(annotation, type) and issubclass(annotation, Frozen)
