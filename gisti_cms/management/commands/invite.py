from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import invitations
from accounts.models import Role, ScopeKind
from geography.models import Department, Region
from offices.enums import PageKind
from offices.models import Page


class Command(BaseCommand):
    help = (
        "Opens an account and prints the link by which its owner chooses a password. Again: a new link, one more role."
    )

    def add_arguments(self, parser):
        parser.add_argument("address", metavar="ADDRESS", help="e-mail address; it is also the name to sign in with")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument(
            "--scope", metavar="CODE", help="a department's code (38), a region's or a ground's slug; absent: France"
        )

    def handle(self, *, address: str, role: str, scope: str | None, **options):
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError(
                _("« %(address)s » n'est pas une adresse électronique.") % {"address": address}
            ) from None
        kind, code = scope_named(scope) if scope else (ScopeKind.FRANCE, "")
        try:
            with transaction.atomic():
                user = invitations.invite(address, Role(role), kind, code)
        except invitations.AlreadyActive:
            raise CommandError(
                _("%(address)s a déjà un compte et un mot de passe ; ses rôles se changent dans /admin/.")
                % {"address": address}
            ) from None
        self.stdout.write(invitations.link(user))


def scope_named(text: str) -> tuple[ScopeKind, str]:
    """A region goes by its slug: "84" is both a region and a department."""
    if Department.objects.filter(code=text).exists():
        return ScopeKind.DEPARTMENT, text
    if region := Region.objects.filter(slug=text).first():
        return ScopeKind.REGION, region.code
    if Page.objects.published().with_slug(text).filter(kind=PageKind.GROUND).exists():
        return ScopeKind.GROUND, text
    raise CommandError(
        _(
            "« %(text)s » n'est ni le code d'un département (38), ni l'adresse d'une région (occitanie) "
            "ou d'un fondement (aes)."
        )
        % {"text": text}
    )
