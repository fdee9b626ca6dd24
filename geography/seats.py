"""The seats of préfectures and sous-préfectures, as the official codes tell them.

100 préfectures and 233 sous-préfectures follow from the seats of arrondissements; Mayotte, which has none, makes 334.
What does not follow from codes (the préfecture de police, the State's representatives in the collectivities) is
content, and so is whether a seat really has a counter.
"""

from typing import NamedTuple

from geography.models import Arrondissement, Commune, Department, Zone


class Seat(NamedTuple):
    kind: str  # "prefecture" or "sous_prefecture"
    commune_code: str
    commune_name: str
    commune_name_with_de: str  # "de Gex", "du Havre"
    department_code: str
    arrondissement_codes: tuple[str, ...]  # those that it administers; none in Mayotte


def seats() -> list[Seat]:
    """The 334 seats by department: the préfecture, then its sous-préfectures in the order of their arrondissements."""
    arrondissements: dict[str, dict[str, list[Arrondissement]]] = {}
    for arrondissement in Arrondissement.objects.select_related("seat"):
        by_seat = arrondissements.setdefault(arrondissement.department_id, {})
        by_seat.setdefault(arrondissement.seat_id, []).append(arrondissement)
    found = []
    for department in Department.objects.exclude(zone=Zone.COLLECTIVITY).select_related("seat"):
        by_seat = arrondissements.get(department.code, {})
        found.append(seat("prefecture", department.seat, department, by_seat.pop(department.seat_id, [])))
        found += [seat("sous_prefecture", own[0].seat, department, own) for own in by_seat.values()]
    return found


def seat(kind: str, commune: Commune, department: Department, arrondissements: list[Arrondissement]) -> Seat:
    return Seat(
        kind,
        commune.code,
        commune.name,
        commune.name_with_de,
        department.code,
        tuple(arrondissement.code for arrondissement in arrondissements),
    )
