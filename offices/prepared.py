"""Queries whose SQL is made once in a process, and asked again with other words.

Django writes the SQL of a query each time it is asked. Of the 0.7 ms of a small one that takes 0.5; for the two
questions of a decision, over some nine tables each, it took 20 of 45 ms (November 2026). What a page and a decision
ask is the same each time but for some words.
"""

from collections.abc import Callable, Iterable
from copy import copy
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, UUIDField

Word = str | int | UUID | tuple[str, ...]
IDENTIFIER = UUIDField()
# The first of the marks for numbers, as a column of 31 bits still holds it: of one that a column cannot hold, Django
# knows without asking that no row is below it. No row of ours has so high a number.
NUMBER = 0x7E00_0000


class Prepared:
    """`build`: the queryset for some words, each compared as it is or, where it is a tuple, with `__in`. Called with
    words, it asks the database for what the queryset gives: rows, or tuples of values."""

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build
        self.made = lru_cache(maxsize=256)(self.make)

    def __call__(self, *words: Word) -> list[Any]:
        words = tuple(padded(word) if isinstance(word, tuple) else word for word in words)
        template, compiler, sql, parameters, places = self.made(*map(shape, words))
        if not sql:
            return []
        connection = connections[template.db]  # each thread has its own
        given = dict(zip(places, stored(each(words), connection), strict=True))
        asked = copy(compiler)
        asked.connection = connection
        asked.as_sql = lambda *_, **__: (sql, tuple(given.get(value, value) for value in parameters))
        rows = template.all()
        rows.query.get_compiler = lambda *_, **__: asked
        return list(rows)

    def get(self, *words: Word) -> Any:
        """The one row. Raises DoesNotExist of its model where there is none."""
        for row in self(*words):
            return row
        raise self.build(*words).model.DoesNotExist(words)

    def make(self, *shapes: type | int) -> tuple:
        """The queryset of marks in place of words, with its SQL, which is empty where Django sees that none answers;
        the marks as they stand among its parameters."""
        words = marks(shapes)
        template = self.build(*words)
        compiler = template.query.get_compiler(using=template.db)
        places = stored(each(words), compiler.connection)
        try:
            return template, compiler, *compiler.as_sql(), places
        except EmptyResultSet:
            return template, compiler, "", (), places


def padded(words: tuple[str, ...]) -> tuple[str, ...]:
    """The last of some words again until there are 1, 2, 4, 8…: five slugs are compared by the SQL of eight, which is
    made once for both and planned once by the server."""
    return (*words, *words[-1:] * ((1 << (len(words) - 1).bit_length()) - len(words))) if words else words


def shape(word: Word) -> type | int:
    """What of a word changes the SQL: of a tuple, how many there are."""
    return len(word) if isinstance(word, tuple) else type(word)


def marks(shapes: Iterable[type | int]) -> list[Word]:
    """What stands for words of these shapes while the SQL is made, each told apart from every other and from any word
    of a text: no text holds a NUL."""
    place, found = 0, []
    for one in shapes:
        if one is UUID:
            found.append(UUID(int=0xE000 + place, version=4))
        elif one is int:
            found.append(NUMBER + place)
        elif one is str:
            found.append(f"\0{place}")
        else:
            found.append(tuple(f"\0{place + at}" for at in range(one)))
        place += one if isinstance(one, int) else 1
    return found


def each(words: Iterable[Word]) -> list[str | int | UUID]:
    return [one for word in words for one in (word if isinstance(word, tuple) else (word,))]


def stored(words: Iterable[str | int | UUID], connection) -> list[Any]:
    """As the database compares them: an identifier is a text on SQLite."""
    return [IDENTIFIER.get_db_prep_value(word, connection) if isinstance(word, UUID) else word for word in words]
