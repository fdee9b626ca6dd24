"""`manage.py makemessages`: the words that readers can be shown, into the catalogues of every language of the site.

What only volunteers read stays French, as the contents do on which they work: it has no address in another language,
and no line in a catalogue. tests/offices/test_languages.py asks for every kind of public page in every language and
fails where a word was not extracted; a file that readers begin to see leaves PRIVATE.
"""

import re
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.commands import makemessages
from django.utils.translation import to_locale

from gisti_cms import catalogues

PRIVATE = (
    ".venv",
    "var",
    "benchmarks",
    "deploy",
    "docs",
    "fixtures",
    "requirements",
    "tests",
    "apps.py",
    "accounts",
    "geography/management",
    "gisti_cms/management",
    "gisti_cms/serving.py",
    "offices/admin.py",
    "offices/api",
    "offices/changes/merge.py",
    "offices/changes/turns.py",
    "offices/dossiers",
    "offices/evidence.py",
    "offices/exceptions.py",
    "offices/exporting.py",
    "offices/fixtures_*",
    "offices/forms",
    "offices/importing",
    "offices/integrity.py",
    "offices/management",
    "offices/models",
    "offices/moderation.py",
    "offices/presentation/moves.py",
    "offices/references.py",
    "offices/synthetic",
    "offices/views/workspace",
    "sources/gate.py",
    "sources/guard.py",
    "sources/management",
    "sources/models.py",
    "sources/verdicts.py",
    "templates/account",
    "templates/allauth",
    "templates/api",
    "templates/espace",
)


class Command(makemessages.Command):
    help = "Extract what readers can be shown into locale/, and compile it. Needs GNU gettext."
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=lazy", "--keyword=N_"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        others = [to_locale(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        parser.set_defaults(locale=others, ignore_patterns=[*PRIVATE], add_location="file", no_wrap=True)

    def write_po_file(self, potfile: str, locale: str) -> None:
        """The date of an extraction says nothing, and would be the one line that two people always both change.

        GNU gettext (0.21) reads Python's "\\u00a0" as six signs, under which nobody would look a word up.
        """
        extracted = Path(potfile)
        extracted.write_text(re.sub(r"\\\\u([0-9a-f]{4})", lambda sign: chr(int(sign[1], 16)), extracted.read_text()))
        super().write_po_file(potfile, locale)
        path = catalogues.path_of(locale)
        path.write_text(re.sub(r'^"(?:POT-Creation|PO-Revision)-Date:.*\n', "", path.read_text(), flags=re.MULTILINE))
        catalogues.compile(path)
