"""Rows by the hundred thousand: COPY on PostgreSQL, one prepared statement on SQLite. The constraints of the tables
hold as for any other row; only Django's objects are saved.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

Rows = Iterable[Sequence[Any]]


def insert(model: type[Model], names: Sequence[str], rows: Rows) -> None:
    """`names`: of the fields, in the order of each row's values; foreign keys by their identifier."""
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [connection.ops.quote_name(model._meta.get_field(name).column) for name in names]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 (names of our own tables)
            cursor.executemany(statement, [[stored(value) for value in row] for row in rows])


def stored(value: Any) -> Any:
    """As Django keeps it in SQLite."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value


def continue_numbering(*models: type[Model]) -> None:
    """Let the database give the numbers after those that were written by hand."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
