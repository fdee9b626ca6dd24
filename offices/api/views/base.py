"""What every view of the API is: only read, one representation, the same for everybody, open to any site."""

from django.db.models import QuerySet
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import Access, allow
from offices.api.pagination import Cursor, address, links, slice_of
from offices.api.parameters import ListFilters, parameters_of


class AlwaysJson(BaseContentNegotiation):
    """There is one representation; `Accept` changes nothing (RFC 9110 §12.5.1 allows it)."""

    def select_parser(self, request, parsers):
        return None

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


@allow(Access.PUBLIC)
class ApiView(APIView):
    http_method_names = ["get", "head", "options"]
    content_negotiation_class = AlwaysJson

    def options(self, request: Request, *args, **kwargs) -> Response:
        return Response(status=204, headers={"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS"})

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "Link, ETag"
        response.headers["Allow"] = "GET, HEAD, OPTIONS"
        return response


class ListView(ApiView):
    """`rows`, filtered by `filters`, in the order of the unique column `key`, each said by `bodies`."""

    filters: type[ListFilters]
    key: str

    def rows(self) -> QuerySet:
        raise NotImplementedError

    def bodies(self, rows: list) -> list[dict]:
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        rows, values = parameters_of(request.query_params, self.filters, self.rows())
        found = slice_of(rows, key=self.key, limit=values["limit"], cursor=values["cursor"])
        return listing(request, self.bodies(found.rows), found.next, found.previous)


def listing(request: Request, results: list[dict], next: Cursor | None, previous: Cursor | None) -> Response:
    following = address(request, cursor=next) if next else None
    preceding = address(request, cursor=previous) if previous else None
    return Response(
        {"next": following, "previous": preceding, "results": results},
        headers=links({"next": following, "prev": preceding}),
    )
