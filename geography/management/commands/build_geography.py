from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geography.building import build
from geography.loading import DATA


class Command(BaseCommand):
    help = "Rebuilds geography/data/ from unpacked @etalab/decoupage-administratif packages (see the README there)."

    def add_arguments(self, parser):
        parser.add_argument("package", type=Path, help="folder of the newest package, the one that contains data/")
        parser.add_argument("earlier", type=Path, nargs="*", help="folders of earlier packages, newest first")
        parser.add_argument("--to", type=Path, default=DATA, help="where to write (default: geography/data)")

    def handle(self, *, package: Path, earlier: list[Path], to: Path, **options):
        try:
            lines = build(package, earlier, to)
        except FileNotFoundError as error:
            raise CommandError(
                _("%(file)s n'existe pas : donnez le dossier d'un paquet décompressé, celui qui contient data/.")
                % {"file": error.filename}
            ) from error
        except (ValueError, KeyError) as error:
            raise CommandError(
                _("Paquet non reconnu, rien n'a été écrit : %(reason)s.") % {"reason": repr(error)}
            ) from error
        for name, count in lines.items():
            self.stdout.write(_("%(name)s.csv : %(count)s lignes") % {"name": name, "count": count})
