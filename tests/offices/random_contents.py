"""Random contents and random edits of them, for laws that must hold of all.

Hypothesis chooses the numbers, one for the content and one for each edit, so that it can drop edits until a failing
example is small; the rest follows from the numbers. Words are few, so that two people often write the same.
"""

import os
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum
from random import Random
from typing import Any, get_args

from hypothesis import settings
from hypothesis import strategies as st

from offices import texts
from offices.changes.shape import ShapeField, fields
from offices.content import CONTENT_CLASSES, Content, Row, Source, parse

# `HYPOTHESIS_EXAMPLES=20000` for a long night; the default keeps the suite quick.
laws = settings(max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "100")), deadline=None, database=None)

numbers = st.integers(min_value=0, max_value=2**32)
edits = st.lists(numbers, max_size=6)

SOURCES = ("src1", "src2", "src3", "src4")
WORDS = ("dossier", "guichet", "courrier", "préfecture", "mardi", "tickets", "bureau 12", "entrée B")
TEXTS: dict[Any, Callable[[Random], str]] = {
    texts.Line: lambda rng: rng.choice(WORDS),
    texts.Text: lambda rng: "\n".join(rng.choice(WORDS) for _ in range(rng.randint(1, 3))),
    texts.Url: lambda rng: f"https://www.isere.gouv.fr/{rng.randint(1, 4)}",
    texts.Email: lambda rng: f"etrangers{rng.randint(1, 4)}@isere.gouv.fr",
    texts.Phone: lambda rng: f"04 76 60 34 0{rng.randint(1, 4)}",
    texts.Amount: lambda rng: rng.choice(("25.00", "50.00", "200.00")),
    texts.Time: lambda rng: rng.choice(("08:30", "12:00", "14:00", "24:00")),
    texts.Postcode: lambda rng: rng.choice(("38000", "38021", "38200")),
    texts.Slug: lambda rng: rng.choice(("aes", "aes-travail", "salarie", "etudiant")),
    texts.Code: lambda rng: rng.choice(("38", "381", "382", "383")),
}


def random_content(number: int, kinds=("office", "procedure")) -> Content:
    rng = Random(number)
    kind = rng.choice(kinds)
    return parse({"kind": kind, **random_object(CONTENT_CLASSES[kind], rng)})


def edited(content: Content, numbers: list[int]) -> Content:
    """The content after one random edit for each number."""
    document = content.model_dump()
    for number in numbers:
        edit(type(content), document, Random(number))
    return parse(document)


def random_object(model, rng: Random) -> dict[str, Any]:
    filled = [field for field in fields(model) if field.required or rng.random() < 0.3]
    return {field.name: random_value(field, rng) for field in filled}


def random_row(model, rng: Random) -> dict[str, Any]:
    # What the row says is one of a few; its id is its own, but for sources, which other rows cite.
    row_id = rng.choice(SOURCES) if model is Source else f"{rng.randrange(16**6):06x}"
    return {"id": row_id, **random_object(model, Random(rng.randrange(6)))}


def random_value(field: ShapeField, rng: Random) -> Any:
    if field.row:
        rows = [random_row(field.row, rng) for _ in range(rng.randint(0, 3))]
        return list({row["id"]: row for row in rows}.values())
    if field.group:
        return random_object(field.group, rng)
    if field.name == "source":
        return rng.choice(SOURCES)
    if field.many:
        items = [random_scalar(field.type, rng) for _ in range(rng.randint(int(field.required), 3))]
        return list(dict.fromkeys(items))
    return random_scalar(field.type, rng)


def random_scalar(kind: Any, rng: Random) -> Any:
    if kind in TEXTS:
        return TEXTS[kind](rng)
    choices = [kind, *get_args(kind)]
    if enums := [choice for choice in choices if isinstance(choice, type) and issubclass(choice, Enum)]:
        return rng.choice(list(enums[0]))
    if kind is bool:
        return rng.random() < 0.5
    if int in choices:
        return rng.randint(1, 12)
    assert date in choices, f"no random value for {kind}"
    return date(2023, 1, 1) + timedelta(days=rng.randrange(90))


def edit(model, document: dict[str, Any], rng: Random) -> None:
    """One change somewhere below: of a field, or of a list of rows (added, removed, moved, or within one row)."""
    filled = [field for field in fields(model) if document.get(field.name)]
    field = rng.choice(filled if filled and rng.random() < 0.7 else fields(model))
    value = document.get(field.name)
    if field.row:
        rows = list(value or ())
        act = rng.choice(("add", "remove", "move", "within", "within"))
        if act == "add" or not rows:
            new = random_row(field.row, rng)
            rows = [row for row in rows if row["id"] != new["id"]]
            rows.insert(rng.randint(0, len(rows)), new)
        elif act == "remove":
            rows.pop(rng.randrange(len(rows)))
        elif act == "move":
            rows.insert(rng.randrange(len(rows)), rows.pop(rng.randrange(len(rows))))
        else:
            edit(field.row, rng.choice(rows), rng)
        document[field.name] = rows
    elif field.group and value:
        edit(field.group, value, rng)
    elif not field.required and rng.random() < 0.2:
        document.pop(field.name, None)
    else:
        document[field.name] = random_value(field, rng)


def rows_of(content: Content) -> dict[tuple[str, ...], list[Row]]:
    """Every list of rows in a content, by its path."""
    found: dict[tuple[str, ...], list[Row]] = {}

    def visit(node: Any, path: tuple[str, ...]) -> None:
        for field in fields(type(node)):
            value = getattr(node, field.name)
            if field.row:
                found[(*path, field.name)] = list(value)
                for row in value:
                    visit(row, (*path, field.name, row.id))
            elif field.group:
                visit(value, (*path, field.name))

    visit(content, ())
    return found
