import json
import sys
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from offices.exceptions import ModerationError
from offices.importing.anomalies import Code
from offices.importing.documents import Parsed, parse_document
from offices.importing.reading import MAX_BYTES, Refused
from offices.importing.shelf import Shelf
from offices.importing.writing import Fate, Report, gazetteer, write
from offices.management.commands.load_fixtures import moderator_named
from offices.models import Office


class Command(BaseCommand):
    help = (
        "Reads dossiers: facts, quoted words and dates enter through the door. Pages that nobody has decided are "
        "decided as a batch; elsewhere one proposal waits. All documents, or none. See docs/importing.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
        parser.add_argument("--by", metavar="USERNAME", required=True, help="the moderator who decides this batch")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object on stdout")

    def handle(self, *, files: list[Path], by: str, dry_run: bool, verbosity: int, **options):
        moderator = moderator_named(by)
        if not Office.objects.published().exists():
            raise CommandError(
                _("Aucun guichet n'a de page : lancez d'abord « manage.py load_fixtures --by %s ».") % by
            )
        silent = verbosity == 0 or not sys.stderr.isatty()
        with Progress(console=Console(stderr=True), transient=True, disable=silent) as progress:
            reading = progress.add_task(_("Lecture"), total=len(files))
            writing = progress.add_task(_("Écriture"), total=len(files))
            try:
                shelf = Shelf()
                for parsed in self.parsed(files):  # every document is readable before the first is written
                    shelf.put(parsed)
                    progress.advance(reading)
                reports = self.written(
                    shelf, by=moderator, dry_run=dry_run, told=lambda parsed: progress.advance(writing)
                )
            except Refused as error:
                raise CommandError(_("Rien n'a été écrit. %s") % error) from None
            except ModerationError as error:
                raise CommandError(_("Rien n'a été écrit. %s") % error) from error
        if options["json"]:
            self.stdout.write(json.dumps({"documents": [report.as_json() for report in reports]}, ensure_ascii=False))
        elif verbosity:
            for report in reports:
                self.tell(report, dry_run=dry_run)

    def parsed(self, files: list[Path]) -> Iterator[Parsed]:
        """One document at a time: a thousand of them take the memory of one."""
        known, today = gazetteer(), timezone.localdate()
        for path in files:
            yield parse_document(path.name, contents(path), known, today)

    def written(self, shelf: Shelf, **options) -> list[Report]:
        """The reports in the order of the files, though the documents are written in the order of their dates."""
        reports = zip(shelf.order, write(shelf.by_date(), **options), strict=True)
        return [report for _number, report in sorted(reports, key=itemgetter(0))]

    def tell(self, report: Report, *, dry_run: bool) -> None:
        parsed = report.parsed
        self.stdout.write(self.style.MIGRATE_HEADING(f"{parsed.name} – {parsed.region or _('guide')}"))
        if report.known:
            self.stdout.write(_("  Déjà lu, à l'octet près : rien à faire."))
        else:
            done = _("  Pages qui seraient") if dry_run else _("  Pages")
            counts = {
                _("écrites"): report.count(Fate.WRITTEN),
                _("proposées"): report.count(Fate.PROPOSED, Fate.CONFLICT),
                _("dont en conflit"): report.count(Fate.CONFLICT),
                _("inchangées"): report.count(Fate.UNCHANGED, Fate.LEFT),
            }
            said = ", ".join(f"{count} {label}" for label, count in counts.items())
            self.stdout.write(f"{done} : {said}.")
        for anomaly in report.anomalies:
            label = Code(anomaly.code).label
            where = _("%(name)s, ligne %(line)s") % {"name": parsed.name, "line": anomaly.line}
            self.stdout.write(f"  {where} : {label} ({anomaly.code}). {anomaly.message}")


def contents(path: Path) -> bytes:
    """The bytes of a file, no more of them than are needed to refuse it."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Refused(path.name, 1, _("le fichier n'existe pas")) from None
    except IsADirectoryError:
        raise Refused(path.name, 1, _("c'est un dossier de fichiers : nommez les fichiers eux-mêmes")) from None
    except OSError as error:
        raise Refused(path.name, 1, _("le fichier ne se lit pas (%s)") % error.strerror) from None
