"""The kinds of text a page may hold. Each refuses what could harm or deceive, and changes nothing else.

A text is stored in Unicode NFC with "\\n" line ends; URLs, e-mails and telephone numbers stay as they were written.
"""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

# Controls except newline and tab; bidirectional overrides and isolates, which can show digits in another order;
# lone surrogates, which no database stores.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if found := FORBIDDEN.search(text):
        raise ValueError(f"le caractère invisible U+{ord(found.group()):04X} n'est pas admis : effacez-le")
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("ce champ tient sur une seule ligne")
    return text.replace("\t", " ")


def web_address(text: str) -> str:
    """`HttpUrl` is not used: it rewrites what was written, and what was written is the evidence."""
    if text and not re.fullmatch(
        r"https?://[^\s/?#\\@<>\"]+\.[^\s/?#\\@<>\".]{2,}(:\d{1,5})?([/?#][^\s<>\"\\]*)?", text
    ):
        raise ValueError("une adresse de site commence par http:// ou https:// et ne contient pas d'espace")
    return text


def mail_address(text: str) -> str:
    if text and not re.fullmatch(
        r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]{2,}", text
    ):
        raise ValueError("une adresse électronique s'écrit nom@domaine.fr")
    return text


def phone_number(text: str) -> str:
    if text and not re.fullmatch(r"\+?[\d .()/-]{2,24}", text):
        raise ValueError("un numéro de téléphone s'écrit en chiffres, par exemple 01 23 45 67 89")
    return text


def amount(text: str) -> str:
    """Euros, always with two decimals, so that 50 and 50,00 are one amount."""
    if not text:
        return text
    if not (found := re.fullmatch(r"(\d{1,6})(?:[.,](\d{1,2}))?", text)):
        raise ValueError("un montant s'écrit en euros, par exemple 50 ou 50,00")
    return f"{int(found[1])}.{(found[2] or '').ljust(2, '0')}"


def time_of_day(text: str) -> str:
    if not text:
        return text
    if (
        not (found := re.fullmatch(r"(\d{1,2})\s*(?:[:hH])\s*(\d{2})?", text))
        or int(found[1]) > 24
        or int(found[2] or 0) > 59
    ):
        raise ValueError("une heure s'écrit 8h30 ou 08:30")
    return f"{int(found[1]):02}:{found[2] or '00'}"


def text_type(limit: int, *checks):
    return Annotated[str, StringConstraints(max_length=limit), AfterValidator(clean), *map(AfterValidator, checks)]


Line = text_type(400, one_line)
Text = text_type(30_000)
Url = text_type(2_000, one_line, web_address)
Email = text_type(254, one_line, mail_address)
# As long as a line, so that "neuf heures et quart" is told how an hour is written, and not that it is too long.
Phone = text_type(400, one_line, phone_number)
Amount = text_type(400, one_line, amount)
Time = text_type(400, one_line, time_of_day)
POSTCODE = r"^(\d{5})?$"
Postcode = Annotated[str, StringConstraints(pattern=POSTCODE)]
Slug = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=120)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{0,5}$")]  # official geography: 2A, 971, 2A004, 0101
RowId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,16}$")]
