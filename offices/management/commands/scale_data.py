import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress

from geography.models import Commune
from offices.fixtures_reading import WrongFixture
from offices.synthetic import filling
from offices.synthetic.texts import subjects


class Command(BaseCommand):
    help = (
        "Fills an empty database with invented pages to measure with: procedures, the versions they had (a hundredth "
        "of them of one page) and proposals that wait. Refuses a database that holds anything real."
    )

    def add_arguments(self, parser):
        parser.add_argument("--procedures", type=int, default=10_000)
        parser.add_argument("--versions", type=int, default=1_000_000, help="of all procedures together")
        parser.add_argument("--proposals", type=int, default=100_000, help="that wait for a decision")

    def handle(self, *, procedures: int, versions: int, proposals: int, verbosity: int, **options):
        if procedures < 3 or versions < 100 * procedures // 99 + 1 or proposals < 0:
            raise CommandError(_("Il faut au moins 3 modalités, et au moins une version pour chacune."))
        try:
            filling.refuse_real_content()
        except filling.RealContent as error:
            raise CommandError(str(error)) from None
        if not Commune.objects.exists():
            call_command("load_geography", verbosity=0)
        silent = verbosity == 0 or not sys.stderr.isatty()
        columns = (*Progress.get_default_columns(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), disable=silent) as progress:

            def step(title: str, total: int | None):
                task = progress.add_task(title, total=total)
                return lambda done: progress.advance(task, done)

            writers, moderator = filling.people()
            try:
                places = filling.publish_places(moderator, step(_("Guichets et fondements"), None))
            except WrongFixture as error:
                raise CommandError(str(error)) from None
            found = subjects(places, procedures)
            made = filling.write_history(found, versions, writers, moderator, step(_("Versions"), versions))
            filling.write_index(made, step(_("Index"), procedures))
            filling.write_waiting(made, proposals, step(_("Propositions"), proposals))
            filling.tidy()
        if verbosity:
            self.stdout.write(
                _("%(procedures)d modalités d'essai, %(versions)d versions, %(proposals)d propositions en attente.")
                % {"procedures": procedures, "versions": versions, "proposals": proposals}
            )
