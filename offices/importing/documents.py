"""One document from its bytes to the pages it asks for. Pure: what is known of France is given."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from offices.content import Content, canonical
from offices.importing.anomalies import Anomaly, Code
from offices.importing.blocks import Dossier, Produced, produce
from offices.importing.facts.rows import AnyRow
from offices.importing.fiches import OF_WHAT_IS_LEFT_OUT, Carried, carried
from offices.importing.gazetteer import Gazetteer
from offices.importing.guide import guide, is_guide
from offices.importing.office_facts import OfficeFacts
from offices.importing.paragraphs import Reading, paragraphs
from offices.importing.reading import Document, Refused, read
from offices.importing.structure import Block
from offices.importing.structure import dossier as read_dossier
from offices.words import shortened

QUOTED = 300  # characters of a line that are shown beside what is said of it
MOST_BLOCKS = 1_000  # France has some 340 offices; the longest dossier known has twenty blocks


@dataclass(frozen=True)
class WantedPage:
    """What a document wants of one page. `dated`: the block's "Dernière mise à jour"."""

    slug: str
    content: Content
    dated: date | None
    line: int
    held: bool = False


@dataclass(frozen=True)
class WantedFiche(WantedPage):
    """A page that a Fiche states whole. `stamp`: of the text that the Fiche was written from."""

    stamp: str = ""


@dataclass
class Parsed:
    name: str
    sha256: str
    region: str = ""
    departments: list[str] = field(default_factory=list)
    blocks: int = 0
    named_offices: set[str] = field(default_factory=set)
    pages: list[WantedPage] = field(default_factory=list)
    offices: list[OfficeFacts] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)
    repeats: dict[str, int] = field(default_factory=dict)  # address → blocks that ask for it, where several do
    account: dict[int, str] = field(default_factory=dict)  # line → what became of it
    starts: list[tuple[int, str]] = field(default_factory=list)  # line at which a département begins, its code
    quoted: dict[int, str] = field(default_factory=dict)  # line → its words, where an anomaly or a page stands

    def department_at(self, line: int) -> str:
        """The code of the département in whose part of the document the line stands, "" before the first."""
        return next((code for start, code in reversed(self.starts) if start <= line), "")

    @property
    def latest(self) -> date | None:
        """The latest day on which one of its blocks was brought up to date."""
        if not self.departments and any(isinstance(page, WantedFiche) for page in self.pages):
            return date.min  # an export's grounds, which the pages of its other files name
        return max((page.dated for page in self.pages if page.dated), default=None)

    def outline(self) -> "Parsed":
        """What the document is, without what it says: a thousand of them stand in memory together."""
        return replace(self, pages=[], offices=[], anomalies=[], repeats={}, account={}, quoted={})


def parse_document(name: str, data: bytes, gazetteer: Gazetteer, today: date) -> Parsed:
    """Raises Refused where the document cannot be read, or holds neither a département nor the guide's lists."""
    document = read(name, data)
    fiches = carried(document.lines, today)
    reading = paragraphs(fiches.rest)
    parsed = Parsed(name, hashlib.sha256(data).hexdigest(), anomalies=list(document.anomalies))
    parsed.account |= reading.account
    if fiches.is_export:
        of_export(parsed, fiches, reading, gazetteer, today)
    elif is_guide(reading.paragraphs):
        of_guide(parsed, reading, gazetteer)
    else:
        of_dossier(parsed, reading, gazetteer, today)
        if not parsed.departments:
            reason = _("aucun département : un dossier nomme chaque département, sa préfecture, puis ses modalités")
            raise Refused(name, 1, reason)
    complete_account(parsed, document)
    parsed.anomalies = sorted(dict.fromkeys(parsed.anomalies), key=lambda anomaly: (anomaly.line, anomaly.code))
    for number in {one.line for one in parsed.anomalies} | {one.line for one in parsed.pages}:
        parsed.quoted[number] = shortened(document.lines[number - 1].strip(), QUOTED)
    return parsed


