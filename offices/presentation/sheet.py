"""The documents to bring as a sheet of paper: boxes to tick, fees, how to present the file, where to send it.

It is laid out for one page of A4, black and white: one column of 11 points where that suffices, else two columns of
9 points. What does not fit is not made smaller: the sheet says that it goes on overleaf.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from offices import content
from offices.content import GroundContent, ProcedureContent
from offices.enums import StepPurpose
from offices.ground_names import named
from offices.languages import with_french
from offices.presentation.around import Around
from offices.presentation.blocks import Group, Item, Line
from offices.presentation.pages import groups_of, limited, only_for
from offices.presentation.rows import envelope, present

FILING = (StepPurpose.SEND, StepPurpose.HAND_IN)
EXACT = ("label", "code", "email")  # kinds of line that say where, to the letter

# Lines of a page of A4 (margins of 12 mm), below its heading, and characters of one line beside its box; as Chromium
# lays them out, with a wide font. tests/offices/views/test_documents.py prints the fullest sheets and counts pages.
ROOMY_LINES, ROOMY_WIDTH = 38, 78
DENSE_LINES, DENSE_WIDTH = 90, 44


@dataclass(frozen=True)
class Way:
    """How the file reaches the office: the act, and what must stand on the envelope or in the address bar."""

    text: str
    only_for: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """`documents`: groups of boxes to tick; `ways`: where the file is sent or handed in, as the steps say it;
    `offices`: pairs (name, lines of its address), where no step says an address; `notes`: our own law, by its titles.
    """

    documents: tuple[Group, ...]
    presentation: tuple[Group, ...]
    fees: tuple[Item, ...]
    downloads: tuple[Item, ...]
    ways: tuple[Way, ...]
    offices: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]

    @property
    def is_dense(self) -> bool:
        return self.lines(ROOMY_WIDTH) > ROOMY_LINES

    @property
    def goes_overleaf(self) -> bool:
        return self.lines(DENSE_WIDTH) > DENSE_LINES

    def lines(self, width: int) -> int:
        """About how many lines it takes where a line holds this many characters."""
        texts = [*self.texts()]
        parts = sum(map(bool, (self.presentation, self.fees, self.downloads, self.ways, self.notes)))
        return 2 * parts + sum(math.ceil(len(text) / width) for text in texts if text)

    def texts(self) -> Iterator[str]:
        for group in (*self.documents, *self.presentation):
            yield group.title
        for item in self.items():
            yield " ".join([item.text, item.french, item.period, *chain.from_iterable(map(texts_of, item.lines))])
        for way in self.ways:
            yield from (way.text, way.only_for, *chain.from_iterable(map(texts_of, way.lines)))
        for name, lines in self.offices:
            yield from (name, *lines)
        yield from self.notes

    def items(self) -> Iterator[Item]:
        for group in (*self.documents, *self.presentation):
            yield from group.items
        yield from (*self.fees, *self.downloads)


def texts_of(line: Line) -> list[str]:
    said = (text.split("\n") if isinstance(text, str) else text for text in (line.value, line.french))
    return [line.label, *chain.from_iterable(said)]


def sheet(document: ProcedureContent, around: Around, everywhere: Iterable[tuple[str, GroundContent]] = ()) -> Sheet:
    """`everywhere`: (name, content) of the grounds concerned, whose own documents every office asks for."""
    national = [
        Group(
            _("Partout en France, pour\u00a0: %s") % named(name),
            tuple(present(row, Around()) for row in ground.requirements),
        )
        for name, ground in everywhere
        if ground.requirements
    ]
    ways = tuple(way(row, around) for row in document.steps if row.purpose in FILING)
    written = any(line.kind == "label" for found in ways for line in found.lines)
    return Sheet(
        documents=(*groups_of(document.requirements, "", around), *national),
        presentation=tuple(groups_of(document.presentation, "", around)),
        fees=tuple(limited(row, around) for row in document.fees),
        downloads=tuple(limited(row, around) for row in document.downloads),
        ways=ways,
        offices=() if written else tuple(office(slug, around) for slug in document.offices),
        notes=tuple(note_title(standing.note) for standing in around.notes),
    )


def way(step: content.Step, around: Around) -> Way:
    shown = present(step, around)
    text = f"{shown.text} ({shown.period})" if shown.period else shown.text
    return Way(text, with_french(only_for, step, around), tuple(line for line in shown.lines if line.kind in EXACT))


def note_title(note: content.LegalNoteContent) -> str:
    return f"{note.title} ({note.decision})" if note.decision else note.title


def office(slug: str, around: Around) -> tuple[str, tuple[str, ...]]:
    return around.page(slug).title, envelope(around.address_of(slug, ""))
