from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from geography.loading import counts, load


class Command(BaseCommand):
    help = "Loads the official geography (geography/data/); does nothing where this edition is already loaded."

    def handle(self, **options):
        heading = _("Géographie chargée") if load() else _("Géographie déjà à jour")
        totals = ", ".join(f"{total} {model._meta.verbose_name_plural}" for model, total in counts())
        self.stdout.write(f"{heading} : {totals}.")
