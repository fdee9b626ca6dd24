"""The list of documents of a procedure, as a sheet for paper: whole, or for one of its grounds."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from offices.content import Content, GroundContent, ProcedureContent
from offices.enums import PageKind
from offices.headlines import headline
from offices.languages import in_french_too
from offices.legal_notes import standing_on
from offices.models import Ground, Page
from offices.presentation.around import Around, around
from offices.presentation.concerning import concerning, grounds_named, not_ended, related
from offices.presentation.sheet import sheet
from offices.views.public.access import of_page
from offices.views.public.crumbs import crumbs_to
from offices.views.public.pages import READ_WITH

# Lists of a procedure that the sheet shows: a ground to which none of them is limited has no sheet of its own.
ON_THE_SHEET = ("requirements", "presentation", "fees", "downloads", "steps")


@of_page(PageKind.PROCEDURE, *READ_WITH[PageKind.PROCEDURE])
def whole_sheet(request, page):
    return answer(request, page, page.document, None)


@of_page(PageKind.PROCEDURE, *READ_WITH[PageKind.PROCEDURE])
def sheet_for(request, page, ground):
    document = page.document
    found = Ground.objects.published().filter(page__slugs__slug=ground).select_related("page", "parent__page").first()
    if found is None or not (grounds := related(found, document)):
        raise Http404
    if found.page.slug != ground:
        return HttpResponsePermanentRedirect(address(page, found.page.slug))
    return answer(request, page, concerning(document, grounds), found)


def answer(request, page: Page, document: ProcedureContent, ground: Ground | None):
    day = timezone.localdate()
    document = not_ended(document, day)
    department = page.procedure.department
    beside = around(document, notes=standing_on(document), with_states=False, day=day, department=department)
    said = partial(headline, document, beside.titles, day=day)
    context = {
        "page": page,
        "crumbs": crumbs_to(page),
        "document": document,
        "ground": ground,
        "choices": [] if ground else choices(page, document, beside),
        "headline": said(),
        "headline_in_french": in_french_too(said),
        "offices": [beside.page(slug) for slug in document.offices],
        "department": beside.department,
        "sheet": sheet(document, beside, everywhere(document, beside, ground)),
        "warnings": page.warnings.standing(),
        "verified_on": page.index.verified_on,
        "full_address": settings.SITE_URL + request.path,
    }
    return render(request, "public/documents.html", context)


def choices(page: Page, document: ProcedureContent, beside: Around) -> list[tuple[str, str]]:
    """(name, address) of a shorter sheet, for each ground to which something on the sheet is limited."""
    limited = {slug for name in ON_THE_SHEET for row in getattr(document, name) for slug in row.grounds}
    slugs = [slug for slug in sorted(limited) if beside.page(slug).url]
    return sorted((beside.page(slug).title, address(page, slug)) for slug in slugs)


def everywhere(document: Content, beside: Around, ground: Ground | None) -> list[tuple[str, GroundContent]]:
    """The contents of the grounds of the sheet: of the one chosen and its wider one, else of all that are named."""
    if ground:
        pages = [ground.page, *([ground.parent.page] if ground.parent and ground.parent.page.is_published else [])]
        return [(page.document.title, page.document) for page in pages]
    targets = [beside.page(slug) for slug in sorted(grounds_named(document))]
    return [(target.title, target.content) for target in targets if isinstance(target.content, GroundContent)]


def address(page: Page, ground: str) -> str:
    return reverse("offices:procedure_documents_for", args=[page.slug, ground])
