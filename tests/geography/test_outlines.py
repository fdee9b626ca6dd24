"""The outlines: a small country of two départements and an island, drawn here; then the file that the site serves."""

import gzip
import re

import pytest
from django.core.management import CommandError, call_command

from geography.models import Department, Zone
from geography.outlines import FILE, LABELS, build, corners_of, read, simplified

# Two squares of 100 share the side x = 100, drawn from its top by one and from its bottom by the other, with a bend of
# two units and one of half a unit; an island stands apart, and a rock that nobody would see.
SQUARES = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 613 585">
\t<path
\t\tid="01"
\t\taria-label="Ouest"
\t\td="m 0,0 100,0 0,0 2,20 -2,20 0.5,30 -0.5,30 0,0 -100,0 z m 0,200 10,0 0,10 -10,0 z m 50,0 1,0 0,1 -1,0 z"
\t/>
\t<path
\t\tid="2a"
\t\taria-label="Est"
\t\td="m 100.01,0 100,0 0,100 -100,0 0,0 0.5,-30 -0.5,-30 2,-20 z"
\t/>
</svg>"""


@pytest.fixture
def package(tmp_path):
    (tmp_path / "france.departments.svg").write_text(SQUARES)
    return tmp_path


def borders(path: str) -> set[frozenset]:
    """The sides of a path of our file, each the same whichever way it is drawn."""
    sides = set()
    for ring in re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring[2])]
        points = [(int(ring[0]), int(ring[1]))]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        sides |= {frozenset(pair) for pair in zip(points, [*points[1:], points[0]], strict=True)}
    return sides


def drawn(svg: str) -> dict[str, str]:
    return dict(re.findall(r'<path id="d(\w+)" d="([^"]*)"/>', svg))


def test_a_border_keeps_its_bends_that_show_and_is_the_same_from_both_sides(package, tmp_path):
    build(package, tmp_path / "out.svg", tmp_path / "labels.csv")
    paths = drawn((tmp_path / "out.svg").read_text())
    shared = {frozenset(side) for side in [((400, 0), (408, 80)), ((408, 80), (400, 160)), ((400, 160), (400, 400))]}
    assert shared <= borders(paths["01"]) & borders(paths["2A"])


def test_an_island_stays_and_a_rock_is_left_out(package, tmp_path):
    build(package, tmp_path / "out.svg", tmp_path / "labels.csv")
    assert drawn((tmp_path / "out.svg").read_text())["01"].count("z") == 2


def test_a_sign_stands_inside_its_departement(package, tmp_path):
    points = build(package, tmp_path / "out.svg", tmp_path / "labels.csv")
    assert 100 < points["01"][0] < 300 and 100 < points["01"][1] < 300
    assert (tmp_path / "labels.csv").read_text().splitlines()[0] == "code,x,y"


def test_points_that_two_sides_write_a_hundredth_apart_are_one():
    shapes = read(SQUARES)
    assert {(100, 0), (100, 100)} <= corners_of(ring for rings in shapes.values() for ring in rings)
    assert set(shapes["01"][0]) & set(shapes["2A"][0]) >= {(100, 0), (102, 20), (100, 100)}
    assert len(simplified(shapes)) == 2


@pytest.mark.parametrize("d", ["M 0,0 L 3,3 z", "m 0,0 c 1,1 2,2 3,3 z"])
def test_another_way_of_drawing_is_refused_before_anything_is_written(tmp_path, d):
    (tmp_path / "france.departments.svg").write_text(f'<path\n id="01"\n aria-label="x"\n d="{d}"/>')
    with pytest.raises(ValueError, match="other acts"):
        build(tmp_path, tmp_path / "out.svg", tmp_path / "labels.csv")
    assert not (tmp_path / "out.svg").exists()


def test_the_command_names_the_file_it_did_not_find(tmp_path):
    with pytest.raises(CommandError, match=r"france\.departments\.svg n'existe pas"):
        call_command("build_map", tmp_path)


def test_the_command_says_why_it_did_not_understand(tmp_path):
    (tmp_path / "france.departments.svg").write_text("<svg/>")
    with pytest.raises(CommandError, match="rien n'a été écrit"):
        call_command("build_map", tmp_path)


# --- The file of the site --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_departement_of_metropolitan_france_has_an_outline_and_a_sign(france):
    codes = set(Department.objects.filter(zone=Zone.METROPOLE).values_list("code", flat=True))
    assert set(drawn(FILE.read_text())) == codes
    assert {line.split(",")[0] for line in LABELS.read_text().splitlines()[1:]} == codes


def test_neighbours_touch():
    paths = {code: borders(path) for code, path in drawn(FILE.read_text()).items()}
    for one, other in [("27", "76"), ("38", "69"), ("75", "92"), ("2A", "2B"), ("59", "62"), ("26", "84")]:
        assert len(paths[one] & paths[other]) >= 4, f"{one} and {other} share no border"


def test_the_file_is_light_and_says_whose_work_it_is():
    svg = FILE.read_text()
    assert len(gzip.compress(svg.encode(), 9)) < 12_000
    assert "MapSVG" in svg and "creativecommons.org/licenses/by/4.0" in svg
