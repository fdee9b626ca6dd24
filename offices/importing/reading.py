"""From a file's bytes to its lines of text, or a refusal that says file, line and reason."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offices.importing.anomalies import Anomaly, Code
from offices.texts import FORBIDDEN

MAX_BYTES = 2_000_000
# What begins a file that is something else than the text its name announces.
SIGNATURES = {
    b"%PDF": gettext_lazy("c'est un PDF : exportez-le d'abord en texte"),
    b"PK\x03\x04": gettext_lazy("c'est une archive ou un document de bureautique : exportez-le d'abord en texte"),
    b"\xd0\xcf\x11\xe0": gettext_lazy("c'est un document Word : exportez-le d'abord en texte"),
    b"{\\rtf": gettext_lazy("c'est un document RTF : exportez-le d'abord en texte"),
}
UTF16 = (b"\xff\xfe", b"\xfe\xff")
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|script)\b", re.IGNORECASE)
# Left out without a word: they have no width, and break the words and addresses in which they stand.
WIDTHLESS = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Bullets of the Symbol and Wingdings fonts, as a PDF gives them away.
BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "•"})
DECEIVING = re.compile(f"{FORBIDDEN.pattern[:-1]}\ue000-\uf8ff]")


class Refused(Exception):
    """The document cannot be read at all; nothing of any document is written."""

    def __init__(self, name: str, line: int, reason: str):
        super().__init__(_("%(name)s, ligne %(line)s : %(reason)s") % {"name": name, "line": line, "reason": reason})
        self.name, self.line, self.reason = name, line, reason


@dataclass(frozen=True)
class Document:
    """`lines[0]` is line 1 of the file as an editor numbers it."""

    name: str
    lines: list[str]
    anomalies: list[Anomaly]


def read(name: str, data: bytes) -> Document:
    """Raises Refused. Line ends become "\\n", text NFC; invisible characters that could deceive are taken out."""
    refuse_what_is_no_text(name, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        reason = _("l'octet 0x%(byte)02X n'est pas de l'UTF-8 : réenregistrez le fichier en UTF-8") % {"byte": byte}
        raise Refused(name, line, reason) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "")
    if text.count("\x00") or len(FORBIDDEN.findall(text.replace("\n", ""))) > max(20, len(text) // 100):
        raise Refused(name, 1, _("ce n'est pas du texte (octets de contrôle)"))
    anomalies: list[Anomaly] = []
    lines = [visible(line, number, anomalies) for number, line in enumerate(text.split("\n"), start=1)]
    return Document(name, lines, anomalies)


def refuse_what_is_no_text(name: str, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Refused(name, 1, _("le fichier dépasse 2 Mo : un dossier est bien plus court"))
    if not data.strip(b"\xef\xbb\xbf \t\r\n\f"):
        raise Refused(name, 1, _("le fichier est vide"))
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, reason in SIGNATURES.items():
        if start.startswith(signature):
            raise Refused(name, 1, str(reason))
    if data.startswith(UTF16):
        raise Refused(name, 1, _("le fichier est en UTF-16 : réenregistrez-le en UTF-8"))
    if found := HTML.search(start):
        line = data[: data.index(found.group())].count(b"\n") + 1
        raise Refused(name, line, _("c'est une page HTML : exportez-la d'abord en texte"))
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise Refused(name, line, _("ce n'est pas du texte (octets nuls)"))


def visible(line: str, number: int, anomalies: list[Anomaly]) -> str:
    line = unicodedata.normalize("NFC", WIDTHLESS.sub("", line.translate(BULLETS)))
    if found := DECEIVING.search(line):
        code_point = f"U+{ord(found.group()):04X}"
        message = _("Le caractère invisible %s a été retiré.") % code_point
        anomalies.append(Anomaly(Code.INVISIBLE_CHARACTER, number, message))
        line = DECEIVING.sub("", line)
    return line
