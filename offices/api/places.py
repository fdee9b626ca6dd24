"""The official geography as the API says it."""

from django.urls import reverse

from geography.models import Arrondissement, Commune, Department, Region
from geography.search import Rank
from offices.api.surroundings import absolute, page_ref, place
from offices.models import Indexed


def region_body(region: Region) -> dict:
    return {
        **place(region),
        "slug": region.slug,
        "departments": [place(department) for department in region.departments.all()],
        "links": {"html": absolute(reverse("offices:region", args=[region.slug]))},
    }


def department_body(department: Department) -> dict:
    return {
        **place(department),
        "slug": department.slug,
        "region": place(department.region),
        "seat": place(department.seat),
        "url": absolute(reverse("api:department", args=[department.code])),
        "links": {"html": absolute(reverse("offices:department", args=[department.code]))},
    }


def department_detail(department: Department) -> dict:
    return {
        **department_body(department),
        "arrondissements": [arrondissement_body(row) for row in department.arrondissements.select_related("seat")],
        "offices": refs(department.offices),
        "procedures": refs(department.procedures),
    }


def arrondissement_body(arrondissement: Arrondissement) -> dict:
    return {**place(arrondissement), "seat": place(arrondissement.seat)}


def refs(rows) -> list[dict]:
    """Published pages of an index table, by address."""
    return [ref(row) for row in rows.published().select_related("page").order_by("page__slug")]


def ref(row: Indexed | None) -> dict | None:
    return page_ref(row.page, row.title) if row else None


def commune_body(commune: Commune) -> dict:
    rank = getattr(commune, "rank", None)
    return {
        **place(commune),
        "kind": commune.kind,
        "department": place(commune.department),
        "arrondissement": place(commune.arrondissement),
        "current": place(commune.parent),
        "population": commune.population,
        "match": None if rank is None else Rank(rank).name.lower(),
    }
