"""Rows that two people wrote independently and that say the same, and the sources that facts rest on."""

from collections.abc import Iterable, Mapping
from typing import Any

from offices import content

Rows = tuple[content.Row, ...]


def by_id(rows: Rows) -> dict[str, content.Row]:
    return {row.id: row for row in rows}


def twins(base: Rows, ours: Rows, theirs: Rows) -> list[tuple[content.Row, content.Row]]:
    """Rows that both sides added, under different ids, with the same content."""
    known, our_rows, their_rows = by_id(base), by_id(ours), by_id(theirs)
    waiting: dict[Any, list[content.Row]] = {}
    for row_id in sorted(our_rows.keys() - known - their_rows.keys(), reverse=True):
        waiting.setdefault(but_ids(our_rows[row_id]), []).append(our_rows[row_id])
    found = []
    for row_id in sorted(their_rows.keys() - known - our_rows.keys()):
        if same := waiting.get(but_ids(their_rows[row_id])):
            found.append((same.pop(), their_rows[row_id]))
    return found


def but_ids(value: Any) -> Any:
    """A value without the ids of the rows in it; hashable."""
    if isinstance(value, content.Frozen):
        return tuple((name, but_ids(getattr(value, name))) for name in type(value).model_fields if name != "id")
    return tuple(but_ids(item) for item in value) if isinstance(value, tuple) else value


def fused(base: Rows, ours: Rows, theirs: Rows) -> tuple[Rows, Rows]:
    """Both lists with one row for each pair of twins: that of the smaller id."""
    kept: dict[str, content.Row] = {}
    for pair in twins(base, ours, theirs):
        smaller = min(pair, key=lambda row: row.id)
        kept |= {row.id: smaller for row in pair}
    return tuple(kept.get(row.id, row) for row in ours), tuple(kept.get(row.id, row) for row in theirs)


# --- Sources -------------------------------------------------------------------------------------------------------


def citing_the_same(base: Any, ours: Any, theirs: Any) -> tuple[Any, Any]:
    """Both sides with their facts resting on the same row, where both added one source under two ids."""
    renamed: dict[str, str] = {}
    for pair in twins(base.sources if base else (), ours.sources, theirs.sources):
        renamed |= {row.id: min(row.id for row in pair) for row in pair}
    return citing(ours, renamed), citing(theirs, renamed)


def citing(value: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(citing(item, renamed) for item in value)
    if not renamed or not isinstance(value, content.Frozen):
        return value
    changed = {name: citing(getattr(value, name), renamed) for name in type(value).model_fields}
    if "source" in changed:
        changed["source"] = renamed.get(changed["source"], changed["source"])
    return value.model_copy(update=changed)


def uncovered(page: Any) -> set[str]:
    """Ids of sources that rows rest on and that the page does not have."""
    return set(cited(page)) - by_id(page.sources).keys()


def cited(value: Any) -> Iterable[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from cited(item)
    elif isinstance(value, content.Frozen):
        if source := getattr(value, "source", ""):
            yield source
        for name in type(value).model_fields:
            yield from cited(getattr(value, name))
