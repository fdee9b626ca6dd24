"""From a commune and a ground to the place where one files, or to an honest "not known".

`lookup` returns exactly one answer, which names the rule that gave it. The rules, in their order:

1. `platform`: requests on the ground are filed on the national platform, whatever the commune. A ground that says
   nothing of its filing is filed like the wider ground it belongs to.
2. `territory`: a procedure for the ground, or for its wider ground, speaks for the commune and handles the request.
3. `office_elsewhere`: what speaks for the commune says "not handled here": the place it names, else the préfecture.
4. `office_silent`: the commune's own office says nothing, or says that it does not know. The préfecture's procedure,
   where it does not limit itself to others, is given, and is not confirmed for this commune.
5. `unknown`: nothing is said in the whole department.

A procedure *speaks for* a commune where its territory names the commune's arrondissement. Where its territory names
none, it is for the department as far as its page says, and a page says nothing for an office that it does not name:
then it speaks for the communes whose own office is among its offices, and for no other. So a sous-préfecture about
which nothing is written stays unknown; a procedure that really is for a whole department names all its arrondissements.

The statement on the narrower ground comes before the one on the wider ground, and "handled" before "not handled".
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from geography.models import Commune
from offices.enums import Filing, Handling, HandlingScope, OfficeKind
from offices.models import Ground, Office, Procedure, ProcedureOffice, Warning

# An arrondissement's own office, where several administer it: Paris is the préfecture de police's.
OWN_OFFICE_ORDER = (OfficeKind.SOUS_PREFECTURE, OfficeKind.PREFECTURE_DE_POLICE, OfficeKind.PREFECTURE)
PREFECTURES = (OfficeKind.PREFECTURE_DE_POLICE, OfficeKind.PREFECTURE)
HANDLING_ORDER = (Handling.HANDLED, Handling.NOT_HANDLED, Handling.UNKNOWN)


class Rule(TextChoices):
    PLATFORM = "platform", _("déposée sur la plateforme nationale")
    TERRITORY = "territory", _("des modalités valent pour cette commune")
    OFFICE_ELSEWHERE = "office_elsewhere", _("le guichet de la commune ne traite pas ces demandes")
    OFFICE_SILENT = "office_silent", _("le guichet de la commune n'en dit rien")
    UNKNOWN = "unknown", _("rien n'est dit dans ce département")


@dataclass(frozen=True)
class Ask:
    """Whom to ask where the answer is not known."""

    office: Office

    @property
    def town(self) -> str:
        return self.office.seat.name if self.office.seat else ""

    @cached_property
    def website(self) -> str:
        return self.office.page.document.website

    @property
    def looked_on(self) -> date | None:
        """The day on which somebody last confirmed the office's page."""
        return self.office.verified_on


@dataclass(frozen=True)
class Answer:
    """`office` and `procedure`: where and how to file. `office` is None where that is not known; the `procedure` of an
    `office_silent` answer is not confirmed for this commune. `own_office` administers the commune, competent or not.
    `stated`: of an `office_elsewhere` answer, whether the office's own page names the place, or others of the
    département do (the rule of `offices.elsewhere`).
    """

    commune: Commune
    ground: Ground
    rule: Rule
    handling: Handling
    office: Office | None = None
    procedure: Procedure | None = None
    platform: str = ""
    ask: Ask | None = None
    own_office: Office | None = None
    stated: bool = True

    def warnings(self) -> list[Warning]:
        """What stands above the answer (law 11): the warnings of the pages it sends to."""
        pages = [target.pk for target in (self.procedure, self.office) if target]
        return list(Warning.objects.standing().filter(page__in=pages)) if pages else []


def lookup(commune: Commune, ground: Ground) -> Answer:
    """The one answer, in a number of queries that does not grow with what is written."""
    return Question(commune.current, ground).answer()


def own_office(commune: Commune) -> Office | None:
    """The published office that administers the commune: its sous-préfecture, else the préfecture."""
    own, _prefecture = administering(commune.current)
    return own


def speaking_for(commune: Commune) -> Q:
    """Condition on `Procedure`: those that speak for the commune (duplicates are possible)."""
    commune = commune.current
    own = own_office(commune)
    return Q(department=commune.department_id) & territory_holds(commune, own)


def administering(commune: Commune) -> tuple[Office | None, Office | None]:
    """(own office, préfecture) of a commune of today."""
    offices = list(
        Office.objects.published()
        .filter(department=commune.department_id, kind__in=OWN_OFFICE_ORDER)
        .select_related("page", "seat")
        .prefetch_related("arrondissements")
        .order_by("page__slug")
    )
    offices.sort(key=lambda office: OWN_OFFICE_ORDER.index(office.kind))
    own = [office for office in offices if commune.arrondissement_id in {a.pk for a in office.arrondissements.all()}]
    prefectures = [office for office in offices if office.kind in PREFECTURES]
    prefecture = prefectures[0] if prefectures else None
    return (own[0] if own else prefecture), prefecture


def territory_holds(commune: Commune, own: Office | None) -> Q:
    unlimited = Q(territory=None, offices=own) if own else Q(territory=None)
    if commune.arrondissement_id is None:
        return unlimited
    return Q(territory=commune.arrondissement_id) | unlimited


