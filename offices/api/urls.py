"""Addresses of the API, below /api/. `key`: a UUID, or a slug that the page has or had."""

from django.urls import path, re_path, register_converter

from offices.api.fields import KEY
from offices.api.views import description, geography, pages, reference


class KeyConverter:
    """Nothing else reaches the database: no NUL, no text longer than an address can be."""

    regex = rf"(?=.{{1,120}}/){KEY}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value) -> str:
        return str(value)


register_converter(KeyConverter, "key")

app_name = "api"
urlpatterns = [
    path("v1/regions/", geography.RegionList.as_view(), name="regions"),
    path("v1/departments/", geography.DepartmentList.as_view(), name="departments"),
    path("v1/departments/<key:key>/", geography.DepartmentDetail.as_view(), name="department"),
    path("v1/communes/", geography.CommuneList.as_view(), name="communes"),
    path("v1/offices/", pages.OfficeList.as_view(), name="offices"),
    path("v1/offices/<key:key>/", pages.OfficeView.as_view(), name="office"),
    path("v1/procedures/", pages.ProcedureList.as_view(), name="procedures"),
    path("v1/procedures/<key:key>/", pages.ProcedureView.as_view(), name="procedure"),
    path("v1/procedures/<key:key>/versions/", pages.ProcedureVersions.as_view(), name="procedure_versions"),
    path("v1/grounds/", pages.GroundList.as_view(), name="grounds"),
    path("v1/grounds/<key:key>/", pages.GroundView.as_view(), name="ground"),
    path("v1/guides/", pages.GuideList.as_view(), name="guides"),
    path("v1/guides/<key:key>/", pages.GuideView.as_view(), name="guide"),
    path("v1/legal-notes/", pages.LegalNoteList.as_view(), name="legal_notes"),
    path("v1/legal-notes/<key:key>/", pages.LegalNoteView.as_view(), name="legal_note"),
    path("v1/sources/", reference.SourceList.as_view(), name="sources"),
    path("v1/lookup/", reference.LookupView.as_view(), name="lookup"),
    path("v1/changes/", reference.ChangeList.as_view(), name="changes"),
    path("v1/openapi.json", description.OpenApi.as_view(), name="openapi"),
    path("v1/docs/", description.Docs.as_view(), name="docs"),
    re_path(r"^", description.UnknownPath.as_view(), name="unknown"),
]
