"""An office page for every préfecture and sous-préfecture that follows from the official codes.

Names and places only: what an office handles stays unknown until a source says it. Offices that no code tells (the
préfecture de police, the State's representatives overseas) are written by hand in `fixtures/offices.json`.
"""

import re

from geography.models import Arrondissement, Department
from geography.names import slug
from geography.seats import Seat, seats
from offices.content import OfficeContent
from offices.enums import OfficeKind

# A code for each kind of seat: the beginning of its page's address.
PREFIXES = {OfficeKind.PREFECTURE: "prefecture", OfficeKind.SOUS_PREFECTURE: "sous-prefecture"}
# The State writes these without the article that the code list gives their names ("préfet de Vaucluse").
DEPARTMENTS_WITHOUT_ARTICLE = {"41", "47", "82", "84"}
# Permits are asked for at the préfecture de police in Paris (CESEDA, articles R.431-3 and R.431-20): there the
# préfecture of the region serves nobody.
SERVED_BY_POLICE = {"75"}


def office_seeds() -> dict[str, OfficeContent]:
    """Address → content of the 334 offices, in the order of their departments. A pure reading of the geography."""
    departments = {department.code: department for department in Department.objects.all()}
    arrondissements = {arrondissement.code: arrondissement for arrondissement in Arrondissement.objects.all()}
    found: dict[str, OfficeContent] = {}
    for seat in seats():
        content = OfficeContent(
            kind="office",
            office_kind=OfficeKind(seat.kind),
            name=office_name(seat, departments, arrondissements),
            department=seat.department_code,
            seat=seat.commune_code,
            arrondissements=() if seat.department_code in SERVED_BY_POLICE else seat.arrondissement_codes,
        )
        found[free_slug(seat, found)] = content
    return found


def office_name(seat: Seat, departments: dict[str, Department], arrondissements: dict[str, Arrondissement]) -> str:
    """The official name: a préfecture has its department's, a sous-préfecture its arrondissement's.

    Not its seat's: the sous-préfecture in Châteaubriant is that of Châteaubriant-Ancenis.
    """
    if seat.kind == OfficeKind.PREFECTURE:
        department = departments[seat.department_code]
        if department.code in DEPARTMENTS_WITHOUT_ARTICLE:
            return f"Préfecture de {department.name}"
        return f"Préfecture {department.name_with_de}"
    place = arrondissements[seat.arrondissement_codes[0]].name_with_de
    return f"Sous-préfecture {without_brackets(place)}"


def free_slug(seat: Seat, taken: dict[str, OfficeContent]) -> str:
    """`sous-prefecture-<seat>`; the later of two seats that share a name adds its department: Saint-Pierre (974)."""
    wanted = f"{PREFIXES[OfficeKind(seat.kind)]}-{slug(without_brackets(seat.commune_name))}"
    return wanted if wanted not in taken else f"{wanted}-{seat.department_code.lower()}"


def without_brackets(name: str) -> str:
    """ "Château-Chinon (Ville)" is told from its countryside by brackets that nobody says."""
    return re.sub(r" \(.*\)$", "", name)
