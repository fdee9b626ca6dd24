"""From what a person types to the places that are called so: the same code on SQLite and PostgreSQL.

A name is looked for as it stands; then without the department or postcode written after it; and only where nothing is
called so, among names that resemble it. Nothing is guessed: every answer carries its `rank`.
"""

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import TypeVar

from django.db.models import Case, F, IntegerField, Q, Value, When
from rapidfuzz import fuzz, process

from geography.models import Commune, Department, LoadedEdition, Region
from geography.names import LEADING_ARTICLE, normalise, search_text

LONGEST_QUERY = 80
# More than any name or postcode has bearers; 51300 has most, 46.
MOST_BEARERS = 60
# fuzz.ratio: "monteruil" is 89 to "montreuil", "lyion" 89 to "lyon", "lion" 75; below, names that nobody meant.
RESEMBLANCE = 75


class Rank(IntEnum):
    """How well a place answers; `rank` of each place found. Approximate ones answer "vouliez-vous dire…"."""

    EXACT = 0
    BEGINNING = 1
    WITHIN = 2
    APPROXIMATE = 3


def find_communes(query: str, limit: int = 20) -> Sequence[Commune]:
    """Communes, their parts and predecessors that bear a name or postcode, best first, each with its `rank`.

    What is no commune of today leads there by `.current`. Within a rank the most populous comes first. Exact answers
    are never cut off at `limit`: the postcode 51300 has 46 communes, and hers may be the last.
    """
    text = as_official(normalise(query)[:LONGEST_QUERY].strip())
    if not text:
        return []
    if found := bearing(text, Q(), limit):
        return found
    name, territories = without_territory(text)
    for territory in territories:
        if found := bearing(name, territory, limit):
            return found
    if postcode := re.search(r"\b\d{5}\b", text):  # in a whole address
        return bearing(postcode[0], Q(), limit)
    return resembling(name, territories[-1] if territories else Q(), limit) or beginning_alike(name, limit)


def bearing(name: str, territory: Q, limit: int) -> Sequence[Commune]:
    exact = Q(norm__contains=f"|{name}|")
    beginning = Q(norm__contains=f"|{name}")
    within = Q(norm__contains=f" {name}")
    rank = Case(
        When(exact, then=Value(Rank.EXACT)),
        When(beginning, then=Value(Rank.BEGINNING)),
        default=Value(Rank.WITHIN),
        output_field=IntegerField(),
    )
    places = Commune.objects.filter(territory & (beginning | within)).annotate(rank=rank)
    places = places.select_related("department", "parent").order_by(
        "rank", F("population").desc(nulls_last=True), "code"
    )
    found = list(places[: max(limit, MOST_BEARERS)])
    exact_ones = sum(place.rank == Rank.EXACT for place in found)
    return found[: max(limit, exact_ones)]


# --- "vienne (38)", "38200 vienne", "saint denis la réunion" --------------------------------------------------------

CEDEX = re.compile(r" cedex( \d+)?$")
CODE = r"\d{5}|\d{2,3}|2[ab]"
NAME_AND_CODE = re.compile(rf"(?:(?P<before>{CODE}) )?(?P<name>.*?)(?: (?P<after>{CODE}))?")
LINKING_WORDS = re.compile(r"( (en|dans|a|de|du|des|d|le|la|les|l))+$")


# How many arrondissements each of these cities has.
DIVIDED = {"paris": 20, "lyon": 9, "marseille": 16}
PART_OF_CITY = re.compile(
    rf"(?P<city>{'|'.join(DIVIDED)}) 0?(?:(?P<number>\d{{1,2}})|(?P<roman>[ivx]+?))"
    r"(?: ?(?:er|e|eme))?(?: arr(?:ondissement)?)?"
)


def as_official(text: str) -> str:
    """The arrondissement of a city as the official codes call it: "paris 18", "lyon 03", "paris xviiie"."""
    if not (parts := PART_OF_CITY.fullmatch(text)):
        return text
    number = int(parts["number"]) if parts["number"] else roman(parts["roman"])
    if not 1 <= number <= DIVIDED[parts["city"]]:
        return text
    return f"{parts['city']} {number}{'er' if number == 1 else 'e'} arrondissement"


def roman(text: str) -> int:
    """18 for "xviii"; 0 for what is no such number up to 39."""
    parts = re.fullmatch(r"(x{0,3})(ix|iv|v?i{0,3})", text)
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return 10 * len(parts[1]) + units.index(parts[2]) if parts else 0


