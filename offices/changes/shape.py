"""The fields of the shape, as comparing and telling need them."""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from offices.content import Fact, Frozen, Row


@dataclass(frozen=True)
class ShapeField:
    """`type` is that of the element where `many`; `title` is the French source of the label, for gettext."""

    name: str
    title: str
    type: Any
    many: bool
    required: bool
    default: Any

    @property
    def row(self) -> type[Row] | None:
        """The class of the rows, where the field is a list of rows."""
        return self.type if self.many and isinstance(self.type, type) and issubclass(self.type, Row) else None

    @property
    def group(self) -> type[Frozen] | None:
        """The class, where the field holds one object of several fields."""
        return self.type if not self.many and isinstance(self.type, type) and issubclass(self.type, Frozen) else None

    @property
    def codes(self) -> bool:
        """Whether the field is a list of codes of one enumeration."""
        return self.many and isinstance(self.type, type) and issubclass(self.type, Enum)


@cache
def fields(model: type[Frozen]) -> tuple[ShapeField, ...]:
    """What a reader may see of a class: neither `id` nor the tag of a union. What any fact may say comes last."""
    hints = get_type_hints(model, include_extras=True)
    found = []
    for name, info in model.model_fields.items():
        if info.title is None:
            continue
        many = get_origin(hints[name]) is tuple
        element = get_args(hints[name])[0] if many else hints[name]
        found.append(ShapeField(name, info.title, element, many, info.is_required(), info.default))
    return tuple(sorted(found, key=lambda field: issubclass(model, Fact) and field.name in Fact.model_fields))


def is_empty(value: Any) -> bool:
    """Whether a value says nothing. False says something; an object whose fields are all at their defaults does not."""
    if isinstance(value, Frozen) and not isinstance(value, Row):
        return value == type(value)()
    return value is None or value == "" or value == ()
