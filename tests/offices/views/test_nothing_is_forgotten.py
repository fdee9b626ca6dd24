"""Whatever field of the shape is filled, a reader of the page finds it there, and a program finds it in the API."""

import html
import re
from collections.abc import Iterator
from enum import Enum

import pytest

from offices.content import CONTENT_CLASSES, parse
from offices.enums import DayPart, Handling, HandlingScope, PageKind, SectionKind, Way
from tests.plugins.cast import publish
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db

API = {
    "office": "offices",
    "procedure": "procedures",
    "ground": "grounds",
    "guide": "guides",
    "legal_note": "legal-notes",
}


def marked(value, path: tuple[str, ...] = ()):
    """The plain data of a filled content, each free text bearing the name of its own field and no other's."""
    name = "-".join(path)
    if isinstance(value, dict):
        return {key: marked(child, (*path, key)) for key, child in value.items()}
    if isinstance(value, list):
        return [marked(child, path) for child in value]
    if path and path[-1] == "valid_until":
        return "2090-01-01"  # what has ended is left out of the page
    if not isinstance(value, str):
        return value
    if value.startswith("mot "):
        return f"texte {name}"
    if value.startswith("https://mot."):
        return f"https://mot.example.org/{name}"
    return f"{name}@example.org" if value == "mot@example.org" else value


def texts(value) -> Iterator[str]:
    """Every free text, web address and e-mail of marked data."""
    if isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from texts(child)
    elif isinstance(value, str) and re.match(r"texte |https://mot\.|.*@example\.org$", value):
        yield value


def codes(node, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Enum]]:
    """(path of the field, code) for every coded fact of a content."""
    if isinstance(node, Enum):
        yield ".".join(path), node
    elif isinstance(node, tuple):
        for child in node:
            yield from codes(child, path)
    elif hasattr(type(node), "model_fields"):
        for name in type(node).model_fields:
            yield from codes(getattr(node, name), (*path, name))


@pytest.fixture(params=list(PageKind))
def everything(request, isere, claire):
    """A page in which nothing stands at its default."""
    kind = request.param.value
    data = marked(filled(kind, "mot").model_dump(mode="json"))
    assert parse(data) is not None
    return publish(data, by=claire, slug=f"tout-{kind.replace('_', '-')}"), data


def read(reader, page) -> str:
    """The page as it is served, with what it links to: capitals and hard spaces do not matter here."""
    answer = reader.get(page.get_absolute_url()).content.decode()
    return html.unescape(answer).replace("\u00a0", " ").lower()


def test_a_reader_finds_every_text_of_it(everything, reader):
    page, data = everything
    answer = read(reader, page)
    assert not [text for text in texts(data) if text not in answer]


# Coded facts that a page says in other words than their label, each with those words.
OTHERWISE = {
    **{(f"{rows}hours.part", DayPart.MORNING): "lundi matin" for rows in ("", "phones.", "desks.", "steps.")},
    ("handling", Handling.NOT_HANDLED): "ne traite aucune demande de titre de séjour",
    ("scope", HandlingScope.ALL_PERMITS): "ne traite aucune demande de titre de séjour",
    ("way", Way.UNKNOWN): "",  # who does not handle a request has no way of filing it
    ("sections.kind", SectionKind.STEPS): "<ol>",
}


def test_a_reader_finds_every_coded_fact_of_it(everything, reader):
    page, _data = everything
    answer = read(reader, page)
    said = ((path, code, OTHERWISE.get((path, code), str(code.label)).lower()) for path, code in codes(page.document))
    assert not [missing for missing in said if missing[-1] not in answer]


def test_a_program_finds_every_field_of_it(everything, reader):
    page, data = everything
    answer = reader.get(f"/api/v1/{API[page.kind]}/{page.slug}/").json()
    assert set(CONTENT_CLASSES[page.kind].model_fields) - {"kind"} <= answer.keys()
    found = set(texts(answer))
    assert not [text for text in texts(data) if text not in found]
