"""Numbers, dates, durations as a French text writes them. Patterns are for folded text."""

import re
from datetime import date

from offices.enums import TimeUnit

WORDS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "douze": 12,
    "quinze": 15,
    "dix-huit": 18,
    "vingt-quatre": 24,
    "trente": 30,
}
NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
UNIT = r"(?:jours?|semaines?|mois|ans?|annees?)"
MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
DATE = rf"(?:\d{{1,2}}\s?[/.]\s?\d{{1,2}}\s?[/.]\s?\d{{4}}|\d{{1,2}}(?:er)? (?:{'|'.join(MONTHS)}) \d{{4}})"


def number(text: str) -> int:
    return int(text) if text.isdigit() else WORDS[text]


def unit(text: str) -> TimeUnit:
    first = text[:1]
    return {"j": TimeUnit.DAY, "s": TimeUnit.WEEK, "m": TimeUnit.MONTH, "a": TimeUnit.YEAR}[first]


def read_date(folded: str) -> date | None:
    """A date as written ("09/02/2023", "1er mars 2024"); None where no such day exists. Raises nothing."""
    if found := re.fullmatch(r"\s*(\d{1,2})\s?[/.]\s?(\d{1,2})\s?[/.]\s?(\d{4})\s*", folded):
        day, month, year = map(int, found.groups())
    elif found := re.fullmatch(rf"\s*(\d{{1,2}})(?:er)? ({'|'.join(MONTHS)}) (\d{{4}})\s*", folded):
        day, month, year = int(found[1]), MONTHS.index(found[2]) + 1, int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
