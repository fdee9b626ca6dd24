"""French places by the names that Arabic writes for them: "غرونوبل" is Grenoble, "٣٨٠٠٠" is 38000.

`data/arabic.csv`: régions, départements, and the communes of which most people ask. Arabic has several spellings of a
foreign name; what differs by habit alone is folded, the rest is found by resemblance.
"""

import csv
import re
import unicodedata
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


def latin(query: str) -> str:
    """What was typed, with what is Arabic in it replaced by the French name, where one is known: "باريس 18" is
    "Paris 18". The rest stays."""
    query = query.translate(DIGITS)
    return (
        ARABIC.sub(lambda part: f"{french_name(part[0]) or part[0]} ", query).strip() if ARABIC.search(query) else query
    )


def is_arabic(query: str) -> bool:
    return bool(ARABIC.search(query.translate(DIGITS)))


def french_name(arabic: str) -> str:
    """The place that is called so, begins so or, failing that, has the name that resembles it most; "" for none."""
    names, asked = known(), folded(arabic)
    if asked in names:
        return names[asked]
    if len(asked) >= SHORTEST_BEGINNING:
        for name, french in names.items():
            if name.startswith(asked):
                return french
    found = process.extractOne(asked, names.keys(), scorer=fuzz.ratio, score_cutoff=RESEMBLANCE)
    return names[found[0]] if found else ""


@cache
def known() -> dict[str, str]:
    """Folded Arabic name → French name. Of two that are written alike the first, which is the more populous."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        found: dict[str, str] = {}
        for row in csv.DictReader(file):
            found.setdefault(folded(row["arabic"]), row["name"])
    return found


def folded(arabic: str) -> str:
    return SIGNS.sub("", unicodedata.normalize("NFKD", arabic)).translate(HABITS)
