"""Whether what a content points to exists: pages by slug, territories by official code, source rows by id."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from geography.models import Arrondissement, Commune, Department
from offices import words
from offices.calendar import ends_before_it_begins, facts
from offices.changes import describe
from offices.content import Content, Fact, Frozen
from offices.enums import PageKind
from offices.models import Ground, Office, PageSlug, Procedure


def broken_references(content: Content) -> list[str]:
    """One French sentence per reference that leads nowhere; an empty list when all of them hold."""
    return [*broken_geography(content), *broken_slugs(content), *broken_source_rows(content)]


def broken_geography(content: Content) -> list[str]:
    department = getattr(content, "department", "")
    problems = []
    if department and not Department.objects.filter(code=department).exists():
        problems.append(_("Le département « %s » n'existe pas.") % department)
    if (seat := getattr(content, "seat", "")) and not Commune.objects.filter(code=seat).exists():
        problems.append(_("La commune « %s » n'existe pas dans le code officiel géographique.") % seat)
    wanted = set(getattr(content, "arrondissements", ()))
    if content.kind == PageKind.PROCEDURE:
        wanted |= set(content.territory.arrondissements)
    if wanted:
        known = set(
            Arrondissement.objects.filter(code__in=wanted, department_id=department).values_list("code", flat=True)
        )
        problems += [
            _("L'arrondissement « %(code)s » n'existe pas dans le département « %(department)s ».")
            % {"code": code, "department": department}
            for code in sorted(wanted - known)
        ]
    return problems


def broken_slugs(content: Content) -> list[str]:
    wanted = slugs_cited(content)
    if not wanted:
        return []
    found = {
        (row["page__kind"], row["slug"])
        for row in PageSlug.objects.filter(slug__in={slug for _kind, slug in wanted}).values("slug", "page__kind")
    }
    return [
        _("Aucune page « %(kind)s » n'a l'adresse « %(slug)s ».") % {"kind": PageKind(kind).label, "slug": slug}
        for kind, slug in sorted(wanted - found)
    ]


def impossible_periods(content: Content) -> list[str]:
    """One French sentence per fact that ends before it begins."""
    return [
        _("%(row)s\u00a0: la fin (%(end)s) vient avant le début (%(start)s). Corrigez l'une des deux dates.")
        % {"row": words.capital(describe(row)), "start": words.day(row.valid_from), "end": words.day(row.valid_until)}
        for _list, rows in facts(content)
        for row in rows
        if ends_before_it_begins(row)
    ]


def slugs_cited(content: Content) -> set[tuple[str, str]]:
    """(kind of page, slug) of every page the content names, wherever in the shape it does."""
    cited = set()
    for node in nodes(content):
        for field, kind in (
            ("office", PageKind.OFFICE),
            ("procedure", PageKind.PROCEDURE),
            ("parent", PageKind.GROUND),
        ):
            cited.add((kind.value, getattr(node, field, "")))
        cited |= {(PageKind.OFFICE.value, slug) for slug in getattr(node, "offices", ())}
        cited |= {(PageKind.GROUND.value, slug) for slug in getattr(node, "grounds", ())}
    return {(kind, slug) for kind, slug in cited if slug}


def limiting_grounds(content: Content) -> list[str]:
    """The grounds to which a row of the content is limited, each once."""
    return list(dict.fromkeys(slug for node in nodes(content) if isinstance(node, Fact) for slug in node.grounds))


def names_in(*contents: Content | None) -> dict[str, str]:
    """What to call everything these contents name by slug or official code: for sentences that people read."""
    present = [content for content in contents if content]
    slugs = {slug for content in present for _kind, slug in slugs_cited(content)}
    codes = {code for content in present for code in codes_cited(content)}
    names = titles_of(slugs)
    for model in (Department, Arrondissement, Commune) if codes else ():
        names |= dict(model.objects.filter(code__in=codes).values_list("code", "name"))
    return names


def titles_of(slugs: Iterable[str]) -> dict[str, str]:
    """Title of each page by the address it was asked for under, old addresses and removed pages included."""
    wanted, titles = set(slugs), {}
    for model in (Office, Ground, Procedure) if wanted else ():
        titles |= dict(model.objects.filter(page__slugs__slug__in=wanted).values_list("page__slugs__slug", "title"))
    return titles


def codes_cited(content: Content) -> set[str]:
    """Every code of the official geography that the content names."""
    cited = {getattr(content, "department", ""), getattr(content, "seat", "")}
    cited |= set(getattr(content, "arrondissements", ()))
    if content.kind == PageKind.PROCEDURE:
        cited |= set(content.territory.arrondissements)
    return cited - {""}


def broken_source_rows(content: Content) -> list[str]:
    known = {source.id for source in content.sources}
    named = {getattr(node, "source", "") for node in nodes(content)} - {""}
    return [_("Aucune source de la page n'a le repère « %s ».") % row_id for row_id in sorted(named - known)]


def nodes(content: Frozen):
    """The content and every object inside it."""
    yield content
    for name in type(content).model_fields:
        value = getattr(content, name)
        for child in value if isinstance(value, tuple) else (value,):
            if isinstance(child, Frozen):
                yield from nodes(child)
