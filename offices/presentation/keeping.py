"""Texts made once from the same things: what a text is made of is its key, compared by value.

A page is read from the database each time it is asked for. Where the database says what it said before, the text that
was made of it is given again. Nothing forgets a text, because nothing can make it wrong: the function that makes it is
refused the database, so that all it knows is what it was given, and all it was given is in the key, with the language.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import wraps
from threading import Lock

from django.db import connections
from django.db.models import Model, QuerySet
from django.utils.translation import get_language


class AskedTheDatabase(Exception):
    """A text that is kept was about to depend on something that is not in its key."""


def kept(at_most: int):
    """Give again what the function made of equal arguments, of which each process remembers the last `at_most`.

    The arguments may hold models and querysets, which are read here if they were not; what hangs on a row (a relation
    that was read with it) counts, what would have to be read for it is refused.
    """

    def decorate(make: Callable[..., str]) -> Callable[..., str]:
        texts: OrderedDict[Hashable, str] = OrderedDict()  # the last used at the end
        lock = Lock()

        @wraps(make)
        def give(*arguments) -> str:
            key = (get_language(), by_value(arguments))
            with lock:
                if key in texts:
                    texts.move_to_end(key)
                    return texts[key]
            with without_database():
                text = make(*arguments)
            with lock:
                texts[key] = text
                if len(texts) > at_most:
                    texts.popitem(last=False)
            return text

        return give

    return decorate


def by_value(thing: object, above: tuple[int, ...] = ()) -> Hashable:
    """The same for things that say the same, another as soon as one word differs. Rows are compared by all that was
    read of them: two models are equal for Django when they have the same primary key. `above`: the rows on the way
    here, which a relation may lead back to."""
    if isinstance(thing, Model):
        if id(thing) in above:
            return above.index(id(thing))
        above = (*above, id(thing))
        own = ((name, by_value(value, above)) for name, value in thing.__dict__.items() if name != "_state")
        return type(thing), *own, by_value(thing._state.fields_cache, above)
    if isinstance(thing, dict):
        return tuple((name, by_value(value, above)) for name, value in thing.items())
    if isinstance(thing, (tuple, list, QuerySet)):
        return tuple(by_value(one, above) for one in thing)
    if is_dataclass(thing):
        return type(thing), *(by_value(getattr(thing, field.name), above) for field in fields(thing))
    return thing  # a word, a number, a day, a content: what has no hash of its own is refused by the dictionary


@contextmanager
def without_database() -> Iterator[None]:
    def refuse(execute, sql, *rest):
        raise AskedTheDatabase(sql)

    with connections["default"].execute_wrapper(refuse):
        yield
