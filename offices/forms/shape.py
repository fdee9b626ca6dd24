"""One form for every content: fields, groups and lists of rows, straight from `offices.content`.

Names are paths: `steps-s1-address-city`. Each row of a list posts its id under the list's own name, so the order of
those inputs is the order of the rows, and a row keeps its id whatever happens around it. Adding, removing and moving
rows are submit buttons (`op` = "add steps", "remove steps-s1", "up steps-s1", "down steps-s1"): no JavaScript needed.
"""

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from offices.content import CONTENT_CLASSES, Content, Fact, Frozen, new_row_id, parse

# What a page is about is not edited: another département is another page.
FIXED = frozenset({"kind", "department", "office_kind", "seat"})

# How many fields of a row stand open on a phone before the others are folded.
UNFOLDED = 8

Choices = Sequence[tuple[str, str]]


@dataclass
class Node:
    """One thing on the screen. `widget` names its template: line, text, choice, checks, lines, bool, number, date,
    group, rows."""

    widget: str
    name: str
    label: str
    value: Any = ""
    required: bool = False
    choices: Choices = ()
    errors: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    folded: bool = False  # shown on demand: a precision that most rows do without
    key: str = ""  # of a row: its id
    list_name: str = ""  # of a row: the name of its list

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def shown(self) -> list["Node"]:
        return [child for child in self.children if not child.folded]

    @property
    def on_demand(self) -> list["Node"]:
        return [child for child in self.children if child.folded]

    @property
    def has_errors(self) -> bool:
        return bool(self.errors) or any(child.has_errors for child in self.children)

    @property
    def is_filled(self) -> bool:
        return bool(self.children if self.widget == "rows" else self.value) or any(c.is_filled for c in self.children)

    def all_errors(self) -> Iterator[tuple["Node", str]]:
        """(node, message) for the summary that stands above the form, each linked to its field."""
        yield from ((self, message) for message in self.errors)
        for child in self.children:
            yield from child.all_errors()


class ShapeForm:
    """A content being edited. Plain data in, plain data out, until `content` reads it through the shape.

    `choices` gives, for fields that name something (offices, grounds, source…), what there is to choose from.
    """

    def __init__(self, document: Mapping[str, Any], *, posted=None, choices: Mapping[str, Choices] | None = None):
        self.model = CONTENT_CLASSES[document["kind"]]
        self.choices = dict(choices or {})
        fixed = {name: document[name] for name in FIXED if name in document}
        self.data = dict(document) if posted is None else {**read_fields(self.model, posted, ""), **fixed}
        self.errors: dict[tuple, list[str]] = {}
        self.general_errors: list[str] = []
        if posted is not None and (operation := posted.get("op", "")):
            operate(self.data, self.model, operation)

    def content(self) -> Content | None:
        """The content as the shape reads it, or None with the errors noted where they stand."""
        self.data = without_blank_rows(self.model, self.data)
        try:
            return parse(self.data)
        except ValidationError as error:
            for problem in error.errors():
                self.note(problem)
        except ValueError as error:
            self.general_errors.append(str(error))
        return None

    def note(self, problem) -> None:
        path = tuple(step for step in problem["loc"][1:] if not str(step).startswith(("function-", "literal[")))
        if path and path[-1] != "id":
            self.errors.setdefault(path, []).append(french(problem))
        else:
            self.general_errors.append(french(problem))

    @property
    def sections(self) -> list[Node]:
        """The whole tree, in the order of the shape."""
        sources = self.data.get("sources") or ()
        self.choices["source"] = [(row["id"], row.get("title") or row.get("url") or row["id"]) for row in sources]
        return [
            self.node(name, info, self.data.get(name), (name,), "")
            for name, info in self.model.model_fields.items()
            if name not in FIXED
        ]

    @property
    def plain(self) -> list[Node]:
        return [section for section in self.sections if section.widget not in ("rows", "group")]

    @property
    def lists(self) -> list[Node]:
        return [section for section in self.sections if section.widget in ("rows", "group")]

    @property
    def error_list(self) -> list[tuple[Node, str]]:
        return [found for section in self.sections for found in section.all_errors()]

    def node(self, name: str, info: FieldInfo, value: Any, path: tuple, prefix: str) -> Node:
        kind = classify(info)
        node = Node(
            widget=kind.widget,
            name=f"{prefix}{name}",
            label=_(info.title),
            required=info.is_required(),
            errors=self.errors.get(path, []),
        )
        match kind.widget:
            case "rows":
                node.children = [
                    self.row(kind.model, row, (*path, index), node.name) for index, row in enumerate(value or ())
                ]
            case "group":
                node.children = self.fields(kind.model, value or {}, path, f"{node.name}-")
            case _:
                node.value = as_input(value if value is not None else default_of(info))
                node.choices = kind.choices
                if name in self.choices:
                    node.widget = "choice" if kind.widget == "line" else "checks"
                    node.choices = self.offered(name, node)
        return node

    def offered(self, name: str, node: Node) -> Choices:
        """What may be chosen, with what is already written even where it is no longer offered: nothing is dropped."""
        offered = list(self.choices[name])
        written = node.value if isinstance(node.value, list) else [node.value]
        known = {value for value, _label in offered}
        offered += [(value, value) for value in written if value and value not in known]
        return [("", "—"), *offered] if node.widget == "choice" else offered

    def row(self, model: type[Frozen], row: Mapping[str, Any], path: tuple, list_name: str) -> Node:
        name = f"{list_name}-{row['id']}"
        return Node(
            widget="row",
            name=name,
            label="",
            key=row["id"],
            list_name=list_name,
            errors=self.errors.get(path, []),
            children=self.fields(model, row, path, f"{name}-"),
        )

    def fields(self, model: type[Frozen], values: Mapping[str, Any], path: tuple, prefix: str) -> list[Node]:
        """A row's own fields, then those of every fact; beyond the first few, folded until they hold something."""
        own = [name for name in model.model_fields if name not in Fact.model_fields]
        common = [name for name in model.model_fields if name in Fact.model_fields and name != "id"]
        nodes = []
        for position, name in enumerate([*own, *common]):
            node = self.node(name, model.model_fields[name], values.get(name), (*path, name), prefix)
            node.folded = (position >= UNFOLDED or name in common) and not node.is_filled and not node.has_errors
            nodes.append(node)
        return nodes