@dataclass(frozen=True)
class Question:
    """One lookup under way. `commune` is a commune of today."""

    commune: Commune
    ground: Ground

    @cached_property
    def offices(self) -> tuple[Office | None, Office | None]:
        return administering(self.commune)

    @property
    def own(self) -> Office | None:
        return self.offices[0]

    @property
    def prefecture(self) -> Office | None:
        return self.offices[1]

    def answer(self) -> Answer:
        if self.filing() == Filing.ANEF:
            return self.found(Rule.PLATFORM, Handling.HANDLED, platform=Filing.ANEF.value)
        statement = self.statement()
        if statement is None or statement.handling == Handling.UNKNOWN:
            return self.office_silent(statement)
        if statement.handling == Handling.NOT_HANDLED:
            return self.office_elsewhere(statement)
        return self.territory(statement)

    def filing(self) -> str:
        if self.ground.filing == Filing.UNKNOWN and self.ground.parent:
            return self.ground.parent.filing
        return self.ground.filing

    # --- The rules ----------------------------------------------------------------------------------------------

    def territory(self, statement: Procedure) -> Answer:
        offices = published_offices(statement)
        office = self.own if self.own in offices else next(iter(offices), None)
        return self.found(Rule.TERRITORY, Handling.HANDLED, office=office, procedure=statement)

    def office_elsewhere(self, statement: Procedure) -> Answer:
        named = self.named_instead(statement)
        office, procedure = named or self.at_prefecture(statement)
        return self.found(
            Rule.OFFICE_ELSEWHERE,
            Handling.NOT_HANDLED,
            office=office,
            procedure=procedure,
            ask=None if office else self.ask(self.prefecture),
            stated=named is not None,
        )

    def named_instead(self, statement: Procedure) -> tuple[Office | None, Procedure | None] | None:
        """The office or procedure that the statement itself names, each with the other."""
        named = statement.page.document.see_instead
        procedure = named.procedure and procedures().filter(page__slugs__slug=named.procedure).first()
        offices = Office.objects.published().select_related("page", "seat")
        if office := named.office and offices.filter(page__slugs__slug=named.office).first():
            return office, procedure or self.first(self.accepting().filter(offices=office))
        if procedure:
            return next(iter(published_offices(procedure)), None), procedure
        return None

    def at_prefecture(self, statement: Procedure) -> tuple[Office | None, Procedure | None]:
        if self.prefecture in published_offices(statement):
            return None, None
        procedure = self.of_prefecture()
        return (self.prefecture if procedure else None), procedure

    def office_silent(self, statement: Procedure | None) -> Answer:
        procedure = self.of_prefecture() or statement
        said = procedure or procedures().filter(self.about_ground(), department=self.commune.department_id).exists()
        rule = Rule.OFFICE_SILENT if said else Rule.UNKNOWN
        return self.found(rule, Handling.UNKNOWN, procedure=procedure, ask=self.ask(self.own))

    def found(self, rule: Rule, handling: Handling, **facts) -> Answer:
        own = None if rule == Rule.PLATFORM else self.own
        return Answer(self.commune, self.ground, rule, handling, own_office=own, **facts)

    # --- What is written ----------------------------------------------------------------------------------------

    def about_ground(self) -> Q:
        return Q(grounds__in=[self.ground.pk, self.ground.parent_id])

    def statement(self) -> Procedure | None:
        """What decides for the commune: the closest of the published procedures that speak for it."""
        everything = Q(handling=Handling.NOT_HANDLED)  # of these, those that refuse all permits speak for any ground
        speaking = procedures().filter(
            self.about_ground() | everything,
            territory_holds(self.commune, self.own),
            department=self.commune.department_id,
        )
        return self.first(speaking)

    def accepting(self):
        """Procedures for the ground whose page does not say that it is not handled."""
        return procedures().filter(self.about_ground()).exclude(handling=Handling.NOT_HANDLED)

    def of_prefecture(self) -> Procedure | None:
        """What the préfecture says for the department without limiting itself to some arrondissements."""
        if self.prefecture is None:
            return None
        return self.first(self.accepting().filter(territory=None, offices=self.prefecture))

    def first(self, found) -> Procedure | None:
        """The closest: on the narrowest ground, handled before not handled, naming the own office before others."""
        relevant = [procedure for procedure in set(found) if self.is_relevant(procedure)]
        return min(relevant, key=self.distance, default=None)

    def is_relevant(self, procedure: Procedure) -> bool:
        return self.ground_distance(procedure) < 2 or procedure.page.document.scope == HandlingScope.ALL_PERMITS

    def ground_distance(self, procedure: Procedure) -> int:
        grounds = {ground.pk for ground in procedure.grounds.all()}
        return 0 if self.ground.pk in grounds else 1 if self.ground.parent_id in grounds else 2

    def distance(self, procedure: Procedure) -> tuple:
        offices = published_offices(procedure)
        return (
            self.ground_distance(procedure),
            HANDLING_ORDER.index(procedure.handling),
            offices.index(self.own) if self.own in offices else len(offices) + 1,
            procedure.page.slug,
        )

    def ask(self, office: Office | None) -> Ask | None:
        return Ask(office) if office else None


def procedures():
    offices = Prefetch("procedureoffice_set", ProcedureOffice.objects.select_related("office__page", "office__seat"))
    return Procedure.objects.published().select_related("page").prefetch_related("grounds", offices)


def published_offices(procedure: Procedure) -> list[Office]:
    """In the order in which the procedure's text names them."""
    named = [row.office for row in procedure.procedureoffice_set.all()]
    return [office for office in named if office.page.is_published]
