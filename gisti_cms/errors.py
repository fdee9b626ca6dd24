"""What a reader is told when something goes wrong: what, and what to do. Nothing of what was asked is repeated."""

import sys

from django.db import InterfaceError, OperationalError
from django.shortcuts import render

from offices.api import problems

SECONDS_TO_WAIT = 30  # as nginx says when nobody answers it (deploy/nginx.conf)


def bad_request(request, exception=None):
    if problems.concerns(request):
        return problems.problem_response(problems.Problem())
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable(request)
    if problems.concerns(request):
        return problems.problem_response(problems.ServerError())
    return render(request, "errors/500.html", status=500)


def unavailable(request):
    """The database is away: what was rendered is still served by whoever serves files, the rest waits."""
    if problems.concerns(request):
        response = problems.problem_response(problems.Unavailable())
    else:
        response = render(request, "errors/503.html", status=503)
    response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
    response.headers["Cache-Control"] = "no-store"
    return response


def csrf_failure(request, reason=""):
    return render(request, "errors/csrf.html", status=403)
