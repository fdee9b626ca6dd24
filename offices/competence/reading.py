"""From the tables, or from one content, to what the rules read (`offices.competence.rules`)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from django.db.models import Case, F, QuerySet, SmallIntegerField, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from geography.models import Arrondissement, Commune, Department
from offices.competence.rules import (
    ADMINISTERED_FROM,
    Area,
    Facts,
    GroundFacts,
    OfficeFacts,
    Statement,
    Written,
)
from offices.content import Content, GroundContent, OfficeContent, ProcedureContent, load
from offices.enums import Handling, HandlingScope, PageState
from offices.models import Ground, Office, PageSlug, Procedure, ProcedureOffice

Codes = Collection[str] | None  # of départements; None is all of France

# --- Geography -------------------------------------------------------------------------------------------------------


def area_of(commune: Commune) -> Area:
    """Where a commune is; a former or delegated one is where the commune of today is in which it lies."""
    today = commune.current
    return Area(today.department_id, today.arrondissement_id or "")


def areas(departments: Codes = None) -> list[Area]:
    """Every area of these départements, or of France, in the order of codes. Two queries."""
    divided = defaultdict(list)
    for department, code in Arrondissement.objects.order_by("code").values_list("department_id", "code"):
        divided[department].append(code)
    wanted = Department.objects.order_by("code").values_list("code", flat=True)
    if departments is not None:
        wanted = wanted.filter(code__in=departments)
    return [Area(code, arrondissement) for code in wanted for arrondissement in divided.get(code, [""])]


# --- From the tables -------------------------------------------------------------------------------------------------


def written(departments: Codes = None) -> Written:
    """What is published in these départements, or in all of France. Four queries, whatever is written; one more where
    a page sends somewhere by name; three more where an office or a page that is named lies in another département,
    which is then read too, but for what it names itself."""
    codes = None if departments is None else {ADMINISTERED_FROM.get(code, code) for code in departments}
    offices, statements = read_offices(codes), read_statements(codes)
    places = published_places(slug for said in statements for slug in named(said, {office.slug for office in offices}))
    statements = [resolved(said, places) for said in statements]
    if codes is not None and (others := {department for _slug, department in places.values()} - codes - {""}):
        offices, statements = offices + read_offices(others), statements + read_statements(others)
    return Written(offices, statements, read_grounds())


def read_offices(codes: Codes) -> list[OfficeFacts]:
    rows = of_departments(Office.objects.published(), codes)
    administered: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    columns = rows.values_list("page__slug", "department_id", "kind", "arrondissements")
    for slug, department, kind, arrondissement in columns:
        administered[slug, department, kind] |= {arrondissement} - {None}
    return [OfficeFacts(*facts, arrondissements=frozenset(found)) for facts, found in administered.items()]


def read_statements(codes: Codes) -> list[Statement]:
    """Only a page that refuses has its text read: how far it refuses, and where it sends instead, are no columns."""
    rows = of_departments(Procedure.objects.published(), codes)
    refusal = Case(
        When(handling=Handling.NOT_HANDLED, then=F("page__content")), default=Value(""), output_field=TextField()
    )
    facts = list(rows.values_list("pk", "page__slug", "department_id", "handling", refusal, "page__shape"))
    # Some pages are named one by one: asked "of those départements", PostgreSQL reads the links of all of France.
    linked = links(rows.values("pk") if codes is None else [pk for pk, *_said in facts])
    return [
        Statement(
            slug,
            department,
            handling,
            offices=tuple(slug for _position, slug in sorted(linked[pk, OFFICES])),
            grounds=frozenset(slug for _position, slug in linked[pk, GROUNDS]),
            territory=frozenset(code for _position, code in linked[pk, TERRITORY]),
            **(refusing(load(text, shape)) if text else {}),
        )
        for pk, slug, department, handling, text, shape in facts
    ]


OFFICES, GROUNDS, TERRITORY = range(3)


def links(procedures: QuerySet | list[UUID]) -> Mapping:
    """(procedure, which relation) → the (position, slug or code) of what it is linked to. One query."""
    within = {"procedure__in": procedures}
    named_offices = ProcedureOffice.objects.filter(**within).order_by()
    grounds = Procedure.grounds.through.objects.filter(**within).order_by()
    territory = Procedure.territory.through.objects.filter(**within).order_by()
    nowhere = Value(0, SmallIntegerField())
    parts = [
        named_offices.values_list("procedure", Value(OFFICES), "position", text("office__page__slug")),
        grounds.values_list("procedure", Value(GROUNDS), nowhere, text("ground__page__slug")),
        territory.values_list("procedure", Value(TERRITORY), nowhere, text("arrondissement")),
    ]
    found = defaultdict(list)
    for procedure, relation, position, name in parts[0].union(*parts[1:], all=True):
        found[procedure, relation].append((position, name))
    return found


def text(column: str) -> Cast:
    return Cast(column, TextField())


def read_grounds() -> list[GroundFacts]:
    rows = Ground.objects.published().values_list("page__slug", "parent__page__slug", "filing")
    return [GroundFacts(slug, parent or "", filing) for slug, parent, filing in rows]


def of_departments(rows: QuerySet, codes: Codes) -> QuerySet:
    return (rows if codes is None else rows.filter(department__in=codes)).order_by()


# --- What pages name -------------------------------------------------------------------------------------------------

Places = Mapping[str, tuple[str, str]]


def named(said: Statement, known: Collection[str]) -> list[str]:
    """The addresses that the statement names and that have to be looked for."""
    return [*(slug for slug in (said.instead_office, said.instead_procedure) if slug), *set(said.offices) - set(known)]


def published_places(slugs: Iterable[str]) -> Places:
    """Address, old ones included → (today's address, département or "") of the published page."""
    wanted = set(slugs)
    if not wanted:
        return {}
    department = Coalesce("page__office__department", "page__procedure__department", Value(""))
    rows = PageSlug.objects.filter(slug__in=wanted, page__state=PageState.PUBLISHED)
    return {slug: (today, code) for slug, today, code in rows.values_list("slug", "page__slug", department)}


def resolved(said: Statement, places: Places) -> Statement:
    """Sending to pages by the addresses that they have today; nowhere, where they are no longer published."""
    if not (said.instead_office or said.instead_procedure):
        return said
    nowhere = ("", "")
    return replace(
        said,
        instead_office=places.get(said.instead_office, nowhere)[0],
        instead_procedure=places.get(said.instead_procedure, nowhere)[0],
    )


# --- From a content --------------------------------------------------------------------------------------------------


def facts_of(slug: str, content: Content) -> Facts | None:
    """What a content says that decides, as if the page of this address said it; None for a kind that decides nothing.
    It names pages as the content does, which may be by addresses that they had (`renamed`)."""
    match content:
        case OfficeContent():
            arrondissements = frozenset(content.arrondissements)
            return OfficeFacts(slug, content.department, content.office_kind, arrondissements)
        case ProcedureContent():
            return statement_of(slug, content)
        case GroundContent():
            return GroundFacts(slug, content.parent, content.filing)
    return None


def renamed(facts: Facts | None, places: Places) -> Facts | None:
    """The same, naming pages by the addresses that they have today."""

    def today(slug: str) -> str:
        return places[slug][0] if slug in places else slug

    match facts:
        case Statement():
            offices, grounds = tuple(map(today, facts.offices)), frozenset(map(today, facts.grounds))
            return resolved(replace(facts, offices=offices, grounds=grounds), places)
        case GroundFacts():
            return replace(facts, parent=today(facts.parent))
    return facts


def statement_of(slug: str, content: ProcedureContent) -> Statement:
    return Statement(
        slug,
        content.department,
        content.handling,
        offices=tuple(dict.fromkeys(content.offices)),
        grounds=frozenset(content.grounds),
        territory=frozenset(content.territory.arrondissements),
        **(refusing(content) if content.handling == Handling.NOT_HANDLED else {}),
    )


def refusing(content: Content) -> dict:
    """What a procedure's page that says "not handled" says besides."""
    assert isinstance(content, ProcedureContent)
    return {
        "refuses_all": content.scope == HandlingScope.ALL_PERMITS,
        "instead_office": content.see_instead.office,
        "instead_procedure": content.see_instead.procedure,
    }
