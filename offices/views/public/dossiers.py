"""A region's or a département's dossier on one page, to print or to read without a network."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from geography.models import Department, Region
from offices.exporting import department_dossier, region_dossier
from offices.presentation.dossier import printed
from offices.views.public.access import public
from offices.views.public.crumbs import address, crumbs


@public
def region(request, slug):
    found = get_object_or_404(Region, slug=slug)
    return dossier_page(request, found, region_dossier(found), crumbs(found))


@public
def department(request, code):
    if code != code.upper():
        return redirect("offices:department_dossier", code=code.upper(), permanent=True)
    found = get_object_or_404(Department.objects.select_related("region"), code=code)
    return dossier_page(request, found, department_dossier(found), crumbs(found.region, found))


def dossier_page(request, place: Region | Department, dossier, way):
    context = {
        "place": place,
        "address": settings.SITE_URL + address(place),
        "dossier": dossier,
        "printed": printed(dossier, timezone.localdate()),
        "crumbs": way,
    }
    return render(request, "public/dossier.html", context)
