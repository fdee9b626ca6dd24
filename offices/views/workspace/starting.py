"""What begins with an empty page: new filing instructions for an office, a legal note."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Access, allow
from geography.models import Department
from offices.competence import guide_of
from offices.content import new_row_id
from offices.enums import Filing, PageKind
from offices.forms.start import StartForm
from offices.models import Ground, LegalNote, Office
from offices.views.workspace.access import page_or_404
from offices.views.workspace.choices import grounds_in_order
from offices.views.workspace.proposing import SHOW, Draft, editing


@allow(Access.VOLUNTEER)
@require_safe
def choose(request):
    """What would you like to propose? A correction starts from its page; the rest starts here."""
    notes = LegalNote.objects.published().select_related("page")
    return render(request, "espace/choose.html", {"notes": notes})


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_legal_note(request):
    """A new legal note. It names no département: who moderates France decides (docs/decisions/0010)."""
    return editing(request, Draft({"kind": PageKind.LEGAL_NOTE.value}, opened=("title", "practices")))


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_whom_to_ask(request, code):
    """The page of a département that says whom to ask where nothing is known; there is one, to be corrected."""
    department = get_object_or_404(Department, code=code)
    if guide := guide_of(code):
        return redirect("offices:propose", slug=guide.page.slug)
    title = _("À qui demander : %(department)s") % {"department": department.label}
    empty = {"kind": PageKind.GUIDE.value, "department": code, "title": title, "sections": [{"id": new_row_id()}]}
    return editing(request, Draft(empty, opened=("title", "sections")))


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_procedure(request, slug):
    """First three questions, then the form; where the answers say everything, what they say, ready to be sent."""
    page = page_or_404(slug)
    if page.kind != PageKind.OFFICE or not page.is_published:
        raise Http404
    office = page.document
    if request.method == "POST":
        empty = {"kind": PageKind.PROCEDURE.value, "department": office.department}
        return editing(request, Draft(empty, office=office.title))
    answers = request.GET if set(request.GET) - {"fondement"} else None
    start = StartForm(answers, grounds=filed_here(), offices=others(page, office.department), initial=asked(request))
    if not start.is_valid():
        context = {"page": page, "start": start, "known": page.index.procedures.published().select_related("page")}
        return render(request, "espace/start.html", context)
    document = start.document(page.slug, office.title, office.department)
    if start.is_complete:
        return editing(request, Draft(document, office=office.title), op=SHOW)
    return editing(request, Draft(document, office=office.title, opened=("steps",)))


def asked(request) -> dict[str, list[str]]:
    """The grounds ticked from the start: those by which one came from the answer of a lookup."""
    return {"fondement": request.GET.getlist("fondement")}


def filed_here() -> list[tuple[str, str]]:
    """The grounds that are not filed on the national platform: of these each office decides for itself."""
    elsewhere = set(Ground.objects.published().filter(filing=Filing.ANEF).values_list("page__slug", flat=True))
    return [(slug, title) for slug, title, _parent in grounds_in_order() if slug not in elsewhere]


def others(page, department: str) -> list[tuple[str, str]]:
    offices = Office.objects.published().filter(department_id=department).exclude(page=page)
    return list(offices.values_list("page__slug", "title"))
