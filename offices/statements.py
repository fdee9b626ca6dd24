"""Queries that Django writes once, and the database is asked again and again with other values.

A decision asks two questions over some nine tables each. Writing their SQL cost it more than all answers together
(November 2026: 20 of 45 ms of CPU), and from one decision to the next only the values differ.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, UUIDField

MARK = "\ue000"  # begins what stands for a text: of the private use area, no slug and no code holds it
ANY_PAGE = UUID("00000000-0000-4000-8000-00000000e000")  # stands for the identifier of a page


def places(name: str, number: int) -> list[str]:
    """What stands for so many texts while a query is written."""
    return [f"{MARK}{name}{index}" for index in range(number)]


def filled(name: str, values: Iterable[str]) -> dict[str, str]:
    """What to put in these places."""
    return {f"{MARK}{name}{index}": value for index, value in enumerate(values)}


class Statement:
    """One statement and where its values go. To be kept by whoever asks it, by all that changes its SQL: the kind of a
    page, how many values a list has."""

    def __init__(self, write: Callable[[], QuerySet]):
        try:
            self.sql, self.values = write().query.sql_with_params()
        except EmptyResultSet:  # Django sees that no row can answer
            self.sql, self.values = "", ()

    def rows(self, values: Mapping[str, str], page: UUID | None = None) -> list[tuple[Any, ...]]:
        """As the database gives them: the query casts to text what databases keep differently. `page` takes the place
        of `ANY_PAGE`."""
        if not self.sql:
            return []
        identifier = UUIDField().get_db_prep_value
        put = {identifier(ANY_PAGE, connection): identifier(page, connection), **values}
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [put.get(value, value) for value in self.values])
            return cursor.fetchall()
