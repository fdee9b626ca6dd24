"""A block's paragraphs, told apart: the association's own sentences, and the words it quotes.

The association writes a small set of sentences, always alike; whatever stands after "Les modalités sont reproduites
ici" is quoted, whether or not it kept its italics, except those sentences ("Le formulaire est téléchargeable ici :").
"""

import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import cached_property
from itertools import islice

from offices.importing.markup import Link, fold
from offices.importing.paragraphs import Paragraph, Row

BOOKING_WORDS = r"(?:rendez-vous|rdv|rendezvous)"
DOWNLOAD_WORDS = (
    r"(?:formulaires?|imprimes?|notices?|dossiers?|fiches?|annexes?|documents?|modeles?|attestations?|listes?)"
)


class Own(Enum):
    """The association's sentences."""

    DATE = auto()
    HEADLINE = auto()
    NOT_HANDLED = auto()
    CONSULT = auto()
    REPRODUCED = auto()
    BOOKING = auto()
    DOWNLOAD = auto()
    COMMUNES = auto()
    TERRITORY = auto()
    NO_MENTION = auto()
    INACTIVE = auto()
    REMARK = auto()


# In the order in which they are tried. Of a folded paragraph, from its beginning.
BEFORE_QUOTE = [
    (Own.DATE, re.compile(r"(?:derniere )?mise? a jour\b.{0,40}")),
    (
        Own.NOT_HANDLED,
        re.compile(
            r"(?:elles?|ils?|(?:cette|la|les|ces|toutes les) (?:sous-)?prefectures?(?: d[^.]{1,60}?)?)\s+"
            r"(?:ne (?:traite|recoi|pren|accepte|s'occupe|gere|delivre)|n'(?:instrui|accepte|"
            r"enregistre|est pas comp)).*"
        ),
    ),
    (Own.NO_MENTION, re.compile(r"aucune (?:mention|information|indication)\b.*")),
    (
        Own.INACTIVE,
        re.compile(r"(?:le|les|l')\s?(?:ancien )?(?:liens?|site|page)\b.*\b(?:inactif|mort|introuvable|plus)\w*.*"),
    ),
    (Own.REPRODUCED, re.compile(r"(?:les|ces) modalites\b.*\b(?:reproduit|recopie|retranscrit)\w*.*")),
    (
        Own.CONSULT,
        re.compile(r"(?:les|ces) modalites\b.{0,80}\b(?:consultable|disponible|accessible|detaille|indique)\w*.*"),
    ),
    (Own.COMMUNES, re.compile(r"lien (?:de|vers) la liste des communes\b.*|ve[ui]*llez verifier l'appartenance\b.*")),
    (Own.TERRITORY, re.compile(r"si vous (?:etes residants?|residez|dependez|habitez)\b.*\barrondissements?\b.*")),
    (
        Own.BOOKING,
        re.compile(
            rf"(?:il faut )?(?:prendre|prise de)\s+(?:un |de |des )?{BOOKING_WORDS}\b.{{0,60}}(?:ici|"
            r"lien|suivant\w*)\s*:.*"
        ),
    ),
    (
        Own.HEADLINE,
        re.compile(
            r"(?:la|les|toutes? (?:la |les )?) ?(?:premieres? )?demandes?\b.{0,160}?"
            r"\b(?:se (?:fait|font)|s'effectuent?|doi(?:t|vent) (?:etre|se faire)|est a |sont a |"
            r"peu(?:t|vent) (?:etre|se faire)).*"
        ),
    ),
]
IN_QUOTE = [
    (
        Own.DOWNLOAD,
        re.compile(
            rf"(?:(?:le|la|les|l'|un|une|cette|ce)\s?)?{DOWNLOAD_WORDS}\b[^.:]{{0,160}}?"
            r"\b(?:telechargeable|consultable|disponible|accessible)s?\s+(?:ici|(?:via|sur|"
            r"avec) le lien\w*|ci-dessous|au lien)"
            r"[^:]{0,40}:?\s*(?:https?://\S+\s*)*"
        ),
    ),
    (
        Own.REMARK,
        re.compile(
            r"(?:le|la|les) (?:formulaire|notice|liste|annexe)s?\b[^.]{0,60}\b(?:figure(?:nt)?|"
            r"se trouve(?:nt)?|est inclus\w*)"
            r" (?:dans|sur|en)\b.{0,80}"
        ),
    ),
    (Own.DOWNLOAD, re.compile(r"annexes?\b[^.:]{0,120}:\s*(?:https?://\S+\s*)+")),
    (Own.BOOKING, re.compile(rf"(?:il faut )?prendre (?:un )?{BOOKING_WORDS} (?:ici|via le lien suivant)\s*:.*")),
    (Own.COMMUNES, re.compile(r"lien (?:de|vers) la liste des communes\b.*")),
    (Own.CONSULT, re.compile(r"les modalites (?:sont|etaient) consultables? ici\b.*")),
]
# "formulaire de demande (format pdf - 10 ko) formulaire consultable ici :": the title is quoted, the end is not.
QUOTED_TITLE = re.compile(
    rf"(?P<title>.+?\))\s+(?P<own>(?:(?:le|la|l')\s?)?{DOWNLOAD_WORDS} (?:est )?(?:consultable|"
    r"telechargeable)s? ici\s*:.*)"
)
# Paragraphs of a block from which facts are read. The longest block known has some thirty.
MOST_READ = 1_000
WAITS_FOR_LINKS = {Own.CONSULT, Own.BOOKING, Own.DOWNLOAD, Own.COMMUNES}


