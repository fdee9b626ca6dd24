"""Regions to communes, by official code."""

from django.db.models import prefetch_related_objects
from rest_framework.response import Response

from accounts.access import Access, allow
from geography.models import Commune, Department, Region
from geography.search import find_communes
from offices.api import parameters, places, shapes
from offices.api.parameters import checked, parameters_of
from offices.api.problems import NotFound
from offices.api.schema import describe
from offices.api.views.base import ApiView, ListView, listing


@allow(Access.PUBLIC)
class RegionList(ListView):
    filters, key = parameters.RegionFilters, "code"

    def rows(self):
        return Region.objects.prefetch_related("departments")

    def bodies(self, rows):
        return [places.region_body(region) for region in rows]

    @describe("list_regions", "Régions", shapes.Listing[shapes.RegionBody], filters)
    def get(self, request):
        return super().get(request)


@allow(Access.PUBLIC)
class DepartmentList(ListView):
    filters, key = parameters.DepartmentFilters, "code"

    def rows(self):
        return Department.objects.select_related("region", "seat")

    def bodies(self, rows):
        return [places.department_body(department) for department in rows]

    @describe("list_departments", "Départements", shapes.Listing[shapes.DepartmentBody], filters)
    def get(self, request):
        return super().get(request)


@allow(Access.PUBLIC)
class DepartmentDetail(ApiView):
    @describe("get_department", "Un département", shapes.DepartmentDetail, key="Code du département.")
    def get(self, request, key):
        checked(parameters.NoParameters(request.query_params))
        department = Department.objects.select_related("region", "seat").filter(code=key).first()
        if department is None:
            raise NotFound
        return Response(places.department_detail(department))


@allow(Access.PUBLIC)
class CommuneList(ListView):
    filters, key = parameters.CommuneFilters, "code"

    def rows(self):
        return Commune.objects.select_related("department", "arrondissement", "parent")

    def bodies(self, rows):
        return [places.commune_body(commune) for commune in rows]

    @describe(
        "list_communes",
        "Communes",
        shapes.Listing[shapes.CommuneBody],
        filters,
        says="Avec `q`, les communes qui portent ce nom, la plus proche d'abord, en une page ; sinon toutes, par code.",
    )
    def get(self, request):
        _rows, values = parameters_of(request.query_params, self.filters, self.rows())
        if not values["q"]:
            return super().get(request)
        found = find_communes(values["q"], values["limit"])[: values["limit"]]
        prefetch_related_objects(found, "arrondissement")
        return listing(request, self.bodies(found), None, None)
