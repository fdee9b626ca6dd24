"""French places by the names that Arabic writes for them: "غرونوبل" is Grenoble, "٣٨٠٠٠" is 38000.

`data/arabic.csv`: régions, départements, and the communes of which most people ask. Arabic has several spellings of a
foreign name; what differs by habit alone is folded, the rest is found by resemblance.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

NAMES = Path(__file__).parent / "data" / "arabic.csv"
ARABIC = re.compile(r"[\u0600-\u06ff][\u0600-\u06ff\s\-]*")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# Vowel signs and the lengthening of a line; then letters of which one or the other is written for the same sound.
SIGNS = re.compile(r"[\u0640\u064b-\u065f\u0670\s\-]+")
HABITS = str.maketrans("ىةگڨڤپ", "يهغغفب")
RESEMBLANCE = 80  # fuzz.ratio: "مرسليا" is 92 to "مرسيليا"; "طالب", a student, 75 to Albi
SHORTEST_BEGINNING = 3
MOST_GUESSES = 5


@dataclass(frozen=True)
class Reading:
    """`is_guess`: the name that stands in it only begins like what was typed, or resembles it."""

    text: str
    is_guess: bool = False


def readings(query: str) -> list[Reading]:
    """What was typed, with what is Arabic in it as the French name: "باريس 18" is "Paris 18". One for each place
    that is written so ("كان" is Cannes, and Caen to many); as it stands, digits aside, where none is known."""
    query = query.translate(DIGITS)
    if not (typed := ARABIC.search(query)):
        return [Reading(query)]
    names, is_guess = french_names(typed[0])
    before, after = query[: typed.start()], query[typed.end() :]
    return [Reading(f"{before}{name} {after}".strip(), is_guess) for name in names] or [Reading(query)]


def latin(query: str) -> str:
    """The first reading of which there is no doubt; what was typed, where there is none."""
    first = readings(query)[0]
    return query if first.is_guess else first.text


def is_arabic(query: str) -> bool:
    return bool(ARABIC.search(query.translate(DIGITS)))


def french_names(arabic: str) -> tuple[list[str], bool]:
    """The places that are called so; failing that those that begin so, or have the names that resemble it most, and
    True: these are guesses, to be offered and never to be taken for what was asked."""
    names, asked = known(), folded(arabic)
    if asked in names:
        return names[asked], False
    found = [name for name in names if name.startswith(asked)] if len(asked) >= SHORTEST_BEGINNING else []
    if not found:
        alike = process.extract(asked, names.keys(), scorer=fuzz.ratio, score_cutoff=RESEMBLANCE, limit=MOST_GUESSES)
        found = [name for name, _score, _index in alike]
    return [french for name in found[:MOST_GUESSES] for french in names[name]], True


@cache
def known() -> dict[str, list[str]]:
    """Folded Arabic name → French names, the more populous place first."""
    found: dict[str, list[str]] = {}
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(folded(row["arabic"]), []).append(row["name"])
    return found


def folded(arabic: str) -> str:
    return SIGNS.sub("", unicodedata.normalize("NFKD", arabic)).translate(HABITS)
