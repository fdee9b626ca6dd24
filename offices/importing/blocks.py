"""From a block to the pages it makes: the procedure, what it says of the office, the day it was verified, anomalies."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from offices.content import (
    Passage,
    ProcedureContent,
    Remark,
    SeeInstead,
    Source,
    Step,
)
from offices.enums import Document, Handling, SourceKind, Way
from offices.importing import checks, competence
from offices.importing.anomalies import HOLDING, Anomaly, Code
from offices.importing.facts import conditions, dated, documents, fees, implied, laws, links, refusals, rules
from offices.importing.facts.files import FileReader
from offices.importing.facts.numbers import read_date
from offices.importing.facts.rows import distinct, row, row_id
from offices.importing.facts.steps import StepReader
from offices.importing.gazetteer import KnownDepartment
from offices.importing.office_facts import OfficeFacts, office_facts
from offices.importing.paragraphs import Paragraph
from offices.importing.phrases import bounded, offices_phrase, passage_text
from offices.importing.structure import Block, excerpt
from offices.importing.words import Own, Sentence, Words, sentences, words

LONGEST = 6_000  # characters of a paragraph that is interpreted; a longer one is only quoted
# What the association's sentence says of its link, whatever the link looks like.
OWN_KINDS = {Own.COMMUNES: SourceKind.COMMUNES, Own.BOOKING: SourceKind.BOOKING}
GROUND_TITLES = {"aes": "Admission exceptionnelle au séjour"}


@dataclass(frozen=True)
class Dossier:
    """What the blocks of one document share."""

    title: str
    ground: str
    region: str  # name
    today: date


@dataclass
class Produced:
    """A block as read. `content` is None where nothing can be made of it (no known office)."""

    slug: str
    content: ProcedureContent | None
    office: OfficeFacts
    verified_on: date | None
    line: int
    anomalies: list[Anomaly] = field(default_factory=list)
    uses: dict[int, str] = field(default_factory=dict)  # line → what it became

    @property
    def held(self) -> bool:
        """Whether a person must look before anything is published."""
        return any(anomaly.code in HOLDING for anomaly in self.anomalies)


def produce(block: Block, department: KnownDepartment, dossier: Dossier) -> Produced:
    return BlockReader(block, department, dossier).read()


class BlockReader:
    def __init__(self, block: Block, department: KnownDepartment, dossier: Dossier):
        self.block, self.department, self.dossier = block, department, dossier
        self.anomalies: dict[Anomaly, None] = {}  # each once, in the order in which they were seen
        self.uses: dict[int, str] = {}
        first = block.offices[0].slug if block.offices else ""
        self.slug = f"{dossier.ground}-{department.code}-{first}".lower()[:120] if first else ""
        self.words: Words = words(without_repeats(block.paragraphs, self))

    def note(self, code: Code, line: int, message: str) -> None:
        anomaly = Anomaly(code, line, message, self.slug)
        self.anomalies.setdefault(anomaly)

    def use(self, paragraph: Paragraph, use: str) -> None:
        self.uses.update(dict.fromkeys(paragraph.lines, use))

    def read(self) -> Produced:
        if self.block.unknown:
            names = ", ".join(self.block.unknown)
            message = _("Le titre du bloc nomme un guichet inconnu : %s.") % names
            self.note(Code.UNKNOWN_OFFICE, self.block.line, message)
        verified_on = self.verified_on()
        self.account()
        if not self.block.offices:
            self.report_words()
            return Produced(self.slug, None, OfficeFacts(""), None, self.block.line, list(self.anomalies), self.uses)
        office = OfficeFacts("")
        try:
            if self.words.of(Own.NOT_HANDLED):
                content = self.not_handled()
            else:
                content, office = self.handled(verified_on)
        except ValidationError as error:
            content, office = self.words_alone(error), OfficeFacts("")
        checks.check_links(self.block.paragraphs, self.words, self.note)
        return Produced(self.slug, content, office, verified_on, self.block.line, list(self.anomalies), self.uses)

    def account(self) -> None:
        """What each paragraph became, line by line: nothing of a block is without a place."""
        for said in self.words.said:
            use = "remark" if said.kind in (Own.REMARK, Own.NO_MENTION, Own.INACTIVE) else said.kind.name.lower()
            self.uses.update(dict.fromkeys(said.lines, use))
        for run in self.words.quoted:
            for paragraph in run:
                self.use(paragraph, "passage")

    def report_words(self) -> None:
        """The words of a block of no known office have no page to stand on: a person is shown each of its lines."""
        for paragraph in self.block.paragraphs:
            self.use(paragraph, "unplaced")
            for row_ in paragraph.rows:
                message = _("Cette ligne est d'un bloc sans guichet connu : « %s »") % excerpt(row_.text)
                for line in row_.lines:
                    self.note(Code.UNPLACED_LINE, line, message)

    # --- Dates -------------------------------------------------------------------------------------------------------

    def verified_on(self) -> date | None:
        said = self.words.of(Own.DATE)
        if not said:
            if not self.words.of(Own.NOT_HANDLED):
                self.note(Code.MISSING_DATE, self.block.line, _("Ce bloc ne dit pas quand il a été mis à jour."))
            return None
        written = re.sub(r"^.*?mise? a jour\b\s*(?:le|:|en|au)*\s*:?", "", said[0].paragraph.folded).strip(" .")
        found = read_date(re.sub(r"\s*[(\[].*", "", written))  # "14/03/2024 (revu le 20)": what follows is a remark
        if found is None:
            self.note(Code.BAD_DATE, said[0].line, _("Aucun jour ne s'écrit ainsi : « %s ».") % said[0].text)
        elif found > self.dossier.today:
            self.note(Code.BAD_DATE, said[0].line, _("Cette date est dans l'avenir : « %s ».") % said[0].text)
            return None
        for again in said[1:]:
            self.note(Code.DUPLICATE_LINE, again.line, _("Une seconde date, laissée de côté : « %s »") % again.text)
        return found

    # --- What every procedure has ------------------------------------------------------------------------------------

    def title(self) -> str:
        ground = GROUND_TITLES.get(self.dossier.ground, self.dossier.title)
        offices = self.block.offices
        return f"{ground} – {self.department.name}, {offices_phrase(offices)}"[:400]

    def base(self) -> dict[str, Any]:
        return {
            "kind": "procedure",
            "title": self.title(),
            "department": self.department.code,
            "offices": tuple(office.slug for office in self.block.offices),
            "grounds": (self.dossier.ground,),
        }

    def dossier_source(self) -> Source:
        title = _("Dossier du Gisti, région %s") % self.dossier.region if self.dossier.region else _("Dossier du Gisti")
        return Source(id=row_id("source", "dossier"), kind=SourceKind.DOSSIER, title=title)

    def remarks(self) -> tuple[Remark, ...]:
        kinds = (Own.REMARK, Own.NO_MENTION, Own.INACTIVE)
        said = [said for said in self.words.said if said.kind in kinds]
        return distinct([row(Remark, text=one.paragraph.text) for one in said if one.paragraph.text.strip()])

    def not_handled(self) -> ProcedureContent:
        source = self.dossier_source()
        return ProcedureContent(
            **self.base(),
            handling=Handling.NOT_HANDLED,
            scope=competence.scope(self.words),
            see_instead=competence.instead(self.words, self.block.offices, self.department),
            passages=self.passages(source.id, None),
            remarks=self.remarks(),
            sources=(source,),
        )

    def words_alone(self, error: ValidationError) -> ProcedureContent:
        """A block whose facts do not fit the shape keeps its words, and waits for a person."""
        found = error.errors(include_url=False)[0]
        said = excerpt(f"{'.'.join(map(str, found['loc']))} : {found['msg']}")
        message = _("Les faits de ce bloc n'ont pas pu être lus (%s) ; ses mots sont gardés.") % said
        self.note(Code.BLOCK_NOT_UNDERSTOOD, self.block.line, message)
        source = self.dossier_source()
        return ProcedureContent(
            **self.base(),
            handling=Handling.UNKNOWN,
            way=Way.UNKNOWN,
            passages=self.passages(source.id, None),
            remarks=self.remarks(),
            sources=(source,),
        )

    def handled(self, verified_on: date | None) -> tuple[ProcedureContent, OfficeFacts]:
        sources = self.sources()
        origin = sources[0].id
        read = [one for one in sentences(self.words.paragraphs) if len(one.paragraph.flat) <= LONGEST]
        if self.words.is_long:
            message = _("Ce bloc est si long que seul son début a été interprété ; tous ses mots sont gardés.")
            self.note(Code.LONG_PARAGRAPH, self.block.line, message)
        for paragraph in self.words.paragraphs:
            if len(paragraph.flat) > LONGEST:
                message = _("Ce paragraphe de %s signes est reproduit, mais aucun fait n'y a été lu.")
                self.note(Code.LONG_PARAGRAPH, paragraph.line, message % len(paragraph.flat))
        steps = StepReader(self.words, read, self.block.offices[0].slug, origin)
        found = steps.read()
        listed = documents.requirements(self.words.paragraphs, read, origin, aside=found.aside)
        charged = distinct(fees.fees(read, origin, to_bring=stamp_lists(read, listed.paragraphs)))
        asked = [*listed.requirements, *implied.attached(found.steps, read, origin)]
        # A stamp whose price is known stands among the fees, and once.
        asked = [one for one in asked if not (charged and one.document == Document.TAX_STAMP)]
        downloads = FileReader(self.words, origin, found.used_urls, LONGEST).read()
        asked = implied.with_every_copy([*asked, *implied.of_downloads(downloads, asked, origin)], read)
        notices = dated.notices(read, origin)
        notices += dated.announcements(found.spans, origin)
        handling, way, instead = self.state(found.steps)
        content = ProcedureContent(
            **self.base(),
            territory=competence.territory(self.words, read, self.block.offices, self.department),
            handling=handling,
            way=way,
            see_instead=instead,
            steps=tuple(found.steps),
            forbidden_channels=distinct(refusals.forbidden_channels(read, origin)),
            downloads=downloads,
            requirements=distinct(asked),
            presentation=distinct(rules.presentation(read, origin)),
            conditions=distinct(
                conditions.conditions(self.words.paragraphs, read, origin, aside=listed.paragraphs | found.aside)
            ),
            legal_bases=distinct(laws.legal_bases(read)),
            fees=charged,
            processing_times=distinct(dated.processing_times(read, origin)),
            deadlines=distinct(dated.deadlines(read, origin)),
            incomplete=distinct(rules.incomplete(read, origin)),
            day_rules=distinct(rules.day_rules([one for one in read if one.index not in listed.paragraphs], origin)),
            aftermath=distinct(rules.aftermath(read, origin)),
            notices=distinct(notices),
            passages=self.passages(origin, verified_on),
            remarks=self.remarks(),
            sources=self.with_cited(sources, found.used_urls, {one.url for one in downloads} | {found.contact_form}),
        )
        checks.check_headline(self.words, content, self.note)
        checks.check_addresses(found.addresses, self.note)
        return content, office_facts(self.block.offices[0].slug, found, read, sources[0])

    def state(self, steps: list[Step]) -> tuple[Handling, Way, SeeInstead]:
        if known := competence.state(self.words, steps):
            return known
        message = _("Rien ne dit si ce guichet traite ces demandes, ni comment.")
        self.note(Code.BLOCK_NOT_UNDERSTOOD, self.block.line, message)
        return Handling.UNKNOWN, Way.UNKNOWN, SeeInstead()

    # --- Sources, passages, files ------------------------------------------------------------------------------------

    def sources(self) -> list[Source]:
        """What the block is taken from: the pages to consult, else the booking page, and the dossier itself last."""
        rows: list[Source] = []
        for kinds in ((Own.CONSULT,), (Own.BOOKING,), (Own.COMMUNES,)):
            for said in [one for one in self.words.said if one.kind in kinds]:
                for link in [link for link in said.links if link.is_web]:
                    kind = OWN_KINDS.get(said.kind)
                    if kind is None or links.is_online_form(link.target):
                        kind = links.source_kind(link.target)
                    rows.append(Source(id=row_id("source", link.target), kind=kind, url=link.target))
        for said in self.words.of(Own.INACTIVE):
            rows += inactive_sources(said.paragraph.folded)
        return [*{one.id: one for one in rows}.values(), self.dossier_source()]

    def with_cited(self, sources: list[Source], used: set[str], files: set[str]) -> tuple[Source, ...]:
        """Every other page that the quoted words link to, so that the checker reads it too."""
        rows = {one.url or one.id: one for one in sources}
        for paragraph in self.words.paragraphs:
            for link in paragraph.links:
                if link.is_web and link.target not in rows and link.target not in files:
                    kind = links.source_kind(link.target)
                    rows[link.target] = Source(id=row_id("source", link.target), kind=kind, url=link.target)
        ordered = list(rows.values())
        dossier = self.dossier_source()
        return tuple([one for one in ordered if one.id != dossier.id] + [dossier])

    def passages(self, source: str, read_on: date | None) -> tuple[Passage, ...]:
        texts = [part for run in self.words.quoted for part in bounded([passage_text(one) for one in run])]
        return distinct([row(Passage, text=text, source=source, read_on=read_on) for text in texts if text.strip()])


# --- Small things ----------------------------------------------------------------------------------------------------


def without_repeats(paragraphs: list[Paragraph], reader: BlockReader) -> list[Paragraph]:
    """A paragraph that only repeats the one before it is read once."""
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        if kept and kept[-1].text == paragraph.text and not paragraph.is_link and len(paragraph.flat) > 20:
            reader.use(paragraph, "repeated")
            message = _("Ligne identique à la précédente, lue une seule fois : « %s »") % excerpt(paragraph.flat)
            reader.note(Code.DUPLICATE_LINE, paragraph.line, message)
            continue
        kept.append(paragraph)
    return kept


def inactive_sources(folded: str) -> list[Source]:
    """The links that the association found dead, and whose addresses it does not give."""
    rows = []
    for part in re.split(r"(?<=\.)\s+|\bde meme que\b", folded):
        if "lien" not in part:
            continue
        booking = re.search(r"rendez-vous|rdv", part)
        kind = SourceKind.BOOKING if booking else SourceKind.PAGE
        title = _("Lien de rendez-vous") if booking else _("Lien vers les modalités de dépôt")
        rows.append(row(Source, kind=kind, title=title, found_inactive=True))
    return rows


def stamp_lists(read: list[Sentence], listed: set[int]) -> set[int]:
    """The paragraphs that list what to hand in, in items or in one sentence."""
    in_sentence = {
        one.index
        for one in read
        if re.search(r"(?:elements|pieces|documents) suivants? (?:devront|doivent)", one.folded)
    }
    return listed | in_sentence
