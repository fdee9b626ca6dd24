"""A dossier as data: what its title page, its contents list and its blocks say. Text, screen and paper lay it out."""

from dataclasses import dataclass
from datetime import date

from offices.content import Content, ProcedureContent


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

    @property
    def says_how_to_file(self) -> bool:
        """Whether more is published than how to reach its offices, as of every préfecture."""
        return any(isinstance(block.content, ProcedureContent) for block in self.blocks)


@dataclass(frozen=True)
class Dossier:
    """`departments`: all of them, also those of which nothing is published; a dossier names these too."""

    region: str
    departments: tuple[DepartmentPart, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for part in self.departments for block in part.blocks)
