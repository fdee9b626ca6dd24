"""The way from the home page down to a page: pairs (name, address)."""

from django.urls import reverse

from geography.models import Department, Region
from offices.models import Page


def crumbs(*places: Region | Department) -> list[tuple[str, str]]:
    return [(place.name, address(place)) for place in places]


def crumbs_to(page: Page) -> list[tuple[str, str]]:
    """Down to a page, itself included: for what hangs under it (its history, its documents, its comparisons)."""
    department = getattr(page.index, "department", None)  # a ground is of none, nor are most guides
    above = crumbs(department.region, department) if department else []
    return [*above, (page.document.title, page.get_absolute_url())]


def address(place: Region | Department) -> str:
    if isinstance(place, Region):
        return reverse("offices:region", args=[place.slug])
    return reverse("offices:department", args=[place.code])
