"""Rows are given ids by what they mean, so that the same sentence read again is the same row."""

import hashlib
from typing import Any, TypeVar

from offices.content import Row

AnyRow = TypeVar("AnyRow", bound=Row)


def row_id(*meaning: object) -> str:
    """Eight hexadecimal signs, the same for the same meaning."""
    return hashlib.sha256("\x1f".join(map(str, meaning)).encode()).hexdigest()[:8]


def row(shape: type[AnyRow], /, **facts: Any) -> AnyRow:
    """A row whose id follows from all its facts."""
    stated = {name: value for name, value in facts.items() if name != "source"}
    return shape(id=row_id(shape.__name__, *sorted(stated.items())), **facts)


def distinct(rows: list[AnyRow]) -> tuple[AnyRow, ...]:
    """Each row once, in the order of their first mention."""
    return tuple({row.id: row for row in rows}.values())
