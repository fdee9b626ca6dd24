"""What a page is made of, whatever its kind: sections of groups of items, quotations apart. Templates lay these out."""

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Literal

from offices.content import Content
from offices.models import SourceState, Warning

LineKind = Literal["text", "prose", "list", "link", "email", "phone", "label", "code", "wording"]


@dataclass(frozen=True)
class Target:
    """Another page that this one names. `url` is empty where there is nothing (any more) to open."""

    title: str
    url: str = ""
    content: Content | None = None


@dataclass(frozen=True)
class Line:
    """One labelled line of an item. `kind` says how templates/parts/line.html shows `value`.

    `value` is a string; for "list" a sequence of strings; for "label" the lines of an envelope. `href` goes with
    "link", "email" and "phone". What must be copied exactly ("label", "code", "wording", "email") is never rewritten.
    """

    kind: LineKind
    label: str
    value: str | tuple[str, ...]
    href: str = ""
    french: str | tuple[str, ...] = ""  # of `value`, as of an item's text

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Of a "list": each value with its French."""
        return tuple(zip_longest(self.value, self.french, fillvalue=""))


@dataclass(frozen=True)
class Item:
    """One row of content, in words."""

    id: str
    text: str
    french: str = ""  # the same, where the page is in a language whose translations nobody has reviewed
    href: str = ""
    lines: tuple[Line, ...] = ()
    number: int = 0  # of a step; an alternative has the number of what it may replace
    alternative: bool = False
    period: str = ""
    source: int | None = None  # its number in the page's list of sources
    warnings: tuple[Warning, ...] = ()
    notes: tuple[int, ...] = ()  # numbers of the legal notes that stand beside it


@dataclass(frozen=True)
class Group:
    """Items under one heading. Without a title they stand directly under the section's.

    `source`: the number of the one source on which all of them rest; the items then do not repeat it.
    """

    title: str
    items: tuple[Item, ...]
    source: int | None = None


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        return sum(len(group.items) for group in self.groups)


@dataclass(frozen=True)
class Quote:
    """Words of a source, cut where the source put its headings: pairs ("heading" or "text", words).

    `by_association`: they are the association's own, taken from one of its dossiers, and no office's.
    """

    id: str
    blocks: tuple[tuple[str, str], ...]
    source: "SourceLine | None"
    read_on: date | None
    by_association: bool = False


@dataclass(frozen=True)
class SourceLine:
    """One source of the page; `state` is what the public was told of it, once a program has read it."""

    number: int
    id: str
    name: str
    url: str
    details: str
    state: SourceState | None


@dataclass(frozen=True)
class Body:
    """All that a page's content says in lists. What stands apart from the sections has its own field."""

    notices: tuple[Item, ...]
    steps: tuple[Group, ...]
    sections: tuple[Section, ...]
    quotes: tuple[Quote, ...]
    remarks: tuple[Item, ...]
    sources: tuple[SourceLine, ...]
