"""A dossier as data: what its title page, its contents list and its blocks say. Text, screen and paper lay it out."""

from dataclasses import dataclass
from datetime import date

from offices.content import Content
from offices.dossiers.writing import Names


@dataclass(frozen=True)
class Block:
    """What is published of one page. `heading`: the offices of a procedure, or the title of another page."""

    slug: str
    heading: str
    content: Content
    verified_on: date | None


@dataclass(frozen=True)
class DepartmentPart:
    """`label`: "de l'Hérault (34)"; `head`: its offices, as they stand under its name."""

    code: str
    label: str
    region: str
    head: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Dossier:
    """`silent`: labels of the départements of which nothing is published."""

    region: str
    departments: tuple[DepartmentPart, ...]
    silent: tuple[str, ...]
    names: Names


@dataclass(frozen=True)
class CommonPart:
    """What belongs to no département: grounds, guide, legal notes."""

    blocks: tuple[Block, ...]
    names: Names
