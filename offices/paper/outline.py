"""The départements of a région as a map for a cover: those of which the dossier says something are grey.

The outlines are those of the maps on the screen (static/france.svg, geography/outlines.py). Départements overseas have
none: their région has no map.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache

from django.utils.translation import gettext as _

from geography.models import Department
from geography.outlines import FILE
from offices.presentation.maps import signs

PATH = re.compile(r'<path id="d(\w+)" d="([^"]+)"/>')
COMMAND = re.compile(r"([Ml])([^Mlz]*)")
NUMBER = re.compile(r"-?\d+")
WIDEST, HIGHEST = 130, 85  # millimetres on the cover
EDGE = 8  # units of the outlines around them, for half a line


def drawing(departments: Iterable[Department], shown: Collection[str]) -> dict | None:
    """`shown`: codes of the grey ones. Sizes in millimetres; None where there is nothing to draw."""
    places = [one for one in departments if one.code in outlines()]
    if len(places) < 2:
        return None
    points = [point for one in places for point in corners(outlines()[one.code])]
    left, top = (min(axis) - EDGE for axis in zip(*points, strict=True))
    width, height = (
        max(axis) + EDGE - start for axis, start in zip(zip(*points, strict=True), (left, top), strict=True)
    )
    scale = min(WIDEST / width, HIGHEST / height)
    paths = "".join(
        f'<path fill="{"#ddd" if one.code in shown else "#fff"}" d="{outlines()[one.code]}"/>' for one in places
    )
    return {
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" stroke="#000" '
        f'stroke-width="{0.25 / scale:.2f}" stroke-linejoin="round">{paths}</svg>',
        "alt": _("Carte\u00a0: %s") % ", ".join(one.label for one in places),
        "width": round(width * scale, 1),
        "signs": [
            {"code": one.code, "x": round((x - left) * scale, 1), "y": round((y - top) * scale, 1)}
            for one in places
            for x, y in [signs()[one.code]]
        ],
    }


@cache
def outlines() -> dict[str, str]:
    """Code → its path."""
    return dict(PATH.findall(FILE.read_text(encoding="utf-8")))


def corners(path: str) -> Iterable[tuple[int, int]]:
    """Every point of a path: "M" begins at a point, "l" goes on from it, step by step."""
    x = y = 0
    for command, numbers in COMMAND.findall(path):
        found = [int(number) for number in NUMBER.findall(numbers)]
        for dx, dy in zip(found[::2], found[1::2], strict=True):
            x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
            yield x, y
