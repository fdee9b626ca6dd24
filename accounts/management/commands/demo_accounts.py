from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.demo import ACCOUNTS, make_accounts


class Command(BaseCommand):
    help = "Creates the accounts of the demonstration, or gives them back their password (DEMO_PASSWORD)."

    def handle(self, *, verbosity: int, **options):
        if not settings.DEMO:
            raise CommandError(
                _("Les comptes de démonstration n'existent que sous DEMO=1 ; ailleurs : manage.py invite.")
            )
        with transaction.atomic():
            make_accounts(settings.DEMO_PASSWORD)
        if verbosity:
            self.stdout.write(", ".join(account.username for account in ACCOUNTS))
