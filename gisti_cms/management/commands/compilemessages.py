"""`manage.py compilemessages`: every catalogue of locale/ as a machine reads it, without GNU gettext."""

from django.core.management.base import BaseCommand

from gisti_cms import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues of locale/ (.po → .mo)."
    requires_system_checks = ()

    def handle(self, *args, **options):
        for path in catalogues.paths():
            catalogues.compile(path)
            self.stdout.write(str(path.with_suffix(".mo")))
