"""The working side of a page: its state, history with people, warnings, anomalies; and the sources of all pages."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, allow
from offices import permissions, versions
from offices.citations import published_sources
from offices.due import dated_facts
from offices.enums import CONTRADICTIONS
from offices.models import Anomaly, Page, Proposal
from offices.views.workspace.access import page_or_404
from offices.views.workspace.anomalies import advised, contradictions_of
from offices.views.workspace.marks import steps_of
from offices.views.workspace.queue import in_words
from sources.enums import Verdict

PER_PAGE = 50


@allow(Access.VOLUNTEER)
@require_safe
def page(request, slug):
    found = page_or_404(slug)
    document = found.document
    moderates = permissions.can_moderate_page(request.user, found)
    coming, over = dated_facts(document, timezone.localdate())
    pending = Proposal.objects.awaiting_review().filter(page=found).select_related("page", "author")
    context = {
        "page": found,
        "document": document,
        "history": versions.history(found),
        "warnings": warnings_of(found, document),
        "moderates": moderates,
        "pending": in_words(pending if moderates else pending.filter(author=request.user)),
        "contradictions": contradictions_of(found),
        "anomalies": rest_of_anomalies(found) if moderates else [],
        "sources": found.index.sources.all(),
        "verified_on": found.index.verified_on,
        "coming": coming,
        "over": over,
    }
    return render(request, "espace/page.html", context)


def rest_of_anomalies(found: Page):
    """What its moderators see besides the contradictions, which everybody does."""
    rest = Anomaly.objects.standing().about(found).exclude(code__in=CONTRADICTIONS)
    return [advised(one) for one in rest.select_related("document")]


def warnings_of(found: Page, document) -> list[tuple]:
    """(standing warning, the step it speaks of or "" for the page)."""
    steps = dict(steps_of(document))
    return [(warning, steps.get(warning.step, "")) for warning in found.warnings.standing()]


@allow(Access.VOLUNTEER)
@require_safe
def sources(request):
    """Every address that a published page rests on, and what its last reading found."""
    verdict = next((code for code in Verdict.values if code == request.GET.get("etat")), "")
    found = published_sources().order_by("host", "url")
    if verdict:
        found = found.filter(verdict=verdict)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "verdict": verdict,
        "verdicts": Verdict.choices,
    }
    return render(request, "espace/sources.html", context)
