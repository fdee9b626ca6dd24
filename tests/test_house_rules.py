"""The rules of the house, held by a machine: which way imports go, and that there is one door.

Each failure names the file and says what to do instead. The picture they keep true stands in docs/architecture.md.
"""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APPS = ("accounts", "geography", "sources", "offices", "gisti_cms")
LEAVES = ("accounts", "geography", "sources")

# Rooms of offices/, from the ground up. A module imports from its own floor or from below. The door stands between the
# modules of publishing: what it calls lies below it, what reads the site lies above.
FLOORS = [
    {
        "apps",
        "enums",
        "texts",
        "content",
        "calendar",
        "practices",
        "words",
        "changes",
        "headlines",
        "languages",
        "rhythm",
        "filing",
        "exceptions",
        "ground_names",
        "ground_slugs",
        "short_codes",
        "dossiers",
        "migrations",
        "publishing/files",
    },
    {"models"},
    {
        "prepared",
        "references",
        "derived",
        "filing_history",
        "figures",
        "indexing",
        "slugs",
        "citations",
        "due",
        "ledger",
        "versions",
        "permissions",
        "evidence",
        "outcomes",
        "integrity",
        "competence",
        "coverage",
        "elsewhere",
        "near",
        "legal_notes",
        "publishing/keys",
    },
    {"moderation"},
    {
        "forms",
        "presentation",
        "paper",
        "importing",
        "templatetags",
        "seeds",
        "synthetic",
        "fixtures_reading",
        "fixtures_loading",
        "exporting",
    },
    {"views", "api", "tasks", "urls", "admin", "management", "publishing/rendering", "publishing/middleware"},
]
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def sources() -> list[Path]:
    return [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def inside_offices() -> list[tuple[str, Path]]:
    """(room, file) of every module of offices/."""
    folder = ROOT / "offices"
    without = {folder / "__init__.py", folder / "publishing" / "__init__.py"}
    paths = [path for path in sources() if folder in path.parents and path not in without]
    return [(room(".".join(path.relative_to(ROOT).with_suffix("").parts)), path) for path in paths]


def imports(path: Path) -> set[str]:
    """Full names of the modules that a file imports, wherever in the file it does."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room(name: str) -> str:
    """offices.views.public.pages → views; offices.publishing.keys.forget → publishing/keys"""
    first, second = [*name.split("."), ""][1:3]
    return f"{first}/{second}" if first == "publishing" else first


def test_a_leaf_imports_no_other_app():
    for path in sources():
        app = path.relative_to(ROOT).parts[0]
        if app in LEAVES:
            others = {name for name in imports(path) if name.split(".")[0] in set(APPS) - {app}}
            assert not others, f"{path} imports {others}: a leaf knows no other app"


def test_imports_inside_offices_go_down():
    for own, path in inside_offices():
        assert own in FLOOR_OF, f"offices/{own} stands on no floor: give it one in tests/test_house_rules.py"
        for name in imports(path):
            if name.startswith("offices.") and room(name) in FLOOR_OF:
                assert FLOOR_OF[room(name)] <= FLOOR_OF[own], f"{path} imports {name}, which stands above it"


def test_what_is_pure_opens_no_database():
    for own, path in inside_offices():
        if own in FLOORS[0] - {"apps"}:
            tables = {name for name in imports(path) if "models" in name and name != "django.db.models.TextChoices"}
            assert not tables, f"{path} imports {tables}: the shape and what compares it know no table"


def test_there_is_one_door():
    """`create_revision` stands once in the source."""
    found = [path for path in sources() if "create_revision(" in path.read_text()]
    assert found == [ROOT / "offices" / "moderation.py"]


def test_only_the_door_writes_what_is_public():
    for path in sources():
        if path == ROOT / "offices" / "moderation.py":
            continue
        written = re.findall(
            r"\b(?:Page|PageSlug|Decision|Change|Warning|Verification|Proposal)"
            r"(?:\.objects\.(?:create|bulk_create|get_or_create|update_or_create)\b|\((?!Admin|models\.|QuerySet|\)))",
            re.sub(r"^\s*class .*$|raise \w+.*$", "", path.read_text(), flags=re.MULTILINE),
        )
        assert not written, f"{path} writes {written}: call offices.moderation instead"


def test_there_is_no_signal_and_no_save_magic():
    for path in sources():
        text = path.read_text()
        assert not re.search(r"@receiver|post_save|pre_save|\.connect\(", text), (
            f"{path} listens to a signal: call the door"
        )
        assert "def save(self" not in text, f"{path} overrides save(): an act is a function of the door"


def test_nothing_is_swallowed():
    for path in sources():
        assert not re.search(r"except( Exception| BaseException)?:", path.read_text()), f"{path}: name what you catch"


def test_the_public_side_does_not_know_the_working_side():
    for path in sorted((ROOT / "offices" / "views" / "public").rglob("*.py")):
        text = path.read_text()
        assert "request.user" not in text and "request.session" not in text, f"{path}: a public page is for anybody"
        assert not {name for name in imports(path) if "workspace" in name}, path


def test_a_comment_of_a_template_ends_on_its_line():
    """`{# … #}` over two lines is no comment to Django: everybody reads it at the top of the page."""
    for path in sorted((ROOT / "templates").rglob("*.*")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            assert line.count("{#") == line.count("#}"), f"{path}:{number}: one comment for each line"


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_the_tree_holds_no_local_path():
    for path in tracked_files():
        if path.is_file() and path.suffix in (".py", ".md", ".toml", ".txt", ".yml", ".html", ".json", ".conf", ""):
            text = path.read_text(errors="ignore")
            assert not re.search(r"/(home/\w+|root|work)/", text), f"{path} names a path of somebody's machine"


def test_every_remark_in_a_template_ends_on_its_line():
    """One that runs over a line is no remark for Django: it is printed above the page, which then has no doctype."""
    for path in sorted((ROOT / "templates").rglob("*.*")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            assert line.count("{#") == line.count("#}"), f"{path}:{number}: one {{# #}} for each line"
