import hashlib
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gisti_cms import errors
from offices.models import Page
from offices.publishing import rendering
from offices.publishing.keys import store


class Command(BaseCommand):
    help = (
        "Brings an instance to where it can serve: tables, geography, static files; accounts and content of the demo."
    )

    def handle(self, **options):
        self.in_silence(_("Base de données"), "migrate", "--no-input")
        if static_files_changed():
            # Without those of DRF's browsable pages, which are not served and double the time.
            self.in_silence(_("Fichiers statiques"), "collectstatic", "--no-input", "--ignore", "rest_framework")
            stamp().write_text(fingerprint())
        errors.write_files(settings.ERRORS_DIR)  # they name the static files that were just collected
        call_command("load_geography")
        rendering.forget_another_past()
        store().leave()  # the one that is shown until now stays: its processes may still run
        rendering.show()
        if settings.DEMO:
            self.in_silence(_("Comptes de démonstration"), "demo_accounts")
            if not Page.objects.exists():
                call_command("load_fixtures", "--by", "moderation")

    def in_silence(self, title: str, *command: str) -> None:
        """Run a command that talks too much: say its title, then how long it took. A failure is its own to tell."""
        self.stdout.write(f"{title}… ", ending="")
        self.stdout.flush()
        begun = time.monotonic()
        call_command(*command, "--verbosity", "0")
        self.stdout.write(_("fait (%(seconds).1f s).") % {"seconds": time.monotonic() - begun})
        self.stdout.flush()


def stamp() -> Path:
    """The fingerprint of what was last collected. Collecting what has not changed costs seconds: it compresses."""
    return Path(settings.STATIC_ROOT) / "sources.sha256"


def static_files_changed() -> bool:
    return not stamp().exists() or stamp().read_text() != fingerprint()


def fingerprint() -> str:
    """Of the name, size and time of every static file of the project and of its libraries."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