def of_export(parsed: Parsed, fiches: Carried, reading: Reading, gazetteer: Gazetteer, today: date) -> None:
    """The pages that Fiches state; then, as in any dossier, those of blocks that a person has written between them."""
    of_dossier(parsed, reading, gazetteer, today)
    heads = {line for line, use in parsed.account.items() if use == "head"}
    told = [one for one in parsed.anomalies if one.code not in OF_WHAT_IS_LEFT_OUT and one.line not in heads]
    parsed.anomalies = told + fiches.anomalies
    parsed.account |= fiches.account
    stated = [WantedFiche(one.slug, one.content, one.verified_on, one.line, stamp=one.stamp) for one in fiches.fiches]
    slugs = {one.slug: one.line for one in fiches.fiches}
    for page in parsed.pages:
        if page.slug in slugs:
            message = _("Cette page a une fiche, ligne %s : ce bloc n'est pas lu.") % slugs[page.slug]
            parsed.anomalies.append(Anomaly(Code.DUPLICATE_BLOCK, page.line, message, page.slug))
    parsed.pages = [*stated, *(page for page in parsed.pages if page.slug not in slugs)]
    parsed.blocks += len(stated)
    for page in stated:
        parsed.named_offices |= set(getattr(page.content, "offices", ()))
    codes = [getattr(page.content, "department", "") for page in stated]
    parsed.departments = list(dict.fromkeys(code for code in (*parsed.departments, *codes) if code))


def of_guide(parsed: Parsed, reading: Reading, gazetteer: Gazetteer) -> None:
    found = guide(reading.paragraphs, gazetteer)
    parsed.pages = [WantedPage(slug, page, None, found.lines[slug]) for slug, page in found.pages.items()]
    parsed.anomalies += found.anomalies
    parsed.account |= found.account


def of_dossier(parsed: Parsed, reading: Reading, gazetteer: Gazetteer, today: date) -> None:
    parts = read_dossier(reading.paragraphs, gazetteer)
    shared = Dossier(parts.title, parts.ground, gazetteer.regions.get(parts.region, ""), today)
    parsed.region = shared.region
    parsed.departments = [section.known.code for section in parts.sections]
    parsed.starts = [(section.line, section.known.code) for section in parts.sections]
    parsed.anomalies += parts.anomalies
    parsed.account |= parts.account
    refuse_endless(parsed.name, [block for section in parts.sections for block in section.blocks])
    taken: dict[str, WantedPage] = {}
    for section in parts.sections:
        parsed.named_offices |= {office.slug for office, _line in section.listed}
        for block in section.blocks:
            parsed.blocks += 1
            parsed.named_offices |= {office.slug for office in block.offices}
            take(produce(block, section.known, shared), parsed, taken)
    parsed.pages = list(taken.values())


def refuse_endless(name: str, blocks: list[Block]) -> None:
    """Before any block is interpreted: no dossier speaks of more offices than there are."""
    if len(blocks) > MOST_BLOCKS:
        reason = _("plus de %s blocs : ce fichier répète des guichets ; gardez un dossier régional par fichier")
        raise Refused(name, blocks[MOST_BLOCKS].line, reason % MOST_BLOCKS)


def take(made: Produced, parsed: Parsed, taken: dict[str, WantedPage]) -> None:
    """Keep what a block made; a second block of the same offices waits for a person under an address of its own."""
    parsed.anomalies += made.anomalies
    parsed.account |= made.uses
    if made.content is None:
        return
    page = WantedPage(made.slug, made.content, made.verified_on, made.line, made.held)
    if first := taken.get(made.slug):
        message = _("Ces guichets ont déjà un bloc, ligne %s.") % first.line
        parsed.anomalies.append(Anomaly(Code.DUPLICATE_BLOCK, made.line, message, made.slug))
        if canonical(first.content) == canonical(made.content):
            return
        parsed.repeats[made.slug] = parsed.repeats.get(made.slug, 1) + 1
        page = WantedPage(
            f"{made.slug}-{parsed.repeats[made.slug]}", made.content, made.verified_on, made.line, held=True
        )
    taken[page.slug] = page
    if made.office:
        made.office.dated = made.verified_on
        add_office(parsed.offices, made.office)


def add_office(offices: list[OfficeFacts], facts: OfficeFacts) -> None:
    """What several blocks say of one office, in one."""
    known = next((one for one in offices if one.slug == facts.slug), None)
    if known is None:
        offices.append(facts)
        return
    known.emails = joined(known.emails, facts.emails)
    known.desks = joined(known.desks, facts.desks)
    known.sources = joined(known.sources, facts.sources)
    known.contact_form = known.contact_form or facts.contact_form
    known.dated = max((day for day in (known.dated, facts.dated) if day), default=None)


def joined(first: list[AnyRow], second: list[AnyRow]) -> list[AnyRow]:
    return list({row.id: row for row in (*first, *second)}.values())


def complete_account(parsed: Parsed, document: Document) -> None:
    """Every line has become something; one that has not is said so, with its number."""
    for number, line in enumerate(document.lines, start=1):
        if number in parsed.account:
            continue
        parsed.account[number] = "unplaced"
        message = _("Cette ligne n'a trouvé aucune place : « %s »") % line.strip()[:80]
        parsed.anomalies.append(Anomaly(Code.UNPLACED_LINE, number, message))
