"""Pages of a list by keyset: "after this row", never "skip so many", so a deep page costs what the first one does and a
row inserted meanwhile shifts nothing. Links stand in the body and in the `Link` header (RFC 8288)."""

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from offices.api.problems import InvalidParameters

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after or before the row with this key. Its text form is opaque to callers."""

    backwards: bool
    key: str

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{'<' if self.backwards else '>'}{self.key}".encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ValueError on anything that `str(cursor)` did not give."""
        if not re.fullmatch(r"[\w-]+", text, re.ASCII):
            raise ValueError
        try:
            plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise ValueError from error
        direction, key = plain[:1], plain[1:]
        if direction not in ("<", ">") or not key or not key.isprintable():
            raise ValueError
        return cls(backwards=direction == "<", key=key)


@dataclass(frozen=True)
class Slice:
    """The rows of one page, in the list's order, and the cursors of its neighbours."""

    rows: list[Model]
    next: Cursor | None = None
    previous: Cursor | None = None


def slice_of(rows: QuerySet, *, key: str, limit: int, cursor: Cursor | None) -> Slice:
    """`key`: a unique column, which orders the list."""
    backwards = cursor is not None and cursor.backwards
    rows = rows.order_by(f"-{key}" if backwards else key)
    if cursor:
        check(rows.model, key, cursor)
        rows = rows.filter(**{f"{key}__{'lt' if backwards else 'gt'}": cursor.key})
    found = list(rows[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    if backwards:
        found.reverse()
    if not found:
        return Slice(found)
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return Slice(
        found,
        next=Cursor(False, value(found[-1], key)) if has_next else None,
        previous=Cursor(True, value(found[0], key)) if has_previous else None,
    )


def check(model: type[Model], key: str, cursor: Cursor) -> None:
    """Refuse a key that the column cannot hold: a cursor of another list, or an invented one."""
    *relations, name = key.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    field = model._meta.get_field(name)
    try:
        field.run_validators(field.to_python(cursor.key))
    except ValidationError as error:
        raise invalid_cursor() from error


def value(row: Model, key: str) -> str:
    for name in key.split("__"):
        row = getattr(row, name)
    return str(row)


def address(request, **changed) -> str:
    """The request's own address with some parameters changed; None takes one away."""
    parameters = {**request.query_params.dict(), **changed}
    query = urlencode({name: text for name, text in parameters.items() if text is not None})
    return request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)


def links(neighbours: dict[str, str | None]) -> dict[str, str]:
    """The `Link` header of {"next": address or None, "prev": …}."""
    named = [f'<{url}>; rel="{relation}"' for relation, url in neighbours.items() if url]
    return {"Link": ", ".join(named)} if named else {}


def invalid_cursor() -> InvalidParameters:
    return InvalidParameters({"cursor": _("Reprenez l'adresse de `next` ou de `previous` telle quelle.")})
