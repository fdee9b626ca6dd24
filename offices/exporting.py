"""What is published, gathered as dossiers: a part for each département, and one for what belongs to none.

Read here once, laid out by `offices.dossiers` as text and by the printable pages as HTML.
"""

from collections.abc import Callable, Iterable
from itertools import chain

from django.db.models import Manager

from geography.models import Arrondissement, Commune, Department, Region
from offices.content import OfficeContent, ProcedureContent
from offices.dossiers.parts import Block, DepartmentPart, Dossier
from offices.dossiers.writing import Names
from offices.enums import OfficeKind, PageKind
from offices.importing.gazetteer import KnownOffice, joined
from offices.models import Ground, Guide, LegalNote, Office, Page, Procedure
from offices.references import codes_cited, slugs_cited
from offices.seeds import office_seeds
from offices.words import capital

ORDER_OF_OFFICES = [
    OfficeKind.PREFECTURE_DE_POLICE,
    OfficeKind.PREFECTURE,
    OfficeKind.SOUS_PREFECTURE,
    OfficeKind.OTHER,
]


# What every office has from the official codes.
IDENTITY = {"kind", "office_kind", "name", "department", "seat", "arrondissements"}

Chosen = Callable[[Office, OfficeContent], bool]


def says_more(office: Office, document: OfficeContent) -> bool:
    """Whether more is published of an office than its identity: what a reader wants to see."""
    return not set(document.model_dump(exclude_defaults=True)) <= IDENTITY


def not_official() -> Chosen:
    """Whether an office is otherwise than the official codes alone make it: what must be kept to make it again."""
    seeds = office_seeds()
    return lambda office, document: document != seeds.get(office.page.slug) or office.verified_on is not None


def region_dossier(region: Region, offices: Chosen = says_more) -> Dossier:
    return dossier(region.name, region.departments.select_related("region"), offices)


def department_dossier(department: Department, offices: Chosen = says_more) -> Dossier:
    return dossier(department.region.name, [department], offices)


def dossier(region: str, departments: Iterable[Department], chosen: Chosen) -> Dossier:
    """A part for each département, in the order of their codes. `chosen`: the offices that have their own block."""
    departments = sorted(departments, key=lambda department: department.code)
    offices = by_department(Office.objects.published().select_related("seat"), departments)
    procedures = by_department(Procedure.objects.published(), departments)
    parts = (
        department_part(one, offices.get(one.code, []), procedures.get(one.code, []), chosen) for one in departments
    )
    return Dossier(region, tuple(parts))


def common_blocks() -> tuple[Block, ...]:
    """Grounds, guide and legal notes: what others name first, then by address."""
    indexes = [model.objects.published().select_related("page") for model in (Ground, Guide, LegalNote)]
    rows = chain.from_iterable(sorted(found, key=lambda row: row.page.slug) for found in indexes)
    return tuple(Block(row.page.slug, row.title, row.page.document, row.verified_on) for row in rows)


# --- One département ------------------------------------------------------------------------------------------------


def by_department(indexes, departments: Iterable[Department]) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in indexes.filter(department__in=departments).select_related("page"):
        found.setdefault(row.department_id, []).append(row)
    return found


def department_part(
    department: Department, offices: list[Office], procedures: list[Procedure], chosen: Chosen
) -> DepartmentPart:
    """Procedures as a dossier has them, préfecture first; then the offices of which more is known than their name."""
    offices = sorted(offices, key=lambda one: (ORDER_OF_OFFICES.index(OfficeKind(one.kind)), one.page.slug))
    labels = {office.page.slug: office_label(office) for office in offices}
    order = list(labels)

    def place(procedure: Procedure) -> tuple:
        named = procedure.page.document.offices
        return ([order.index(slug) if slug in order else len(order) for slug in named], procedure.page.slug)

    blocks = [procedure_block(procedure, labels) for procedure in sorted(procedures, key=place)]
    blocks += [
        Block(office.page.slug, office.title, document, office.verified_on)
        for office in offices
        if chosen(office, document := office.page.document)
    ]
    return DepartmentPart(
        code=department.code,
        label=f"{department.name_with_de} ({department.code})",
        region=department.region.name,
        head=tuple(head(offices)),
        blocks=tuple(blocks),
    )


def procedure_block(procedure: Procedure, labels: dict[str, str]) -> Block:
    document = procedure.page.document
    assert isinstance(document, ProcedureContent)
    offices = [capital(labels[slug]) for slug in document.offices if slug in labels]
    return Block(procedure.page.slug, joined(offices) if offices else document.title, document, procedure.verified_on)


def office_label(office: Office) -> str:
    """ "sous-préfecture de Gex", as a dossier calls it: by its town."""
    if office.kind == OfficeKind.OTHER or not office.seat:
        return office.title
    return KnownOffice(office.page.slug, office.kind, office.department_id, office.seat.name).label


def head(offices: list[Office]) -> Iterable[str]:
    """ "Préfecture de Bourg-en-Bresse", "Sous-préfectures : Belley, Gex, Nantua"."""
    by_kind: dict[str, list[Office]] = {}
    for office in offices:
        by_kind.setdefault(office.kind, []).append(office)
    for kind, of_kind in by_kind.items():
        towns = ", ".join(office.seat.name if office.seat else office.title for office in of_kind)
        if kind == OfficeKind.SOUS_PREFECTURE and len(of_kind) > 1:
            yield f"Sous-préfectures : {towns}"
        elif kind != OfficeKind.OTHER:
            yield from (capital(office_label(office)) for office in of_kind)


# --- Names ----------------------------------------------------------------------------------------------------------


def names_in(blocks: Iterable[Block]) -> Names:
    """What to call the published pages and the places that these blocks name."""
    contents = [block.content for block in blocks]
    slugs = {slug for content in contents for _kind, slug in slugs_cited(content)}
    codes = {code for content in contents for code in codes_cited(content)}
    pages = Page.objects.published().filter(slugs__slug__in=slugs).select_related(*INDEXED)
    asked = {alias.slug: page for page in pages.prefetch_related("slugs") for alias in page.slugs.all()}
    return Names(
        pages={slug: page.index.title for slug, page in asked.items()},
        places={field: names_of(places, codes) for field, places in PLACES.items()},
    )


def names_of(places: Manager, codes: set[str]) -> dict[str, str]:
    return dict(places.filter(code__in=codes).values_list("code", "name"))


PLACES = {"department": Department.objects, "seat": Commune.objects, "arrondissements": Arrondissement.objects}
INDEXED = [kind.value.replace("_", "") for kind in PageKind]
