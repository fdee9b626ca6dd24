"""What stands on the screen of a form: sections of fields, groups, and lists of rows. Each node names its template."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.forms.utils import flatatt
from django.utils.functional import Promise

from offices import words
from offices.forms.fields import Choices, Input

GIST = 130  # characters of the line that says what a folded section holds
MANY = 8  # choices: a longer list of boxes is folded, its answers said in one line


@dataclass(frozen=True)
class Problem:
    """An error and where it stands, for the summary above the form."""

    label: str
    id: str
    message: str


@dataclass
class Node:
    name: str
    label: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def children(self) -> list["Node"]:
        return []

    @property
    def title(self) -> str:
        """What it is called in a trail of labels."""
        return self.label

    @property
    def said(self) -> str:
        """What it holds, in words."""
        return ", ".join(filter(None, (child.said for child in self.children)))

    @property
    def is_filled(self) -> bool:
        return any(child.is_filled for child in self.children)

    @property
    def has_errors(self) -> bool:
        return bool(self.errors) or any(child.has_errors for child in self.children)

    @property
    def speaks(self) -> bool:
        """Whether it is to be seen: it holds something, or is wrong."""
        return self.is_filled or self.has_errors

    def problems(self, trail: tuple[str, ...] = ()) -> Iterator[Problem]:
        here = (*trail, self.title)
        yield from (Problem(" › ".join(filter(None, here)), self.id, message) for message in self.errors)
        for child in self.children:
            yield from child.problems(here)


@dataclass
class Field(Node):
    input: Input = field(default_factory=lambda: Input("line"))
    value: Any = ""
    required: bool = False

    @property
    def choices(self) -> Choices:
        return self.input.choices

    @property
    def template(self) -> str:
        return f"espace/form/{self.input.widget}.html"

    @property
    def attributes(self) -> str:
        """Of the control, as HTML; an error is tied to it by its id."""
        return flatatt(
            {
                "id": self.id,
                "name": self.name,
                "inputmode": self.input.keyboard or None,
                "placeholder": self.input.example or None,
                # What is written here is copied from a page: a phone must not correct it.
                "autocapitalize": "none" if self.input.keyboard else None,
                "spellcheck": "false" if self.input.keyboard else None,
                "aria-invalid": "true" if self.errors else None,
                "aria-describedby": f"{self.id}_error" if self.errors else None,
            }
        )

    @property
    def text(self) -> str:
        """What a text area holds."""
        return "\n".join(self.value) if isinstance(self.value, list) else self.value

    @property
    def is_filled(self) -> bool:
        return bool(self.value)

    @property
    def is_long(self) -> bool:
        return len(self.choices) > MANY

    @property
    def said(self) -> str:
        match self.input.widget:
            case "bool":
                return self.label if self.value else ""
            case "checks":
                return ", ".join(str(label) for value, label in self.choices if value in self.value)
            case "choice":
                return str(dict(self.choices)[self.value]) if self.value else ""
            case "lines":
                return ", ".join(self.value)
        return self.value


@dataclass
class Group(Node):
    """One object of several fields, such as an address."""

    fields: list[Node] = field(default_factory=list)
    template = "espace/form/group.html"

    @property
    def children(self) -> list[Node]:
        return self.fields


@dataclass
class RowForm(Node):
    """`label` says what the row is, `detail` what else it holds; `more`: precisions that most rows do without."""

    key: str = ""
    position: int = 0
    list_name: str = ""
    detail: str = ""
    fields: list[Node] = field(default_factory=list)
    more: list[Node] = field(default_factory=list)
    open: bool = False

    @property
    def title(self) -> str:
        return f"{self.position}. {self.label}"

    @property
    def said(self) -> str:
        return self.label

    @property
    def children(self) -> list[Node]:
        return [*self.fields, *self.more]


@dataclass
class RowList(Node):
    """A list of rows. `adding`: the words on the button that adds one; `new_key`: the id that row would have."""

    rows: list[RowForm] = field(default_factory=list)
    adding: str = ""
    new_key: str = ""
    template = "espace/form/rows.html"

    @property
    def children(self) -> list[Node]:
        return list(self.rows)

    @property
    def said(self) -> str:
        return "\u00a0; ".join(row.said for row in self.rows)


@dataclass
class Section:
    """A part of the form, folded until one asks for it."""

    key: str
    title: str | Promise
    nodes: list[Node]
    open: bool = False

    @property
    def id(self) -> str:
        return f"partie-{self.key}"

    @property
    def count(self) -> int | None:
        """How many rows it holds; None where it holds single fields."""
        lists = [node for node in self.nodes if isinstance(node, RowList)]
        return sum(len(node.rows) for node in lists) if lists else None

    @property
    def is_one_list(self) -> bool:
        """Whether its title is that of the list in it, which then needs none of its own."""
        return len(self.nodes) == 1 and isinstance(self.nodes[0], RowList)

    @property
    def gist(self) -> str:
        return words.shortened("\u00a0; ".join(filter(None, (node.said for node in self.nodes))), GIST)

    @property
    def has_errors(self) -> bool:
        return any(node.has_errors for node in self.nodes)

    def problems(self) -> Iterator[Problem]:
        for node in self.nodes:
            yield from node.problems()
