"""France as a map of départements: which colour and sign each has, and the same as a list beside it.

One mechanism for every map of the site. Whoever draws one says of each département what it has to say; the outlines
stand in one static file (`geography/outlines.py`), fetched once and coloured by the page through classes. The map is
hidden from screen readers and the keyboard: its list says everything, and a colour is never alone.

Firefox before 132 (October 2024) fetches no outline under a policy that begins with `default-src 'none'`, as ours does
(Mozilla's bug 1773976): its readers have the signs, the boxes and the list. Not taken: outlines inside each page, which
every browser draws and every reader would pay for again, 10 kB a page.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from geography.outlines import HEIGHT, LABELS, WIDTH

FRANCE = f"0 0 {WIDTH} {HEIGHT}"
# Paris and its neighbours are too small to be read or touched in the whole: they stand enlarged beside it.
CLOSE_UP = "1195 528 112 100"
SMALL = {"75", "92", "93", "94"}
IN_CLOSE_UP = SMALL | {"77", "78", "91", "95"}


@dataclass(frozen=True)
class Tone:
    """One entry of the legend. `code`: the end of the class `tone--…` (static/site.css); `mark`: the sign that tells it
    without colour."""

    code: str
    label: str
    mark: str


@dataclass(frozen=True)
class Painted:
    """A département as this map shows it: `label` with its code, and `says` in some words."""

    code: str
    label: str
    says: str
    url: str
    tone: Tone


@dataclass(frozen=True)
class Drawn:
    """An outline; without a `place`, one of which the map says nothing. `sign`: where its sign stands, if there is room
    for one."""

    code: str
    place: Painted | None
    sign: tuple[int, int] | None


@dataclass(frozen=True)
class Group:
    tone: Tone
    places: tuple[Painted, ...]


@dataclass(frozen=True)
class Map:
    """`overseas`: the places that have no outline, to be shown as boxes. `groups`: the list beside it, by tone."""

    france: tuple[Drawn, ...]
    close_up: tuple[Drawn, ...]
    overseas: tuple[Painted, ...]
    groups: tuple[Group, ...]
    frame: str = FRANCE
    close_up_frame: str = CLOSE_UP


def france(tones: Sequence[Tone], painted: Iterable[Painted]) -> Map:
    """The map of these départements, in their order; `tones` in the order of the legend."""
    places = {place.code: place for place in painted}
    return Map(
        france=tuple(Drawn(code, places.get(code), None if code in SMALL else at) for code, at in signs().items()),
        close_up=tuple(Drawn(code, places.get(code), at) for code, at in signs().items() if code in IN_CLOSE_UP),
        overseas=tuple(place for place in places.values() if place.code not in signs()),
        groups=tuple(Group(tone, tuple(p for p in places.values() if p.tone == tone)) for tone in tones),
    )


@cache
def signs() -> dict[str, tuple[int, int]]:
    """Code of each département that has an outline → where its sign is best put."""
    with LABELS.open(encoding="utf-8") as file:
        return {row["code"]: (int(row["x"]), int(row["y"])) for row in csv.DictReader(file)}
