"""A content as the lines of its Fiche. What it says is written once, in the order of the shape; nothing else is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from offices import texts
from offices.changes.shape import ShapeField, fields
from offices.content import Content, Frozen, Row, canonical, content_hash
from offices.dossiers import grammar
from offices.dossiers.grammar import BAR, BETWEEN, BETWEEN_CODES, DASH, INDENT, escaped, noun
from offices.enums import PageKind


@dataclass(frozen=True)
class Names:
    """What people call the pages and places that a content names; one that has no name here is written by its code.

    `places`: name of the field → official code → name, for a commune and a département may share a code.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, shown: ShapeField, code: str) -> str:
        return (self.pages if shown.type == texts.Slug else self.places.get(shown.name, {})).get(code, "")


def fiche(slug: str, content: Content, verified_on: date | None = None, names: Names | None = None) -> list[str]:
    """The lines of a Fiche, from "Fiche […]" to "Fin de la fiche […]"."""
    with grammar.in_french():
        head = [line(grammar.KIND, str(PageKind(content.kind).label))]
        if verified_on:
            head.append(line(grammar.VERIFIED, grammar.PLAIN[date].write(verified_on)))
        head.append(line(grammar.STAMP, stamp(content)))
        inside = [*head, *Writer(names or Names()).facts(content)]
    return [f"Fiche [{slug}]", *(INDENT + one for one in inside), f"Fin de la fiche [{slug}]"]


def stamp(content: Content) -> str:
    return content_hash(canonical(content))[: grammar.STAMP_LENGTH]


def line(title: str, value: str) -> str:
    return f"{title}{BETWEEN}{escaped(value)}" if value else f"{title}{BETWEEN.rstrip()}"


@dataclass(frozen=True)
class Writer:
    names: Names

    def facts(self, node: Frozen) -> Iterator[str]:
        for shown in fields(type(node)):
            value = getattr(node, shown.name)
            if shown.required or value != shown.default:
                yield from self.fact(shown, value)

    def fact(self, shown: ShapeField, value: Any) -> Iterator[str]:
        opening = f"{shown.title}{BETWEEN.rstrip()}"
        if shown.row:
            yield opening
            for number, row in enumerate(value, start=1):
                yield from indented(self.row(row, number))
        elif shown.group:
            yield opening
            yield from indented(self.facts(value))
        elif shown.codes:
            yield line(shown.title, BETWEEN_CODES.join(str(code.label) for code in value))
        elif shown.many:
            yield opening
            for item in value:
                yield from indented(self.item(shown, item))
        else:
            yield from self.single(shown, value)

    def row(self, row: Row, number: int) -> Iterator[str]:
        yield f"{noun(type(row))} {number} [{row.id}]"
        yield from indented(self.facts(row))

    def item(self, shown: ShapeField, value: Any) -> Iterator[str]:
        yield f"{DASH} {escaped(self.text(shown, value))}".rstrip()

    def single(self, shown: ShapeField, value: Any) -> Iterator[str]:
        text = self.text(shown, value)
        if "\n" not in text:
            yield line(shown.title, text)
            return
        yield f"{shown.title}{BETWEEN.rstrip()}"
        yield from indented(f"{BAR} {escaped(part)}".rstrip() for part in text.split("\n"))

    def text(self, shown: ShapeField, value: Any) -> str:
        said = grammar.scalar(shown).write(value)
        if not grammar.is_reference(shown) or not value:
            return said
        name = self.names.of(shown, value)
        return f"{name} [{value}]" if name else f"[{value}]"


def indented(lines: Iterator[str]) -> Iterator[str]:
    return (INDENT + one for one in lines)
