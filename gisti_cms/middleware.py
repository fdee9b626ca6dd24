"""The headers every answer carries, whoever made it: a view, a static file, a refusal, an error."""

from gisti_cms import headers


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
