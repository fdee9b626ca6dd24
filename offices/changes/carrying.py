"""A proposal carried over to a page that changed in the same places: for its author to read again and choose."""

from typing import Any

from offices.changes.merge import Conflict, merge
from offices.content import Content, parse


def carried_over(base: Content | None, published: Content, proposed: Content) -> Content:
    """`published` with every change of `proposed`; where both changed the same thing, the value of `proposed`.

    Never a thing to publish: it takes a side. What others decided elsewhere on the page stays decided, where giving
    the author their own old text back would have them undo it without knowing.
    """
    if base is None or type(base) is not type(published):
        return proposed
    for settle in (order_of, whole_of):
        merged = merge(base, published, proposed)
        if merged.content is not None:
            return merged.content
        document, decided = base.model_dump(mode="json"), published.model_dump(mode="json")
        for conflict in merged.conflicts:
            concede(document, decided, conflict, settle)
        base = parse(document)
    return merge(base, published, proposed).content or proposed


def concede(document: dict[str, Any], decided: dict[str, Any], conflict: Conflict, settle) -> None:
    """Have the base say what is published at the place of a conflict: the proposal alone then changed it."""
    *way, last = conflict.path
    here, there = document, decided
    for step in way:
        if isinstance(here, list) and inner(here, step) is None:
            replace_row(here, step, inner(there, step))  # both added it, and not alike
            return
        here, there = inner(here, step), inner(there, step)
    if isinstance(here, list):
        replace_row(here, last, inner(there, last))
    elif isinstance(here[last], list) and here[last] and isinstance(here[last][0], dict):
        here[last] = settle(here[last], there[last])
    else:
        here[last] = there[last]


def inner(node: Any, step: str) -> Any:
    """The field of an object, or the row of a list."""
    if isinstance(node, list):
        return next((row for row in node if row["id"] == step), None)
    return node[step]


def replace_row(rows: list[dict[str, Any]], row_id: str, decided: dict[str, Any] | None) -> None:
    """What was published of a row, its removal included."""
    position = next((index for index, row in enumerate(rows) if row["id"] == row_id), len(rows))
    rows[position : position + 1] = [decided] if decided else []


def order_of(rows: list[dict[str, Any]], decided: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two orders: the rows themselves stay as they were."""
    place = {row["id"]: number for number, row in enumerate(decided)}
    return sorted(rows, key=lambda row: place.get(row["id"], len(place)))


def whole_of(rows: list[dict[str, Any]], decided: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Orders that cannot be told from the rows, as of alternatives: the list of the proposal is taken as it is."""
    return decided