def without_territory(text: str) -> tuple[str, list[Q]]:
    """The name without the code or department that stands beside it, and the conditions that this sets, the narrowest
    first."""
    text = CEDEX.sub("", text)
    parts = NAME_AND_CODE.fullmatch(text)
    if parts and (code := parts["after"] or parts["before"]):
        return parts["name"], in_territory_of(code)
    departments = {LEADING_ARTICLE.sub("", normalise(place.name)): place for place in Department.objects.all()}
    regions = {LEADING_ARTICLE.sub("", normalise(name)) for name in Region.objects.values_list("name", flat=True)}
    if LEADING_ARTICLE.sub("", text) in regions.union(departments):
        return text, []  # "val d'oise" asks for no "val" in the Oise
    for department_name in sorted(departments, key=len, reverse=True):  # "haute loire" before "loire"
        if text.endswith(f" {department_name}"):
            name = LINKING_WORDS.sub("", text.removesuffix(f" {department_name}"))
            return name, [Q(department=departments[department_name])]
    return text, []


def in_territory_of(code: str) -> list[Q]:
    """A department's code; or a postcode, then its department: a CEDEX has its own last digits."""
    if len(code) < 5:
        return [Q(department=code.upper())]
    department = code[:3] if code.startswith(("97", "98")) else code[:2]
    return [Q(norm__contains=f"|{code}|"), Q(norm__contains=f"|{department}")]


# --- Typos ----------------------------------------------------------------------------------------------------------


def resembling(name: str, territory: Q, limit: int) -> Sequence[Commune]:
    if not re.search("[a-z]", name):
        return []  # a postcode that is unknown resembles none
    edition = LoadedEdition.objects.first()
    entries, codes = names_of_communes(edition.digest if edition else "")
    scores: dict[str, float] = {}
    for _entry, score, index in process.extract(
        name, entries, scorer=fuzz.ratio, score_cutoff=RESEMBLANCE, limit=5 * limit
    ):
        scores.setdefault(codes[index], score)
    places = Commune.objects.select_related("department", "parent").filter(territory, code__in=scores)
    found = list(places.annotate(rank=Value(Rank.APPROXIMATE)))
    return sorted(found, key=lambda place: (-scores[place.code], -(place.population or 0), place.code))[:limit]


STREETS = ("rue", "place")  # which two communes are called, and most addresses begin with


def beginning_alike(name: str, limit: int) -> Sequence[Commune]:
    """The communes called like its first words: "cergy pontoise", "lyon troisieme". As a question, too."""
    words = name.split()
    if words[:1] and words[0] in STREETS:
        return []
    for number in range(len(words), 0, -1):
        first = " ".join(words[:number])
        found = [place for place in bearing(first, Q(), limit) if place.rank == Rank.EXACT] if len(first) > 2 else []
        for place in found:
            place.rank = Rank.APPROXIMATE
        if found:
            return found[:limit]
    return []


@lru_cache(maxsize=1)
def names_of_communes(edition: str) -> tuple[list[str], list[str]]:
    """Every normalised name and, beside it, the code of its bearer; 6 MB kept until another edition is loaded."""
    entries: list[str] = []
    codes: list[str] = []
    for code, norm in Commune.objects.values_list("code", "norm"):
        for entry in norm.strip("|").split("|"):
            if entry and not entry.isdigit():
                entries.append(entry)
                codes.append(code)
    return entries, codes


# --- Departments and regions: few enough to be read whole -----------------------------------------------------------


def find_departments(query: str) -> list[Department]:
    """Departments by name, code or both ("isere", "2a", "Isère (38)"), best first, each with its `rank`."""
    return ranked(
        {place: search_text([place.name, place.label, place.code], []) for place in Department.objects.all()}, query
    )


def find_regions(query: str) -> list[Region]:
    """Regions by name, best first, each with its `rank`. Their codes are not looked at: 84 is also the Vaucluse."""
    return ranked({place: search_text([place.name], []) for place in Region.objects.all()}, query)


Territory = TypeVar("Territory", Region, Department)


def ranked(texts: dict[Territory, str], query: str) -> list[Territory]:
    name = normalise(query)[:LONGEST_QUERY].strip()
    if not name:
        return []
    found = []
    for place, text in texts.items():
        for rank, wanted in ((Rank.EXACT, f"|{name}|"), (Rank.BEGINNING, f"|{name}"), (Rank.WITHIN, f" {name}")):
            if wanted in text:
                place.rank = rank
                found.append(place)
                break
    if found:
        return sorted(found, key=lambda place: place.rank)
    scores = {place: resemblance(name, text) for place, text in texts.items()}
    alike = [place for place, score in scores.items() if score >= RESEMBLANCE]
    for place in alike:
        place.rank = Rank.APPROXIMATE
    return sorted(alike, key=lambda place: -scores[place])


def resemblance(name: str, text: str) -> float:
    """To a whole name, or to one word of it: "pyrennees"."""
    return max(fuzz.ratio(name, entry) for entry in [*text.split("|"), *re.split("[| ]", text)])
