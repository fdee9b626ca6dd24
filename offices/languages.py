"""The languages in which the site is read. French is the source and has no prefix; another stands in the address.

Not everything on an English page is English: names, quotations and what people wrote stay as they are, and what nobody
has translated yet is said in French. Both are put between two signs that no text contains (`french`, `Untranslated`);
when the page is made, `marked` turns the signs into `<span lang="fr">`, so that a screen reader changes its voice and a
line from right to left keeps them whole. On a French page there are no signs.
"""

import gettext
import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.urls import URLResolver
from django.utils.translation import get_language, override, to_locale, trans_real
from django.utils.translation import gettext as _

SOURCE = settings.LANGUAGE_CODE
NAMES = dict(settings.LANGUAGES)  # code → its own name for itself
OTHERS = tuple(code for code in NAMES if code != SOURCE)

Said = TypeVar("Said")

# Signs of the private use area: (what is French whatever the language, what is French because nobody translated it).
OPEN, UNTRANSLATED, CLOSE = "\ue000", "\ue001", "\ue002"
SIGNS = str.maketrans("", "", OPEN + UNTRANSLATED + CLOSE)
# Where no element may stand, signs only go: in tags, and in elements that hold nothing but text. A choice that is
# French from its first word to its last says so itself.
PARTS = re.compile(
    f"<(title|option|textarea|script|text)\\b.*?</\\1>|<[^>]*>|[{OPEN}{UNTRANSLATED}{CLOSE}]", re.DOTALL | re.IGNORECASE
)

FRENCH_CHOICE = re.compile(
    f"<option\\b([^>]*>\\s*[{OPEN}{UNTRANSLATED}][^{OPEN}{UNTRANSLATED}{CLOSE}]*{CLOSE}\\s*</)", re.I
)


def is_source() -> bool:
    """Whether the language in force is the one in which everything is written."""
    return get_language() in (SOURCE, None)


# --- Addresses -------------------------------------------------------------------------------------------------------


def of_address(path: str) -> str:
    """The language of an address: "/ar/departements/" → "ar"."""
    first = path[1 : path.find("/", 1)]
    return first if first in OTHERS else SOURCE


def address_in(language: str, path: str) -> str:
    """The same page in another language. `path`: an address in French."""
    return path if language == SOURCE else f"/{language}{path}"


def without_prefix(path: str) -> str:
    """The French address of the same page."""
    language = of_address(path)
    return path if language == SOURCE else path.removeprefix(f"/{language}")


class Prefix:
    """What stands before an address: nothing, or any language of the site. The address of a view is given in the
    language in force. Django's own prefix finds a view in the language in force alone, and not below an `include`."""

    converters: dict = {}

    @property
    def regex(self) -> re.Pattern:
        return re.compile("" if is_source() else re.escape(f"{get_language()}/"))

    def match(self, path: str):
        first, slash, rest = path.partition("/")
        return (rest if slash and first in OTHERS else path), (), {}

    def check(self) -> list:
        return []

    def describe(self) -> str:
        """What Django's page for developers says of an address that leads nowhere."""
        return "any language"

    def __str__(self) -> str:
        return ""


def in_every_language(patterns: list) -> list:
    """These addresses, as they stand and below the prefix of every other language."""
    return [URLResolver(Prefix(), patterns)]  # type: ignore[arg-type]  # the stubs name Django's own patterns alone


# --- What stays French -----------------------------------------------------------------------------------------------


def french(text: object) -> str:
    """Words that are French whatever the language of the page: a name, a title, what somebody wrote."""
    text = str(text)
    return text if is_source() or not text else f"{OPEN}{text}{CLOSE}"


def in_french(say: Callable[..., Said], *arguments) -> Said:
    """What is said of these things in French, whatever the language of the page."""
    with override(SOURCE):
        return say(*arguments)


def plain(text: str) -> str:
    """Without the signs: for what is compared, counted or copied."""
    return text.translate(SIGNS)


def closed(text: str) -> str:
    """A text that was cut, with the ends of the pairs that it lost: an open sign would mark what follows."""
    return text + CLOSE * (text.count(OPEN) + text.count(UNTRANSLATED) - text.count(CLOSE))


def unmarked(text: str, language: str) -> str:
    """What has no elements: suggestions, a drawing."""
    return plain(text)


def marked(html: str, language: str) -> str:
    """The page with an element for every pair of signs, the outermost where one holds others. Half a pair goes."""
    direction = ' dir="ltr"' if language in settings.LANGUAGES_BIDI else ""
    depth = 0

    def replace(part: re.Match) -> str:
        nonlocal depth
        found = part[0]
        if len(found) > 1:
            return plain(FRENCH_CHOICE.sub(rf'<option lang="{SOURCE}"\1', found))
        if found != CLOSE:
            depth += 1
            return f'<span lang="{SOURCE}"{direction}>' if depth == 1 else ""
        depth, closes = max(depth - 1, 0), depth == 1
        return "</span>" if closes else ""

    return PARTS.sub(replace, html) + "</span>" * bool(depth)


