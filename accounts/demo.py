"""The people of a demonstration: enough for every rule that needs two of them. They exist under DEMO=1 only."""

from dataclasses import dataclass

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
    """Create those that are missing; give every one this password. What else was changed by hand stays."""
    for account in ACCOUNTS:
        user, _created = User.objects.get_or_create(username=account.username)
        if not user.check_password(password):
            user.set_password(password)
        grant(user, account.role)
