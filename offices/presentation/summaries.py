"""What a list says of a procedure in two lines, and what a department's page says of each office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from offices import words
from offices.enums import ChangeKind, ChangeType, Filing, Handling, HandlingScope
from offices.headlines import headline
from offices.models import Change, Ground, Office, Procedure, Warning

LONGEST_NEWS = 200  # characters; the page's history says the rest


@dataclass(frozen=True)
class Summary:
    """A procedure in a list. `warned`: a "mise en garde" stands on its page."""

    url: str
    headline: str
    grounds: tuple[str, ...]
    verified_on: date | None
    warned: bool


@dataclass(frozen=True)
class OfficeSummary:
    """An office in its department's list: what is known of it, and the grounds of which nobody has written anything."""

    title: str
    url: str
    known: tuple[Summary, ...]
    silent: tuple[str, ...]


def with_what_lists_show(procedures):
    """The four queries of a list of procedures, whatever its length."""
    return procedures.select_related("page").prefetch_related(
        "grounds", "procedureoffice_set", Prefetch("page__warnings", Warning.objects.standing(), to_attr="standing")
    )


def summaries_of(procedures) -> list[Summary]:
    return [summary(procedure) for procedure in with_what_lists_show(procedures)]


def summary(procedure: Procedure) -> Summary:
    return Summary(
        url=procedure.page.get_absolute_url(),
        headline=headline(procedure.page.document),
        grounds=tuple(ground.title for ground in procedure.grounds.all()),
        verified_on=procedure.verified_on,
        warned=bool(procedure.page.standing),
    )


def families() -> list[Ground]:
    """The widest grounds that are not filed on the national platform: of these each office decides for itself."""
    return list(Ground.objects.published().filter(parent=None).exclude(filing=Filing.ANEF))


def offices_of(department) -> list[OfficeSummary]:
    """Every office of the department in turn: préfecture first, then its sous-préfectures by name."""
    offices = Office.objects.published().filter(department=department).select_related("page")
    procedures = list(with_what_lists_show(Procedure.objects.published().filter(department=department)))
    wanted = families()
    return [office_summary(office, procedures, wanted) for office in offices]


def office_summary(office: Office, procedures: list[Procedure], wanted: list[Ground]) -> OfficeSummary:
    own = [p for p in procedures if office.pk in {row.office_id for row in p.procedureoffice_set.all()}]
    return OfficeSummary(
        title=office.title,
        url=office.page.get_absolute_url(),
        known=tuple(summary(procedure) for procedure in own),
        silent=tuple(ground.title for ground in wanted if not any(speaks_of(p, ground) for p in own)),
    )


def speaks_of(procedure: Procedure, family: Ground) -> bool:
    """Whether the procedure is on this ground, on a narrower one, or refuses every request."""
    if any(family.pk in (ground.pk, ground.parent_id) for ground in procedure.grounds.all()):
        return True
    return procedure.handling == Handling.NOT_HANDLED and procedure.page.document.scope == HandlingScope.ALL_PERMITS


@dataclass(frozen=True)
class News:
    """One line of the public log: of which page, what happened, when."""

    title: str
    url: str
    what: str
    at: datetime


def news(changes: Iterable[Change]) -> list[News]:
    """Lines of the log in words; a new page is said to be new, any other change says itself."""
    return [news_of(change) for change in changes]


def news_of(change: Change) -> News:
    page = change.page
    created = change.kind == ChangeKind.DECISION and change.type == ChangeType.CREATED
    return News(
        title=page.document.title,
        url=page.get_absolute_url() if page.is_published else "",
        what=_("Nouvelle page") if created else words.shortened(change.summary, LONGEST_NEWS),
        at=change.at,
    )
