"""Who may open which route. Closed by default: a view that declares nothing answers nobody.

Each view says its level with `@allow(...)`; the routes of libraries, which cannot, stand in `LIBRARY_ROUTES`. The suite
walks the URL configuration and fails on a route that is in neither (tests/test_access_matrix.py).
"""

from enum import IntEnum
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from accounts import resuming
from accounts.models import Role


class Access(IntEnum):
    PUBLIC = 0
    VOLUNTEER = 1
    MODERATOR = 2
    ADMINISTRATOR = 3


ROLE_OF = {
    Access.VOLUNTEER: Role.VOLUNTEER,
    Access.MODERATOR: Role.MODERATOR,
    Access.ADMINISTRATOR: Role.ADMINISTRATOR,
}

# Prefix of the route's full name → level. The longest prefix wins.
LIBRARY_ROUTES = {
    "admin:": Access.ADMINISTRATOR,
    "account_logout": Access.VOLUNTEER,
    "account_change_password": Access.VOLUNTEER,
    "account_reauthenticate": Access.VOLUNTEER,
}


def allow(level: Access):
    """Declare the level of a view (function or class)."""

    def declare(view):
        view.access = level
        return view

    return declare


def level_of(view_func, view_name: str) -> Access | None:
    """The declared level of a route, or None where nobody declared one."""
    view_class = getattr(view_func, "view_class", None) or getattr(view_func, "cls", None)
    for declared in (view_func, view_class):
        if (level := getattr(declared, "access", None)) is not None:
            return level
    prefixes = [prefix for prefix in LIBRARY_ROUTES if view_name.startswith(prefix)]
    return LIBRARY_ROUTES[max(prefixes, key=len)] if prefixes else None


class AccessMiddleware:
    """Refuses before the view is called. Public views are let through without touching the session (no cookie read)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        name = request.resolver_match.view_name or ""
        level = level_of(view_func, name)
        if level is None:
            raise ImproperlyConfigured(f"route {name or request.path} declares no access level")
        if level is Access.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if not request.user.has_role(ROLE_OF[level]):
            raise PermissionDenied
        return None


def ask_to_sign_in(request):
    """The login page, and from there back to the page one was on, or to what was being sent. What cannot be held until
    then is lost: say so."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    if resuming.holds(request):
        return resuming.sign_in_again(request)
    messages.warning(
        request,
        _(
            "Votre session avait pris fin\u00a0: ce que vous veniez d'envoyer n'a pas été enregistré. "
            "Connectez-vous, puis recommencez à partir de la page qui s'ouvrira."
        ),
    )
    return redirect_to_login(page_left(request))


def page_left(request) -> str:
    """The page that held the form: our own pages send their address along to ourselves, and only to ourselves."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return urlunsplit(("", "", came_from.path, came_from.query, ""))
