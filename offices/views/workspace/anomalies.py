"""What imported documents said that a person should look at, in the scope of whoever looks; and closing it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, allow, page_left
from geography.models import Department
from offices import permissions
from offices.enums import AnomalyClosing
from offices.importing.advice import ADVICE
from offices.importing.anomalies import Anomaly, Code
from offices.models import Anomaly as AnomalyRow
from offices.models import Page
from offices.references import titles_of

PER_PAGE = 50
OPEN, CLOSED = "ouvertes", "closes"


@dataclass(frozen=True)
class Advised:
    """An anomaly with its kind in words and what to do about it. `title`: of the page it concerns, if that has one."""

    row: Anomaly | AnomalyRow
    label: str
    advice: str
    title: str = ""


def advised(anomaly: Anomaly | AnomalyRow, title: str = "") -> Advised:
    code = Code(anomaly.code)
    return Advised(anomaly, str(code.label), str(ADVICE[code]), title)


def contradictions_of(page: Page | None, slug: str = "") -> list[Advised]:
    """Where documents contradict each other or the page. A page to come has a `slug` only."""
    found = AnomalyRow.objects.contradictions().select_related("document")
    return [advised(one) for one in (found.about(page) if page else found.filter(slug=slug))]


@allow(Access.MODERATOR)
@require_safe
def anomalies(request):
    """Those of this moderator's scope, filtered by kind, département and whether somebody has closed them."""
    scope = permissions.scoped_anomalies(request.user)
    state = CLOSED if request.GET.get("etat") == CLOSED else OPEN
    scope = scope.filter(closed_at__isnull=state == OPEN)
    departments = Department.objects.filter(code__in=scope.order_by().values("department_code").distinct())
    department = next((row for row in departments if row.code == request.GET.get("departement")), None)
    present = set(scope.order_by().values_list("code", flat=True).distinct())
    code = next((one for one in present if one == request.GET.get("nature")), "")
    if department:
        scope = scope.filter(department_code=department.code)
    if code:
        scope = scope.filter(code=code)
    page = Paginator(scope.select_related("document", "closed_by"), PER_PAGE).get_page(request.GET.get("page"))
    titles = titles_of(anomaly.slug for anomaly in page)
    context = {
        "page": page,
        "anomalies": [advised(anomaly, titles.get(anomaly.slug, "")) for anomaly in page],
        "departments": departments,
        "department": department,
        "codes": [(one.value, one.label) for one in Code if one in present],
        "code": code,
        "state": state,
        "states": [(OPEN, _("ouvertes")), (CLOSED, _("closes"))],
        "closings": AnomalyClosing.choices,
    }
    return render(request, "espace/anomalies.html", context)


@allow(Access.MODERATOR)
@require_POST
def close_anomaly(request, pk):
    """Somebody has looked: closed once, by whoever comes first, with a reason from the list."""
    anomaly = get_object_or_404(permissions.scoped_anomalies(request.user), pk=pk)
    closing = request.POST.get("closing")
    if closing not in AnomalyClosing.values:
        messages.error(request, _("Choisissez «\u00a0traitée\u00a0» ou «\u00a0sans objet\u00a0»."))
        return redirect(page_left(request))
    closed = AnomalyRow.objects.standing().filter(pk=anomaly.pk)
    if closed.update(closing=closing, closed_at=timezone.now(), closed_by=request.user):
        messages.success(request, _("Anomalie close\u00a0: %s.") % AnomalyClosing(closing).label)
    else:
        messages.info(request, _("Une autre personne avait déjà clos cette anomalie."))
    return redirect(page_left(request))
