"""A published page as the API says it: one function per kind, from the typed content, the dates beside it and what it
names. The bytes of a detail depend on what is stored and on the day alone, and on no request.

Every row is there with its dates; what sums them up (`headline`, `channels`) is that of the day of the moment.

A body is a function of two values, and asks nothing else of anybody: so it is kept, in the memory of the process, for
the next answer that says the same page. Nothing has to be forgotten: another text, name or day is another value.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

import orjson
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from geography.models import Commune, Department
from offices import legal_notes
from offices.api.directory import Directory
from offices.api.moments import Moment, Named, Told, Warned, current
from offices.api.shapes import empty_as_null
from offices.api.surroundings import Surroundings, absolute, page_ref
from offices.calendar import on_day
from offices.content import LegalNoteContent
from offices.elsewhere import is_derived
from offices.headlines import channels, headline
from offices.models import Indexed, SourceState, Warning
from sources.enums import Verdict
from sources.guard import canonical_key

KEPT = 1024  # bodies in the memory of a process, with the values that they were made from: some 20 kB each


def bodies(rows: Sequence[Indexed]) -> list[orjson.Fragment]:
    """Published rows of one index table with their pages, as they stand today, in their order."""
    moments = current(rows)
    directory = Directory(moments)
    return [body(moment, directory.around(moment)) for moment in moments]


@lru_cache(maxsize=KEPT)
def body(moment: Moment, around: Surroundings) -> orjson.Fragment:
    """The JSON of a page, to be put into an answer as it is."""
    return orjson.Fragment(orjson.dumps(BODIES[moment.page.kind](moment, around)))


# --- One for each kind ---------------------------------------------------------------------------------------------


def procedure_body(moment: Moment, around: Surroundings) -> dict:
    document = moment.document
    facts = facts_of(moment)
    steps = [
        {
            **step,
            "office": around.ref(row.office),
            "address": empty_as_null(around.address_of(row, moment.day).model_dump()),
        }
        for step, row in zip(facts["steps"], document.steps, strict=True)
    ]
    return {
        **identity(moment),
        **facts,
        "department": around.place(Department, document.department),
        "offices": around.refs(document.offices),
        "grounds": around.refs(document.grounds),
        "territory": {
            "arrondissements": around.arrondissements(document.territory.arrondissements),
            "wording": document.territory.wording or None,
            "communes_url": document.territory.communes_url or None,
        },
        "see_instead": see_instead(moment, around),
        "channels": [str(channel) for channel in channels(document, moment.day)],
        "headline": headline(document, around.titles, day=moment.day, derived=is_derived(moment.elsewhere)),
        "steps": steps,
        "fees": [{**fee, "currency": "EUR"} for fee in facts["fees"]],
        "legal_notes": notes_beside(moment, around),
        **about(moment),
    }


def office_body(moment: Moment, around: Surroundings) -> dict:
    document = moment.document
    return {
        **identity(moment),
        **facts_of(moment),
        "department": around.place(Department, document.department),
        "seat": around.place(Commune, document.seat),
        "arrondissements": around.arrondissements(document.arrondissements),
        **about(moment),
    }


def ground_body(moment: Moment, around: Surroundings) -> dict:
    return {
        **identity(moment),
        **facts_of(moment),
        "parent": around.ref(moment.document.parent),
        "legal_notes": notes_beside(moment, around),
        **about(moment),
    }


def guide_body(moment: Moment, around: Surroundings) -> dict:
    code = moment.document.department
    return {
        **identity(moment),
        **facts_of(moment),
        "department": around.place(Department, code) if code else None,
        **about(moment),
    }


def legal_note_body(moment: Moment, around: Surroundings) -> dict:
    facts = facts_of(moment)
    # Everywhere in the API `url` is the address of the object itself.
    return {**facts, "decision_url": facts["url"], **identity(moment), **about(moment)}


BODIES = {
    "procedure": procedure_body,
    "office": office_body,
    "ground": ground_body,
    "guide": guide_body,
    "legal_note": legal_note_body,
}


def notes_beside(moment: Moment, around: Surroundings) -> list[dict]:
    """What our own law says of what this page demands: each note once, with the rows beside which it stands."""
    notes = [(page, note.document) for page, note in around.notes]
    standing = legal_notes.standing_on(on_day(moment.document, moment.day), notes)
    return [{**note_body(found.page, found.note), "rows": [row.id for row in found.rows]} for found in standing]


def note_body(page: Named, note: LegalNoteContent) -> dict:
    facts = empty_as_null(note.model_dump(mode="json", exclude={"kind", "sources"}))
    return {**facts, "decision_url": facts["url"], **page_ref(page, note.title)}


def see_instead(moment: Moment, around: Surroundings) -> dict | None:
    named = moment.document.see_instead
    found = {
        "office": around.ref(named.office),
        "procedure": around.ref(named.procedure),
        "label": named.label or None,
    }
    return {**found, "stated": not is_derived(moment.elsewhere)} if any(found.values()) else None


# --- What every body says ------------------------------------------------------------------------------------------


def identity(moment: Moment) -> dict:
    return page_ref(moment.page, moment.document.title)


def facts_of(moment: Moment) -> dict:
    """Everything that the content says, in plain data; its sources with what is known of them."""
    facts = empty_as_null(moment.document.model_dump(mode="json"))
    states = {state.key: state for state in moment.sources}
    facts["sources"] = [{**row, **state_of(row["url"], states)} for row in facts["sources"]]
    return facts


def state_of(url: str | None, states: dict[str, Told]) -> dict:
    return state_body(states.get(canonical_key(url))) if url else {**state_body(None), "verdict": None}


def state_body(state: SourceState | Told | None) -> dict:
    if state is None:
        return {"verdict": Verdict.UNCHECKED.value, "moved_to": None, "checked_on": None}
    return {"verdict": state.verdict, "moved_to": state.moved_to or None, "checked_on": iso(state.checked_on)}


def about(moment: Moment) -> dict:
    page = moment.page
    return {
        "warnings": [warning_body(warning) for warning in moment.warnings],
        "verified_on": iso(moment.verified_on),
        "edited_at": iso(moment.edited_at),
        "source_checked_on": iso(moment.source_checked_on),
        "version": moment.version,
        "license": settings.DATA_LICENSE,
        "links": {
            "html": absolute(reverse(f"offices:{page.kind}", args=[page.slug])),
            "report": absolute(f"/signaler/?page={page.slug}"),
        },
    }


def warning_body(warning: Warning | Warned) -> dict:
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
