import json

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from sources.checker import check, claim
from sources.guard import refusal
from sources.models import Source


class Command(BaseCommand):
    help = "Reads sources now, in this process. The Celery task calls the same function. Exit 0 whatever is found."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--due", action="store_true", help="the sources that are due (default)")
        which.add_argument("--all", action="store_true", help="every source")
        which.add_argument("--url", help="this address, known or not")
        parser.add_argument("--json", action="store_true", help="one JSON object per line on the standard output")

    def handle(self, *args, **options):
        self.as_json = options["json"]
        if options["url"] is not None:
            self.check_one(options["url"])
            return
        sources = Source.objects.all() if options["all"] else Source.objects.due(timezone.now())
        with claim(sources) as claimed:
            for report in self.with_progress(check(claimed), len(claimed)):
                self.tell(report.as_dict())

    def check_one(self, url: str) -> None:
        """One address, at once. A refused one is told as such and leaves no row."""
        if sentence := refusal(url):
            self.tell({"url": url, "verdict": "refused", "message": sentence, "checked_at": timezone.now().isoformat()})
            return
        for report in check([Source.objects.get_or_create_for(url)]):
            self.tell(report.as_dict())

    def with_progress(self, reports, total: int):
        """A bar on the standard error, for people: a program that reads our output sees none."""
        hidden = not self.stderr.isatty()
        return track(reports, _("Lecture des sources"), total, console=Console(stderr=True), disable=hidden)

    def tell(self, found: dict) -> None:
        if self.as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write(f"{found['verdict']:<12} {found['url']}\n             {found['message']}")
