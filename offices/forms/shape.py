"""One form for every content: fields, groups and lists of rows, straight from `offices.content`.

Plain data in, plain data out, until `content` reads it through the shape. What the browser posts is read by `posting`,
buttons that act on rows by `operations`; `layout` says in what order it stands on the screen, made of `nodes`.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from offices import words
from offices.changes import describe, display
from offices.changes.rendering import field_label, source_key
from offices.changes.shape import ShapeField, fields
from offices.changes.vocabulary import NOUNS
from offices.content import CONTENT_CLASSES, Content, Frozen, Row, Source, new_row_id, parse
from offices.enums import SourceKind
from offices.forms.errors import Path, backwards, french, place
from offices.forms.fields import FIXED, Choices, Input, input_of, shown
from offices.forms.layout import SECTIONS, first_fields
from offices.forms.nodes import Field, Group, Node, RowForm, RowList, Section
from offices.forms.operations import UnknownOperation, operate
from offices.forms.posting import Posting, without_blank_rows
from offices.words import lowered

DETAIL = 150  # characters of what a folded row says besides its name


class ShapeForm:
    """A content being edited.

    `choices` gives, for fields that name something (offices, grounds…), what there is to choose from; `row_choices`
    replaces it inside rows; `addresses` gives those of each office, by its slug. `opened`: the keys of the sections
    that stand open from the start.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        *,
        posted: QueryDict | None = None,
        choices: Mapping[str, Choices] | None = None,
        row_choices: Mapping[str, Choices] | None = None,
        addresses: Mapping[str, Choices] | None = None,
        opened: tuple[str, ...] = (),
    ):
        self.kind = document["kind"]
        self.model: type[Frozen] = CONTENT_CLASSES[self.kind]
        self.choices = dict(choices or {})
        self.row_choices = self.choices | dict(row_choices or {})
        self.addresses = addresses or {}
        self.opened = opened
        self.touched = ""
        self.errors: dict[Path, list[str]] = {}
        self.general_errors: list[str] = []
        if posted is None:
            self.data = deepcopy(dict(document))
        else:
            posting = Posting(posted)
            fixed = {name: document[name] for name in FIXED if name in document}
            self.data = posting.content(self.model) | fixed
            self.general_errors += posting.problems

    def operate(self, operation: str) -> None:
        """Add, remove or move a row; what the form does not know changes nothing and is said."""
        try:
            self.touched = operate(self.data, self.model, operation)
        except UnknownOperation:
            self.general_errors.append(
                _("Ce bouton ne correspond plus à aucune ligne. Rien n'a changé\u00a0: continuez d'ici.")
            )

    def cite(self, url: str) -> None:
        """Add an address to the sources of the page, once."""
        sources = self.data.setdefault("sources", [])
        if url and url not in {row.get("url") for row in sources}:
            sources.append({"id": new_row_id(), "kind": SourceKind.PAGE.value, "url": url})
            self.touched = "sources"

    def content(self) -> Content | None:
        """The content as the shape reads it, or None with the errors noted where they stand."""
        self.data = without_blank_rows(self.model, self.data)
        try:
            content = parse(self.data)
        except ValidationError as error:
            for problem in error.errors():
                self.note(place(self.model, problem["loc"][1:]), french(problem))
        except ValueError as error:
            self.general_errors.append(words.capital(f"{error}."))
        else:
            for path, message in backwards(content):
                self.note(path, message)
        return None if self.errors or self.general_errors else content

    def note(self, path: Path, message: str) -> None:
        found = self.errors.setdefault(path, []) if path else self.general_errors
        if message not in found:  # each member of a union says its own
            found.append(message)

    # --- The screen ------------------------------------------------------------------------------------------------

    def sections(self) -> list[Section]:
        """The whole form as it stands now."""
        sources = self.data.get("sources") or ()
        self.row_choices["source"] = [
            (row["id"], f"{number}. {source_label(row)}") for number, row in enumerate(sources, start=1)
        ]
        self.names = {source_key(row["id"]): source_label(row) for row in sources}
        for offered in self.choices.values():
            self.names |= {value: str(label) for value, label in offered}
        by_name = {field.name: field for field in fields(self.model)}
        return [self.section(title, [by_name[name] for name in names]) for title, names in SECTIONS[self.kind]]

    def section(self, title, found: list[ShapeField]) -> Section:
        nodes = [self.node(field, self.data, (), "") for field in found]
        section = Section(key=found[0].name, title=title, nodes=[node for node in nodes if node])
        names = {field.name for field in found}
        section.open = section.has_errors or section.key in self.opened or self.touched.partition("-")[0] in names
        return section

    def node(self, field: ShapeField, values: Mapping[str, Any], path: Path, prefix: str) -> Node | None:
        """None where there is nothing to choose from."""
        value, here, name = values.get(field.name), (*path, field.name), f"{prefix}{field.name}"
        errors = self.errors.get(here, [])
        if field.row:
            rows = list(self.rows(field.row, value or (), here, name))
            return RowList(name, field_label(field), errors, rows=rows, adding=adding(field.row), new_key=new_row_id())
        if field.group:
            children = [self.node(child, value or {}, here, f"{name}-") for child in fields(field.group)]
            return Group(name, field_label(field), errors, fields=[child for child in children if child])
        return self.field(field, values, name, here)

    def field(self, field: ShapeField, values: Mapping[str, Any], name: str, path: Path) -> Field | None:
        value = shown(field, values.get(field.name))
        wanted, label, errors = input_of(field), _(field.title), self.errors.get(path, [])
        offered = self.offered(field, values, in_row=len(path) > 1)
        if offered is not None:
            wanted, label = Input("checks" if field.many else "choice", choices=offered), field_label(field)
        if wanted.widget in ("checks", "choice"):
            choices = with_written(wanted.choices, value)
            if not choices and not errors:
                return None
            may_stay_open = offered is not None and not field.many
            wanted = replace(wanted, choices=[("", "—"), *choices] if may_stay_open else choices)
        return Field(name, label, errors, input=wanted, value=value, required=field.required)

    def offered(self, field: ShapeField, values: Mapping[str, Any], *, in_row: bool) -> Choices | None:
        """What there is to choose from where the field names something; None where it does not."""
        if field.name == "office_address":
            return self.addresses.get(values.get("office") or "", ())
        return (self.row_choices if in_row else self.choices).get(field.name)

    def rows(self, model: type[Row], rows, path: Path, list_name: str) -> Iterator[RowForm]:
        for index, values in enumerate(rows):
            row = self.row(model, values, (*path, index), f"{list_name}-{values['id']}")
            row.key, row.list_name, row.position = values["id"], list_name, index + 1
            row.open = row.open or row.has_errors or len(rows) == 1
            yield row

    def row(self, model: type[Row], values: Mapping[str, Any], path: Path, name: str) -> RowForm:
        """Its first fields, then those that hold something or are wrong; the others wait until one asks for them."""
        nodes = {field.name: self.node(field, values, path, f"{name}-") for field in fields(model)}
        shown = [nodes.pop(field_name) for field_name in first_fields(model, values)]
        others = [node for node in nodes.values() if node]
        label, detail = self.told(model, values)
        return RowForm(
            name,
            label,
            self.errors.get(path, []),
            detail=detail,
            fields=[node for node in shown if node] + [node for node in others if node.speaks],
            more=[node for node in others if not node.speaks],
            open=self.touched == name or self.touched.startswith(f"{name}-"),
        )

    def told(self, model: type[Row], values: Mapping[str, Any]) -> tuple[str, str]:
        """What a row is, and what else it says; what cannot be read at all is to be completed."""
        row = readable(model, values)
        if row is None:
            return _("%s à compléter") % _(NOUNS[model].text), ""
        label = describe(row)
        if hasattr(row, "source"):
            row = row.model_copy(update={"source": ""})
        whole = display(row, self.names, limit=DETAIL)
        return headed(label), words.shortened(whole.removeprefix(label).strip("\u00a0; ,"), DETAIL)


def readable(model: type[Row], values: Mapping[str, Any]) -> Row | None:
    """A row as far as it can be read: without what is wrong in it."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        wrong = {problem["loc"][0] for problem in error.errors()}
    try:
        return model.model_validate({name: value for name, value in values.items() if name not in wrong})
    except ValidationError:
        return None


def headed(label: str) -> str:
    """With a capital, where it begins with a word and not with an address."""
    return label if any(sign in label.split(" ")[0] for sign in "@/.:") else words.capital(label)


def adding(model: type[Row]) -> str:
    """On the button that adds a row: "Ajouter une étape"."""
    noun = NOUNS[model]
    return (_("Ajouter une %s") if noun.feminine else _("Ajouter un %s")) % lowered(_(noun.text))


def source_label(values: Mapping[str, Any]) -> str:
    """As sentences name it."""
    source = readable(Source, values)
    return describe(source) if source else _("source à compléter")


def with_written(choices: Choices, value: str | list[str]) -> Choices:
    """What is offered, with what is already written even where it is no longer offered: nothing is dropped."""
    written = value if isinstance(value, list) else [value]
    known = {value for value, _label in choices}
    return [*choices, *((value, value) for value in written if value and value not in known)]
