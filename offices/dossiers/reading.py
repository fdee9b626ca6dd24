"""Fiches in the lines of a file, read back to contents. What cannot be read is said with its line, never guessed."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from offices.changes.shape import ShapeField, fields
from offices.content import CONTENT_CLASSES, Content, Frozen, Row, parse
from offices.dossiers import grammar
from offices.dossiers.grammar import BAR, BETWEEN, DASH, INDENT, excerpt, noun, suggested, unescaped
from offices.enums import PageKind

DEEPEST = 20  # levels of indent; the shape has fewer


@dataclass(frozen=True)
class Problem:
    """Why a Fiche cannot be read: the line, counted from 1, and what to write there instead."""

    line: int
    message: str


@dataclass
class Fiche:
    """What stands between "Fiche […]" and "Fin de la fiche […]". `content` is None where there are problems.

    `begins`: the line of the heading above, whose words the Fiche repeats; `stamp`: of the content it was written from.
    """

    slug: str
    begins: int
    line: int
    ends: int
    content: Content | None = None
    verified_on: date | None = None
    stamp: str = ""
    problems: list[Problem] = field(default_factory=list)


def fiches(lines: Sequence[str], worded: Callable[[Mapping[str, Any]], str]) -> list[Fiche]:
    """Every Fiche of a file. `worded`: an error of the shape, as pydantic tells it, in French."""
    found: list[Fiche] = []
    free = 1  # the first line that no Fiche has taken
    for number, line in enumerate(lines, start=1):
        opening = grammar.OPENING.fullmatch(line.rstrip()) if number >= free else None
        if opening:
            slug = opening[1]
            one = Fiche(slug, heading(lines, slug, free, number), number, closing(lines, slug, number))
            read(one, lines, worded)
            found.append(one)
            free = one.ends + 1
    return found


def heading(lines: Sequence[str], slug: str, first: int, opening: int) -> int:
    """The line of the block's heading, which ends with the page's address; the Fiche's own where there is none."""
    return next((n for n in range(first, opening) if lines[n - 1].rstrip().endswith(f" [{slug}]")), opening)


def closing(lines: Sequence[str], slug: str, opening: int) -> int:
    """The line that ends a Fiche; where that is missing, the last before another opens."""
    for number in range(opening + 1, len(lines) + 1):
        text = lines[number - 1].rstrip()
        if grammar.CLOSING.fullmatch(text):
            return number
        if grammar.OPENING.fullmatch(text):
            return number - 1
    return len(lines)


def read(one: Fiche, lines: Sequence[str], worded: Callable[[Mapping[str, Any]], str]) -> None:
    last = lines[one.ends - 1].rstrip()
    if last != f"Fin de la fiche [{one.slug}]":
        message = _("la fiche ouverte ligne %(line)s n'est pas fermée : écrivez « Fin de la fiche [%(slug)s] »")
        one.problems.append(Problem(one.ends, message % {"line": one.line, "slug": one.slug}))
        return
    with grammar.in_french():
        reader = Reader(worded, one.problems)
        inside = reader.tree(lines[one.line : one.ends - 1], first=one.line + 1)
        reader.fiche(one, inside)


@dataclass
class Node:
    """A line and the lines below it that are further in. The root, number 0, is no line."""

    number: int
    text: str
    children: list["Node"] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.text.partition(BETWEEN)[0].removesuffix(BETWEEN.rstrip())

    @property
    def value(self) -> str:
        return self.text.partition(BETWEEN)[2]


class Unreadable(Exception):
    """A value that is not one; the problem has been noted."""


