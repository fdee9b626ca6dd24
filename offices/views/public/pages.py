"""One page of any kind, as it stands, as it read on a past day, or as a version stood. `offices.presentation` says it;
templates lay it out.

A content and a day give most of a page; a version is shown for no day, whole, with its dates. What stands beside it
today (warnings, confirmations, readings of its sources, pages that point to it) is added to the page that stands, and
to no version.
"""

from datetime import date

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from geography.models import Department
from offices import versions
from offices.calendar import on_day
from offices.content import Content, GroundContent, LegalNoteContent, OfficeContent, ProcedureContent
from offices.elsewhere import completed, elsewhere, is_derived
from offices.enums import PageKind
from offices.exceptions import UnknownVersion
from offices.legal_notes import published_on, standing_on
from offices.models import Ground, Page, Procedure, Warning
from offices.practices import topics_of
from offices.prepared import Prepared
from offices.presentation import passing_on, structured_data
from offices.presentation.around import Around, around
from offices.presentation.blocks import Target
from offices.presentation.brief import brief
from offices.presentation.carriers import carriers
from offices.presentation.glossary import explained
from offices.presentation.keeping import kept
from offices.presentation.pages import (
    body,
    filing,
    guide_sections,
    instead,
    platform_url,
    refused,
    territory,
    topics_named,
    wider_sections,
)
from offices.presentation.summaries import summaries_of
from offices.presentation.ticket import headline_of, ticket_in_french
from offices.views.public import past
from offices.views.public.access import of_page
from offices.views.public.crumbs import crumbs

# Of each process: some 40 kB a page, so that those which a crowd reads are among them.
TEXTS_KEPT = 200

# What is read of a page together with it.
READ_WITH = {
    PageKind.PROCEDURE: ("procedure__department__region",),
    PageKind.OFFICE: ("office__department__region",),
    PageKind.GROUND: ("ground",),
    PageKind.GUIDE: ("guide__department__region",),
    PageKind.LEGAL_NOTE: ("legalnote",),
}


warnings_on = Prepared(lambda slug: Warning.objects.standing().filter(page__slug=slug))


def page_of(kind: PageKind):
    """The view of a kind's pages."""

    @of_page(kind, *READ_WITH[kind])
    def page(request, page):
        if "au" in request.GET:
            return as_it_stood(request, page)
        day = timezone.localdate()
        document, derived = as_read(page)
        beside = around(
            document,
            warnings=warnings_on(page.slug),
            notes=standing_on(on_day(document, day)),
            derived=derived,
            day=day,
            department=getattr(page.index, "department", None),
        )
        return HttpResponse(text(page, document, beside, beside_today(page, document, day)))

    return page


@kept(TEXTS_KEPT)
def text(page: Page, document: Content, beside: Around, today: dict) -> str:
    """The page as it stands, made of what the database said: of nothing else (offices/presentation/keeping.py)."""
    context = content_context(document, beside) | marks(page, beside) | today
    context["warnings"] = [warning for warning in beside.warnings if not warning.step]
    context["message"] = message(page, document, beside, context)
    context["linked_data"] = structured_data.script(page, document, beside, context["verified_on"])
    return render_to_string(f"public/{page.kind}.html", {"page": page, **context})


def message(page: Page, document: Content, beside: Around, said: dict) -> passing_on.Message | None:
    """What may be sent of it; of a page without a guichet, its short address is all. `said`: what the page says."""
    match document:
        case ProcedureContent():
            told = {name: said[name] for name in ("headline", "territory", "verified_on")}
            return passing_on.of_procedure(document, beside, address=page.short_address, **told)
        case OfficeContent():
            told = {name: said[name] for name in ("summaries", "verified_on")}
            return passing_on.of_office(document, beside, address=page.short_address, **told)
    return None


def as_read(page: Page) -> tuple[Content, bool]:
    """The content; of a procedure that refuses without saying where to go, with what the département's other pages
    say of it. (content, whether something in it is so derived)"""
    document = page.document
    if page.kind != PageKind.PROCEDURE:
        return document, False
    place = elsewhere({page.pk: document}).get(page.pk)
    return completed(document, place), is_derived(place)


