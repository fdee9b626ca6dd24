"""Offices, procedures and grounds: published pages, as they stand or stood, and the versions of procedures."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Access, allow
from offices import changes, versions
from offices.api import fields, parameters, shapes
from offices.api.bodies import bodies, body, iso, local_day
from offices.api.directory import Directory
from offices.api.moments import Moment, past
from offices.api.pagination import Cursor, invalid_cursor
from offices.api.parameters import checked
from offices.api.problems import Gone, NotFound, NotYetPublished
from offices.api.schema import describe
from offices.api.surroundings import absolute
from offices.api.views.base import ApiView, ListView, listing
from offices.models import Ground, Guide, Indexed, LegalNote, Office, Page, Procedure
from offices.versions import VersionEntry


class PageListView(ListView):
    model: type[Indexed]
    key = "page__slug"

    def rows(self):
        rows = self.model.objects.published().select_related("page")
        # Of the rarer kinds, an index by kind and slug leads to the first: by slug alone it comes after thousands of
        # procedures. For those themselves it would only keep PostgreSQL from the indexes of their filters.
        return rows if self.model is Procedure else rows.filter(page__kind=self.model.page_kind())

    def bodies(self, rows):
        return bodies(rows)


class PageView(ApiView):
    model: type[Indexed]

    def get(self, request: Request, key: str) -> Response:
        day = checked(parameters.AsOf(request.query_params))["as_of"]
        page = find_page(self.model, key)
        if day:
            moment = on_day(page, day)
            return Response(body(moment, Directory([moment], as_of=day).around(moment)))
        row = self.model.objects.published().select_related("page").get(pk=page.pk)
        return Response(bodies([row])[0])


def find_page(model: type[Indexed], key: str) -> Page:
    """A page by its identifier or by an address it has or had. Raises NotFound, or Gone with the day of its removal."""
    uuid = fields.as_uuid(key)
    pages = Page.objects.filter(kind=model.page_kind())
    page = (pages.filter(pk=uuid) if uuid else pages.with_slug(key)).first()
    if page is None:
        raise NotFound
    if not page.is_published:
        raise Gone(local_day(page.edited_at))
    return page


def on_day(page: Page, day: date) -> Moment:
    standing = versions.standing_on(page, day)
    if standing is None:
        raise NotYetPublished(local_day(versions.version(page, 1).at))
    if standing.entry.is_removal:
        raise Gone(local_day(standing.entry.at))
    return past(page, standing, day)


@allow(Access.PUBLIC)
class OfficeList(PageListView):
    model, filters = Office, parameters.OfficeFilters

    @describe("list_offices", "Guichets", shapes.Listing[shapes.OfficeBody], filters)
    def get(self, request):
        return super().get(request)


@allow(Access.PUBLIC)
class OfficeView(PageView):
    model = Office

    @describe(
        "get_office", "Un guichet", shapes.OfficeBody, parameters.AsOf, key="Adresse ou identifiant.", refusals=[Gone]
    )
    def get(self, request, key):
        return super().get(request, key)


@allow(Access.PUBLIC)
class ProcedureList(PageListView):
    model, filters = Procedure, parameters.ProcedureFilters

    @describe("list_procedures", "Modalités de dépôt", shapes.Listing[shapes.ProcedureBody], filters)
    def get(self, request):
        return super().get(request)


@allow(Access.PUBLIC)
class ProcedureView(PageView):
    model = Procedure

    @describe(
        "get_procedure",
        "Des modalités",
        shapes.ProcedureBody,
        parameters.AsOf,
        key="Adresse ou identifiant.",
        refusals=[Gone],
    )
    def get(self, request, key):
        return super().get(request, key)


@allow(Access.PUBLIC)
class GroundList(PageListView):
    model, filters = Ground, parameters.GroundFilters

    @describe("list_grounds", "Fondements", shapes.Listing[shapes.GroundBody], filters)
    def get(self, request):
        return super().get(request)


@allow(Access.PUBLIC)
class GroundView(PageView):
    model = Ground

    @describe(
        "get_ground", "Un fondement", shapes.GroundBody, parameters.AsOf, key="Adresse ou identifiant.", refusals=[Gone]
    )
    def get(self, request, key):
        return super().get(request, key)


@allow(Access.PUBLIC)
class GuideList(PageListView):
    model, filters = Guide, parameters.GuideFilters

    @describe("list_guides", "Guides", shapes.Listing[shapes.GuideBody], filters)
    def get(self, request):
        return super().get(request)


@allow(Access.PUBLIC)
class GuideView(PageView):
    model = Guide

    @describe(
        "get_guide", "Un guide", shapes.GuideBody, parameters.AsOf, key="Adresse ou identifiant.", refusals=[Gone]
    )
    def get(self, request, key):
        return super().get(request, key)


@allow(Access.PUBLIC)
class LegalNoteList(PageListView):
    model, filters = LegalNote, parameters.LegalNoteFilters

    @describe("list_legal_notes", "Notes juridiques", shapes.Listing[shapes.LegalNoteBody], filters)
    def get(self, request):
        return super().get(request)


@allow(Access.PUBLIC)
class LegalNoteView(PageView):
    model = LegalNote

    @describe(
        "get_legal_note",
        "Une note juridique",
        shapes.LegalNoteBody,
        parameters.AsOf,
        key="Adresse ou identifiant.",
        refusals=[Gone],
    )
    def get(self, request, key):
        return super().get(request, key)


@allow(Access.PUBLIC)
class ProcedureVersions(ApiView):
    # Nobody's name stands here, and no comment: they may hold one.
    @describe(
        "list_procedure_versions",
        "Versions de modalités",
        shapes.Listing[shapes.VersionBody],
        parameters.PageOfList,
        key="Adresse ou identifiant.",
        says="Toutes les versions validées, la plus récente d'abord, sans nom ni commentaire.",
        refusals=[Gone],
    )
    def get(self, request, key):
        values = checked(parameters.PageOfList(request.query_params))
        page = find_page(Procedure, key)
        limit, newest = values["limit"], page.version + 1
        before = version_number(values["cursor"], newest)
        found = versions.history(page, limit=limit + 1, before=before)
        shown = found[:limit]
        return listing(
            request,
            [version_body(page, entry, older) for entry, older in zip(shown, [*found[1:], None], strict=False)],
            Cursor(False, str(shown[-1].number)) if len(found) > limit else None,
            Cursor(False, str(min(before + limit, newest))) if before < newest else None,
        )


def version_number(cursor: Cursor | None, newest: int) -> int:
    """The number below which the list continues. Versions are numbered from 1, without a gap."""
    if cursor is None:
        return newest
    if cursor.backwards or not cursor.key.isdigit() or not 1 < int(cursor.key) <= newest:
        raise invalid_cursor()
    return int(cursor.key)


def version_body(page: Page, entry: VersionEntry, older: VersionEntry | None) -> dict:
    return {
        "number": entry.number,
        "at": iso(entry.at),
        "mode": entry.decision.mode,
        "state": entry.state,
        "summary": summary(entry, older),
        "hash": entry.content_hash,
        "url": absolute(reverse("offices:procedure_version", args=[page.slug, entry.number])),
    }


def summary(entry: VersionEntry, older: VersionEntry | None) -> list[str]:
    if older is None:
        return [_("Nouvelle page : %s") % entry.document.title]
    if entry.is_removal:
        return [_("Page retirée : %s") % entry.document.title]
    return [change.sentence for change in changes.diff(older.document, entry.document)]