@dataclass
class Reader:
    worded: Callable[[Mapping[str, Any]], str]
    problems: list[Problem]
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)  # path in the content → line

    def note(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))

    # --- Lines ------------------------------------------------------------------------------------------------------

    def tree(self, lines: Iterable[str], first: int) -> list[Node]:
        root = Node(0, "")
        open_nodes = [root]
        for number, line in enumerate(lines, start=first):
            text = line.rstrip().lstrip(" ")
            if not text:
                continue
            spaces = len(line) - len(line.lstrip(" "))
            depth, odd = divmod(spaces, len(INDENT))
            if odd or not 1 <= depth <= min(len(open_nodes), DEEPEST):
                message = _("« %(text)s » commence par %(found)s espaces : écrivez-en %(wanted)s")
                wanted = _("un nombre pair, au plus %s") % (len(INDENT) * min(len(open_nodes), DEEPEST))
                self.note(number, message % {"text": excerpt(text), "found": spaces, "wanted": wanted})
                continue
            node = Node(number, text)
            open_nodes[depth - 1].children.append(node)
            open_nodes[depth:] = [node]
        return root.children

    # --- The page ---------------------------------------------------------------------------------------------------

    def fiche(self, one: Fiche, nodes: list[Node]) -> None:
        about = {node.title: node for node in nodes if node.title in (grammar.KIND, grammar.VERIFIED, grammar.STAMP)}
        kind = self.kind(about.get(grammar.KIND), one.line)
        if node := about.get(grammar.VERIFIED):
            one.verified_on = self.day(node)
        if node := about.get(grammar.STAMP):
            one.stamp = node.value
        if kind is None:
            return
        document = self.facts(CONTENT_CLASSES[kind], [node for node in nodes if node.title not in about], ())
        if not self.problems:
            one.content = self.content({"kind": kind, **document}, one.line)

    def kind(self, node: Node | None, line: int) -> str | None:
        known = {str(kind.label): kind.value for kind in PageKind}
        if node and node.value in known:
            return known[node.value]
        choices = ", ".join(f"« {grammar.KIND}{BETWEEN}{label} »" for label in known)
        self.note(node.number if node else line, _("la nature de la page n'est pas dite : écrivez %s") % choices)
        return None

    def day(self, node: Node) -> date | None:
        try:
            return grammar.date_written(node.value)
        except ValueError as error:
            self.note(node.number, f"{error}.")
            return None

    def content(self, document: dict[str, Any], line: int) -> Content | None:
        try:
            return parse(document)
        except ValidationError as error:
            for problem in error.errors():
                path = problem["loc"][1:]
                title = title_at(CONTENT_CLASSES[document["kind"]], path)
                self.note(self.line_of(path, line), f"« {title} » : {self.worded(problem)}")
        except ValueError as error:
            self.note(line, f"{error} : effacez l'un des deux repères, il en sera donné un autre")
        return None

    def line_of(self, path: tuple[str | int, ...], otherwise: int) -> int:
        """The line of a field, or of the nearest thing around it that has one."""
        around = (path[:length] for length in range(len(path), 0, -1))
        return next((self.lines[part] for part in around if part in self.lines), otherwise)

    # --- Its facts --------------------------------------------------------------------------------------------------

    def facts(self, model: type[Frozen], nodes: list[Node], path: tuple[str | int, ...]) -> dict[str, Any]:
        known = {shown.title: shown for shown in fields(model)}
        document: dict[str, Any] = {}
        for node in nodes:
            shown = known.get(node.title)
            if shown is None:
                self.note(node.number, unknown_title(node, list(known)))
            elif shown.name in document:
                self.note(node.number, _("« %s » est déjà dit plus haut : gardez une seule des lignes") % shown.title)
            else:
                self.lines[(*path, shown.name)] = node.number
                try:
                    document[shown.name] = self.value(shown, node, (*path, shown.name))
                except Unreadable:
                    document[shown.name] = None  # said once; a second line under the same title is said too
        return document

    def value(self, shown: ShapeField, node: Node, path: tuple[str | int, ...]) -> Any:
        if shown.row:
            self.refuse_words(node)
            rows = enumerate(node.children)
            return [self.row(shown.row, child, place, (*path, place)) for place, child in rows]
        if shown.group:
            self.refuse_words(node)
            return self.facts(shown.group, node.children, path)
        if shown.codes:
            codes = self.words(node).split(grammar.BETWEEN_CODES.strip())
            return [self.single(shown, code.strip(), node) for code in codes]
        if shown.many:
            self.refuse_words(node)
            return [self.item(shown, child) for child in node.children]
        return self.single(shown, self.words(node), node)

    def row(self, model: type[Row], node: Node, place: int, path: tuple[str | int, ...]) -> dict[str, Any]:
        wanted = f"{noun(model)} {place + 1}"
        found = grammar.ROW.fullmatch(node.text)
        if not found or f"{found['noun']} {found['number']}" != wanted:
            message = _("« %(text)s » : écrivez « %(wanted)s », puis son repère entre crochets s'il en a un")
            self.note(node.number, message % {"text": excerpt(node.text), "wanted": wanted})
            raise Unreadable
        self.lines[path] = node.number
        return {"id": found["id"] or new_id(node), **self.facts(model, node.children, path)}

    def item(self, shown: ShapeField, node: Node) -> Any:
        if (node.text != DASH and not node.text.startswith(f"{DASH} ")) or node.children:
            self.note(node.number, _("« %s » : écrivez chaque élément sur sa ligne, après « - »") % excerpt(node.text))
            raise Unreadable
        return self.single(shown, self.plain(node.text[2:], node), node)

    def single(self, shown: ShapeField, text: str, node: Node) -> Any:
        try:
            value = grammar.scalar(shown).read(text)
            adapter(shown.type).validate_python(value)
        except ValidationError as error:
            self.note(node.number, f"« {shown.title} » : {self.worded(error.errors()[0])}")
            raise Unreadable from None
        except ValueError as error:
            self.note(node.number, f"« {shown.title} » : {error}.")
            raise Unreadable from None
        return value

    # --- Words ------------------------------------------------------------------------------------------------------

    def words(self, node: Node) -> str:
        """What follows the title: on its line, or in the lines below that begin with a bar."""
        if not node.children:
            return self.plain(node.value, node)
        wrong = next((child for child in node.children if child.children or not is_bar(child)), None)
        if node.value or wrong:
            line = wrong or node.children[0]
            message = _("« %s » : écrivez un texte de plusieurs lignes sous son titre, chaque ligne après « | »")
            self.note(line.number, message % excerpt(line.text))
            raise Unreadable
        return "\n".join(self.plain(child.text[2:], child) for child in node.children)

    def refuse_words(self, node: Node) -> None:
        if node.value:
            message = _("« %s » : écrivez ce qui suit le titre sur les lignes d'en dessous, deux espaces plus loin")
            self.note(node.number, message % excerpt(node.text))
            raise Unreadable

    def plain(self, text: str, node: Node) -> str:
        try:
            return unescaped(text)
        except ValueError as error:
            self.note(node.number, f"« {excerpt(text)} » : {error}.")
            raise Unreadable from None


# --- Small things ----------------------------------------------------------------------------------------------------


@cache
def adapter(kind: Any) -> TypeAdapter:
    return TypeAdapter(kind)


def is_bar(node: Node) -> bool:
    return node.text == BAR or node.text.startswith(f"{BAR} ")


def unknown_title(node: Node, known: list[str]) -> str:
    message = _("« %(text)s » n'est pas un titre connu ici : écrivez %(instead)s")
    return message % {"text": excerpt(node.title), "instead": suggested(node.title, known)}


def title_at(model: type[Frozen], path: tuple[str | int, ...]) -> str:
    """The French title of the field that a path of pydantic's leads to."""
    title = ""
    within: type[Frozen] | None = model
    for step in path:
        shown = next((one for one in fields(within) if one.name == step), None) if within else None
        if shown:
            title, within = shown.title, shown.row or shown.group
    return title


def new_id(node: Node) -> str:
    """For a row that a person wrote: the same for the same words."""
    return hashlib.sha256("\n".join(words_of(node)).encode()).hexdigest()[:8]


def words_of(node: Node) -> Iterable[str]:
    yield node.text
    for child in node.children:
        yield from words_of(child)
