"""What the documentation promises to be complete is."""

import ast
import re
from pathlib import Path

from django.conf import settings

SETTINGS = ("gisti_cms/settings/base.py",)


def variables_read() -> set[str]:
    """The names given to env.str("…"), env.bool("…")… in the settings."""
    names = set()
    for path in SETTINGS:
        for node in ast.walk(ast.parse((settings.BASE_DIR / path).read_text())):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="env")), args=[ast.Constant(value=str(name)), *_]):
                    names.add(name)
    return names


def variables_documented() -> set[str]:
    """The first column of the tables of docs/environment.md."""
    text = (settings.BASE_DIR / "docs" / "environment.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, flags=re.MULTILINE))


def test_every_variable_is_documented_and_none_that_is_not_read():
    assert variables_documented() == variables_read()


def test_the_environment_is_read_in_the_settings_alone():
    """Elsewhere a variable would work without being documented. The supervisor hands the whole environment on."""
    apps = ("accounts", "geography", "gisti_cms", "offices", "sources")
    readers = {
        str(path.relative_to(settings.BASE_DIR))
        for app in apps
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b|from os import|^import environ$", path.read_text(), re.MULTILINE)
    }
    hands_on = {"gisti_cms/supervisor.py", "gisti_cms/celery.py", "gisti_cms/wsgi.py"}
    assert readers - hands_on == {"gisti_cms/settings/base.py", "gisti_cms/settings/test.py"}


def test_the_example_of_compose_names_documented_variables_only():
    example = (settings.BASE_DIR / ".env.example").read_text()
    assert set(re.findall(r"^([A-Z_]+)=", example, flags=re.MULTILINE)) <= variables_documented()


def test_every_command_of_the_makefile_says_what_it_does():
    makefile = Path(settings.BASE_DIR / "Makefile").read_text()
    declared = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE).group(1).split()
    described = re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE)
    assert set(declared) - set(described) == {"environment", "environment-dev"}
