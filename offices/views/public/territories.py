"""From the whole country to one département: what is known where, and where nobody has written anything yet."""

from django.db.models import Count, Max, Min, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from geography.models import Department, Region
from offices.competence import guide_of
from offices.enums import PageState
from offices.models import Procedure
from offices.presentation.pictures import bars_of, by_freshness
from offices.presentation.summaries import offices_of
from offices.views.public.access import public
from offices.views.public.crumbs import crumbs

PUBLISHED_PROCEDURE = Q(procedures__page__state=PageState.PUBLISHED)


def with_what_is_known():
    """Departments with how many procedures are published and between which days they were confirmed.

    Ordered here: Django drops the model's own order where it groups, and PostgreSQL then has none.
    """
    return (
        Department.objects.select_related("region")
        .annotate(
            procedure_count=Count("procedures", filter=PUBLISHED_PROCEDURE),
            first_verified_on=Min("procedures__verified_on", filter=PUBLISHED_PROCEDURE),
            last_verified_on=Max("procedures__verified_on", filter=PUBLISHED_PROCEDURE),
        )
        .order_by("code")
    )


@public
def departments(request):
    return render(request, "public/departments.html", {"picture": by_freshness(with_what_is_known())})


@public
def region(request, slug):
    found = get_object_or_404(Region, slug=slug)
    departments = list(with_what_is_known().filter(region=found))
    confirmed = Procedure.objects.published().filter(department__region=found).order_by()
    bars, legend = bars_of(confirmed.values_list("department_id", "verified_on__year").annotate(Count("pk")))
    for row in departments:
        row.bar = bars.get(row.code)
    context = {"region": found, "departments": departments, "legend": legend}
    return render(request, "public/region.html", context)


@public
def department(request, code):
    if code != code.upper():
        return redirect("offices:department", code=code.upper(), permanent=True)
    found = get_object_or_404(Department.objects.select_related("region"), code=code)
    context = {
        "department": found,
        "guide": guide_of(found.code),
        "offices": offices_of(found, timezone.localdate()),
        "crumbs": crumbs(found.region),
    }
    return render(request, "public/department.html", context)