class Untranslated(gettext.NullTranslations):
    """What is said where the catalogue of a language has nothing: French, between signs.

    Django's own words are English in the source: where its French catalogue has them, that is what is said, except to
    who reads English.
    """

    def __init__(self, language: str):
        super().__init__()
        self.language, self.source = language, trans_real.translation(SOURCE)

    def gettext(self, message: str) -> str:
        return self.said(self.source.gettext(message), message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.said(self.source.ngettext(msgid1, msgid2, n), msgid1, msgid2)

    def said(self, french: str, *messages: str) -> str:
        if trans_real.CONTEXT_SEPARATOR in messages[0]:
            return messages[0]  # Django asks again, without the context
        if french not in messages and self.language.startswith("en"):
            return messages[0]
        return f"{UNTRANSLATED}{french}{CLOSE}"


def mark_what_is_missing() -> None:
    """Have every other language fall back on marked French. Django would fall back on French without a word."""
    for language in OTHERS:
        trans_real.translation(language)._fallback = Untranslated(language)  # type: ignore[attr-defined]  # of gettext


# What a translation keeps of its source: between brackets, as the name that a counter knows ("the counter (guichet)"),
# or a word with an accent that only French has ("this département"). Placeholders and tags are neither.
BRACKETED = re.compile(r"(?<!%)\(([^()%<>]*[a-zà-öø-ÿœ][^()%<>]*)\)")
ACCENTED = re.compile(r"[^\W\d_]*[À-ÖØ-öø-ÿŒœ][^\W\d_]*")
ACCENTED_RUN = re.compile(f"(?:{ACCENTED.pattern})(?:['’ ](?:{ACCENTED.pattern}))*")
WORD = re.compile(r"[^\W\d_]+")
STEM = 4  # letters by which a word is known again in another number or gender


def with_terms_marked(said: str, source: str) -> str:
    """A translation with its French words between signs. It is marked when a catalogue is compiled: who translates need
    not know of signs, and no page looks for French words."""
    known = WORD.findall(source.casefold())

    def stands_in_source(text: str) -> bool:
        return all(any(is_form_of(word, other) for other in known) for word in WORD.findall(text.casefold()))

    def bracketed(found: re.Match) -> str:
        return f"({OPEN}{found[1]}{CLOSE})" if stands_in_source(found[1]) else found[0]

    def accented(found: re.Match) -> str:
        return f"{OPEN}{found[0]}{CLOSE}" if stands_in_source(found[0]) else found[0]

    parts = re.split(f"({OPEN}[^{CLOSE}]*{CLOSE})", BRACKETED.sub(bracketed, said))
    return "".join(part if part.startswith(OPEN) else ACCENTED_RUN.sub(accented, part) for part in parts)


def is_form_of(word: str, other: str) -> bool:
    return word == other if len(word) < STEM else other.startswith(word[:STEM])


# --- Who has read the translations -----------------------------------------------------------------------------------


@cache
def is_reviewed(language: str) -> bool:
    """Whether somebody who knows the language has read its catalogue: locale/<language>/review.toml says when and in
    which capacity. Until then the French stands beside each fact."""
    if language == SOURCE:
        return True
    record = Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "review.toml"
    return record.exists() and bool(tomllib.loads(record.read_text())["reviewed_on"])


def is_doubtful() -> bool:
    """Whether the page is in a language that nobody has reviewed, and so has the French beside each fact."""
    return not is_reviewed(get_language() or SOURCE)


def in_french_too(say: Callable[[], str]) -> str:
    """The same in French, for whoever doubts a translation that nobody has reviewed; empty where nobody need doubt, or
    where it is French already."""
    return differing(say(), in_french(say)) if is_doubtful() else ""


def with_french(say: Callable[..., str], *arguments) -> str:
    """What is said, where nobody has reviewed how with its French between brackets: "until 1 March 2027 (jusqu'au
    1er mars 2027)"."""
    said = say(*arguments)
    return beside(said, differing(said, in_french(say, *arguments))) if is_doubtful() else said


def beside(said: str, original: str) -> str:
    return _("%(label)s (%(in_french)s)") % {"label": said, "in_french": french(original)} if original else said


def differing(said: str, original: str) -> str:
    """The French of what is said, unless that is what is said."""
    return "" if plain(said) == original else original


# --- Languages that Django does not know -----------------------------------------------------------------------------

LANG_INFO.setdefault("ps", {"bidi": True, "code": "ps", "name": "Pashto", "name_local": "پښتو"})
LANG_INFO.setdefault("prs", {"bidi": True, "code": "prs", "name": "Dari", "name_local": "دری"})
LANG_INFO.setdefault("ti", {"bidi": False, "code": "ti", "name": "Tigrinya", "name_local": "ትግርኛ"})
