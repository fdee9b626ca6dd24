"""Adding, removing and moving rows: submit buttons, so that no JavaScript is needed.

`op` is "add steps 3fa9c2e1", "remove steps-s1", "up steps-s1" or "down steps-s1". The button that adds a row names the
id of the row to come, so that the answer can be opened at it (`formaction="#id_steps-3fa9c2e1"`).
"""

from typing import Any

from offices.changes.shape import fields
from offices.content import Frozen, new_row_id
from offices.forms.posting import ROW_ID


class UnknownOperation(Exception):
    """No such act, no such list in the shape, or no such row in the form."""


def operate(data: dict[str, Any], model: type[Frozen], operation: str) -> str:
    """Apply one operation in place. Returns the name of the row to show, or of its list where the row is gone."""
    verb, _space, target = operation.partition(" ")
    if verb == "add":
        return add(data, model, *target.partition(" ")[::2])
    list_name, _dash, row_id = target.rpartition("-")
    rows = find_list(data, model, list_name)
    position = next((index for index, row in enumerate(rows or ()) if row["id"] == row_id), None)
    if rows is None or position is None:
        raise UnknownOperation
    match verb:
        case "remove":
            del rows[position]
            if list_name == "sources":
                uncite(data, row_id)
            return list_name
        case "up":
            rows.insert(max(position - 1, 0), rows.pop(position))
        case "down":
            rows.insert(position + 1, rows.pop(position))
        case _:
            raise UnknownOperation
    return target


def add(data: dict[str, Any], model: type[Frozen], list_name: str, row_id: str) -> str:
    rows = find_list(data, model, list_name)
    if rows is None:
        raise UnknownOperation
    if not ROW_ID.fullmatch(row_id) or any(row["id"] == row_id for row in rows):
        row_id = new_row_id()
    rows.append({"id": row_id})
    return f"{list_name}-{row_id}"


def find_list(data: dict[str, Any], model: type[Frozen], path: str) -> list | None:
    """The list at a path such as `phones-p1-hours`, made if it was absent; None where the shape has no such list."""
    name, _dash, rest = path.partition("-")
    field = next((field for field in fields(model) if field.name == name), None)
    if field is None:
        return None
    if field.group:
        return find_list(data.setdefault(name, {}), field.group, rest)
    if field.row is None:
        return None
    rows = data.setdefault(name, [])
    if not rest:
        return rows
    row_id, _dash, rest = rest.partition("-")
    row = next((row for row in rows if row["id"] == row_id), None)
    return find_list(row, field.row, rest) if row is not None and rest else None


def uncite(node: Any, row_id: str) -> None:
    """No fact rests any longer on the source that was removed; the change is told like every other."""
    if isinstance(node, dict):
        if node.get("source") == row_id:
            node["source"] = ""
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            uncite(child, row_id)
