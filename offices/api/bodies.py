"""A published page as the API says it: one function per kind, from the typed content, the dates beside it and what it
names. The bytes of a detail depend on what is stored and on the day alone, and on no request.

`moment` is what stands beside a content: now (`current`), or on a past day (`past`). Every row is there with its dates;
what sums them up (`headline`, `channels`) is that of the day of the moment."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from offices import legal_notes
from offices.api.directory import Directory, absolute, api_url, place
from offices.api.shapes import empty_as_null
from offices.calendar import on_day
from offices.content import Content, LegalNoteContent, OfficeContent, ProcedureContent
from offices.elsewhere import Elsewhere, completed, elsewhere, is_derived
from offices.headlines import channels, headline
from offices.models import Indexed, Page, SourceState, Warning
from offices.versions import Standing
from sources.enums import Verdict
from sources.guard import canonical_key
from sources.models import Source


@dataclass(frozen=True)
class Moment:
    """What stands beside a page's content, read for a day. `sources`: by key, what the public was told of each that the
    page cites."""

    document: Content
    day: date
    version: int
    edited_at: datetime
    verified_on: date | None
    warnings: Sequence[Warning] = ()
    elsewhere: Elsewhere | None = None
    sources: dict[str, SourceState] = field(default_factory=dict)

    @property
    def source_checked_on(self) -> date | None:
        return max((state.checked_on for state in self.sources.values()), default=None)


def with_moment(rows: QuerySet[Indexed]) -> QuerySet[Indexed]:
    """Rows of an index table, with all that `current` reads: two further queries, whatever their number."""
    standing = Prefetch("page__warnings", Warning.objects.standing(), to_attr="standing")
    cited = Prefetch("sources", Source.objects.filter(told__isnull=False).select_related("told"))
    return rows.select_related("page").prefetch_related(standing, cited)


def current(row: Indexed, day: date) -> Moment:
    page = row.page
    return Moment(
        document=page.document,
        day=day,
        version=page.version,
        edited_at=page.edited_at,
        verified_on=row.verified_on,
        warnings=page.standing,
        sources={source.key: source.told for source in row.sources.all()},
    )


def past(standing: Standing, day: date) -> Moment:
    """The page as it stood at the end of that day. What was known of its sources is not kept by day."""
    return Moment(
        document=standing.entry.document,
        day=day,
        version=standing.entry.number,
        edited_at=standing.entry.at,
        verified_on=standing.verified_on,
        warnings=standing.warnings,
    )


# --- Bodies --------------------------------------------------------------------------------------------------------


def bodies(rows: Sequence[Indexed]) -> list[dict]:
    """Published pages of one kind, in their order. `rows` comes from `with_moment`."""
    day = timezone.localdate()
    moments = with_elsewhere({row.pk: current(row, day) for row in rows})
    directory = Directory(moment.document for moment in moments)
    return [body(row.page, moment, directory) for row, moment in zip(rows, moments, strict=True)]


def with_elsewhere(moments: dict[UUID, Moment]) -> list[Moment]:
    """Where to go instead, for the procedures that refuse a request: what they say, else what others say today."""
    documents = {key: moment.document for key, moment in moments.items()}
    places = elsewhere({key: document for key, document in documents.items() if document.kind == "procedure"})
    return [
        replace(moment, document=completed(moment.document, places[key]), elsewhere=places[key])
        if key in places
        else moment
        for key, moment in moments.items()
    ]


def body(page: Page, moment: Moment, directory: Directory) -> dict:
    return BODIES[page.kind](page, moment, directory)


def procedure_body(page: Page, moment: Moment, directory: Directory) -> dict:
    document: ProcedureContent = moment.document
    facts = facts_of(moment)
    steps = [
        {
            **step,
            "office": directory.ref(row.office),
            "address": empty_as_null(directory.address_of(row, moment.day).model_dump()),
        }
        for step, row in zip(facts["steps"], document.steps, strict=True)
    ]
    return {
        **identity(page, document),
        **facts,
        "department": place(directory.departments[document.department]),
        "offices": directory.refs(document.offices),
        "grounds": directory.refs(document.grounds),
        "territory": {
            "arrondissements": directory.places(document.territory.arrondissements),
            "wording": document.territory.wording or None,
            "communes_url": document.territory.communes_url or None,
        },
        "see_instead": see_instead(moment, directory),
        "channels": [str(channel) for channel in channels(document, moment.day)],
        "headline": headline(document, directory.titles, day=moment.day, derived=is_derived(moment.elsewhere)),
        "steps": steps,
        "fees": [{**fee, "currency": "EUR"} for fee in facts["fees"]],
        "legal_notes": notes_beside(moment, directory),
        **about(page, moment),
    }


def office_body(page: Page, moment: Moment, directory: Directory) -> dict:
    document: OfficeContent = moment.document
    return {
        **identity(page, document),
        **facts_of(moment),
        "department": place(directory.departments[document.department]),
        "seat": place(directory.communes.get(document.seat)),
        "arrondissements": directory.places(document.arrondissements),
        **about(page, moment),
    }


def ground_body(page: Page, moment: Moment, directory: Directory) -> dict:
    document = moment.document
    return {
        **identity(page, document),
        **facts_of(moment),
        "parent": directory.ref(document.parent),
        "legal_notes": notes_beside(moment, directory),
        **about(page, moment),
    }


def guide_body(page: Page, moment: Moment, directory: Directory) -> dict:
    return {**identity(page, moment.document), **facts_of(moment), **about(page, moment)}


def legal_note_body(page: Page, moment: Moment, directory: Directory) -> dict:
    facts = facts_of(moment)
    # Everywhere in the API `url` is the address of the object itself.
    return {**facts, "decision_url": facts["url"], **identity(page, moment.document), **about(page, moment)}


BODIES = {
    "procedure": procedure_body,
    "office": office_body,
    "ground": ground_body,
    "guide": guide_body,
    "legal_note": legal_note_body,
}


def notes_beside(moment: Moment, directory: Directory) -> list[dict]:
    """What our own law says of what this page demands: each note once, with the rows beside which it stands."""
    standing = legal_notes.standing_on(on_day(moment.document, moment.day), directory.notes)
    return [{**note_body(found.page, found.note), "rows": [row.id for row in found.rows]} for found in standing]


def note_body(page: Page, note: LegalNoteContent) -> dict:
    facts = empty_as_null(note.model_dump(mode="json", exclude={"kind", "sources"}))
    return {**facts, "decision_url": facts["url"], **identity(page, note)}


def see_instead(moment: Moment, directory: Directory) -> dict | None:
    named = moment.document.see_instead
    found = {
        "office": directory.ref(named.office),
        "procedure": directory.ref(named.procedure),
        "label": named.label or None,
    }
    return {**found, "stated": not is_derived(moment.elsewhere)} if any(found.values()) else None


# --- What every body says ------------------------------------------------------------------------------------------


def identity(page: Page, document: Content) -> dict:
    return {"id": str(page.pk), "slug": page.slug, "title": document.title, "url": api_url(page)}


def facts_of(moment: Moment) -> dict:
    """Everything that the content says, in plain data; its sources with what is known of them."""
    facts = empty_as_null(moment.document.model_dump(mode="json"))
    facts["sources"] = [{**row, **state_of(row["url"], moment)} for row in facts["sources"]]
    return facts


def state_of(url: str | None, moment: Moment) -> dict:
    return state_body(moment.sources.get(canonical_key(url))) if url else {**state_body(None), "verdict": None}


def state_body(state: SourceState | None) -> dict:
    if state is None:
        return {"verdict": Verdict.UNCHECKED.value, "moved_to": None, "checked_on": None}
    return {"verdict": state.verdict, "moved_to": state.moved_to or None, "checked_on": iso(state.checked_on)}


def about(page: Page, moment: Moment) -> dict:
    html = absolute(page.get_absolute_url())
    return {
        "warnings": [warning_body(warning) for warning in moment.warnings],
        "verified_on": iso(moment.verified_on),
        "edited_at": iso(moment.edited_at),
        "source_checked_on": iso(moment.source_checked_on),
        "version": moment.version,
        "license": settings.DATA_LICENSE,
        "links": {"html": html, "report": absolute(f"/signaler/?page={page.slug}")},
    }


def warning_body(warning: Warning) -> dict:
    return {
        "code": warning.code,
        "step": warning.step or None,
        "put_on": iso(local_day(warning.put_at)),
        "expires_on": iso(local_day(warning.expires_at)),
    }


def local_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def iso(moment: date | datetime | None) -> str | None:
    """ISO 8601; moments in UTC, so that the text does not change with the season or the server."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat()
    return moment.isoformat() if moment else None
