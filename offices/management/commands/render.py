import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import islice
from multiprocessing import get_context

import django
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gisti_cms.supervisor import end_with

AT_ONCE = 5  # keys handed to a process: what an interrupted run still ends, and the step of the progress bar


class Command(BaseCommand):
    help = (
        "Renders every public address of this release into files, in parallel; what stands already is left, so that "
        "an interrupted run continues. Then has nginx serve this release."
    )

    def add_arguments(self, parser):
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (one a core)")

    def handle(self, *, jobs: int, verbosity: int, **options):
        from offices.publishing import keys, rendering

        waiting = [key for key in rendering.all_keys() if not all(map(rendering.is_rendered, keys.addresses_of(key)))]
        wanted = [(key, french_only) for french_only in (True, False) for key in waiting]
        connections.close_all()
        failed, count = {}, 0
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        silent = verbosity == 0 or not sys.stderr.isatty()
        with (
            Progress(*columns, console=Console(stderr=True), transient=True, disable=silent) as progress,
            ProcessPoolExecutor(jobs, get_context("spawn"), initializer=begin, initargs=(os.getpid(),)) as pool,
        ):
            task = progress.add_task(_("Rendu"), total=len(wanted))
            try:
                for done in as_completed([pool.submit(render_all, some) for some in batches(wanted)]):
                    for answered in done.result():
                        progress.advance(task)
                        count += len(answered)
                        failed |= {address: status for address, status in answered.items() if status != 200}
            except KeyboardInterrupt:
                pool.shutdown(cancel_futures=True)  # else the pool first renders all that was handed to it
                raise CommandError(_("Interrompu ; relancez la commande : ce qui est rendu est gardé.")) from None
        if failed:
            raise CommandError(
                _("%(count)s adresses n'ont pas été rendues : %(which)s")
                % {
                    "count": len(failed),
                    "which": ", ".join(f"{address} ({failed[address]})" for address in islice(failed, 10)),
                }
            )
        rendering.show()
        keys.store().note_filled()
        if verbosity:
            self.stdout.write(
                _("%(count)s adresses rendues ; la version %(release)s est servie.")
                % {"count": count, "release": keys.store().release}
            )


def begin(parent: int) -> None:
    """In a process of its own. Ctrl-C in a terminal reaches it too: whoever started it hears that, and tells it. Where
    that one is killed, it ends as well: it would wait for ever for work that nobody hands it."""
    end_with(parent, signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()


def batches(wanted: list[tuple[str, bool]]):
    rest = iter(wanted)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def render_all(some: list[tuple[str, bool]]) -> list[dict[str, int]]:
    """In a process of its own: for each key the addresses that had no file, with the status they were answered by. In
    French, which most people read, before any other language."""
    from offices.publishing import rendering

    return [rendering.warm(key, french_only=french_only) for key, french_only in some]
