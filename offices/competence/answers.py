"""The answer to one question, with the pages it speaks of: what the lookup page and the API say."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q

from geography.models import Commune
from offices.competence.reading import area_of, read_offices, written
from offices.competence.rules import Finding, Rule, Written, administered
from offices.enums import Handling
from offices.models import Ground, Office, Page, Procedure, Warning


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
    """What `finding` says, as pages. `commune` is one of today; see `offices.competence.rules.Finding`."""

    commune: Commune
    ground: Ground
    finding: Finding
    pages: dict[str, Page] = field(repr=False)  # those that the finding names, by address

    @property
    def rule(self) -> Rule:
        return self.finding.rule

    @property
    def handling(self) -> Handling:
        return self.finding.handling

    @property
    def platform(self) -> str:
        return self.finding.platform

    @property
    def stated(self) -> bool:
        return self.finding.stated

    @property
    def office(self) -> Office | None:
        return self.named(self.finding.office)

    @property
    def procedure(self) -> Procedure | None:
        return self.named(self.finding.procedure)

    @property
    def own_office(self) -> Office | None:
        return self.named(self.finding.own_office)

    @property
    def ask(self) -> Ask | None:
        office = self.named(self.finding.ask)
        return Ask(office) if office else None

    def named(self, slug: str):
        return self.pages[slug].index if slug else None

    def warnings(self) -> list[Warning]:
        """What stands above the answer (law 11): the warnings of the pages it sends to."""
        pages = [target.pk for target in (self.procedure, self.office) if target]
        return list(Warning.objects.standing().filter(page__in=pages)) if pages else []


def lookup(commune: Commune, ground: Ground) -> Answer:
    """The one answer, in a number of queries that does not grow with what is written."""
    area = area_of(commune)
    finding = written([area.department]).find(area, ground.page.slug)
    slugs = {finding.office, finding.procedure, finding.own_office, finding.ask} - {""}
    pages = Page.objects.published().filter(slug__in=slugs).select_related("office__seat", "procedure") if slugs else []
    return Answer(commune.current, ground, finding, {page.slug: page for page in pages})


def own_office(commune: Commune) -> Office | None:
    """The published office that administers the commune: its sous-préfecture, else the préfecture."""
    area = administered(area_of(commune))
    slug = Written(read_offices([area.department]), [], []).own_office(area)
    return Office.objects.select_related("page").get(page__slug=slug) if slug else None


def speaking_for(commune: Commune) -> Q:
    """Condition on `Procedure`: those that speak for the commune (duplicates are possible)."""
    department, arrondissement = administered(area_of(commune))
    own = own_office(commune)
    unlimited = Q(territory=None, offices=own) if own else Q(territory=None)
    return Q(department=department) & (Q(territory=arrondissement) | unlimited if arrondissement else unlimited)
