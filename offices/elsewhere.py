"""Where to go when an office does not handle a request, and whether its own page says so.

What the page states is repeated as it stands. Where it states nothing, the other pages of the département do: the
procedure on the same grounds that names the arrondissements concerned, else the préfecture's where it limits itself to
nobody. That is read anew each time and never stored, so that a page written by hand, by the importer or from the first
content reads alike, and no page repeats a fact of another that will change without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from offices.competence import PREFECTURES
from offices.content import ProcedureContent, SeeInstead
from offices.enums import Handling, PageState
from offices.models import Procedure, ProcedureOffice


@dataclass(frozen=True)
class Elsewhere:
    """`stated`: the page itself says so; else it is derived from the other pages of the département."""

    see: SeeInstead
    stated: bool


STATED_NOWHERE = SeeInstead()


def is_derived(place: Elsewhere | None) -> bool:
    return place is not None and not place.stated


def completed(document: ProcedureContent, place: Elsewhere | None) -> ProcedureContent:
    """The content with where to go, whether its page says so or not: for reading only, never to be stored."""
    return document.model_copy(update={"see_instead": place.see}) if place else document


def elsewhere(documents: Mapping[UUID, ProcedureContent]) -> dict[UUID, Elsewhere]:
    """Identifier of each procedure that names, or lets derive, another place → that place. As many queries for two
    hundred procedures as for one; none where all of them state what they have to say."""
    stated = {key: document.see_instead for key, document in documents.items()}
    answers = {key: Elsewhere(see, stated=True) for key, see in stated.items() if see != STATED_NOWHERE}
    refusing = [key for key, document in documents.items() if document.handling == Handling.NOT_HANDLED]
    silent = {key: documents[key].department for key in refusing if key not in answers}
    return answers | (derived(silent) if silent else {})


# --- Derived from the other pages ----------------------------------------------------------------------------------


class Place(NamedTuple):
    """An office. `slug`: of its page."""

    kind: str
    slug: str


@dataclass
class Statement:
    """What the index knows of a published procedure, as far as this question goes: no text is read. `grounds`: each
    with the wider one to which it belongs; `offices`: those published, in the order in which its text names them;
    `administered`: the arrondissements of these offices."""

    pk: UUID
    slug: str
    department: str
    handling: str
    grounds: dict[UUID, UUID | None] = field(default_factory=dict)
    offices: dict[UUID, Place] = field(default_factory=dict)
    territory: set[str] = field(default_factory=set)
    administered: set[str] = field(default_factory=set)


def derived(refusing: Mapping[UUID, str]) -> dict[UUID, Elsewhere]:
    """`refusing`: the département of each."""
    statements = statements_beside(refusing)
    refusals = [statements[key] for key in refusing if key in statements]
    others = [statement for statement in statements.values() if statement.handling == Handling.HANDLED]
    answers = {}
    for refusal in refusals:
        concerned = refusal.territory or refusal.administered
        accepting = [other for other in others if takes_over(other, refusal, concerned)]
        if accepting:
            chosen = min(accepting, key=lambda other: preference(other, refusal, concerned))
            answers[refusal.pk] = Elsewhere(place_of(chosen), stated=False)
    return answers


def statements_beside(refusing: Mapping[UUID, str]) -> dict[UUID, Statement]:
    """The refusals, with what handles requests in their départements: three queries, without a single text."""
    published = Procedure.objects.published().order_by()
    relevant = Q(pk__in=refusing) | Q(handling=Handling.HANDLED)
    beside = published.filter(relevant, department__in=set(refusing.values()))
    found: dict[UUID, Statement] = {}
    columns = ("pk", "page__slug", "department", "handling", "grounds", "grounds__parent")
    for key, slug, department, handling, ground, wider in beside.values_list(*columns):
        found.setdefault(key, Statement(key, slug, department, handling)).grounds[ground] = wider
    territory = Procedure.territory.through.objects.filter(procedure__in=found)
    for key, code in territory.values_list("procedure", "arrondissement"):
        found[key].territory.add(code)
    named = ProcedureOffice.objects.filter(procedure__in=found, office__page__state=PageState.PUBLISHED)
    columns = ("procedure", "office", "office__kind", "office__page__slug", "office__arrondissements")
    for key, office, kind, slug, code in named.values_list(*columns):
        found[key].offices.setdefault(office, Place(kind, slug))
        if code:
            found[key].administered.add(code)
    return found


def takes_over(other: Statement, refusal: Statement, concerned: set[str]) -> bool:
    return (
        other.department == refusal.department
        and covers_grounds(other, refusal)
        and not other.offices.keys() & refusal.offices.keys()
        and (names(other, concerned) or is_open_prefecture(other))
    )


def covers_grounds(other: Statement, refusal: Statement) -> bool:
    """Every ground of the refusal is one of the other's, or a particular case of one."""
    return all({ground, wider} & other.grounds.keys() for ground, wider in refusal.grounds.items())


def names(other: Statement, concerned: set[str]) -> bool:
    """Whether its territory names every arrondissement concerned."""
    return bool(concerned) and concerned <= other.territory


def is_open_prefecture(other: Statement) -> bool:
    return not other.territory and any(office.kind in PREFECTURES for office in other.offices.values())


def preference(other: Statement, refusal: Statement, concerned: set[str]) -> tuple:
    closest = len(other.grounds.keys() & refusal.grounds.keys())
    return not names(other, concerned), -closest, other.slug


def place_of(procedure: Statement) -> SeeInstead:
    """The préfecture where it is one of the procedure's offices, else the first of them."""
    offices = list(procedure.offices.values())
    chosen = next((office for office in offices if office.kind in PREFECTURES), offices[0] if offices else None)
    return SeeInstead(office=chosen.slug if chosen else "", procedure=procedure.slug)
