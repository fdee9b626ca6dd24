from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from geography.building import build
from geography.loading import DATA


class Command(BaseCommand):
    help = "Rebuilds geography/data/ from unpacked @etalab/decoupage-administratif packages (see its README)."

    def add_arguments(self, parser):
        parser.add_argument("package", type=Path, help="folder of the newest package")
        parser.add_argument("earlier", type=Path, nargs="*", help="folders of earlier packages, newest first")
        parser.add_argument("--to", type=Path, default=DATA, help="where to write (default: geography/data)")

    def handle(self, *, package: Path, earlier: list[Path], to: Path, **options):
        try:
            lines = build(package, earlier, to)
        except FileNotFoundError as error:
            raise CommandError(
                f"{error.filename} n'existe pas : donnez le dossier d'un paquet décompressé, celui qui contient data/."
            ) from error
        except (ValueError, KeyError) as error:
            raise CommandError(f"Paquet non reconnu, rien n'a été écrit : {error}.") from error
        self.stdout.write(", ".join(f"{name}.csv : {count} lignes" for name, count in lines.items()))
