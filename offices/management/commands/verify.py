from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from offices import integrity


class Command(BaseCommand):
    help = "Compare ce qui est publié à ce qui a été décidé, et nomme ce qui ne correspond pas."

    def handle(self, **options):
        found = 0
        for finding in integrity.findings():
            self.stdout.write(finding)
            found += 1
        if found:
            raise CommandError(_("%s écart(s). Rien n'a été modifié.") % found)
        self.stdout.write(_("Tout ce qui est publié est ce qui a été décidé."))
