"""The signs of a Fiche, and each value as one writes it there: for its writer and its reader alike.

    Fiche [aes-29-prefecture-quimper]
      Nature : modalités de dépôt
      Dernière mise à jour : 09/02/2023
      Titre : Admission exceptionnelle au séjour – préfecture de Quimper
      Guichets :
        - Préfecture du Finistère [prefecture-quimper]
      Étapes :
        Étape 1 [7f3a9c1e]
          Quoi : envoyer la demande
          Consignes :
            | Écrivez votre adresse
            | sur l'enveloppe.
    Fin de la fiche [aes-29-prefecture-quimper]

Titles are those of the fields (offices/content.py), codes are written by their labels (offices/enums.py), rows are
called by their nouns (offices/changes/vocabulary.py). Brackets hold what a machine goes by: addresses of pages,
official codes, ids of rows.
"""

import difflib
import re
import types
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from typing import Any, Union, get_args, get_origin

from django.utils import translation
from django.utils.translation import gettext as _

from offices import texts
from offices.changes.shape import ShapeField
from offices.changes.vocabulary import NOUNS
from offices.content import Row

INDENT = "  "
BAR = "|"  # begins each line of a text of several lines
DASH = "-"  # begins each item of a list of words
BETWEEN_CODES = " ; "
BETWEEN = " : "

OPENING = re.compile(r"Fiche \[([a-z0-9-]{1,120})\]")
CLOSING = re.compile(r"Fin de la fiche \[([a-z0-9-]{1,120})\]")
ROW = re.compile(r"(?P<noun>.+?) (?P<number>\d{1,4})(?: \[(?P<id>[a-z0-9]{1,16})\])?")
MARKED = re.compile(r"(?:.* )?\[([A-Za-z0-9-]{1,120})\]")

# What a Fiche says of its page beside the content. No field at the top of a content has one of these titles.
KIND, VERIFIED, STAMP = "Nature", "Dernière mise à jour", "Empreinte"
STAMP_LENGTH = 16  # of the content's hash: which text this was written from
YES, NO = "oui", "non"


def in_french() -> AbstractContextManager[None]:
    """A Fiche is in French, whatever language its reader has chosen."""
    return translation.override("fr")


# --- Signs ----------------------------------------------------------------------------------------------------------

# What a reader of files changes or takes away, or an editor takes for the end of a line, is written by its number; and
# "<", for a file that seems to begin with HTML is refused.
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
ESCAPED = re.compile(r"\\(?:\\|\{((?:10)?[0-9A-F]{2,4}|[0-9A-F]{5})\})")


def escaped(text: str) -> str:
    """A line as a file holds it: nothing in it, nor at its end, that is lost on the way."""
    signs = [numbered(sign) if sign == "<" or is_unseen(sign) else sign for sign in text]
    if signs and signs[-1].isspace():
        signs[-1] = numbered(signs[-1])
    return "".join("\\\\" if sign == "\\" else sign for sign in signs)


def is_unseen(sign: str) -> bool:
    return sign != "\t" and unicodedata.category(sign) in UNSEEN


def numbered(sign: str) -> str:
    return f"\\{{{ord(sign):02X}}}"


def unescaped(text: str) -> str:
    """Raises ValueError where a backslash is followed by nothing known."""
    if "\\" in ESCAPED.sub("", text):
        raise ValueError(
            _("après « \\ » vient « \\ », ou un numéro comme {AD} : écrivez « \\\\ » pour une barre seule")
        )
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\\", text)


# --- Values ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scalar:
    """How one value is written, and read back. `read` raises ValueError, which says what to write instead."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


def scalar(field: ShapeField) -> Scalar:
    """Of a field that holds one value, or of each value of its list."""
    for member in members(field.type):
        if isinstance(member, type) and issubclass(member, Enum):
            return Scalar(lambda value: str(value.label), partial(code_labelled, member))
        if member in PLAIN:
            return PLAIN[member]
    return PLAIN.get(field.type, AS_IT_STANDS)


def members(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)


def is_reference(field: ShapeField) -> bool:
    """Whether the field names pages or places by what stands in brackets."""
    return field.type in (texts.Slug, texts.Code)


def code_labelled(enum: type[Enum], text: str) -> Enum:
    for code in enum:
        if str(code.label) == text:  # type: ignore[attr-defined]  # every enumeration of the shape is a TextChoices
            return code
    labels = [str(code.label) for code in enum]  # type: ignore[attr-defined]
    message = _("« %(text)s » n'est pas une réponse connue : écrivez %(known)s")
    raise ValueError(message % {"text": excerpt(text), "known": suggested(text, labels)})


def suggested(text: str, known: Sequence[str]) -> str:
    """What may have been meant, else all that could be."""
    near = difflib.get_close_matches(text, known, n=3, cutoff=0.75)
    return ", ".join(f"« {one} »" for one in near or known)


def date_written(text: str) -> date:
    found = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text)
    if not found:
        raise ValueError(_("« %s » n'est pas une date : écrivez-la comme 09/02/2023") % text)
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_("« %s » n'existe pas dans le calendrier : corrigez la date") % text) from None


def number_written(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ValueError(_("« %s » n'est pas un nombre : écrivez-le en chiffres") % text)
    return int(text)


def yes_or_no(text: str) -> bool:
    if text not in (YES, NO):
        raise ValueError(_("« %(text)s » : écrivez « %(yes)s » ou « %(no)s »") % {"text": text, "yes": YES, "no": NO})
    return text == YES


def amount_written(text: str) -> str:
    return text.removesuffix("€").rstrip()


def marked(text: str) -> str:
    """What stands in the last brackets; a person may leave out the name before them, and the brackets too."""
    found = MARKED.fullmatch(text)
    return found[1] if found else text


AS_IT_STANDS = Scalar(str, str)
PLAIN: dict[Any, Scalar] = {
    bool: Scalar(lambda value: YES if value else NO, yes_or_no),
    int: Scalar(str, number_written),
    date: Scalar(lambda value: f"{value:%d/%m}/{value.year:04}", date_written),
    texts.Amount: Scalar(lambda value: f"{value.replace('.', ',')}\u00a0€", amount_written),
    texts.Slug: Scalar(str, marked),
    texts.Code: Scalar(str, marked),
}


def noun(model: type[Row]) -> str:
    return NOUNS[model].text


def excerpt(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
