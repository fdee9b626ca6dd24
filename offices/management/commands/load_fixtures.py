import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from accounts.models import Role, User
from offices.exceptions import ModerationError
from offices.fixtures_loading import Fate, Report, bring
from offices.fixtures_reading import WrongFixture, wanted_pages


class Command(BaseCommand):
    help = (
        "Loads the first content: an office for each préfecture and sous-préfecture, and what fixtures/ describes. "
        "Again: only what has changed there since, and nothing that a person has decided."
    )

    def add_arguments(self, parser):
        parser.add_argument("--by", metavar="USERNAME", required=True, help="the moderator who decides this batch")

    def handle(self, *, by: str, verbosity: int, **options):
        moderator = moderator_named(by)
        try:
            pages = wanted_pages()
        except WrongFixture as error:
            raise CommandError(str(error)) from None
        silent = verbosity == 0 or not sys.stderr.isatty()
        try:
            with Progress(console=Console(stderr=True), transient=True, disable=silent) as progress:
                task = progress.add_task(_("Contenu de départ"), total=len(pages))
                report = bring(pages, by=moderator, told=lambda page: progress.advance(task))
        except ModerationError as error:
            raise CommandError(_("Rien n'a été chargé. %s") % error) from error
        if verbosity:
            self.tell(report)

    def tell(self, report: Report) -> None:
        self.stdout.write(
            _("Contenu de départ : %(created)d pages créées, %(updated)d mises à jour, %(unchanged)d inchangées.")
            % {
                "created": report.count(Fate.CREATED),
                "updated": report.count(Fate.UPDATED),
                "unchanged": report.count(Fate.UNCHANGED),
            }
        )
        if kept := report.slugs(Fate.KEPT):
            self.stdout.write(_("Laissées telles quelles, car décidées ou apportées autrement : %s.") % ", ".join(kept))


def moderator_named(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(_("Aucun compte ne s'appelle « %s ».") % username)
    if not user.has_role(Role.MODERATOR):
        raise CommandError(
            _("« %s » n'est pas modérateur·rice : indiquez avec --by le nom d'un compte qui l'est.") % username
        )
    return user
