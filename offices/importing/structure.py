"""From paragraphs to the parts of a dossier: contents list, departments, one block for each set of offices."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from offices.enums import OfficeKind
from offices.ground_slugs import ground_slug
from offices.importing.anomalies import Anomaly, Code
from offices.importing.gazetteer import Gazetteer, KnownDepartment, KnownOffice, de
from offices.importing.markup import fold
from offices.importing.paragraphs import Paragraph
from offices.importing.words import is_own_sentence

LINK_WORDS = r"(?:de la |de l'|des |du |de |d'|l'|la |le |les )?"
DEPARTMENT = re.compile(
    rf"(?:\W*\d{{1,2}}\s?[.)/-]\s*)?(?:departement\s*:?|ville)\s+{LINK_WORDS}(?P<name>[^()]{{2,50}}?)\s*(?:\((?P<code>\d{{2,3}}|2[ab])\))?\W*"
    r"(?:(?<=[.…\s])(?:p(?:age)?\.?\s?)?\d{1,3}\W*)?"  # "..... 12", where the contents give pages
)
REGION = re.compile(rf"region\s*:?\s+{LINK_WORDS}(?P<name>.{{2,50}})")
TITLE = re.compile(r"(?:modalites|lieux?|conditions) d[eu'].*\b(?:demandes?|depot|titres?|admission)\b.*")
OFFICES = re.compile(
    r"(?P<kind>(?:les |autres |les autres )*sous[- ]?prefectures?|prefecture de police|prefectures?)"
    r"(?P<names>.*?)(?=(?:,? et|,|;) (?:la |les |de la |des )?(?:sous[- ]?)?prefectures?\b|$)"
    r"(?:(?:,? et|,|;) (?:la |les |de la |des )?)?"
)
OPENER = re.compile(
    r"(?:derniere mise a jour|mise? a jour|elles? ne (?:trait|recoi)|elles? (?:trait|recoi|renvoi)|les? demandes?|"
    r"la demande|les modalites|prendre (?:un )?rendez-vous|lien de|aucune|le lien|ve[iu]*llez verifier|il faut|"
    r"cette sous-prefecture|la (?:sous-)?prefecture (?:ne |trait|renvoi)|si vous (?:etes|dependez|residez|habitez))"
)
NAME_LIMIT = 160  # no heading is longer


@dataclass
class Block:
    """What a dossier says of some offices of a department, under one heading."""

    heading: Paragraph
    offices: list[KnownOffice]
    unknown: list[str] = field(default_factory=list)
    everyone_else: bool = False  # "Sous-préfectures", without a name
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.heading.line


@dataclass
class Section:
    """A department of the body."""

    known: KnownDepartment
    line: int
    listed: list[tuple[KnownOffice, int]] = field(default_factory=list)  # offices that its head names, with the line
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Dossier:
    title: str = ""
    ground: str = "aes"
    region: str = ""  # code
    contents: list[tuple[KnownDepartment, int]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)
    account: dict[int, str] = field(default_factory=dict)

    def note(self, code: Code, line: int, message: str) -> None:
        self.anomalies.append(Anomaly(code, line, message))

    def place(self, paragraph: Paragraph, use: str) -> None:
        self.account.update(dict.fromkeys(paragraph.lines, use))


def dossier(paragraphs: list[Paragraph], gazetteer: Gazetteer) -> Dossier:
    """The parts of a regional dossier. One without any department of the body has no `sections`."""
    found = Dossier()
    Parts(found, gazetteer, exploded(paragraphs)).read()
    compare_contents(found, gazetteer)
    for section in found.sections:
        settle(section, found)
    return found


def exploded(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Heads of departments and the association's sentences stand on rows of one paragraph or on paragraphs of their
    own, as the blank lines between them were kept or lost: here always the latter."""
    rows: list[Paragraph] = []
    for paragraph in paragraphs:
        alone = len(paragraph.rows) == 1 or not any(stands_alone(fold(row.text)) for row in paragraph.rows)
        rows += [paragraph] if alone else paragraph.row_paragraphs()
    return rows


