"""The first content as it is written: the files under `fixtures/`, and the official codes.

Everything is read and checked before anything is written; nothing here writes.
"""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import Field, ValidationError

from offices import enums
from offices.content import Content, Frozen, parse
from offices.evidence import Evidence
from offices.forms.shape import french
from offices.references import broken_geography, broken_source_rows, referents, slugs_cited
from offices.seeds import office_seeds
from offices.texts import Line, Slug, Url

FOLDER = settings.BASE_DIR / "fixtures"
CODES = "geography/data"  # in place of a file, for the offices that follow from the official codes
# Who names whom decides the order: a procedure names offices and grounds, which name nobody but wider grounds.
ORDER = [
    enums.PageKind.OFFICE,
    enums.PageKind.GROUND,
    enums.PageKind.GUIDE,
    enums.PageKind.LEGAL_NOTE,
    enums.PageKind.PROCEDURE,
]


# --- The form of a file ---------------------------------------------------------------------------------------------


class FileEvidence(Frozen):
    kind: enums.EvidenceKind
    url: Url = ""
    date: datetime.date | None = None
    proof: Line = ""
    no_source_reason: enums.NoSourceReason | Literal[""] = ""


class FilePage(Frozen):
    """One page: its address, the day its source was last read if that is known, and its content in the one shape."""

    slug: Slug = Field(min_length=1)
    verified_on: datetime.date | None = None
    evidence: FileEvidence | None = None
    content: dict[str, Any]


class File(Frozen):
    """`evidence` holds for every page of the file that has none of its own."""

    evidence: FileEvidence
    pages: tuple[FilePage, ...]


class WrongFixture(Exception):
    """A file that cannot be loaded: which, where in it, and why."""

    def __init__(self, file: str, reason: str, *, page: str = "", path: Iterable[Any] = ()):
        where = [file]
        if page:
            where.append(_("page « %s »") % page)
        if steps := " › ".join(str(step) for step in path if "[" not in str(step)):  # pydantic names its types too
            where.append(_("champ « %s »") % steps)
        super().__init__(_("%(where)s : %(reason)s") % {"where": ", ".join(where), "reason": reason})


# --- Reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """A page as it should be as long as nobody decides otherwise. `file` is where that is written."""

    slug: str
    content: Content
    evidence: Evidence
    verified_on: datetime.date | None
    file: str


def wanted_pages(folder: Path = FOLDER) -> list[Wanted]:
    """Every page of the first content, those that others name first. Raises WrongFixture at the first mistake."""
    written: dict[str, Wanted] = {}
    for page in chain.from_iterable(read_file(path, folder) for path in sorted(folder.rglob("*.json"))):
        if page.slug in written:
            raise WrongFixture(page.file, _("déjà décrite dans %s.") % written[page.slug].file, page=page.slug)
        written[page.slug] = page
    seeded = {slug: seed(slug, content) for slug, content in office_seeds().items()}
    pages = sorted((seeded | written).values(), key=lambda page: ORDER.index(enums.PageKind(page.content.kind)))
    refuse_broken_references(pages)
    return pages


def seed(slug: str, content: Content) -> Wanted:
    evidence = Evidence(kind=enums.EvidenceKind.NONE, no_source_reason=enums.NoSourceReason.OFFICIAL_CODES)
    return Wanted(slug, content, evidence, None, CODES)


def read_file(path: Path, folder: Path) -> list[Wanted]:
    name = f"{folder.name}/{path.relative_to(folder)}"
    try:
        file = File.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except UnicodeDecodeError:
        raise WrongFixture(name, _("ce fichier n'est pas écrit en UTF-8.")) from None
    except json.JSONDecodeError as error:
        reason = _("ce n'est pas du JSON, à partir de la ligne %(line)s, colonne %(column)s.")
        raise WrongFixture(name, reason % {"line": error.lineno, "column": error.colno}) from None
    except ValidationError as error:
        problem = error.errors()[0]
        raise WrongFixture(name, french(problem), path=problem["loc"]) from None
    return [read_page(page, page.evidence or file.evidence, name) for page in file.pages]


def read_page(page: FilePage, given: FileEvidence, file: str) -> Wanted:
    try:
        content = parse(page.content)
    except ValidationError as error:
        problem = error.errors()[0]
        raise WrongFixture(file, french(problem), page=page.slug, path=problem["loc"][1:]) from None
    except ValueError as error:  # two rows under one id
        raise WrongFixture(file, f"{error}.", page=page.slug) from None
    evidence = Evidence(**dict(given))
    if problems := evidence.problems():
        raise WrongFixture(file, problems[0], page=page.slug, path=["evidence"])
    return Wanted(page.slug, content, evidence, page.verified_on, file)


def refuse_broken_references(pages: list[Wanted]) -> None:
    """What a page names must stand before it, and its official codes exist. Seeds are made of such codes."""
    standing: set[tuple[str, str]] = set()
    for page in pages:
        problems = [
            _("nomme « %s », qui n'est décrite nulle part avant elle.") % slug
            for _kind, slug in sorted(slugs_cited(page.content) - standing)
        ]
        if page.file != CODES:
            problems += [*broken_geography(page.content, referents(page.content)), *broken_source_rows(page.content)]
        if problems:
            raise WrongFixture(page.file, problems[0], page=page.slug)
        standing.add((page.content.kind, page.slug))
