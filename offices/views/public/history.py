"""The public history of a page: every validated version, what changed in sentences, and no name of anybody.

What changed is told anew from two contents, in the language of the page. The log, of which feeds are made, keeps the
French sentences of the day of a decision.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from offices import changes, versions, words
from offices.changes import FieldChange
from offices.content import Content
from offices.enums import DecisionMode, PageKind, ProposalAction
from offices.languages import differing, in_french, is_doubtful, with_french
from offices.models import Page
from offices.references import names_in
from offices.versions import VersionEntry
from offices.views.public.access import of_page
from offices.views.public.crumbs import crumbs_to
from offices.views.public.pages import READ_WITH, version_or_404

PER_PAGE = 20
MOST_SENTENCES = 12  # of one version in the list; its comparison tells them all


@dataclass(frozen=True)
class Said:
    """In the language of the page; and in French, where nobody has reviewed that language."""

    text: str
    in_french: str = ""


@dataclass(frozen=True)
class Told:
    """One change, as a page shows it."""

    kind: str
    sentence: Said
    label: Said
    before: Said
    after: Said


@dataclass(frozen=True)
class PublicEntry:
    """One version as the public reads it. Who wrote and who decided it is not public."""

    number: int
    at: datetime
    told: str
    changes: tuple[Told, ...]
    more: int


def history_of(kind: PageKind):
    """The view of a kind's histories: a list, or with ?de= and ?a= the comparison of two versions."""

    @of_page(kind, *READ_WITH[kind])
    def history(request, page):
        if "de" in request.GET or "a" in request.GET:
            return render(request, "public/comparison.html", comparison(page, request.GET))
        return render(request, "public/history.html", listing(page, request.GET))

    return history


def listing(page: Page, query) -> dict:
    before = number_in(query, "avant")
    # One more than is shown: the oldest shown is compared with it.
    entries = versions.history(page, limit=PER_PAGE + 1, before=before)
    names = names_in(*(entry.document for entry in entries))
    pairs = list(zip(entries, [*entries[1:], None], strict=True))[:PER_PAGE]
    shown = [public_entry(entry, older, names) for entry, older in pairs]
    return {
        "page": page,
        "crumbs": crumbs_to(page),
        "document": page.document,
        "entries": shown,
        "older_than": shown[-1].number if len(entries) > PER_PAGE else None,
    }


def public_entry(entry: VersionEntry, older: VersionEntry | None, names: dict[str, str]) -> PublicEntry:
    before = older.document if older and not older.is_removal else None
    found = all_told(before, entry.document, names) if before and not entry.is_removal else []
    return PublicEntry(
        number=entry.number,
        at=entry.at,
        told=with_french(told, ProposalAction(entry.decision.proposal.action), DecisionMode(entry.decision.mode)),
        changes=tuple(found[:MOST_SENTENCES]),
        more=len(found[MOST_SENTENCES:]),
    )


def told(action: ProposalAction, mode: DecisionMode) -> str:
    """ "Nouvelle page, repris du dossier"."""
    is_batch = mode == DecisionMode.BATCH
    origin = _("repris du dossier") if is_batch else _("proposé par une personne, décidé par une autre")
    return words.listed([words.capital(str(action.label)), origin])


def all_told(before: Content, after: Content, names: dict[str, str]) -> list[Told]:
    """Every change from one content to another, in the order of the shape."""
    found = changes.diff(before, after, names)
    originals = in_french(changes.diff, before, after, names) if is_doubtful() else found
    return [beside(change, original) for change, original in zip(found, originals, strict=True)]


def beside(change: FieldChange, original: FieldChange) -> Told:
    def said(name: str) -> Said:
        text = getattr(change, name)
        return Said(text, differing(text, getattr(original, name)) if original is not change else "")

    return Told(change.kind, said("sentence"), said("label"), said("before_text"), said("after_text"))


def comparison(page: Page, query) -> dict:
    older, newer = number_in(query, "de"), number_in(query, "a")
    if older is None or newer is None:
        raise Http404
    older, newer = sorted((older, newer))
    first, last = version_or_404(page, older), version_or_404(page, newer)
    found = all_told(first.document, last.document, names_in(first.document, last.document))
    return {
        "page": page,
        "crumbs": crumbs_to(page),
        "document": page.document,
        "older": first,
        "newer": last,
        "changes": found,
        # What came or went is said whole by its sentence; what changed is also shown side by side.
        "changed": [change for change in found if change.kind == "changed"],
    }


def number_in(query, name: str) -> int | None:
    """A version number of the address, None where it is absent. What is no number names no page."""
    text = query.get(name)
    if text is None:
        return None
    if not text.isdecimal() or len(text) > 6:
        raise Http404
    return int(text)