def stands_alone(folded: str) -> bool:
    return bool(DEPARTMENT.fullmatch(folded) or REGION.fullmatch(folded) or is_own_sentence(folded))


@dataclass
class Parts:
    """One pass over the paragraphs, in their order."""

    dossier: Dossier
    gazetteer: Gazetteer
    paragraphs: list[Paragraph]
    section: Section | None = None
    block: Block | None = None
    in_head: bool = False

    def read(self) -> None:
        for index, paragraph in enumerate(self.paragraphs):
            following = self.paragraphs[index + 1] if index + 1 < len(self.paragraphs) else None
            self.place(paragraph, following)

    def place(self, paragraph: Paragraph, following: Paragraph | None) -> None:
        if self.is_region(paragraph, following):
            self.dossier.place(paragraph, "region")
        elif named := self.department_of(paragraph):
            self.open_department(paragraph, named, in_body=self.is_body(following))
        elif self.section and self.in_head and self.is_head_row(paragraph, following):
            self.list_offices(paragraph, self.section)
        elif self.section and (block := self.block_at(paragraph, following)):
            self.in_head, self.block = False, block
            self.section.blocks.append(block)
            self.dossier.place(paragraph, "heading")
        elif self.block:
            self.block.paragraphs.append(paragraph)
        elif not self.section and not self.dossier.title and TITLE.match(paragraph.folded):
            self.dossier.title = paragraph.flat
            self.dossier.ground = ground_slug(paragraph.flat) or "aes"
            self.dossier.place(paragraph, "title")
        else:
            self.in_head = False
            self.unplaced(paragraph)

    def unplaced(self, paragraph: Paragraph) -> None:
        self.dossier.place(paragraph, "unplaced")
        for line in paragraph.lines:
            message = _("Cette ligne n'a trouvé aucune place : « %s »") % excerpt(paragraph.flat)
            self.dossier.note(Code.UNPLACED_LINE, line, message)

    # --- Regions and departments ------------------------------------------------------------------------------------

    def is_region(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        found = REGION.fullmatch(paragraph.folded)
        if not found:
            return False
        name = paragraph.flat[found.start("name") : found.end("name")]
        code = self.gazetteer.region(name)
        before_department = following is not None and DEPARTMENT.fullmatch(following.folded)
        if code is None and not before_department:
            return False
        if code is None:
            self.dossier.note(Code.REGION_UNKNOWN, paragraph.line, _("La région « %s » n'existe pas.") % name)
        self.dossier.region = self.dossier.region or code or ""
        return True

    def department_of(self, paragraph: Paragraph) -> tuple[str, str] | None:
        """(name, code) that a line gives to a department, as written."""
        found = DEPARTMENT.fullmatch(paragraph.folded)
        if not found:
            return None
        name = paragraph.flat[found.start("name") : found.end("name")]
        if not found["code"] and not self.gazetteer.department(name):
            return None
        return name, (found["code"] or "").upper()

    def is_body(self, following: Paragraph | None) -> bool:
        if following is None or REGION.fullmatch(following.folded):
            return False
        return not DEPARTMENT.fullmatch(following.folded)

    def open_department(self, paragraph: Paragraph, named: tuple[str, str], *, in_body: bool) -> None:
        name, code = named
        known = self.gazetteer.department(name) or self.gazetteer.departments.get(code)
        self.dossier.place(paragraph, "department" if in_body else "contents")
        line = paragraph.line
        if known is None:
            self.dossier.note(Code.DEPARTMENT_UNKNOWN, line, _("Le département « %s » n'existe pas.") % name)
            if in_body:
                self.section = self.block = None
            return
        if code != known.code:
            message = _("« %(name)s » porte le code %(code)s ; c'est le %(right)s.") % {
                "name": name,
                "code": code or _("(aucun)"),
                "right": known.code,
            }
            self.dossier.note(Code.WRONG_CODE, line, message)
        if not in_body:
            self.dossier.contents.append((known, line))
            return
        self.block, self.in_head = None, True
        earlier = next((section for section in self.dossier.sections if section.known.code == known.code), None)
        if earlier:
            message = _("%(name)s est déjà traité ligne %(line)s.") % {"name": known.name, "line": earlier.line}
            self.dossier.note(Code.DEPARTMENT_REPEATED, line, message)
        self.section = earlier or Section(known, line)
        if not earlier:
            self.dossier.sections.append(self.section)

    # --- Offices ----------------------------------------------------------------------------------------------------

    def is_head_row(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        """Whether this names the offices of the department, before the first block."""
        if not re.match(r"(?:sous[- ]?)?prefectures?\b", paragraph.folded) or len(paragraph.rows) > 1:
            return False
        return not (following and OPENER.match(following.folded))

    @property
    def department(self) -> KnownDepartment:
        assert self.section  # offices are named under a department only
        return self.section.known

    def list_offices(self, paragraph: Paragraph, section: Section) -> None:
        self.dossier.place(paragraph, "head")
        offices, unknown, _everyone = self.offices_named(paragraph.flat)
        for name in unknown:
            self.note_unknown(name, paragraph.line)
        already = {office.slug for office, _line in section.listed}
        section.listed += [(office, paragraph.line) for office in offices if office.slug not in already]

    def note_unknown(self, name: str, line: int) -> None:
        department = self.department.name
        message = _("Aucun guichet « %(name)s » n'est connu pour le département %(department)s.") % {
            "name": name,
            "department": department,
        }
        self.dossier.note(Code.UNKNOWN_OFFICE, line, message)

    def block_at(self, paragraph: Paragraph, following: Paragraph | None) -> Block | None:
        """The block that this paragraph opens. The first line of an address may look like a heading: what follows, or
        the level of the heading, tells them apart."""
        if len(paragraph.rows) > 1 or len(paragraph.flat) > NAME_LIMIT or paragraph.marker:
            return None
        offices, unknown, everyone_else = self.offices_named(paragraph.flat)
        if not offices and not unknown and not everyone_else:
            return None
        opens = following is not None and OPENER.match(following.folded)
        is_heading = paragraph.level in (1, 2) and not unknown and named_by_seat(offices, paragraph)
        if not opens and not is_heading:
            return None
        for name in unknown:
            self.note_unknown(name, paragraph.line)
        return Block(paragraph, offices, unknown, everyone_else)

    def offices_named(self, text: str) -> tuple[list[KnownOffice], list[str], bool]:
        """(offices, names that are none, whether all the others are meant), empty where the text names no office."""
        text = text.rstrip(" .:")
        folded, at = fold(text), 0
        offices: list[KnownOffice] = []
        unknown: list[str] = []
        everyone_else = False
        while at < len(folded):
            found = OFFICES.match(folded, at)
            if not found or found.end() == at:
                return [], [], False
            kind = kind_of(found["kind"])
            names = names_in(text[found.start("names") : found.end("names")])
            if kind == OfficeKind.PREFECTURE_DE_POLICE or (not names and kind == OfficeKind.PREFECTURE):
                among = self.department.prefectures
                offices += [office for office in among if office.kind == kind][:1] or among[:1]
            elif not names:
                everyone_else = True
            for name in names if kind != OfficeKind.PREFECTURE_DE_POLICE else []:
                office = self.department.office(kind, name)
                offices += [office] if office else []
                unknown += [] if office else [name]
            at = found.end()
        return list(dict.fromkeys(offices)), unknown, everyone_else


def kind_of(word: str) -> OfficeKind:
    if "police" in word:
        return OfficeKind.PREFECTURE_DE_POLICE
    return OfficeKind.SOUS_PREFECTURE if "sous" in word else OfficeKind.PREFECTURE


def names_in(text: str) -> list[str]:
    """ ": Belley, Gex et Nantua" → three names; "du Rhône (Lyon)" → what stands between the brackets."""
    if found := re.search(r"\(([^()]+)\)\s*$", text):
        text = found[1]
    text = re.sub(r"^\s*(?:de\s*)?:?\s*", "", text)
    pieces = re.split(r"\s*[,;/&]\s*|\s+et\s+|\s+-\s+", text)
    linked = [
        re.sub(r"^(?:de la |de l['’]|des |du |de |d['’]|à |a )", "", piece.strip(), flags=re.I) for piece in pieces
    ]
    # "de la Tour du Pin" has lost its article and does not miss it: names are compared without.
    return [name for name in linked if name]


def named_by_seat(offices: list[KnownOffice], paragraph: Paragraph) -> bool:
    """Whether the line names its offices by their towns: "Préfecture du Cantal" is rather the head of an address."""
    folded = fold(paragraph.flat).replace("-", " ")
    return all(any(spelling in folded for spelling in office.spellings) for office in offices)


def excerpt(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}…"


# --- What the parts tell together -----------------------------------------------------------------------------------


def compare_contents(dossier: Dossier, gazetteer: Gazetteer) -> None:
    listed = {known.code: line for known, line in dossier.contents}
    treated = {section.known.code: section for section in dossier.sections}
    for code, section in treated.items():
        name = section.known.name
        if listed and code not in listed:
            message = _("%(name)s (%(code)s) n'est pas dans le sommaire.") % {"name": name, "code": code}
            dossier.note(Code.DEPARTMENT_NOT_IN_CONTENTS, section.line, message)
        if dossier.region and section.known.region != dossier.region:
            message = _("%(name)s (%(code)s) n'est pas dans cette région.") % {"name": name, "code": code}
            dossier.note(Code.DEPARTMENT_ELSEWHERE, section.line, message)
    for known, line in dossier.contents:
        if known.code not in treated:
            message = _("%(name)s (%(code)s) est dans le sommaire, et nulle part ensuite.") % {
                "name": known.name,
                "code": known.code,
            }
            dossier.note(Code.DEPARTMENT_NOT_IN_BODY, line, message)
    if not dossier.sections:
        return
    for known in gazetteer.of_region(dossier.region) if dossier.region else []:
        if known.code not in treated and known.code not in listed:
            message = _("Le dossier ne dit rien du département %(name)s (%(code)s).") % {
                "name": known.name,
                "code": known.code,
            }
            dossier.note(Code.DEPARTMENT_ABSENT, dossier.sections[0].line, message)


def settle(section: Section, dossier: Dossier) -> None:
    """Give the blocks that name nobody the offices left over, and say about which offices nothing is said."""
    named = {office.slug for block in section.blocks for office in block.offices}
    sous_prefectures = [office for office, _line in section.listed if not office.is_prefecture]
    for block in section.blocks:
        if block.everyone_else:
            among = sous_prefectures or section.known.sous_prefectures
            block.offices += [office for office in among if office.slug not in named]
            named |= {office.slug for office in block.offices}
    for office, line in section.listed:
        if office.slug not in named:
            message = _("Le dossier ne dit rien de la %(office)s : sa compétence reste inconnue.")
            dossier.note(Code.OFFICE_WITHOUT_STATEMENT, line, message % {"office": office.label})
    known_slugs = named | {office.slug for office, _line in section.listed}
    for office in section.known.offices:
        if office.slug not in known_slugs and office.kind != OfficeKind.OTHER:
            message = _("Le dossier ne cite pas la sous-préfecture %(name)s.") % {"name": de(office.seat)}
            dossier.note(Code.OFFICE_NOT_LISTED, section.line, message)
