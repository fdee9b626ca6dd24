"""`manage.py missing_translations`: what each language of the site still lacks, or says with other signs."""

from django.core.management.base import BaseCommand, CommandError

from gisti_cms import catalogues


class Command(BaseCommand):
    help = "List, for each language, what is not translated, to be checked, or differs in its placeholders or tags."

    def add_arguments(self, parser):
        parser.add_argument("languages", nargs="*", help="all of them where none is named")

    def handle(self, *args, languages, **options):
        missing = 0
        for path in catalogues.paths():
            name = path.parts[-3]
            if languages and name not in languages:
                continue
            entries = catalogues.read(path.read_text())
            problems = list(catalogues.problems(entries))
            for problem in problems:
                self.stdout.write(f"{name}: {problem}")
            self.stdout.write(f"{name}: {len(entries) - 1} entries, {len(problems)} problems")
            missing += len(problems)
        if missing:
            raise CommandError(f"{missing} problems")
