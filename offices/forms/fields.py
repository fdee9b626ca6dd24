"""What kind of input each field of the shape wants."""

import re
import types
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin

from django import forms
from django.db.models import TextChoices
from django.utils.functional import Promise

from offices import texts
from offices.changes.shape import ShapeField

Choices = Sequence[tuple[str, str | Promise]]

# What a page is about is not edited: another département is another page.
FIXED = frozenset({"kind", "department", "office_kind", "seat"})

# The keyboard a phone opens. Never type="email" or "url": browsers rewrite what is typed there (IDNs, spaces).
KEYBOARDS = {
    texts.Url: "url",
    texts.Email: "email",
    texts.Phone: "tel",
    texts.Amount: "decimal",
    texts.Postcode: "numeric",
}
EXAMPLES = {texts.Time: "8h30", texts.Amount: "50,00"}
SHORT = (texts.Time, texts.Amount, texts.Postcode)


@dataclass(frozen=True)
class Input:
    """`widget` names the template in templates/espace/form/. A `short` one shares its line with another."""

    widget: Literal["line", "text", "lines", "choice", "checks", "bool", "date", "group", "rows"]
    choices: Choices = ()
    keyboard: str = ""
    example: str = ""
    short: bool = False


def input_of(field: ShapeField) -> Input:
    if field.row:
        return Input("rows")
    if field.group:
        return Input("group")
    if field.codes:
        return Input("checks", choices=field.type.choices)
    if field.many:
        return Input("lines")
    if field.type is bool:
        return Input("bool")
    members = get_args(field.type) if get_origin(field.type) in (Union, types.UnionType) else (field.type,)
    for member in members:
        if isinstance(member, type) and issubclass(member, TextChoices):
            may_stay_open = field.required or len(members) > 1
            return Input("choice", choices=[*([("", "—")] if may_stay_open else []), *member.choices])
        if member is int:
            return Input("line", keyboard="numeric", short=True)
        if member is date:
            return Input("date", short=True)
    if field.type == texts.Text:
        return Input("text")
    keyboard, example = KEYBOARDS.get(field.type, ""), EXAMPLES.get(field.type, "")
    return Input("line", keyboard=keyboard, example=example, short=field.type in SHORT)


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Choices that depend on the page."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def default_of(field: ShapeField) -> Any:
    return "" if field.required or field.default is None else field.default


def shown(field: ShapeField, value: Any) -> Any:
    """A value as its input shows it; what was typed otherwise is left alone."""
    value = as_input(default_of(field) if value is None else value)
    stored_amount = field.type == texts.Amount and re.fullmatch(r"\d+\.\d\d", value)
    return value.replace(".", ",") if stored_amount else value


def as_input(value: Any) -> Any:
    """A value as an input holds it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (tuple, list)):
        return [as_input(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return "" if value is None else str(value)