# --- What kind of input a field of the shape wants ------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    widget: str
    model: type[Frozen] | None = None
    choices: Choices = ()


def classify(info: FieldInfo) -> Kind:
    """The input for a field, from its type."""
    annotation = info.annotation
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        if is_model(inner):
            return Kind("rows", model=inner)
        if is_enum(inner):
            return Kind("checks", choices=inner.choices)
        return Kind("lines")
    if is_model(annotation):
        return Kind("group", model=annotation)
    if annotation is bool:
        return Kind("bool")
    members = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    for member in members:
        if is_enum(member):
            open_ended = info.is_required() or any(get_origin(other) is Literal for other in members)
            return Kind("choice", choices=[*([("", "—")] if open_ended else []), *member.choices])
        if member is int:
            return Kind("number")
        if member is date:
            return Kind("date")
    return Kind("text" if longest(info) > 1_000 and not is_url(info) else "line")


def is_model(annotation) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Frozen)


def is_enum(annotation) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Enum)


def longest(info: FieldInfo) -> int:
    return max((limit for data in info.metadata if (limit := getattr(data, "max_length", None))), default=0)


def is_url(info: FieldInfo) -> bool:
    return longest(info) == 2_000


def default_of(info: FieldInfo) -> Any:
    return "" if info.is_required() or info.default is None else info.default


