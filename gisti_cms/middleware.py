"""What every answer has in common, whoever made it: its headers, its words where it is refused, its language."""

from django.conf import settings
from django.utils.translation import override

from gisti_cms import errors, headers
from offices import languages
from offices.api import problems


class SecurityHeadersMiddleware:
    """Sets what neither Django nor django-csp sets, and keeps signed-in answers out of every shared cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in headers.ALWAYS.items():
            response.headers.setdefault(name, value)
        if "Cookie" in response.get("Vary", ""):
            response.headers["Cache-Control"] = "private, no-store"
        else:
            for name, value in headers.FOR_ALL.items():
                response.headers.setdefault(name, value)
        return response


class MaintenanceMiddleware:
    """While an operator's file stands, nothing is asked of the database and nothing is written: what was rendered is
    read on (nginx and the front answer it before Django does), the rest is told to wait. docs/publishing.md"""

    ANSWERED = ("/healthz", "/readyz")

    def __init__(self, get_response):
        self.get_response, self.file = get_response, settings.MAINTENANCE_FILE

    def __call__(self, request):
        if self.file.exists() and request.path_info not in self.ANSWERED:
            return errors.unavailable(request)
        return self.get_response(request)


class WordsForRefusalsMiddleware:
    """Django refuses a method with an empty page: a reader is told what happened."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.content and not problems.concerns(request):
            told = errors.method_not_allowed(request)
            told.headers["Allow"] = response.headers["Allow"]
            return told
        return response


class LanguageMiddleware:
    """The language is that of the address, and of nothing else: no cookie, no header of the browser. What is cached,
    printed or passed on stays in the language in which it was read."""

    def __init__(self, get_response):
        self.get_response = get_response
        languages.mark_what_is_missing()

    def __call__(self, request):
        language = languages.of_address(request.path_info)
        if language == languages.SOURCE:
            return self.get_response(request)
        with override(language):
            response = self.get_response(request)
        if not response.streaming:
            finish = languages.marked if is_html(response) else languages.unmarked
            response.content = finish(response.content.decode(), language).encode()
        return response


def is_html(response) -> bool:
    return response.get("Content-Type", "").startswith("text/html")
