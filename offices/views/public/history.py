"""The public history of a page: every validated version, what changed in French sentences, and no name of anybody.

What changed is told in French in every language, as it was decided: its grammar is made for French alone.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from offices import changes, versions, words
from offices.enums import DecisionMode, PageKind, ProposalAction
from offices.languages import in_french, with_french
from offices.models import Page
from offices.references import names_in
from offices.versions import VersionEntry
from offices.views.public.access import of_page
from offices.views.public.crumbs import crumbs_to
from offices.views.public.pages import READ_WITH, version_or_404

PER_PAGE = 20
MOST_SENTENCES = 12  # of one version in the list; its comparison tells them all


@dataclass(frozen=True)
class PublicEntry:
    """One version as the public reads it. Who wrote and who decided it is not public."""

    number: int
    at: datetime
    told: str
    sentences: tuple[str, ...]
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
    telling = before is not None and not entry.is_removal
    sentences = (
        [change.sentence for change in in_french(changes.diff, before, entry.document, names)] if telling else []
    )
    return PublicEntry(
        number=entry.number,
        at=entry.at,
        told=with_french(told, ProposalAction(entry.decision.proposal.action), DecisionMode(entry.decision.mode)),
        sentences=tuple(sentences[:MOST_SENTENCES]),
        more=len(sentences[MOST_SENTENCES:]),
    )


def told(action: ProposalAction, mode: DecisionMode) -> str:
    """ "Nouvelle page, repris du dossier"."""
    is_batch = mode == DecisionMode.BATCH
    origin = _("repris du dossier") if is_batch else _("proposé par une personne, décidé par une autre")
    return words.listed([words.capital(str(action.label)), origin])


def comparison(page: Page, query) -> dict:
    older, newer = number_in(query, "de"), number_in(query, "a")
    if older is None or newer is None:
        raise Http404
    older, newer = sorted((older, newer))
    first, last = version_or_404(page, older), version_or_404(page, newer)
    found = in_french(changes.diff, first.document, last.document, names_in(first.document, last.document))
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
