"""What the API says of itself: the OpenAPI description, the same for people, and a problem for any other address."""

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import get_template
from django.urls import Resolver404, resolve
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Access, allow
from offices.api import parameters, problems, schema
from offices.api.parameters import checked
from offices.api.views.base import ApiView


@allow(Access.PUBLIC)
class OpenApi(ApiView):
    schema = None

    def get(self, request: Request) -> Response:
        checked(parameters.NoParameters(request.query_params))
        return Response(schema.openapi())


@allow(Access.PUBLIC)
class Docs(ApiView):
    """The description as a page: no script, nothing from elsewhere. Rendered without the request: nobody is known."""

    schema = None

    def get(self, request: Request) -> HttpResponse:
        checked(parameters.NoParameters(request.query_params))
        context = {"openapi": schema.openapi(), "operations": schema.operations(), "problems": problems.KINDS}
        return HttpResponse(get_template("api/docs.html").render(context))


@allow(Access.PUBLIC)
class UnknownPath(ApiView):
    """Every other address below /api/. One that only lacks its final slash is redirected."""

    schema = None

    def get(self, request: Request, **path) -> HttpResponsePermanentRedirect:
        try:
            found = resolve(f"{request.path}/")
        except Resolver404:
            raise problems.NotFound from None
        if getattr(found.func, "cls", None) in (None, UnknownPath):
            raise problems.NotFound
        query = request.META["QUERY_STRING"]
        return HttpResponsePermanentRedirect(f"{request.path}/" + (f"?{query}" if query else ""))
