"""What an address that leads nowhere may have meant: words to search for, and pages whose addresses resemble it.

Nothing of what was asked is given back: the words are names that the site knows. Addresses that are none of ours are
not looked at (robots ask for thousands); of the others only the first letters are, in memory, so that a page that does
not exist costs no more than one that does.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from geography.gazetteer import Rank, gazetteer
from geography.names import normalise
from geography.search import find_departments, find_regions
from offices import ledger
from offices.models import Page

MOST_NEAR = 5
LONGEST_NAME = 120  # letters of an address; no page has a longer one
MOST_WORDS = 8
TRIED_AS_TYPOS = 3
# fuzz.ratio of one word to a commune's whole name: "grenobel" is 88 to "grenoble", "gex" 67 to "agen".
TYPO = 85
SHORTEST_TYPO = 5
# fuzz.token_set_ratio of two addresses without their common words: "grenoble xyz" is 100 to "grenoble", 50 to "vienne".
RESEMBLANCE = 72

FOLDERS = ("guichets", "modalites", "fondements", "guides", "notes", "departements", "regions", "dossiers", "signaler")
# Words that most addresses hold say nothing of the place that was meant.
COMMON = frozenset(
    (
        "prefecture",
        "sous",
        "police",
        "departement",
        "region",
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "et",
        "en",
    )
)


@dataclass(frozen=True)
class Near:
    """`folder`: what kind of page was asked for, "" where nobody can say. `words`: what to search for, perhaps "".
    `territories`: départements and régions; `pages`: published ones, the nearest first."""

    folder: str = ""
    words: str = ""
    territories: tuple = ()
    pages: tuple[Page, ...] = ()


def near(address: str) -> Near:
    folder, name = parts(address)
    words = normalise(name[:LONGEST_NAME]).split()[:MOST_WORDS]
    if not words:
        return Near(folder)
    telling = [word for word in words if word not in COMMON]
    place = commune_named(words)
    territories = territories_named(folder, telling)[:MOST_NEAR]
    pages = pages_resembling([*telling, place])[: MOST_NEAR - len(territories)]
    return Near(folder, place or (territories[0].name if territories else ""), territories, pages)


def parts(address: str) -> tuple[str, str]:
    """Folder and name: of /en/guichets/prefecture-gex/historique/ guichets and prefecture-gex, of /gex none and gex.
    What is no address of ours has neither."""
    segments = [segment for segment in address[: 3 * LONGEST_NAME].lower().split("/") if segment]
    if segments and re.fullmatch(r"[a-z]{2}(-[a-z]{2,4})?", segments[0]):
        segments = segments[1:]
    if segments and segments[0] in FOLDERS:
        return segments[0], segments[1] if len(segments) > 1 else ""
    if len(segments) == 1 and re.fullmatch(r"[\w-]+", segments[0]):
        return "", segments[0]
    return "", ""


def commune_named(words: list[str]) -> str:
    """The longest run of words that is the name of a commune, else the one that a single word misspells; "" if none."""
    entries, known = names()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            if name in known and name not in COMMON and (len(name) > 2 or length == len(words)):
                return name
    long = [word for word in words if len(word) >= SHORTEST_TYPO and word.isalpha() and word not in COMMON]
    for word in sorted(long, key=len, reverse=True)[:TRIED_AS_TYPOS]:
        if found := process.extractOne(word, entries, scorer=fuzz.ratio, score_cutoff=TYPO):
            return found[0]
    return ""


def names() -> tuple[list[str], frozenset[str]]:
    places = gazetteer()
    return places.names[0], places.distinct_names


def territories_named(folder: str, words: list[str]) -> tuple:
    """Where a département or a région was asked for: by its name, or by a number written otherwise ("1", "38000")."""
    name = " ".join(words)
    if not words or folder not in ("departements", "regions", "dossiers", "signaler"):
        return ()
    if name.isdecimal():
        name = name[:2].zfill(2) if not name.startswith("97") else name[:3]
    found = [*find_departments(name), *find_regions(name)]
    best = min((place.rank for place in found), default=Rank.APPROXIMATE)
    return tuple(place for place in found if place.rank == best)


def pages_resembling(words: list[str]) -> tuple[Page, ...]:
    addresses = published_addresses(*ledger.last_change())
    name = " ".join(dict.fromkeys(word for word in words if word))
    if not name:
        return ()
    found = process.extract(name, addresses, scorer=fuzz.token_set_ratio, score_cutoff=RESEMBLANCE, limit=4 * MOST_NEAR)
    # Of those that hold the same words, the one with the fewest others.
    nearest = sorted(found, key=lambda one: (-one[1], -fuzz.token_sort_ratio(name, one[0]), one[2]))
    slugs = [slug for _text, _score, slug in nearest[:MOST_NEAR]]
    pages = {page.slug: page for page in Page.objects.published().filter(slug__in=slugs).select_related(*INDEXES)}
    return tuple(pages[slug] for slug in slugs if slug in pages)


INDEXES = ("office", "procedure", "ground", "guide", "legalnote")


@lru_cache(maxsize=1)
def published_addresses(log: str, number: int) -> dict[str, str]:
    """Slug → its telling words, as they stood after this line of this log: nothing public changes without another."""
    slugs = Page.objects.published().values_list("slug", flat=True)
    return {slug: " ".join(word for word in slug.split("-") if word not in COMMON) for slug in slugs}
