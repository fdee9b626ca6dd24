"""The code by which a page is called where an address must be short: on paper, by telephone, in a text message.

`/g/7kq2m/` leads to the page for ever, whatever its address becomes. The code is drawn from the page's identifier, so
that two databases that hold the same pages call them alike; a code that is taken gives way to the next draw. It is
given once, with the page's first approval, and stays with its tombstone.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from uuid import UUID

# No vowel, so that no code is a word; nothing that is read for something else: 0 and o, 1 and l, u and v, 5 and s.
ALPHABET = "2346789bcdfghjkmnpqrtvwxz"
LENGTH = 5  # 9,765,625 codes; among 10,000 pages, one in a thousand draws meets a code that is taken


def drawn(page: UUID) -> Iterator[str]:
    """The codes of a page, in the order in which they are tried. Never to be changed: they are printed."""
    for attempt in count():
        number = int.from_bytes(hashlib.sha256(page.bytes + bytes([attempt])).digest())
        signs = []
        for _position in range(LENGTH):
            number, sign = divmod(number, len(ALPHABET))
            signs.append(ALPHABET[sign])
        yield "".join(signs)


def first_free(page: UUID, is_taken: Callable[[str], bool]) -> str:
    return next(code for code in drawn(page) if not is_taken(code))


def given(pages: Iterable[UUID], taken: Iterable[str] = ()) -> Iterator[tuple[UUID, str]]:
    """A code for each of many pages, none of them twice, none that is taken."""
    known = set(taken)
    for page in pages:
        code = first_free(page, known.__contains__)
        known.add(code)
        yield page, code
