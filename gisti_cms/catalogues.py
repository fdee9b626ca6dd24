"""The catalogues of locale/: read from .po, compiled to .mo without GNU gettext, judged for what is missing.

GNU gettext extracts (`manage.py makemessages`), but is not on every machine; what is needed to run and to check the
site is here. Format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html and MO-Files.html.
"""

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from offices.languages import with_terms_marked

CONTEXT = "\x04"  # between a context and its word, in .mo and in Django
TAG = re.compile(r"</?[a-z]+[^>]*>")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")


@dataclass
class Entry:
    """One word of the source. `said`: its translations, one for each plural form."""

    msgid: str
    context: str = ""
    plural: str = ""
    said: dict[int, str] = field(default_factory=dict)
    is_fuzzy: bool = False
    where: list[str] = field(default_factory=list)

    @property
    def is_translated(self) -> bool:
        return bool(self.said) and all(self.said.values()) and not self.is_fuzzy

    @property
    def key(self) -> str:
        word = f"{self.msgid}\0{self.plural}" if self.plural else self.msgid
        return f"{self.context}{CONTEXT}{word}" if self.context else word


def path_of(locale: str) -> Path:
    """`locale` as folders are named: "ar", "zh_Hans"."""
    return Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"


def paths() -> list[Path]:
    """The catalogue of each language, whether the site has it already or not."""
    return sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"))


def read(text: str) -> list[Entry]:
    """The entries of a catalogue, its header first (the one whose msgid is empty). Obsolete ones are left out."""
    return [entry(block) for block in re.split(r"\n\s*\n", text) if re.search(r'^msgid "', block, re.MULTILINE)]


def entry(block: str) -> Entry:
    found = Entry("")
    keyword, parts = "", {}
    for line in block.splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            found.is_fuzzy = True
        elif line.startswith("#:"):
            found.where += line.removeprefix("#:").split()
        elif match := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
            keyword = match[1]
            parts[keyword] = ast.literal_eval(match[2])
        elif line.startswith('"'):
            parts[keyword] += ast.literal_eval(line)
    found.msgid, found.context = parts.pop("msgid"), parts.pop("msgctxt", "")
    found.plural = parts.pop("msgid_plural", "")
    found.said = {int((re.findall(r"\d", name) or ["0"])[0]): text for name, text in parts.items()}
    return found


# --- Compiling -------------------------------------------------------------------------------------------------------


def compiled(entries: Iterable[Entry]) -> bytes:
    """The catalogue as a machine reads it: what is translated, by the order of its keys in UTF-8, with the French words
    that a translation keeps marked as such."""
    told = {
        one.key.encode(): "\0".join(marked(one, one.said[form]) for form in sorted(one.said)).encode()
        for one in entries
        if one.is_translated or not one.msgid
    }
    keys = sorted(told)
    table = 28  # bytes of the header: seven numbers
    start = table + 16 * len(keys)
    lengths, texts = [], b""
    for words in (keys, [told[key] for key in keys]):
        for word in words:
            lengths += [len(word), start + len(texts)]
            texts += word + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(keys), table, table + 8 * len(keys), 0, start)
    return header + struct.pack(f"<{len(lengths)}I", *lengths) + texts


def marked(one: Entry, said: str) -> str:
    return with_terms_marked(said, f"{one.msgid} {one.plural}") if one.msgid else said


def compile(path: Path) -> None:
    path.with_suffix(".mo").write_bytes(compiled(read(path.read_text())))


# --- Judging ---------------------------------------------------------------------------------------------------------


def problems(entries: list[Entry]) -> Iterator[str]:
    """What keeps readers of this language from a sentence, or from a right one."""
    forms = number_of_forms(entries[0])
    for one in entries[1:]:
        name = f"{one.context} | {one.msgid}" if one.context else one.msgid
        if one.is_fuzzy:
            yield f"to be checked: {name}"
        elif not one.is_translated:
            yield f"not translated: {name}"
        elif one.plural and len(one.said) != forms:
            yield f"{len(one.said)} plural forms instead of {forms}: {name}"
        else:
            yield from (f"{what}: {name}" for what in differences(one))


def number_of_forms(header: Entry) -> int:
    return int(re.findall(r"nplurals=(\d+)", header.said[0])[0])


def differences(one: Entry) -> Iterator[str]:
    """What a translation must have in common with its source. A form for one, or for two, may do without the number."""
    sources = {one.msgid, one.plural} - {""}
    allowed = [signs(PLACEHOLDER, source) for source in sources]
    for said in one.said.values():
        if signs(PLACEHOLDER, said) not in allowed and not (one.plural and may_leave_the_number(said, allowed)):
            yield "other placeholders"
        if signs(TAG, said) not in [signs(TAG, source) for source in sources]:
            yield "other HTML tags"


def may_leave_the_number(said: str, allowed: list[list[str]]) -> bool:
    found = signs(PLACEHOLDER, said)
    return any(set(found) < set(source) and len(source) - len(found) == 1 for source in allowed)


def signs(pattern: re.Pattern, text: str) -> list[str]:
    return sorted(pattern.findall(text))
