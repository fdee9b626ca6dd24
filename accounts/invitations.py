"""Accounts are opened by invitation: whoever is invited chooses a password through a link that works once."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import Membership, Role, ScopeKind, User


class AlreadyActive(Exception):
    """The account exists and has chosen its password: a link would let whoever holds it take the account over."""


def invite(address: str, role: Role, scope_kind: ScopeKind = ScopeKind.FRANCE, scope_code: str = "") -> User:
    """Open an account under this e-mail address, without a password. A second invitation renews the link."""
    user, created = User.objects.get_or_create(username=address.lower(), defaults={"email": address.lower()})
    if created:
        user.set_unusable_password()
    elif user.has_usable_password():
        raise AlreadyActive(address)
    grant(user, role, scope_kind, scope_code)
    return user


def grant(user: User, role: Role, scope_kind: ScopeKind = ScopeKind.FRANCE, scope_code: str = "") -> None:
    """Give a role over a scope. Administrators also enter /admin/."""
    Membership.objects.get_or_create(user=user, role=role, scope_kind=scope_kind, scope_code=scope_code)
    if role == Role.ADMINISTRATOR:
        user.is_staff = user.is_superuser = True
    user.save()


def link(user: User) -> str:
    """Works until it is used or until PASSWORD_RESET_TIMEOUT: the token holds the hash of the password it replaces."""
    token = default_token_generator.make_token(user)
    path = reverse("invitation", args=[urlsafe_base64_encode(force_bytes(user.pk)), token])
    return f"{settings.SITE_URL}{path}"
