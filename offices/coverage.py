"""What is known of each office for a ground, how fresh it is, and what it lacks: the working side's picture of France.

The unit is (office, ground). An office's standing is what `offices.competence` finds for the arrondissements that it
administers, the most urgent first; of an office that administers none, what a page says that names it. Computed when it
is asked, for the day it is asked: nothing of this is public, so ages may show, and nothing has to be kept up to date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Case, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from offices.competence import ADMINISTERED_FROM, PREFECTURES, Area, Statement, Written, written
from offices.enums import Handling, PageKind
from offices.models import Office, Procedure, Warning
from offices.rhythm import holds_until, is_due


class State(TextChoices):
    """In the order of urgency: who reads a warning is misled meanwhile; who finds nothing is sent nowhere wrong."""

    WARNED = "mise-en-garde", _("sous mise en garde")
    DUE = "a-confirmer", _("à confirmer")
    UNKNOWN = "sans-information", _("sans information")
    CONFIRMED = "confirme", _("confirmé")


URGENCY = list(State)


@dataclass(frozen=True)
class Known:
    """What an office's or a procedure's row says without its text."""

    slug: str
    title: str
    department: str
    verified_on: date | None


@dataclass(frozen=True)
class Standing:
    """One office on one ground. `said`: the published page that decides there, where there is one. `warned`: the page
    that bears the warning, where one stands."""

    office: Known
    state: State
    said: Known | None = None
    handling: Handling = Handling.UNKNOWN
    warned: str = ""

    @property
    def holds_until(self) -> date | None:
        """The last day on which the confirmation holds, where there is one."""
        return holds_until(PageKind.PROCEDURE, self.said.verified_on) if self.said and self.said.verified_on else None

    @property
    def refuses(self) -> bool:
        return self.handling == Handling.NOT_HANDLED


@dataclass(frozen=True)
class Coverage:
    """All of France for one ground, read once: as many queries for a page as for ten thousand."""

    ground: str
    day: date
    written: Written
    offices: tuple[Known, ...]
    procedures: Mapping[str, Known]
    warned: frozenset[str]

    @classmethod
    def read(cls, ground: str, day: date) -> "Coverage":
        first = Case(When(kind__in=PREFECTURES, then=Value(0)), default=Value(1))
        found = written()
        offices = known(Office.objects.published().order_by("department", first, "title"))
        return cls(
            ground=ground,
            day=day,
            written=found,
            offices=tuple(office for office in offices if office.slug in found.offices),  # decided since: next time
            procedures={row.slug: row for row in known(Procedure.objects.published().order_by())},
            warned=frozenset(Warning.objects.standing().values_list("page__slug", flat=True)),
        )

    def on(self, ground: str) -> "Coverage":
        """Of another ground, without asking again."""
        return replace(self, ground=ground)

    @cached_property
    def standings(self) -> list[Standing]:
        """Of every published office, by département, the préfecture first."""
        return [self.of_office(office) for office in self.offices]

    @cached_property
    def serving(self) -> dict[str, list[Standing]]:
        """Code of each département → its offices, or the one elsewhere that serves it, as for Saint-Barthélemy."""
        found: dict[str, list[Standing]] = {}
        for standing in self.standings:
            found.setdefault(standing.office.department, []).append(standing)
        for served, seat in ADMINISTERED_FROM.items():
            if served not in found and seat in found:
                own = self.written.own_office(Area(served, ""))
                found[served] = [standing for standing in found[seat] if standing.office.slug == own]
        return found

    def of_office(self, office: Known) -> Standing:
        facts = self.written.offices[office.slug]
        own = [Area(office.department, code) for code in sorted(facts.arrondissements)]
        if not own and self.written.own_office(Area(office.department, "")) == office.slug:
            own = [Area(office.department, "")]
        decided = [self.written.statement(area, self.ground) for area in own] or [self.naming(office)]
        return min((self.standing(office, said) for said in decided), key=lambda found: URGENCY.index(found.state))

    def naming(self, office: Known) -> Statement | None:
        """What is said of an office that administers nothing: by the closest page that names it."""
        said = [said for said in self.written.relevant(office.department, self.ground) if office.slug in said.offices]
        return min(said, key=lambda one: self.written.ground_distance(one, self.ground), default=None)

    def standing(self, office: Known, statement: Statement | None) -> Standing:
        said = self.procedures.get(statement.slug) if statement else None
        handling = Handling(statement.handling) if statement and said else Handling.UNKNOWN
        warned = next((page.slug for page in (said, office) if page and page.slug in self.warned), "")
        return Standing(office, self.state(said, handling, warned), said, handling, warned)

    def state(self, said: Known | None, handling: Handling, warned: str) -> State:
        if warned:
            return State.WARNED
        if said is None or handling == Handling.UNKNOWN:
            return State.UNKNOWN
        return State.DUE if is_due(PageKind.PROCEDURE, said.verified_on, self.day) else State.CONFIRMED


def known(rows: QuerySet) -> Iterable[Known]:
    columns = rows.values_list("page__slug", "title", "department_id", "verified_on")
    return (Known(*row) for row in columns)


def together(standings: Iterable[Standing]) -> State:
    """The state of a territory: the most urgent of what is said there. Silence counts where nothing else is: most
    départements have a sous-préfecture of which nobody has written anything."""
    found = {standing.state for standing in standings}
    return min(found - {State.UNKNOWN}, key=URGENCY.index, default=State.UNKNOWN)


def most_due(procedures: QuerySet, day: date, limit: int) -> list[Procedure]:
    """Those whose source should be read again first: never confirmed, département by département, then the longest
    ago. Two queries, each in the order of an index: sorted together, every page of France was read for three."""
    rows = procedures.select_related("page")
    never = list(rows.filter(verified_on=None).order_by("department_id", "pk")[:limit])
    once = rows.filter(verified_on__isnull=False).order_by("verified_on", "department_id", "pk")
    longest_ago = once[: limit - len(never)] if len(never) < limit else []
    return never + [row for row in longest_ago if is_due(PageKind.PROCEDURE, row.verified_on, day)]
