"""The official names against which a document is read: regions, departments, offices. Plain data, no model.

`offices/importing/plan.py` fills it from the database; the tests fill it from the official code files.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from geography.names import normalise, with_de
from offices.enums import OfficeKind

ARTICLE = re.compile(r"^(?:(?:de|du|des|d|a|au|aux) )?(?:(?:le|la|les|l) )?(?=.)")
# Towns where a préfecture stands though its seat is another by law: Pontoise is the seat of the Val-d'Oise (95).
ALSO_CALLED = {"prefecture-pontoise": ("Cergy", "Cergy-Pontoise")}
NEARLY = 88  # of 100: a slip of the finger in a long name passes, another town does not


@lru_cache(maxsize=10_000)
def bare(name: str) -> str:
    """A place's name as compared: "de La Tour du Pin", "La Tour-du-Pin" → "tour du pin"."""
    return ARTICLE.sub("", normalise(name))


@dataclass(frozen=True)
class KnownOffice:
    slug: str
    kind: str
    department: str
    seat: str  # name of the commune
    arrondissements: tuple[tuple[str, str], ...] = ()  # (code, name)

    @cached_property
    def spellings(self) -> set[str]:
        also = ALSO_CALLED.get(self.slug, ())
        return {bare(name) for name in (self.seat, *(name for _code, name in self.arrondissements), *also)}

    @property
    def is_prefecture(self) -> bool:
        return self.kind != OfficeKind.SOUS_PREFECTURE

    @property
    def label(self) -> str:
        """ "préfecture de Caen", as it stands in a title."""
        if self.kind == OfficeKind.PREFECTURE_DE_POLICE:
            return "préfecture de police"
        kind = "préfecture" if self.is_prefecture else "sous-préfecture"
        return f"{kind} {de(self.seat)}"


@dataclass(frozen=True)
class KnownDepartment:
    code: str
    name: str
    link: int
    region: str
    offices: tuple[KnownOffice, ...] = field(default=())

    @property
    def prefectures(self) -> list[KnownOffice]:
        return [office for office in self.offices if office.is_prefecture]

    @property
    def sous_prefectures(self) -> list[KnownOffice]:
        return [office for office in self.offices if not office.is_prefecture]

    @property
    def host(self) -> str:
        """The name under which its préfecture has its site: "haute-loire"."""
        return normalise(self.name).replace(" ", "-")

    def office(self, kind: str, name: str) -> KnownOffice | None:
        """The office that a text names, however it spells it; None where it could be none or several."""
        among = self.sous_prefectures if kind == OfficeKind.SOUS_PREFECTURE else self.prefectures
        wanted = bare(name)
        if not wanted:
            return None
        if kind != OfficeKind.SOUS_PREFECTURE and (
            wanted == bare(self.name) or wanted.startswith(f"{bare(self.name)} ")
        ):
            return among[0] if among else None
        for fits in (equal, begins, resembles):
            found = [office for office in among if any(fits(wanted, spelling) for spelling in office.spellings)]
            if len(found) == 1:
                return found[0]
        return None

    def named_by_seat(self, kind: str, name: str) -> KnownOffice | None:
        """As `office`, but only by its town: "Préfecture du Cantal" also begins an address."""
        found = self.office(kind, name)
        return found if found and any(begins(bare(name), seat) for seat in found.spellings) else None


@dataclass(frozen=True)
class Gazetteer:
    regions: dict[str, str]  # code → name
    departments: dict[str, KnownDepartment]  # by code

    def region(self, name: str) -> str | None:
        """The code of a region, however its name is written."""
        wanted = bare(name)
        exact = [code for code, known in self.regions.items() if bare(known) == wanted]
        near = [code for code, known in self.regions.items() if fuzz.ratio(bare(known), wanted) >= NEARLY]
        return next(iter([*exact, *near]), None)

    def department(self, name: str) -> KnownDepartment | None:
        wanted = bare(name)
        if exact := self.by_name.get(wanted):
            return exact
        near = [known for spelling, known in self.by_name.items() if fuzz.ratio(spelling, wanted) >= NEARLY]
        return near[0] if len(near) == 1 else None

    @cached_property
    def by_name(self) -> dict[str, KnownDepartment]:
        return {bare(known.name): known for known in self.departments.values()}

    def of_region(self, code: str) -> list[KnownDepartment]:
        return [known for known in self.departments.values() if known.region == code]


def equal(wanted: str, spelling: str) -> bool:
    return wanted == spelling


def begins(wanted: str, spelling: str) -> bool:
    """ "vire" for "vire normandie", and "vire normandie" for an arrondissement "vire"."""
    return wanted == spelling or spelling.startswith(f"{wanted} ") or wanted.startswith(f"{spelling} ")


def resembles(wanted: str, spelling: str) -> bool:
    return len(wanted) > 4 and fuzz.ratio(wanted, spelling) >= NEARLY


def de(name: str) -> str:
    """The name of a commune after "de": "d'Amiens", "du Havre", "de La Tour-du-Pin"."""
    article = {"Le": 2, "Les": 4, "Aux": 6}.get(name.partition(" ")[0])
    if article is None:
        article = 1 if normalise(name)[0] in "aeiouy" else 0
    return with_de(name, article)


def joined(labels: Iterable[str]) -> str:
    *first, last = labels
    return f"{', '.join(first)} et {last}" if first else last
