"""From what a person types to the places that are called so: the same code on SQLite and PostgreSQL.

A name is looked for as it stands; then without the department or postcode written after it; and only where nothing is
called so, among names that resemble it. Nothing is guessed: every answer carries its `rank`.
"""

import re
from collections.abc import Sequence
from copy import copy
from typing import TypeVar

from rapidfuzz import fuzz, process

from geography.arabic import Reading, readings
from geography.gazetteer import BEARING, Condition, Gazetteer, Line, Rank, gazetteer
from geography.models import Commune, Department, Region
from geography.names import LEADING_ARTICLE, normalise

LONGEST_QUERY = 80
# fuzz.ratio: "monteruil" is 89 to "montreuil", "lyion" 89 to "lyon", "lion" 75; below, names that nobody meant.
RESEMBLANCE = 75


def find_communes(query: str, limit: int = 20) -> Sequence[Commune]:
    """Communes, their parts and predecessors that bear a name or postcode, best first, each with its `rank`.

    What is no commune of today leads there by `.current`. Within a rank the most populous comes first. Exact answers
    are never cut off at `limit`: the postcode 51300 has 46 communes, and hers may be the last.
    """
    found: dict[str, Rank] = {}
    for reading in readings(query):
        text = as_official(as_searched(reading.text))
        answers = codes_for(text, gazetteer(), limit) if text else {}
        for code, rank in answers.items():
            if (offered := as_read(rank, reading)) is not None:
                found.setdefault(code, offered)
    return communes(dict(sorted(found.items(), key=lambda answer: answer[1]))) if found else []


def as_read(rank: Rank, reading: Reading) -> Rank | None:
    """Of what a guess names, only what bears that very name, and as a guess: nothing is guessed from a guess."""
    if not reading.is_guess:
        return rank
    return Rank.APPROXIMATE if rank == Rank.EXACT else None


POSTCODE_IN_PARTS = re.compile(r"\b(?:fr? )?(\d{2}) ?(\d{3})\b")  # "75 018", "F-34500"


def as_searched(query: str) -> str:
    return POSTCODE_IN_PARTS.sub(r"\1\2", normalise(query)[:LONGEST_QUERY].strip())


def codes_for(text: str, places: Gazetteer, limit: int) -> dict[str, Rank]:
    """Code of each commune found → how well it answers."""
    if found := places.bearing(text, limit, anywhere):
        return found
    name, territories = without_territory(text, places)
    for territory in territories:
        if found := places.bearing(name, limit, territory):
            return found
    if postcode := re.search(r"\b\d{5}\b", text):  # in a whole address
        return places.bearing(postcode[0], limit, anywhere)
    territory = territories[-1] if territories else anywhere
    return resembling(name, places, limit, territory) or beginning_alike(name, places, limit)


def anywhere(_line: Line) -> bool:
    return True


def communes(ranks: dict[str, Rank]) -> list[Commune]:
    """These communes in this order. One query."""
    found = {
        place.code: place for place in Commune.objects.select_related("department", "parent").filter(code__in=ranks)
    }
    for code, rank in ranks.items():
        found[code].rank = rank
    return [found[code] for code in ranks]


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


def without_territory(text: str, places: Gazetteer) -> tuple[str, list[Condition]]:
    """The name without the code or department that stands beside it, and the conditions that this sets, the narrowest
    first."""
    text = CEDEX.sub("", text)
    parts = NAME_AND_CODE.fullmatch(text)
    if parts and (code := parts["after"] or parts["before"]):
        return parts["name"], in_territory_of(code)
    departments = {LEADING_ARTICLE.sub("", normalise(place.name)): place.code for place in places.departments}
    regions = {LEADING_ARTICLE.sub("", normalise(place.name)) for place in places.regions}
    if LEADING_ARTICLE.sub("", text) in regions.union(departments):
        return text, []  # "val d'oise" asks for no "val" in the Oise
    for department_name in sorted(departments, key=len, reverse=True):  # "haute loire" before "loire"
        if text.endswith(f" {department_name}"):
            name = LINKING_WORDS.sub("", text.removesuffix(f" {department_name}"))
            return name, [within(departments[department_name])]
    return text, []


