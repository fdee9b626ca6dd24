from django.core.management.base import BaseCommand

from geography.loading import counts, load


class Command(BaseCommand):
    help = "Loads the official geography (geography/data/); does nothing where this edition is already loaded."

    def handle(self, **options):
        written = load()
        totals = ", ".join(f"{total} {model._meta.verbose_name_plural}" for model, total in counts())
        self.stdout.write(f"Géographie {'chargée' if written else 'déjà à jour'} : {totals}.")