def as_it_stood(request, page: Page):
    """The page at the end of the day that the address names, for whoever must show what this site said then."""
    try:
        day = past.day_asked(request.GET)
        standing = past.page_on(page, day)
    except past.NotThatDay as reason:
        return past.refusal(request, page, reason)
    document = standing.entry.document
    notes = standing_on(on_day(document, day), published_on(day))
    beside = around(document, warnings=standing.warnings, notes=notes, with_states=False, day=day, as_it_stood=True)
    context = content_context(document, beside) | {
        "asked": day,
        "entry": standing.entry,
        "verified_on": standing.verified_on,
        "warnings": [warning for warning in standing.warnings if not warning.step],
    }
    return render(request, f"public/{page.kind}.html", {"page": page, **context})


def version_of(kind: PageKind):
    """The view of a kind's versions: an address whose text never changes."""

    @of_page(kind)
    def version(request, page, number):
        entry = version_or_404(page, number)
        context = content_context(entry.document, around(entry.document, with_states=False))
        return render(request, f"public/{kind}.html", {"page": page, "entry": entry, **context})

    return version


def version_or_404(page: Page, number: int) -> versions.VersionEntry:
    try:
        return versions.version(page, number)
    except UnknownVersion as unknown:
        raise Http404 from unknown


# --- From the content alone ----------------------------------------------------------------------------------------


def content_context(document: Content, beside: Around) -> dict:
    said = {"body": body(document, beside), **OF_CONTENT[PageKind(document.kind)](document, beside)}
    return {
        "document": document,
        "legal_notes": beside.notes,
        "terms": explained(document.title, said["body"], said.get("headline", "")),
        **said,
    }


def of_procedure(document, beside: Around) -> dict:
    department = beside.department
    return {
        "crumbs": crumbs(department.region, department),
        "headline": headline_of(document, beside),
        "ticket_in_french": ticket_in_french(document, beside),
        "instead": instead(document, beside),
        "brief": brief(on_day(document, beside.day), beside),
        "refused": refused(document, beside),
        "territory": territory(document, beside),
        "offices": [beside.page(slug) for slug in document.offices],
        "grounds": [beside.page(slug) for slug in document.grounds],
    }


def of_office(document, beside: Around) -> dict:
    department = beside.department
    return {
        "crumbs": crumbs(department.region, department),
        "seat": beside.seat,
        "arrondissements": list(beside.arrondissements.values()),
    }


def of_ground(document, beside: Around) -> dict:
    parent = beside.page(document.parent) if document.parent else None
    return {
        "filing": filing(document, parent),
        "platform_url": platform_url(document, parent),
        "parent": [parent] if parent else [],
        "wider": wider_sections(parent, beside.day),
    }


def of_guide(document, beside: Around) -> dict:
    department = beside.department
    return {
        "crumbs": crumbs(department.region, department) if department else [],
        "sections": guide_sections(document),
    }


def of_legal_note(document, beside: Around) -> dict:
    return {"topics": topics_named(document)}


OF_CONTENT = {
    PageKind.PROCEDURE: of_procedure,
    PageKind.OFFICE: of_office,
    PageKind.GROUND: of_ground,
    PageKind.GUIDE: of_guide,
    PageKind.LEGAL_NOTE: of_legal_note,
}


# --- Beside it, today ----------------------------------------------------------------------------------------------


def marks(page: Page, beside: Around) -> dict:
    """The two dates that are not the decision's."""
    checked = (state.checked_on for state in beside.states.values())
    return {"verified_on": page.index.verified_on, "source_checked_on": max(checked, default=None)}


def beside_today(page: Page, document: Content, day: date) -> dict:
    """What other published pages say that belongs here."""
    match document:
        case LegalNoteContent():
            return {"carriers": carriers(topics_of(document))}
        case OfficeContent():
            return {"summaries": tuple(summaries_of(page.index.procedures.published(), day).values())}
        case GroundContent():
            return of_ground_today(page.index)
    return {}


def of_ground_today(ground: Ground) -> dict:
    """What is written for a ground, or for the wider one it belongs to, holds for it."""
    near = [pk for pk in (ground.pk, ground.parent_id) if pk]
    said = Procedure.objects.published().filter(department=OuterRef("pk"), grounds__in=near)
    particular = ground.particular_procedures.published().select_related("page", "department")
    return {
        "children": ground.children.published().select_related("page"),
        "departments": Department.objects.filter(Exists(said)),
        "particular": [Target(row.title, row.page.get_absolute_url()) for row in particular.order_by("department_id")],
    }
