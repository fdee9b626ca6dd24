"""Where to go when an office does not handle a request, and whether its own page says so.

What the page states is repeated as it stands. Where it states nothing, the other pages of the département do: the
procedure on the same grounds that names the arrondissements concerned, else the préfecture's where it limits itself to
nobody. That is read anew each time and never stored, so that a page written by hand, by the importer or from the first
content reads alike, and no page repeats a fact of another that will change without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from offices.competence import HANDLING_ORDER, PREFECTURES, procedures, published_offices
from offices.content import ProcedureContent, SeeInstead
from offices.enums import Handling
from offices.models import Office, Procedure


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
    silent = [key for key in refusing if key not in answers]
    return answers | (derived(silent) if silent else {})


def derived(refusing: list[UUID]) -> dict[UUID, Elsewhere]:
    refusals = with_territory().filter(pk__in=refusing)
    departments = {row.department_id for row in refusals}
    others = with_territory().filter(department__in=departments).exclude(handling=Handling.NOT_HANDLED)
    answers = {}
    for refusal in refusals:
        accepting = [other for other in others if takes_over(other, refusal)]
        if accepting:
            chosen = min(accepting, key=lambda other: preference(other, refusal))
            answers[refusal.pk] = Elsewhere(place_of(chosen), stated=False)
    return answers


def with_territory():
    return procedures().prefetch_related("territory", "procedureoffice_set__office__arrondissements", "grounds__parent")


def takes_over(other: Procedure, refusal: Procedure) -> bool:
    return (
        other.department_id == refusal.department_id
        and covers_grounds(other, refusal)
        and not set(published_offices(other)) & set(published_offices(refusal))
        and (names_territory(other, refusal) or is_open_prefecture(other))
    )


def covers_grounds(other: Procedure, refusal: Procedure) -> bool:
    """Every ground of the refusal is one of the other's, or a particular case of one."""
    handled = {ground.pk for ground in other.grounds.all()}
    return all({ground.pk, ground.parent_id} & handled for ground in refusal.grounds.all())


def names_territory(other: Procedure, refusal: Procedure) -> bool:
    concerned = codes(refusal.territory) or {
        code for office in published_offices(refusal) for code in codes(office.arrondissements)
    }
    return bool(concerned) and concerned <= codes(other.territory)


def is_open_prefecture(other: Procedure) -> bool:
    return not codes(other.territory) and any(office.kind in PREFECTURES for office in published_offices(other))


def preference(other: Procedure, refusal: Procedure) -> tuple:
    own = {ground.pk for ground in refusal.grounds.all()}
    closest = sum(ground.pk in own for ground in other.grounds.all())
    return (
        HANDLING_ORDER.index(other.handling),
        not names_territory(other, refusal),
        -closest,
        other.page.slug,
    )


def place_of(procedure: Procedure) -> SeeInstead:
    """The préfecture where it is one of the procedure's offices, else the first of them."""
    offices = published_offices(procedure)
    chosen = next((office for office in offices if office.kind in PREFECTURES), offices[0] if offices else None)
    return SeeInstead(office=slug_of(chosen), procedure=procedure.page.slug)


def slug_of(office: Office | None) -> str:
    return office.page.slug if office else ""


def codes(territory) -> set[str]:
    return {place.pk for place in territory.all()}
