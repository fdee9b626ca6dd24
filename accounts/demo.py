"""The people of a demonstration: enough for every rule that needs two of them. They exist under DEMO=1 only."""

from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.invitations import grant
from accounts.models import Role, User


@dataclass(frozen=True)
class DemoAccount:
    username: str
    role: Role
    title: Promise


ACCOUNTS = (
    DemoAccount("benevole", Role.VOLUNTEER, _("bénévole : propose")),
    DemoAccount("benevole2", Role.VOLUNTEER, _("bénévole")),
    DemoAccount("moderation", Role.MODERATOR, _("modération, France entière : décide")),
    DemoAccount("moderation2", Role.MODERATOR, _("modération, France entière")),
    DemoAccount("administration", Role.ADMINISTRATOR, _("administration, et /admin/")),
)


def make_accounts(password: str) -> None:
    """Create those that are missing; give every one this password, also where it was changed: it is printed for all.

    One hash serves them all, and is kept while it fits: each costs half a second, and a new one ends the sessions.
    """
    names = [account.username for account in ACCOUNTS]
    kept = User.objects.filter(username__in=names).values_list("password", flat=True).first()
    encoded = kept if kept and check_password(password, kept) else make_password(password)
    for account in ACCOUNTS:
        user, _created = User.objects.get_or_create(username=account.username)
        user.password = encoded
        grant(user, account.role)
