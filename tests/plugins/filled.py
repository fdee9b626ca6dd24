"""A content in which every field of the shape says something: for tests that must leave no field out."""

from datetime import date
from enum import Enum

from offices.changes.shape import fields as fields_of
from offices.content import CONTENT_CLASSES, Content, parse
from offices.forms.fields import input_of

# Fields that name something that must exist, and those whose text has a form of its own.
VALUES = {
    "department": "38",
    "seat": "38185",
    "arrondissements": ["381"],
    "offices": ["prefecture-grenoble"],
    "office": "prefecture-grenoble",
    "grounds": ["admission-exceptionnelle-au-sejour"],
    "parent": "admission-exceptionnelle-au-sejour",
    "procedure": "",
    "source": "sources1",
    "office_address": "a1",
    "postcode": "38000",
    "phone": "01 23 45 67 89",
    "number": "01 23 45 67 89",
    "amount": "75.00",
    "not_refundable": "25.00",
    "opens": "09:00",
    "closes": "12:00",
    "release_time": "08:00",
    "valid_until": "2099-12-31",  # later than any day on which the suite runs: what has ended is on no page
}


def filled(kind: str, word: str) -> Content:
    """Every text of a content of this kind holds `word` and the name of its field; nothing stands at its default."""
    return parse({**fields(CONTENT_CLASSES[kind], word), "kind": kind})


def fields(model, word: str) -> dict:
    return {field.name: value(field, word) for field in fields_of(model)}


def value(field, word: str):
    name, wanted = field.name, input_of(field)
    if name in VALUES:
        return VALUES[name]
    if wanted.keyboard == "numeric":
        return 3
    match wanted.widget:
        case "rows":
            return [{"id": f"{name.replace('_', '')[:15]}1", **fields(field.row, word)}]
        case "group":
            return fields(field.group, word)
        case "bool":
            return True
        case "date":
            return date(2026, 3, 2)
        case "choice":
            return other_than_default(wanted.choices, field.default)
        case "checks":
            return [wanted.choices[0][0]]
        case "lines":
            return [f"{word} {name}"]
    if name in ("url", "website", "news_page", "contact_form", "communes_url", "platform_url"):
        return f"https://{word}.example.org/{name}"
    if name == "email":
        return f"{word}@example.org"
    return f"{word} {name}"


def other_than_default(choices, default) -> str:
    default = default.value if isinstance(default, Enum) else default
    return next(code for code, _label in choices if code not in ("", default))