@dataclass(frozen=True)
class Said:
    """A sentence of the association, with the links that belong to it."""

    kind: Own
    paragraph: Paragraph
    links: tuple[Link, ...] = ()
    lines: tuple[int, ...] = ()
    title: str = ""  # of a download, where it stood before the sentence

    @property
    def text(self) -> str:
        return self.paragraph.flat

    @property
    def line(self) -> int:
        return self.paragraph.line


@dataclass
class Words:
    """A block in two: what the association says, and what it quotes, in runs without a break."""

    said: list[Said] = field(default_factory=list)
    quoted: list[list[Paragraph]] = field(default_factory=list)

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The quoted paragraphs as facts are read from them: a row that is but a link stands for itself."""
        every = (part for run in self.quoted for paragraph in run for part in parted(paragraph))
        return list(islice(every, MOST_READ))

    @property
    def is_long(self) -> bool:
        return sum(map(len, self.quoted)) > MOST_READ

    def of(self, kind: Own) -> list[Said]:
        return [said for said in self.said if said.kind == kind]


def words(paragraphs: list[Paragraph]) -> Words:
    found = Words()
    has_mark = any(of_kinds(paragraph, BEFORE_QUOTE) == Own.REPRODUCED for paragraph in paragraphs)
    quoting = broken = False

    def quote(paragraph: Paragraph) -> None:
        nonlocal broken
        if broken or not found.quoted:
            found.quoted.append([])
        found.quoted[-1].append(paragraph)
        broken = False

    waiting = False
    for paragraph in paragraphs:
        if waiting and paragraph.is_link:
            said = found.said[-1]
            links, lines = (*said.links, *paragraph.links), (*said.lines, *paragraph.lines)
            found.said[-1] = replace(said, links=links, lines=lines)
            waiting = said.kind == Own.CONSULT
            continue
        titled = QUOTED_TITLE.fullmatch(paragraph.folded) if quoting else None
        if titled:
            title, paragraph = split_at(paragraph, titled.start("own"))
            quote(title)
        kind = of_kinds(paragraph, IN_QUOTE if quoting else [*BEFORE_QUOTE, *IN_QUOTE])
        if kind is None and not quoting and (has_mark or not paragraph.emphasised):
            kind = Own.REMARK
        if kind is None:
            waiting = False
            quote(paragraph)
            continue
        found.said.append(Said(kind, paragraph, paragraph.links, paragraph.lines, title.flat if titled else ""))
        quoting = quoting or kind == Own.REPRODUCED
        waiting = kind in WAITS_FOR_LINKS and (not paragraph.links or kind == Own.CONSULT)
        broken = True
    return found


def parted(paragraph: Paragraph) -> list[Paragraph]:
    if len(paragraph.rows) == 1:
        return [paragraph]
    rows = paragraph.row_paragraphs()
    return rows if any(row.is_link for row in rows) else [paragraph]


def of_kinds(paragraph: Paragraph, kinds: list[tuple[Own, re.Pattern]]) -> Own | None:
    folded = paragraph.folded
    return next((kind for kind, pattern in kinds if pattern.fullmatch(folded)), None)


ALWAYS_ALIKE = (Own.DATE, Own.REPRODUCED, Own.CONSULT, Own.NOT_HANDLED, Own.HEADLINE, Own.BOOKING)


def is_own_sentence(folded: str) -> bool:
    """Whether a line is one of the sentences that the association writes always alike."""
    return len(folded) < 400 and any(
        kind in ALWAYS_ALIKE and pattern.fullmatch(folded) for kind, pattern in BEFORE_QUOTE
    )


def split_at(paragraph: Paragraph, at: int) -> tuple[Paragraph, Paragraph]:
    """A paragraph of one row in two, at a place of its text."""
    text, lines = paragraph.flat, paragraph.lines
    first = replace(paragraph, rows=(Row(text[:at].strip(), lines),), links=())
    return first, replace(paragraph, rows=(Row(text[at:].strip(), lines),), marker="")


# --- Sentences of the quoted words -----------------------------------------------------------------------------------

SENTENCE_END = re.compile(r"(?<=[.!?;])(?<!\bart\.)(?<!\bav\.)(?<!n°)\s+(?=[A-ZÀ-ÝŒ«\"“(\d•-])")


@dataclass(frozen=True)
class Sentence:
    text: str
    paragraph: Paragraph
    index: int  # of the paragraph among the block's
    heading: str = ""  # the last line before it that announces something: "Si vous êtes parent :"

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def clean(self) -> str:
        """Without what only links it to the next: "Attention :" stays, a final colon goes."""
        return self.text.strip().rstrip(" :;,").strip()


def sentences(paragraphs: list[Paragraph]) -> list[Sentence]:
    found: list[Sentence] = []
    heading = ""
    for index, paragraph in enumerate(paragraphs):
        for text in [part for row in paragraph.rows for part in SENTENCE_END.split(row.text)]:
            if text.strip():
                found.append(Sentence(text.strip(), paragraph, index, heading))
        if paragraph.level or (paragraph.flat.endswith(":") and not paragraph.marker):
            heading = paragraph.flat
    return found
