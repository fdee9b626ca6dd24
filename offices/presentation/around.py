"""What a content names elsewhere, fetched once: pages by address, territories by code, the state of its sources.

A content refers to other pages by slug and to sources by row id; a reader sees titles, links and numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from geography.models import Arrondissement, Commune, Department
from geography.names import normalise
from offices import versions
from offices.calendar import on_day, to_read
from offices.content import Content, Desk, OfficeContent, PostalAddress, ProcedureContent, Row, Step
from offices.enums import Channel, DeskState
from offices.legal_notes import StandingNote
from offices.models import Page, SourceState, Warning
from offices.prepared import Prepared
from offices.presentation.blocks import Target
from offices.references import slugs_cited
from sources.guard import canonical_key


@dataclass(frozen=True)
class Around:
    """Without a page (an old version, a proposal) there are no warnings, notes or states of sources to show."""

    pages: dict[str, Target] = field(default_factory=dict)
    department: Department | None = None  # with its région
    seat: Commune | None = None
    arrondissements: dict[str, Arrondissement] = field(default_factory=dict)
    source_numbers: dict[str, int] = field(default_factory=dict)
    states: dict[str, SourceState] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    notes: tuple[StandingNote, ...] = ()
    derived: bool = False  # where to go instead is not what the page says, but what the département's other pages say
    day: date | None = None  # the day for which the page is read; without one, everything is shown with its dates

    def page(self, slug: str) -> Target:
        """A page by an address it has or had. What is no longer published has no title any more."""
        return self.pages.get(slug) or Target(_("une page retirée"))

    @property
    def titles(self) -> dict[str, str]:
        return {slug: target.title for slug, target in self.pages.items()}

    def address_of(self, office: str, address_id: str) -> PostalAddress:
        document = self.page(office).content if office else None
        if not isinstance(document, OfficeContent):
            return PostalAddress()
        return office_address(on_day(document, self.day), address_id)

    def closed_desks(self, step: Step) -> list[Desk]:
        """What is, or will be, closed of the counter to which the step sends: the service that it names, else all."""
        document = self.page(step.office).content if step.office and step.channel == Channel.COUNTER else None
        if not isinstance(document, OfficeContent):
            return []
        desks = to_read(document.desks, self.day)
        named = [desk for desk in desks if normalise(desk.name) == normalise(step.service)]
        return [desk for desk in named or desks if desk.state == DeskState.CLOSED]

    def source_number(self, row_id: str) -> int | None:
        return self.source_numbers.get(row_id)

    def warnings_on(self, row_id: str) -> tuple[Warning, ...]:
        return tuple(warning for warning in self.warnings if warning.step == row_id)

    def notes_beside(self, row: Row) -> tuple[int, ...]:
        """The numbers of the legal notes that speak of what this row demands."""
        key = (type(row), row.id)
        return tuple(
            number
            for number, standing in enumerate(self.notes, start=1)
            if key in {(type(beside), beside.id) for beside in standing.rows}
        )


pages_asked = Prepared(
    lambda slugs: Page.objects.published().filter(slugs__slug__in=slugs).annotate(asked=F("slugs__slug"))
)
told_of = Prepared(lambda keys: SourceState.objects.filter(source__key__in=keys).annotate(key=F("source__key")))


def around(
    document: Content,
    *,
    warnings: Iterable[Warning] = (),
    notes: Iterable[StandingNote] = (),
    with_states: bool = True,
    derived: bool = False,
    day: date | None = None,
    as_it_stood: bool = False,
    department: Department | None = None,
) -> Around:
    """Everything the content names: five queries at most, whatever its size; with `as_it_stood`, what the pages that it
    names said at the end of `day`, one query more for each. `department`: the content's, where it was read already."""
    seat = ""
    codes: tuple[str, ...] = ()
    if isinstance(document, OfficeContent):
        seat, codes = document.seat, document.arrondissements
    elif isinstance(document, ProcedureContent):
        codes = document.territory.arrondissements
    return Around(
        pages=targets((slug for _kind, slug in slugs_cited(document)), day if as_it_stood else None),
        department=department or department_of(document),
        seat=Commune.objects.filter(code=seat).first() if seat else None,
        arrondissements=arrondissements(codes),
        source_numbers={row.id: number for number, row in enumerate(document.sources, start=1)},
        states=states(row.url for row in document.sources) if with_states else {},
        warnings=tuple(warnings),
        notes=tuple(notes),
        derived=derived,
        day=day,
    )


def department_of(document: Content) -> Department | None:
    code = getattr(document, "department", "")  # a ground is of none, nor are most guides
    return Department.objects.select_related("region").get(code=code) if code else None


def arrondissements(codes: tuple[str, ...]) -> dict[str, Arrondissement]:
    """In the order in which the content names them."""
    found = Arrondissement.objects.in_bulk(codes) if codes else {}
    return {code: found[code] for code in codes if code in found}


def states(urls: Iterable[str]) -> dict[str, SourceState]:
    """What the public was told of these addresses. What the checker found since is not public yet (law 4)."""
    keys = {url: canonical_key(url) for url in urls if url}
    found = {state.key: state for state in told_of(tuple({*keys.values()}))} if keys else {}
    return {url: found[key] for url, key in keys.items() if key in found}


def office_address(document: OfficeContent, address_id: str) -> PostalAddress:
    """An office's address: the one named, else its first."""
    addresses = [row for row in document.addresses if row.id == address_id] or document.addresses
    return addresses[0].address if addresses else PostalAddress()


def targets(slugs: Iterable[str], day: date | None = None) -> dict[str, Target]:
    """Published pages by the addresses that were asked for, old ones included; with a day, as they were that day."""
    wanted = set(slugs)
    if not wanted:
        return {}
    return {page.asked: target(page, day) for page in pages_asked(tuple(wanted))}


def target(page: Page, day: date | None = None) -> Target:
    entry = versions.version_on(page, day) if day else None
    document = entry.document if entry else page.document
    return Target(document.title, page.get_absolute_url(), document)