def as_input(value: Any) -> Any:
    """A value as its input shows it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (tuple, list)):
        return [as_input(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return "" if value is None else str(value)


# --- From what was posted to plain data -----------------------------------------------------------------------------


def read_fields(model: type[Frozen], posted, prefix: str) -> dict[str, Any]:
    return {
        name: read(classify(info), posted, f"{prefix}{name}")
        for name, info in model.model_fields.items()
        if name != "id" and not (prefix == "" and name in FIXED)
    }


def read(kind: Kind, posted, name: str) -> Any:
    match kind.widget:
        case "rows":
            ids = dict.fromkeys(posted.getlist(name))
            return [{"id": row_id, **read_fields(kind.model, posted, f"{name}-{row_id}-")} for row_id in ids]
        case "group":
            return read_fields(kind.model, posted, f"{name}-")
        case "checks":
            return posted.getlist(name)
        case "lines":
            # One per line in a text area; one per box where the field offers choices.
            return [line.strip() for value in posted.getlist(name) for line in value.splitlines() if line.strip()]
        case "bool":
            return name in posted
        case "number" | "date":
            return posted.get(name, "").strip() or None
    return posted.get(name, "")


def without_blank_rows(model: type[Frozen], data: Mapping[str, Any]) -> dict[str, Any]:
    """The same data without the rows in which nobody wrote anything."""
    cleaned = dict(data)
    for name, info in model.model_fields.items():
        kind = classify(info)
        if kind.widget == "group" and cleaned.get(name):
            cleaned[name] = without_blank_rows(kind.model, cleaned[name])
        elif kind.widget == "rows":
            rows = [without_blank_rows(kind.model, row) for row in cleaned.get(name) or ()]
            cleaned[name] = [row for row in rows if not is_blank(kind.model, row)]
    return cleaned


def is_blank(model: type[Frozen], data: Mapping[str, Any]) -> bool:
    for name, info in model.model_fields.items():
        value = data.get(name)
        if name == "id" or value in ("", None, False, [], ()):
            continue
        kind = classify(info)
        if kind.widget == "group":
            if not is_blank(kind.model, value):
                return False
        elif as_input(value) != as_input(default_of(info)):
            return False
    return True


# --- Operations on rows ---------------------------------------------------------------------------------------------


def operate(data: dict[str, Any], model: type[Frozen], operation: str) -> None:
    """Apply one row operation in place. An operation that names no row of this form does nothing."""
    verb, _space, target = operation.partition(" ")
    if verb == "add":
        found = find_list(data, model, target)
        if found is not None:
            found.append({"id": new_row_id()})
        return
    list_name, _dash, row_id = target.rpartition("-")
    rows = find_list(data, model, list_name)
    position = next((index for index, row in enumerate(rows or ()) if row["id"] == row_id), None)
    if position is None:
        return
    match verb:
        case "remove":
            del rows[position]
        case "up" if position > 0:
            rows.insert(position - 1, rows.pop(position))
        case "down":
            rows.insert(position + 1, rows.pop(position))


def find_list(data: dict[str, Any], model: type[Frozen], path: str) -> list | None:
    """The list at a path such as `phones-p1-hours`, made if it was absent; None where the shape has no such list."""
    name, _dash, rest = path.partition("-")
    info = model.model_fields.get(name)
    if info is None:
        return None
    kind = classify(info)
    if kind.widget == "group":
        return find_list(data.setdefault(name, {}), kind.model, rest)
    if kind.widget != "rows":
        return None
    data[name] = rows = [dict(row) for row in data.get(name) or ()]
    if not rest:
        return rows
    row_id, _dash, rest = rest.partition("-")
    row = next((row for row in rows if row["id"] == row_id), None)
    return find_list(row, kind.model, rest) if row is not None and rest else None


# --- Errors in French -----------------------------------------------------------------------------------------------


def french(problem: Mapping[str, Any]) -> str:
    """pydantic's error in words that say what to do."""
    context = problem.get("ctx", {})
    match problem["type"]:
        case "value_error":
            message = str(context["error"])
            return message[:1].upper() + message[1:] + "."
        case "missing" | "string_too_short" | "too_short":
            return _("Ce champ est obligatoire : remplissez-le, ou supprimez la ligne.")
        case "string_too_long":
            return _("Ce texte est trop long : %s caractères au plus.") % context["max_length"]
        case "enum" | "literal_error":
            return _("Choisissez une réponse de la liste.")
        case "int_parsing" | "int_type" | "int_from_float":
            return _("Écrivez un nombre entier, en chiffres.")
        case "greater_than_equal" | "less_than_equal":
            return _("Ce nombre est hors des bornes admises : entre %(low)s et %(high)s.") % {
                "low": context.get("ge", 1),
                "high": context.get("le", 999),
            }
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return _("Écrivez une date, par exemple 2026-03-09.")
        case "string_pattern_mismatch":
            return _("Cette valeur n'a pas la forme attendue.")
        case "string_unicode":
            return _("Ce texte contient un caractère qui ne peut pas être enregistré : effacez-le.")
    return _("Cette valeur n'est pas admise ici.")
