"""What was being sent when a session ended, given back after the login.

It travels in the page itself, signed: nothing that somebody without a session sends is stored on the server. Nothing is
sent again without a press on a button, and it is offered only to the person for whom the form was opened: each form of
the working space says which (templates/espace/form/token.html). Files cannot be given back (a browser fills no field
with one), and forms of accounts are not (they hold passwords): after these one begins anew.
"""

from dataclasses import dataclass

from allauth.account.forms import LoginForm
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import User

SALT = "accounts.resuming"
SECONDS_KEPT = 24 * 60 * 60
FORM = "application/x-www-form-urlencoded"
OPENED_BY = "opened_by"


@dataclass(frozen=True)
class Held:
    """A form as it was sent: its address on this site, its fields in their order, and the mark of whose it is."""

    to: str
    fields: list[tuple[str, str]]
    opened_by: str

    def is_of(self, user: User) -> bool:
        return constant_time_compare(self.opened_by, user.mark)


def holds(request: HttpRequest) -> bool:
    """Whether what this request brings can be given back: fields without files, opened for somebody, for a view of
    ours that asks for a role. Those of accounts ask for none (PUBLIC is 0) or are a library's, and declare nothing."""
    declared = getattr(request.resolver_match.func, "access", 0)
    sent = bool(declared) and request.method == "POST" and request.content_type == FORM
    return sent and OPENED_BY in request.POST


def hold(request: HttpRequest) -> str:
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in fields if name not in ("csrfmiddlewaretoken", OPENED_BY)]
    said = {"to": request.get_full_path(), "fields": kept, OPENED_BY: request.POST[OPENED_BY]}
    return signing.dumps(said, salt=SALT, compress=True)


def held(token: str) -> Held | None:
    """None for what is no word of ours, or is older than a day."""
    try:
        found = signing.loads(token, salt=SALT, max_age=SECONDS_KEPT)
    except signing.BadSignature:
        return None
    return Held(found["to"], [(name, value) for name, value in found["fields"]], found.get(OPENED_BY, ""))


@never_cache
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The login, with what was sent held in its page."""
    messages.info(
        request,
        _(
            "Votre session avait pris fin. Rien n'est perdu\u00a0: connectez-vous ici avec le même compte, et vous "
            "pourrez renvoyer le formulaire tel que vous l'avez rempli."
        ),
    )
    context = {"form": LoginForm(request=request), "held": hold(request)}
    return render(request, "account/login.html", context, status=403)


@never_cache
def send_again(request: HttpRequest, form: Held) -> HttpResponse:
    return render(request, "account/send_again.html", {"held": form})


def tell_it_is_of_another(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        _(
            "Le formulaire resté ouvert ici avait été rempli avec un autre compte\u00a0: il ne vous est pas montré, et "
            "rien n'en est envoyé."
        ),
    )
    return redirect(f"{resolve_url(settings.LOGIN_REDIRECT_URL)}#resultat")


def offered(request: HttpRequest) -> HttpResponse | None:
    """For a form whose token is that of an earlier session: who signs in anew, in another window too, gets another.

    The browser says from which site a form was sent. Only a page of ours gets its words back: another site could have
    written them.
    """
    ours = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Origin") != ours or not holds(request):
        return None
    if not request.user.is_authenticated:
        return sign_in_again(request)
    form = held(hold(request))
    if form.is_of(request.user):
        return send_again(request, form)
    return tell_it_is_of_another(request)
