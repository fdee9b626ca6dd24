"""The working side of a page: its state, history with people, warnings, anomalies; and the sources of all pages."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Access, allow
from offices import permissions, versions
from offices.citations import published_sources
from offices.models import Anomaly, Proposal
from offices.views.workspace.access import page_or_404

PER_PAGE = 50


@allow(Access.VOLUNTEER)
@require_safe
def page(request, slug):
    found = page_or_404(slug)
    moderates = permissions.can_moderate_page(request.user, found)
    pending = Proposal.objects.awaiting_review().filter(page=found)
    context = {
        "page": found,
        "document": found.document,
        "history": versions.history(found),
        "warnings": found.warnings.standing(),
        "moderates": moderates,
        "pending": pending if moderates else pending.filter(author=request.user),
        "anomalies": Anomaly.objects.filter(slug=found.slug).select_related("document") if moderates else [],
        "sources": found.index.sources.all(),
    }
    return render(request, "espace/page.html", context)


@allow(Access.VOLUNTEER)
@require_safe
def sources(request):
    """Every address that a published page rests on, and what its last reading found."""
    found = published_sources().order_by("host", "url")
    verdict = request.GET.get("etat", "")
    if verdict:
        found = found.filter(verdict=verdict)
    context = {"sources": Paginator(found, PER_PAGE).get_page(request.GET.get("page")), "verdict": verdict}
    return render(request, "espace/sources.html", context)


@allow(Access.MODERATOR)
@require_safe
def anomalies(request):
    """What the imported documents said that a person should look at."""
    found = Anomaly.objects.select_related("document")
    context = {"anomalies": Paginator(found, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "espace/anomalies.html", context)
