"""What was being sent when a session ended, given back after the login.

It travels in the page itself, signed: nothing that somebody without a session sends is stored on the server. Nothing is
sent again without a press on a button. Files cannot be given back (a browser fills no field with one), and forms of
accounts are not (they hold passwords): after these one begins anew.
"""

from dataclasses import dataclass

from allauth.account.forms import LoginForm
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

SALT = "accounts.resuming"
SECONDS_KEPT = 24 * 60 * 60
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Held:
    """A form as it was sent: its address on this site, and its fields in their order."""

    to: str
    fields: list[tuple[str, str]]


def holds(request: HttpRequest) -> bool:
    """Whether what this request brings can be given back: fields without files, for a view of ours that asks for a
    role. Those of accounts ask for none (PUBLIC is 0) or are a library's, and declare nothing themselves."""
    declared = getattr(request.resolver_match.func, "access", 0)
    return bool(declared) and request.method == "POST" and request.content_type == FORM


def hold(request: HttpRequest) -> str:
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    return signing.dumps({"to": request.get_full_path(), "fields": kept}, salt=SALT, compress=True)


def held(token: str) -> Held | None:
    """None for what is no word of ours, or is older than a day."""
    try:
        found = signing.loads(token, salt=SALT, max_age=SECONDS_KEPT)
    except signing.BadSignature:
        return None
    return Held(found["to"], [(name, value) for name, value in found["fields"]])


@never_cache
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The login, with what was sent held in its page."""
    messages.info(
        request,
        _(
            "Votre session avait pris fin. Rien n'est perdu\u00a0: connectez-vous ici, et vous pourrez renvoyer "
            "le formulaire tel que vous l'avez rempli."
        ),
    )
    context = {"form": LoginForm(request=request), "held": hold(request)}
    return render(request, "account/login.html", context, status=403)


@never_cache
def send_again(request: HttpRequest, form: Held) -> HttpResponse:
    return render(request, "account/send_again.html", {"held": form})


def offered(request: HttpRequest) -> HttpResponse | None:
    """For a form whose token is that of an earlier session: who signs in anew, in another window too, gets another.

    The browser says from which site a form was sent. Only a page of ours gets its words back: another site could have
    written them.
    """
    ours = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Origin") != ours or not holds(request):
        return None
    return send_again(request, held(hold(request))) if request.user.is_authenticated else sign_in_again(request)
