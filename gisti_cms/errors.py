"""What a reader is told when something goes wrong: what, and what to do. Nothing of what was asked is repeated."""

from django.shortcuts import render

from offices.api import problems


def bad_request(request, exception=None):
    if problems.concerns(request):
        return problems.problem_response(problems.Problem())
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    if problems.concerns(request):
        return problems.problem_response(problems.ServerError())
    return render(request, "errors/500.html", status=500)


def csrf_failure(request, reason=""):
    return render(request, "errors/csrf.html", status=403)
