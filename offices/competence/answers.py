"""The answer to one question, with the pages it speaks of: what the lookup page and the API say."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db.models import Q

from geography.models import Commune
from offices.competence.reading import area_of, read_offices, written
from offices.competence.rules import Finding, Rule, Written, administered
from offices.enums import Handling
from offices.models import Ground, Guide, Office, Page, Procedure, Warning


@dataclass(frozen=True)
class Ask:
    """Whom to ask where the answer is not known: the office, and the page of the département that says whom else."""

    office: Office | None
    prefecture: Office | None
    guide: Guide | None

    @property
    def town(self) -> str:
        return self.office.seat.name if self.office and self.office.seat else ""

    @cached_property
    def website(self) -> str:
        """The office's official site, else that of its préfecture."""
        sites = (office.page.document.website for office in (self.office, self.prefecture) if office)
        return next(filter(None, sites), "")

    @property
    def looked_on(self) -> date | None:
        """The day on which somebody last confirmed the office's page."""
        return self.office.verified_on if self.office else None


@dataclass(frozen=True)
class Answer:
    """What `finding` says, as pages. `commune` is one of today; see `offices.competence.rules.Finding`."""

    commune: Commune
    ground: Ground
    finding: Finding
    pages: dict[str, Page] = field(repr=False)  # those that the finding names, by address
    ask: Ask | None = None

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
    def platform_url(self) -> str:
        """Where the platform is on line. A ground that does not say so is filed like the wider one (rules.py)."""
        if not self.platform:
            return ""
        wider = self.ground.parent
        pages = [self.ground.page, *([wider.page] if wider and wider.page.is_published else [])]
        return next(filter(None, (page.document.platform_url for page in pages)), "")

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

    def named(self, slug: str):
        return self.pages[slug].index if slug else None

    def warnings(self) -> list[Warning]:
        """What stands above the answer (law 11): the warnings of the pages it sends to."""
        pages = [target.pk for target in (self.procedure, self.office) if target]
        return list(Warning.objects.standing().filter(page__in=pages)) if pages else []


def lookup(commune: Commune, ground: Ground) -> Answer:
    """The one answer, in a number of queries that does not grow with what is written."""
    area = area_of(commune)
    said = written([area.department])
    finding = said.find(area, ground.page.slug)
    named = {finding.office, finding.procedure, finding.own_office, finding.ask}
    if finding.office or finding.platform:
        return Answer(commune.current, ground, finding, published_pages(named))
    prefecture = said.prefecture(administered(area).department)
    answer = Answer(commune.current, ground, finding, published_pages(named | {prefecture}))
    return replace(answer, ask=whom_to_ask(answer, prefecture))


def published_pages(slugs: set[str]) -> dict[str, Page]:
    wanted = slugs - {""}
    found = Page.objects.published().filter(slug__in=wanted).select_related("office__seat", "procedure")
    return {page.slug: page for page in found} if wanted else {}


def whom_to_ask(answer: Answer, prefecture: str) -> Ask | None:
    guide = guide_of(answer.commune.department_id)
    office = answer.named(answer.finding.ask)
    return Ask(office, answer.named(prefecture), guide) if office or guide else None


def guide_of(department: str) -> Guide | None:
    """The page that says whom to ask in a département."""
    found = Guide.objects.published().filter(department=department).select_related("page")
    return found.order_by("page__slug").first()


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
