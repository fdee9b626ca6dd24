"""What a reader is told when something goes wrong: what, and what to do, in the language of the address. Nothing of
what was asked is repeated, kept or logged; a page that does not exist names places that the site knows
(offices/near.py)."""

import gzip
import os
import sys
from pathlib import Path

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils.translation import override

from accounts import resuming
from offices import languages
from offices.api import problems
from offices.near import Near, near
from offices.views.public import spelling

SECONDS_TO_WAIT = 30  # as nginx says when nobody answers it (deploy/nginx.conf)
TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)

# What stands in a file for nginx, which says it where nobody answers (manage.py prepare).
FOR_NGINX = ("400", "413", "503")


def page(name: str, language: str, context: dict | None = None, request=None) -> str:
    with override(language):
        return languages.marked(render_to_string(f"errors/{name}.html", context, request), language)


def told(request, name: str, status: int, context: dict | None = None) -> HttpResponse:
    """Also where a refusal comes before the language was looked at: maintenance, a method, a host that is not ours."""
    return HttpResponse(page(name, languages.of_address(request.path_info), context, request), status=status)


def bad_request(request, exception=None):
    if problems.concerns(request):
        return problems.problem_response(problems.Problem())
    if isinstance(exception, TOO_BIG):
        return told(request, "413", 413)
    return told(request, "400", 400)


def forbidden(request, exception=None):
    return told(request, "403", 403)


def not_found(request, exception=None):
    if request.method in ("GET", "HEAD") and (address := spelling.meant(request.path_info)):
        return HttpResponsePermanentRedirect(with_query(address, request.META.get("QUERY_STRING", "")))
    try:
        found = near(request.path_info)
    except DatabaseError:  # the page needs no database
        found = Near()
    return told(request, "404", 404, {"near": found})


def with_query(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def method_not_allowed(request):
    return told(request, "405", 405)


def too_many_requests(request):
    return told(request, "429", 429)


def server_error(request):
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable(request)
    if problems.concerns(request):
        return problems.problem_response(problems.ServerError())
    return told(request, "500", 500)


def unavailable(request):
    """The database is away, or an operator is at work: what was rendered is still served by whoever serves files, the
    rest waits."""
    if problems.concerns(request):
        response = problems.problem_response(problems.Unavailable())
    else:
        response = told(request, "503", 503)
    response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
    response.headers["Cache-Control"] = "no-store"
    return response


def csrf_failure(request, reason=""):
    return resuming.offered(request) or told(request, "csrf", 403)


def write_files(folder: Path) -> None:
    """The pages that nginx shows where nobody answers it, and their packed twins, one folder a language: `folder`/fr/,
    `folder`/en/…; and what it tells programs that ask the API. Each is replaced whole."""
    for language in languages.NAMES:
        (folder / language).mkdir(parents=True, exist_ok=True)
        for name in FOR_NGINX:
            body = page(name, language).encode()
            put(folder / language / f"{name}.html.gz", gzip.compress(body, 9, mtime=0))
            put(folder / language / f"{name}.html", body)
    put(folder / "503.json", problems.problem_response(problems.Unavailable()).content)


def put(file: Path, content: bytes) -> None:
    waiting = file.with_name(f".{file.name}.{os.getpid()}")
    waiting.write_bytes(content)
    os.replace(waiting, file)
