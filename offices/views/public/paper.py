"""What is handed out on paper, as PDF: the dossiers, and the sheet of an office. offices/paper assembles them."""

import logging
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from geography.models import Department, Region
from offices.enums import PageKind
from offices.paper import compiling, dossier, sheet
from offices.views.public.access import of_page, public

logger = logging.getLogger(__name__)


@public
def region(request, slug):
    found = get_object_or_404(Region, slug=slug)
    page = reverse("offices:region_dossier", args=[slug])
    return paper(request, "dossier", lambda: dossier.region_data(found, timezone.localdate()), page)


@public
def department(request, code):
    if code != code.upper():
        return redirect("offices:department_paper", code=code.upper(), permanent=True)
    found = get_object_or_404(Department.objects.select_related("region"), code=code)
    page = reverse("offices:department_dossier", args=[code])
    return paper(request, "dossier", lambda: dossier.department_data(found, timezone.localdate()), page)


@of_page(PageKind.OFFICE, "office__department__region")
def office(request, page):
    return paper(request, "office", lambda: sheet.data(page, timezone.localdate()), page.get_absolute_url())


def paper(request, template: str, data: Callable[[], dict], page: str) -> HttpResponse:
    """The PDF; where typst refuses what was written, or is at work for others, the page that says the same.

    What follows a question mark changes no PDF, and would have it made anew each time."""
    if request.META.get("QUERY_STRING"):
        return redirect(request.path)
    try:
        return HttpResponse(compiling.pdf(template, data()), content_type="application/pdf")
    except compiling.PaperRefused as refusal:
        logger.error("%s could not be laid out: %s", request.path, refusal)
        return render(request, "errors/paper.html", {"page": page}, status=500)
    except compiling.PaperBusy:
        said = render(request, "errors/paper_later.html", {"page": page}, status=503)
        said["Retry-After"] = "10"
        return said
