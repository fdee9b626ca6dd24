"""What a list says of a procedure in two lines, and what a department's page says of each office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from geography.models import Department
from geography.names import normalise
from offices import words
from offices.content import ProcedureContent
from offices.elsewhere import Elsewhere, completed, elsewhere, is_derived
from offices.enums import ChangeKind, ChangeType, Filing, Handling, HandlingScope
from offices.headlines import headline
from offices.languages import french, in_french_too
from offices.models import Change, Ground, Office, Procedure, ProcedureOffice, Warning
from offices.presentation.around import targets

LONGEST_NEWS = 200  # characters; the page's history says the rest


@dataclass(frozen=True)
class Summary:
    """A procedure in a list. `families`: the widest grounds it speaks of; `warned`: a "mise en garde" stands there."""

    url: str
    headline: str
    grounds: tuple[str, ...]
    families: frozenset[UUID]
    refuses_all: bool
    verified_on: date | None
    warned: bool
    headline_in_french: str = ""  # where nobody has reviewed the language of the page


@dataclass(frozen=True)
class OfficeSummary:
    """An office in its department's list: what is known of it, and the grounds of which nobody has written anything."""

    title: str
    url: str
    known: tuple[Summary, ...]
    silent: tuple[str, ...]


def summaries_of(procedures, day: date) -> dict[UUID, Summary]:
    """Identifier of each procedure → what a list says of it that day. As many queries for ten as for two."""
    found = procedures.select_related("page").prefetch_related("grounds")
    documents = {procedure.pk: procedure.page.document for procedure in found}
    places = elsewhere(documents)
    seen = [place.see for place in places.values()]
    names = {
        slug: target.title
        for slug, target in targets(slug for see in seen for slug in (see.office, see.procedure) if slug).items()
    }
    warned = set(Warning.objects.standing().filter(page__in=documents).values_list("page_id", flat=True))
    return {
        procedure.pk: summary(
            procedure, documents[procedure.pk], places.get(procedure.pk), names, day, warned=procedure.pk in warned
        )
        for procedure in found
    }


def summary(
    procedure: Procedure,
    document: ProcedureContent,
    place: Elsewhere | None,
    names: dict[str, str],
    day: date,
    *,
    warned: bool,
) -> Summary:
    grounds = procedure.grounds.all()
    refuses_all = document.handling == Handling.NOT_HANDLED and document.scope == HandlingScope.ALL_PERMITS
    said = partial(headline, completed(document, place), names, day=day, derived=is_derived(place))
    return Summary(
        url=procedure.page.get_absolute_url(),
        headline=said(),
        headline_in_french=in_french_too(said),
        grounds=tuple(ground.title for ground in grounds),
        families=frozenset(ground.parent_id or ground.pk for ground in grounds),
        refuses_all=refuses_all,
        verified_on=procedure.verified_on,
        warned=warned,
    )


def families() -> list[Ground]:
    """The widest grounds that are not filed on the national platform: of these each office decides for itself."""
    found = Ground.objects.published().filter(parent=None).exclude(filing=Filing.ANEF)
    return sorted(found, key=lambda ground: normalise(ground.title))


def offices_of(department: Department, day: date) -> list[OfficeSummary]:
    """Every office of the department: préfecture first, then its sous-préfectures by name."""
    offices = Office.objects.published().filter(department=department).select_related("page")
    summaries = summaries_of(Procedure.objects.published().filter(department=department), day)
    links = ProcedureOffice.objects.filter(procedure__in=summaries).values_list("office_id", "procedure_id")
    wanted = families()
    return [
        office_summary(office, [summaries[procedure] for of, procedure in links if of == office.pk], wanted)
        for office in offices
    ]


def office_summary(office: Office, known: list[Summary], wanted: list[Ground]) -> OfficeSummary:
    said = {family for summary in known for family in summary.families}
    silent = [] if any(summary.refuses_all for summary in known) else [g.title for g in wanted if g.pk not in said]
    return OfficeSummary(office.title, office.page.get_absolute_url(), tuple(known), tuple(silent))


@dataclass(frozen=True)
class News:
    """One line of the public log: of which page, what happened, when."""

    title: str
    url: str
    what: str
    at: datetime


def news(changes: Iterable[Change]) -> list[News]:
    """Lines of the log in words."""
    return [news_of(change) for change in changes]


def news_of(change: Change) -> News:
    page = change.page
    return News(
        title=page.document.title,
        url=page.get_absolute_url() if page.is_published else "",
        what=what_happened(change),
        at=change.at,
    )


def what_happened(change: Change) -> str:
    """The summary of the log; where it would only repeat the page's title, the act alone."""
    if change.kind == ChangeKind.DECISION and change.type == ChangeType.CREATED:
        return _("Nouvelle page")
    if change.kind == ChangeKind.DECISION and change.type == ChangeType.REMOVED:
        return _("Page retirée")
    return french(words.shortened(change.summary, LONGEST_NEWS))  # in the log, as it was decided
