"""From what is written to the place where one files, or to an honest "not known". Pure: no database, no clock.

`Written.find` returns exactly one finding, which names the rule that gave it. The rules, in their order:

1. `platform`: requests on the ground are filed on the national platform, whatever the commune. A ground that says
   nothing of its filing is filed like the wider ground it belongs to.
2. `territory`: a procedure for the ground, or for its wider ground, speaks for the commune and handles the request.
   Where several offices share it, the commune's own comes first.
3. `office_elsewhere`: what speaks for the commune says "not handled here": the place it names, else the préfecture's
   procedure where it handles the request and limits itself to nobody.
4. `office_silent`: the commune's own office says nothing, or says that it does not know. The préfecture's procedure,
   where it limits itself to nobody, is given, and is not confirmed for this commune.
5. `unknown`: nothing is said in the whole département.

A procedure *speaks for* a commune where its territory names the commune's arrondissement. Where its territory names
none, it is for the département as far as its page says, and a page says nothing for an office that it does not name:
then it speaks for the communes whose own office is among its offices, and for no other. So a sous-préfecture about
which nothing is written stays unknown; a procedure that really is for a whole département names all its arrondissements
(docs/decisions/0008).

The statement on the narrower ground comes before the one on the wider ground, and "handled" before "not handled". An
office whose own page refuses the request is nowhere sent to, though another page names it: the two contradict each
other, and where to go is not known.

**The answer depends on the commune only through its département and its arrondissement** (`Area`), which is all that a
territory can name. France has some 340 areas for 34,969 communes: one finding per area and ground tells them all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from offices.enums import Filing, Handling, OfficeKind

# An arrondissement's own office, where several administer it: Paris is the préfecture de police's.
OWN_OFFICE_ORDER = (OfficeKind.SOUS_PREFECTURE, OfficeKind.PREFECTURE_DE_POLICE, OfficeKind.PREFECTURE)
PREFECTURES = (OfficeKind.PREFECTURE_DE_POLICE, OfficeKind.PREFECTURE)
HANDLING_ORDER = (Handling.HANDLED, Handling.NOT_HANDLED, Handling.UNKNOWN)
# Collectivities without State services of their own: one préfecture déléguée serves Saint-Barthélemy and Saint-Martin.
ADMINISTERED_FROM = {"977": "978"}


class Rule(TextChoices):
    PLATFORM = "platform", _("déposée sur la plateforme nationale")
    TERRITORY = "territory", _("des modalités valent pour cette commune")
    OFFICE_ELSEWHERE = "office_elsewhere", _("le guichet de la commune ne traite pas ces demandes")
    OFFICE_SILENT = "office_silent", _("le guichet de la commune n'en dit rien")
    UNKNOWN = "unknown", _("rien n'est dit dans ce département")


# --- What is written -------------------------------------------------------------------------------------------------


class Area(NamedTuple):
    """The part of France in which every commune has the same answers: an arrondissement, or a département that has
    none (then `arrondissement` is empty)."""

    department: str
    arrondissement: str


@dataclass(frozen=True)
class OfficeFacts:
    """What an office's page says that decides: `arrondissements` are those it administers."""

    slug: str
    department: str
    kind: str
    arrondissements: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Statement:
    """What a procedure's page says that decides. `offices`: in the order of the text. `territory`: the arrondissements
    it names. `refuses_all`: it says "not handled" of every permit."""

    slug: str
    department: str
    handling: str
    offices: tuple[str, ...] = ()
    grounds: frozenset[str] = frozenset()
    territory: frozenset[str] = frozenset()
    refuses_all: bool = False
    instead_office: str = ""
    instead_procedure: str = ""


@dataclass(frozen=True)
class GroundFacts:
    slug: str
    parent: str = ""
    filing: str = Filing.UNKNOWN


Facts = OfficeFacts | Statement | GroundFacts


@dataclass(frozen=True)
class Finding:
    """One answer, by addresses of pages; an empty one is "not known", or "nobody".

    `office` and `procedure`: where and how to file; the `procedure` of an `office_silent` finding is not confirmed for
    this area. `own_office` administers the area, competent or not. `ask`: the office to ask. `stated`: of an
    `office_elsewhere` finding, whether the office's own page names the place, or others of the département do.
    """

    rule: Rule
    handling: Handling
    office: str = ""
    procedure: str = ""
    platform: str = ""
    ask: str = ""
    own_office: str = ""
    stated: bool = True


