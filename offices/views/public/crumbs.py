"""The way from the home page down to a page: pairs (name, address)."""

from django.urls import reverse

from geography.models import Department, Region


def crumbs(*places: Region | Department) -> list[tuple[str, str]]:
    return [(place.name, address(place)) for place in places]


def address(place: Region | Department) -> str:
    if isinstance(place, Region):
        return reverse("offices:region", args=[place.slug])
    return reverse("offices:department", args=[place.code])
