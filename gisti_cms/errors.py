"""What a reader is told when something goes wrong: what, and what to do. Nothing of what was asked is repeated, kept or
logged; a page that does not exist names places that the site knows (offices/near.py)."""

import gzip
import os
import sys
from pathlib import Path

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string

from offices.api import problems
from offices.near import Near, near
from offices.views.public import spelling

SECONDS_TO_WAIT = 30  # as nginx says when nobody answers it (deploy/nginx.conf)
TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)

# What stands in a file for nginx, which says it where nobody answers (manage.py prepare).
FOR_NGINX = ("400", "413", "503")


def bad_request(request, exception=None):
    if problems.concerns(request):
        return problems.problem_response(problems.Problem())
    if isinstance(exception, TOO_BIG):
        return render(request, "errors/413.html", status=413)
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    if request.method in ("GET", "HEAD") and (address := spelling.meant(request.path_info)):
        return HttpResponsePermanentRedirect(with_query(address, request.META.get("QUERY_STRING", "")))
    try:
        found = near(request.path_info)
    except DatabaseError:  # the page needs no database
        found = Near()
    return render(request, "errors/404.html", {"near": found}, status=404)


def with_query(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def method_not_allowed(request):
    return render(request, "errors/405.html", status=405)


def too_many_requests(request):
    return render(request, "errors/429.html", status=429)


def server_error(request):
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable(request)
    if problems.concerns(request):
        return problems.problem_response(problems.ServerError())
    return render(request, "errors/500.html", status=500)


def unavailable(request):
    """The database is away, or an operator is at work: what was rendered is still served by whoever serves files, the
    rest waits."""
    if problems.concerns(request):
        response = problems.problem_response(problems.Unavailable())
    else:
        response = render(request, "errors/503.html", status=503)
    response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
    response.headers["Cache-Control"] = "no-store"
    return response


def csrf_failure(request, reason=""):
    return render(request, "errors/csrf.html", status=403)


def write_files(folder: Path) -> None:
    """The pages that nginx shows where nobody answers it, and their packed twins. Each is replaced whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FOR_NGINX:
        body = render_to_string(f"errors/{name}.html").encode()
        for file, content in ((f"{name}.html.gz", gzip.compress(body, 9, mtime=0)), (f"{name}.html", body)):
            waiting = folder / f".{file}.{os.getpid()}"
            waiting.write_bytes(content)
            os.replace(waiting, folder / file)
