"""From what a browser posted to plain data.

Names are paths: `steps-s1-address-city`. Each row of a list posts its id under the list's own name, so the order of
those inputs is the order of the rows, and a row keeps its id whatever happens around it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.utils.translation import gettext as _

from offices.changes.shape import ShapeField, fields
from offices.content import Frozen, Row, new_row_id
from offices.forms.fields import FIXED, as_input, default_of, input_of

ROW_ID = re.compile("[a-z0-9]{1,16}")
MOST_ROWS = 250  # of one page, all its lists together; the fullest of the first dossiers has 34


@dataclass
class Posting:
    """Reads one post. `problems`: what it held that no form of ours sends; what was typed there is kept."""

    posted: QueryDict
    problems: list[str] = field(default_factory=list)
    rows_read: int = 0

    def content(self, model: type[Frozen]) -> dict[str, Any]:
        return {
            shape_field.name: self.value(shape_field, shape_field.name)
            for shape_field in fields(model)
            if shape_field.name not in FIXED
        }

    def fields(self, model: type[Frozen], prefix: str) -> dict[str, Any]:
        return {
            shape_field.name: self.value(shape_field, f"{prefix}{shape_field.name}") for shape_field in fields(model)
        }

    def value(self, shape_field: ShapeField, name: str) -> Any:
        if shape_field.row:
            ids = dict.fromkeys(self.posted.getlist(name))
            return [self.row(shape_field, shape_field.row, name, row_id) for row_id in ids]
        if shape_field.group:
            return self.fields(shape_field.group, f"{name}-")
        match input_of(shape_field).widget:
            case "checks":
                return list(dict.fromkeys(self.posted.getlist(name)))
            case "lines":
                # One per line in a text area; one per box where the field offers choices.
                values = self.posted.getlist(name)
                return [line.strip() for value in values for line in value.splitlines() if line.strip()]
            case "bool":
                return name in self.posted
        text = self.posted.get(name, "")
        return (text.strip() or None) if shape_field.default is None else text

    def row(self, shape_field: ShapeField, model: type[Row], name: str, row_id: str) -> dict[str, Any]:
        self.rows_read += 1
        if self.rows_read > MOST_ROWS:
            raise TooManyFieldsSent(f"more than {MOST_ROWS} rows")
        values = self.fields(model, f"{name}-{row_id}-")
        if not ROW_ID.fullmatch(row_id):
            self.problems.append(
                _("Une ligne de «\u00a0%s\u00a0» portait un repère inconnu. Relisez-la, puis renvoyez le formulaire.")
                % _(shape_field.title)
            )
            row_id = new_row_id()
        return {"id": row_id, **values}


# --- Rows in which nobody wrote anything ---------------------------------------------------------------------------


def without_blank_rows(model: type[Frozen], data: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = dict(data)
    for shape_field in fields(model):
        value = cleaned.get(shape_field.name)
        if shape_field.group and value:
            cleaned[shape_field.name] = without_blank_rows(shape_field.group, value)
        elif shape_field.row and value:
            rows = [without_blank_rows(shape_field.row, row) for row in value]
            cleaned[shape_field.name] = [row for row in rows if not is_blank(shape_field.row, row)]
    return cleaned


def is_blank(model: type[Frozen], data: Mapping[str, Any]) -> bool:
    """Whether every field of a row is empty or as a new row has it."""
    for shape_field in fields(model):
        value = data.get(shape_field.name)
        if value in ("", None, False, [], ()):
            continue
        if shape_field.group:
            if not is_blank(shape_field.group, value):
                return False
        elif as_input(value) != as_input(default_of(shape_field)):
            return False
    return True
