import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from geography.models import Region
from offices.dossiers.pages import COMMON_TITLE, TITLE, common_text, dossier_text
from offices.exporting import common_blocks, names_in, not_official, region_dossier

COMMON_FILE = "fondements.txt"
# What a file that this command wrote begins with: such a file may be written anew.
OURS = tuple(f"# {title}\n" for title in (TITLE, COMMON_TITLE))


class Command(BaseCommand):
    help = (
        "Writes what is published in the dossiers' own format: a file for each region that has content, one for "
        "grounds, guide and legal notes. Read again by import_documents, it is the same content. See docs/importing.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path, help="made if it does not exist")

    def handle(self, *, folder: Path, verbosity: int, **options):
        regions = list(Region.objects.all())
        silent = verbosity == 0 or not sys.stderr.isatty()
        with Progress(console=Console(stderr=True), transient=True, disable=silent) as progress:
            task = progress.add_task(_("Dossiers"), total=len(regions) + 1)
            files = {}
            for name, text in self.texts(regions):  # everything is written in memory before the first file is touched
                progress.advance(task)
                if text:
                    files[name] = text
        if not files:
            raise CommandError(_("Rien n'est publié : il n'y a rien à exporter."))
        self.refuse_foreign(folder, files)
        written = [name for name, text in files.items() if self.write(folder / name, text)]
        if verbosity:
            unchanged = len(files) - len(written)
            self.stdout.write(
                _("%(folder)s : %(written)s fichier(s) écrit(s), %(unchanged)s inchangé(s).")
                % {"folder": folder, "written": len(written), "unchanged": unchanged}
            )
            if left := left_over(folder, files):
                self.stdout.write(_("Restent d'un export plus ancien, à effacer ou non : %s.") % ", ".join(left))

    def texts(self, regions: list[Region]) -> Iterator[tuple[str, str]]:
        """(name of a file, what it holds); empty where nothing is published."""
        common = common_blocks()
        yield COMMON_FILE, common_text(common, names_in(common)) if common else ""
        offices = not_official()
        for region in regions:
            dossier = region_dossier(region, offices)
            text = dossier_text(dossier, names_in(dossier.blocks)) if dossier.blocks else ""
            yield f"region-{region.slug}.txt", text

    def refuse_foreign(self, folder: Path, files: dict[str, str]) -> None:
        """Nothing is overwritten that this command has not written itself."""
        if folder.exists() and not folder.is_dir():
            raise CommandError(_("%s est un fichier : nommez un dossier.") % folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(
                _("Le dossier %(folder)s ne peut pas être créé (%(why)s).") % told(folder, error)
            ) from None
        for name in files:
            path = folder / name
            if path.exists() and not is_ours(path):
                raise CommandError(
                    _("Rien n'a été écrit. %s existe et n'est pas un export : déplacez-le, ou nommez un autre dossier.")
                    % path
                )

    def write(self, path: Path, text: str) -> bool:
        """Whether the file changed. It is whole at any moment: what is read is the old one or the new one."""
        data = text.encode()
        try:
            if path.exists() and path.read_bytes() == data:
                return False
            unfinished = path.with_suffix(".txt.part")
            unfinished.write_bytes(data)
            unfinished.replace(path)
        except OSError as error:
            raise CommandError(_("%(folder)s ne peut pas être écrit (%(why)s).") % told(path, error)) from None
        return True


def left_over(folder: Path, files: dict[str, str]) -> list[str]:
    """Exports that stand for nothing published any more. They are not deleted: someone may have corrected them."""
    return sorted(path.name for path in folder.glob("*.txt") if path.name not in files and is_ours(path))


def is_ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(200).decode(errors="replace").startswith(OURS)


def told(path: Path, error: OSError) -> dict[str, object]:
    return {"folder": path, "why": error.strerror}