def administered(area: Area) -> Area:
    """The area whose offices serve this one: itself, but for Saint-Barthélemy."""
    return Area(ADMINISTERED_FROM.get(area.department, area.department), area.arrondissement)


class Written:
    """What is written in some départements, or in all: answers for every area and ground, from memory."""

    def __init__(self, offices: Iterable[OfficeFacts], statements: Iterable[Statement], grounds: Iterable[GroundFacts]):
        self.offices = {office.slug: office for office in sorted(offices, key=lambda office: office.slug)}
        self.statements = {said.slug: said for said in sorted(statements, key=lambda said: said.slug)}
        self.grounds = {ground.slug: ground for ground in grounds}
        self.relevant_statements: dict[tuple[str, str], tuple[Statement, ...]] = {}

    def replacing(self, slug: str, facts: Facts | None) -> "Written":
        """The same, but for one page: as if it said this; with None, as if it were not there."""

        def kept(rows: dict[str, Any], kind: type) -> list:
            others = [row for other, row in rows.items() if other != slug]
            return [*others, facts] if isinstance(facts, kind) else others

        return Written(
            kept(self.offices, OfficeFacts), kept(self.statements, Statement), kept(self.grounds, GroundFacts)
        )

    def find(self, area: Area, ground: str) -> Finding:
        """Raises KeyError where no ground has this address."""
        return Question(self, administered(area), ground).answer()

    def statement(self, area: Area, ground: str) -> Statement | None:
        """What decides there, handled or not: the closest of what speaks for the area."""
        return Question(self, administered(area), ground).statement

    def own_office(self, area: Area) -> str:
        """The office that administers the area: its sous-préfecture, else the préfecture; "" where none is known."""
        department, arrondissement = administered(area)
        offices = self.administering.get(department, ())
        own = (office.slug for office in offices if arrondissement in office.arrondissements)
        return next(own, "") or self.prefecture(department)

    def prefecture(self, department: str) -> str:
        """One that administers an arrondissement comes first, where there are two."""
        found = [office for office in self.administering.get(department, ()) if office.kind in PREFECTURES]
        return min(found, key=lambda office: not office.arrondissements).slug if found else ""

    @cached_property
    def administering(self) -> dict[str, list[OfficeFacts]]:
        """The offices of each département that can be a commune's own, the likeliest first."""
        found: dict[str, list[OfficeFacts]] = {}
        for office in self.offices.values():
            if office.kind in OWN_OFFICE_ORDER:
                found.setdefault(office.department, []).append(office)
        for offices in found.values():
            offices.sort(key=lambda office: OWN_OFFICE_ORDER.index(OfficeKind(office.kind)))
        return found

    @cached_property
    def by_department(self) -> dict[str, list[Statement]]:
        found: dict[str, list[Statement]] = {}
        for said in self.statements.values():
            found.setdefault(said.department, []).append(said)
        return found

    def relevant(self, department: str, ground: str) -> tuple[Statement, ...]:
        """What is said in a département of a ground, of its wider ground, or of all permits."""
        if (department, ground) not in self.relevant_statements:
            self.relevant_statements[department, ground] = tuple(
                said
                for said in self.by_department.get(department, ())
                if self.ground_distance(said, ground) < 2 or said.refuses_all
            )
        return self.relevant_statements[department, ground]

    def ground_distance(self, said: Statement, ground: str) -> int:
        """0: on this ground; 1: on the wider one; 2: on neither."""
        return 0 if ground in said.grounds else 1 if self.grounds[ground].parent in said.grounds else 2