def within(department: str) -> Condition:
    return lambda line: line.department == department


def in_territory_of(code: str) -> list[Condition]:
    """A department's code; or a postcode, then its department: a CEDEX has its own last digits."""
    if len(code) < 5:
        return [within(code.upper())]
    department = code[:3] if code.startswith(("97", "98")) else code[:2]
    return [lambda line: f"|{code}|" in line.norm, lambda line: f"|{department}" in line.norm]


# --- Typos ----------------------------------------------------------------------------------------------------------


def resembling(name: str, places: Gazetteer, limit: int, territory: Condition) -> dict[str, Rank]:
    if not re.search("[a-z]", name):
        return {}  # a postcode that is unknown resembles none
    names, bearers = places.names
    scores: dict[Line, float] = {}
    for _name, score, index in process.extract(
        name, names, scorer=fuzz.ratio, score_cutoff=RESEMBLANCE, limit=5 * limit
    ):
        scores.setdefault(bearers[index], score)
    # Of two that resemble it as much, the more populous: `index` follows the population.
    alike = sorted((line for line in scores if territory(line)), key=lambda line: -scores[line])
    return {line.code: Rank.APPROXIMATE for line in alike[:limit]}


STREETS = ("rue", "place")  # which two communes are called, and most addresses begin with


def beginning_alike(name: str, places: Gazetteer, limit: int) -> dict[str, Rank]:
    """The communes called like its first words: "cergy pontoise", "lyon troisieme". As a question, too."""
    words = name.split()
    if words[:1] and words[0] in STREETS:
        return {}
    for number in range(len(words), 0, -1):
        first = " ".join(words[:number])
        found = places.bearing(first, 0, anywhere) if len(first) > 2 else {}
        if found:
            return dict.fromkeys(list(found)[:limit], Rank.APPROXIMATE)
    return {}


# --- Departments and regions: few enough to be read whole -----------------------------------------------------------


def find_departments(query: str) -> list[Department]:
    """Departments by name, code or both ("isere", "2a", "Isère (38)"), best first, each with its `rank`."""
    return ranked(gazetteer().departments, query)


def find_regions(query: str) -> list[Region]:
    """Regions by name, best first, each with its `rank`. Their codes are not looked at: 84 is also the Vaucluse."""
    return ranked(gazetteer().regions, query)


Territory = TypeVar("Territory", Region, Department)


def ranked(texts: dict[Territory, str], query: str) -> list[Territory]:
    found: dict[Territory, Territory] = {}
    for reading in readings(query):
        for place in called(texts, as_searched(reading.text)):
            if (offered := as_read(Rank(place.rank), reading)) is not None:
                found.setdefault(place, with_rank(place, offered))
    return sorted(found.values(), key=lambda place: place.rank)


def called(texts: dict[Territory, str], name: str) -> list[Territory]:
    if not name:
        return []
    found = []
    for place, text in texts.items():
        for rank, pattern in BEARING:
            if pattern.format(name) in text:
                found.append(with_rank(place, rank))
                break
    if found:
        return sorted(found, key=lambda place: place.rank)
    scores = {place: resemblance(name, text) for place, text in texts.items()}
    alike = sorted((place for place, score in scores.items() if score >= RESEMBLANCE), key=lambda place: -scores[place])
    return [with_rank(place, Rank.APPROXIMATE) for place in alike]


def with_rank(place: Territory, rank: Rank) -> Territory:
    """A copy: the gazetteer's own is everybody's."""
    found = copy(place)
    found.rank = rank
    return found


def resemblance(name: str, text: str) -> float:
    """To a whole name, or to one word of it: "pyrennees"."""
    return max(fuzz.ratio(name, entry) for entry in [*text.split("|"), *re.split("[| ]", text)])