# --- The rules -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """One answer under way. `area`: where the State's services are (`ADMINISTERED_FROM`)."""

    written: Written
    area: Area
    ground: str

    def answer(self) -> Finding:
        if self.filing == Filing.ANEF:
            return Finding(Rule.PLATFORM, Handling.HANDLED, platform=Filing.ANEF.value)
        statement = self.statement
        if statement is None or statement.handling == Handling.UNKNOWN:
            return self.office_silent(statement)
        if statement.handling == Handling.NOT_HANDLED:
            return self.office_elsewhere(statement)
        return self.territory(statement)

    def territory(self, statement: Statement) -> Finding:
        offices = self.offices_of(statement)
        office = self.own if self.own in offices else next(iter(offices), "")
        return self.found(Rule.TERRITORY, Handling.HANDLED, office=office, procedure=statement.slug)

    def office_elsewhere(self, statement: Statement) -> Finding:
        named = self.named_by(statement)
        office, procedure = named or self.at_prefecture(statement)
        return self.found(
            Rule.OFFICE_ELSEWHERE,
            Handling.NOT_HANDLED,
            office=office,
            procedure=procedure,
            ask="" if office else self.prefecture,
            stated=named is not None,
        )

    def named_by(self, statement: Statement) -> tuple[str, str] | None:
        """The office or procedure that the statement itself names, each with the other. (office, procedure)"""
        procedure = self.written.statements.get(statement.instead_procedure)
        office = self.written.offices.get(statement.instead_office)
        if office:
            there = procedure or self.closest(self.said_at(office))
            if there and there.handling == Handling.NOT_HANDLED:
                return "", ""
            return office.slug, there.slug if there else ""
        if procedure:
            refused = procedure.handling == Handling.NOT_HANDLED
            return ("", "") if refused else (next(iter(self.offices_of(procedure)), ""), procedure.slug)
        return None

    def said_at(self, office: OfficeFacts) -> list[Statement]:
        return [said for said in self.written.relevant(office.department, self.ground) if office.slug in said.offices]

    def at_prefecture(self, statement: Statement) -> tuple[str, str]:
        """(préfecture, its procedure) where it really handles the request."""
        procedure = self.of_prefecture()
        if self.prefecture in statement.offices or not procedure or procedure.handling != Handling.HANDLED:
            return "", ""
        return self.prefecture, procedure.slug

    def office_silent(self, statement: Statement | None) -> Finding:
        procedure = self.of_prefecture() or statement
        said = procedure or any(self.distance_of_ground(said) < 2 for said in self.relevant)
        rule = Rule.OFFICE_SILENT if said else Rule.UNKNOWN
        return self.found(rule, Handling.UNKNOWN, procedure=procedure.slug if procedure else "", ask=self.own)

    def found(self, rule: Rule, handling: Handling, **facts) -> Finding:
        return Finding(rule, handling, own_office=self.own, **facts)

    # --- What is written of it --------------------------------------------------------------------------------------

    @property
    def filing(self) -> str:
        ground = self.written.grounds[self.ground]
        wider = self.written.grounds.get(ground.parent)
        return wider.filing if wider and ground.filing == Filing.UNKNOWN else ground.filing

    @cached_property
    def statement(self) -> Statement | None:
        return self.closest(said for said in self.relevant if self.speaks_here(said))

    @cached_property
    def own(self) -> str:
        return self.written.own_office(self.area)

    @property
    def prefecture(self) -> str:
        return self.written.prefecture(self.area.department)

    @property
    def relevant(self) -> tuple[Statement, ...]:
        return self.written.relevant(self.area.department, self.ground)

    def speaks_here(self, said: Statement) -> bool:
        if said.territory:
            return self.area.arrondissement in said.territory
        return not self.own or self.own in said.offices

    def offices_of(self, said: Statement) -> list[str]:
        """Those that are still there, in the order of the text."""
        return [slug for slug in said.offices if slug in self.written.offices]

    def of_prefecture(self) -> Statement | None:
        """What the préfecture says for the département without limiting itself to some arrondissements."""
        return self.closest(
            said
            for said in self.relevant
            if not said.territory
            and self.prefecture in said.offices
            and said.handling != Handling.NOT_HANDLED
            and self.distance_of_ground(said) < 2
        )

    def closest(self, statements: Iterable[Statement]) -> Statement | None:
        """On the narrowest ground, handled before not handled, naming the own office before others."""
        return min(statements, key=self.distance, default=None)

    def distance(self, said: Statement) -> tuple:
        offices = self.offices_of(said)
        return (
            self.distance_of_ground(said),
            HANDLING_ORDER.index(Handling(said.handling)),
            offices.index(self.own) if self.own in offices else len(offices) + 1,
            said.slug,
        )

    def distance_of_ground(self, said: Statement) -> int:
        return self.written.ground_distance(said, self.ground)
