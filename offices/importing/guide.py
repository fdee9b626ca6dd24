"""The guide of grounds: what is filed on the national platform, what at the préfecture, and the words around it."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from geography.names import slug as slug_of
from offices.content import (
    Aftermath,
    Condition,
    Content,
    GroundContent,
    GuideContent,
    Passage,
    Picture,
    ProcedureContent,
    Remark,
    Renaming,
    Requirement,
    Section,
    Source,
    Step,
)
from offices.enums import (
    AftermathCode,
    Channel,
    ConditionKind,
    Document,
    Filing,
    Need,
    SectionKind,
    SourceKind,
    StepPurpose,
)
from offices.ground_slugs import ground_slug
from offices.importing.anomalies import Anomaly, Code
from offices.importing.facts import laws
from offices.importing.facts.links import looks_mistyped, urlsplit_host
from offices.importing.facts.rows import distinct, row, row_id
from offices.importing.gazetteer import Gazetteer
from offices.importing.markup import fold
from offices.importing.paragraphs import Paragraph
from offices.importing.phrases import PASSAGE_LIMIT, passage_text
from offices.importing.structure import excerpt
from offices.importing.words import Sentence

SLUG = "lieu-de-depot"  # of the guide's page
TITLE = re.compile(r"lieux? de depot d'une demande de titre de sejour")
LISTS = [
    (Filing.OFFICE, re.compile(r"\W*(?:hors|en dehors de l') ?-?anef\W*")),
    (Filing.ANEF, re.compile(r"\W*sur l'anef\W*")),
]
PICTURE = re.compile(r"\W*(?:the|this) (?:screenshot|image|picture)\b|\W*(?:capture d'ecran|l'image montre)")
RENAMED = re.compile(r"(?P<former>[\w.-]+\.\w{2,}) s'appelle (?:maintenant|desormais) (?P<name>[\w.-]+\.\w{2,})")
STEPS = re.compile(r"\W*comment (?:obtenir|prendre|demander|deposer)\b")
INFORMED = re.compile(r"\W*se tenir informe")
HEADING_LIMIT = 110


@dataclass
class Guide:
    """`pages`: address wanted → content, the grounds first, for the others name them."""

    pages: dict[str, Content] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    anomalies: list[Anomaly] = field(default_factory=list)
    account: dict[int, str] = field(default_factory=dict)


def is_guide(paragraphs: list[Paragraph]) -> bool:
    folded = [paragraph.folded for paragraph in paragraphs[:200]]
    return any(TITLE.match(text) for text in folded) and all(
        any(pattern.fullmatch(text) for text in folded) for _filing, pattern in LISTS
    )


def guide(paragraphs: list[Paragraph], gazetteer: Gazetteer) -> Guide:
    return GuideReader(paragraphs, gazetteer).read()


@dataclass
class Part:
    """A heading of the guide and what stands under it."""

    heading: Paragraph | None
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.heading.line if self.heading else 1

    @property
    def title(self) -> str:
        return self.heading.flat.strip() if self.heading else ""


class GuideReader:
    def __init__(self, paragraphs: list[Paragraph], gazetteer: Gazetteer):
        self.paragraphs, self.gazetteer = paragraphs, gazetteer
        self.found = Guide()
        self.source = Source(
            id=row_id("source", "guide"), kind=SourceKind.DOSSIER, title=_("Guide du Gisti sur le lieu de dépôt")
        )
        self.sections: list[Section] = []
        self.pictures: list[Picture] = []
        self.title = _("Lieu de dépôt d'une demande de titre de séjour")

    def read(self) -> Guide:
        for part in self.parts():
            self.place(part)
        renamings = [self.renaming(found, p) for p in self.paragraphs for found in RENAMED.finditer(p.flat)]
        text = "\n\n".join(self.words_of(paragraph) for paragraph in self.paragraphs)
        self.check_links()
        self.put(
            SLUG,
            GuideContent(
                kind="guide",
                title=self.title,
                sections=distinct(self.sections),
                pictures=distinct(self.pictures),
                renamings=distinct(renamings),
                passages=(row(Passage, text=text[:PASSAGE_LIMIT], source=self.source.id),) if text else (),
                sources=(self.source,),
            ),
            1,
        )
        return self.found

    def words_of(self, paragraph: Paragraph) -> str:
        is_title = self.found.account.get(paragraph.line) in ("title", "heading") and not paragraph.level
        return f"# {paragraph.flat}" if is_title else passage_text(paragraph)

    def put(self, slug: str, content: Content, line: int) -> None:
        self.found.pages[slug] = content
        self.found.lines[slug] = line

    def use(self, paragraph: Paragraph, use: str) -> None:
        self.found.account.update(dict.fromkeys(paragraph.lines, use))

    def parts(self) -> list[Part]:
        parts = [Part(None)]
        for paragraph in self.paragraphs:
            if TITLE.fullmatch(paragraph.folded.strip(" .:")):
                self.title = paragraph.flat
                self.use(paragraph, "title")
            elif is_heading(paragraph):
                self.use(paragraph, "heading")
                parts.append(Part(paragraph))
            else:
                parts[-1].paragraphs.append(paragraph)
        return parts

    def place(self, part: Part) -> None:
        filing = next((filing for filing, pattern in LISTS if pattern.fullmatch(fold(part.title))), None)
        if filing:
            for paragraph in part.paragraphs:
                self.use(paragraph, "ground" if paragraph.marker else "section")
                if paragraph.marker:
                    self.ground(paragraph, filing)
            part.paragraphs = [paragraph for paragraph in part.paragraphs if not paragraph.marker]
        kind = SectionKind.CONTEXT
        if STEPS.match(fold(part.title)):
            kind = SectionKind.STEPS
            self.procedure(part)
        elif INFORMED.match(fold(part.title)):
            kind = SectionKind.TIP
        start = len(self.sections)  # notes and warnings of this part stand after its text
        body: list[Paragraph] = []
        screen: list[Paragraph] = []
        for paragraph in part.paragraphs:
            self.use(paragraph, "section")
            if PICTURE.match(paragraph.folded):
                self.use(paragraph, "picture")
                self.pictures.append(self.picture(paragraph))
            elif paragraph.flat.startswith("*"):
                text = paragraph.text.lstrip("* ")
                self.sections.append(row(Section, kind=SectionKind.FOOTNOTE, text=text))
            elif self.pictures and re.search(r"!$", paragraph.flat):
                self.sections.append(row(Section, kind=SectionKind.WARNING, text=paragraph.text))
            elif (kind == SectionKind.TIP and body and not re.search(r"[.)]$", paragraph.flat)) or screen:
                screen.append(paragraph)
            else:
                body.append(paragraph)
        if screen:
            text = "\n".join(paragraph.text for paragraph in screen[1:]) or screen[0].text
            self.pictures.append(row(Picture, description=screen[0].text, text=text))
        if body:
            text = "\n".join(re.sub(r"^▶\s*", "", paragraph.text) for paragraph in body)
            self.sections.insert(start, row(Section, kind=kind, heading=part.title[:400], text=text))

    # --- Grounds -----------------------------------------------------------------------------------------------------

    def ground(self, paragraph: Paragraph, filing: Filing) -> None:
        text = paragraph.flat.strip(" ;.")
        folded = fold(text)
        facts: dict[str, Any] = {}
        if former := re.search(r"\(\s*anciennement\s*:?\s*(?P<name>[^()]+)\)", folded):
            facts["former_name"] = text[former.start("name") : former.end("name")].strip(" \"'«»“”")
            text = text[: former.start()].strip()
        elif aside := re.search(r"\((?P<words>[^()]+)\)\s*$", text):
            words = aside["words"].strip(" +")
            if re.search(r"\b\d+ ans\b", words):
                facts["conditions"] = (row(Condition, kind=ConditionKind.REQUIRED, text=words, source=self.source.id),)
                text = text[: aside.start()].strip()
            elif len(words) > 5:
                facts["includes"] = (words,)
                text = text[: aside.start()].strip()
        if " : " in text:
            text, _colon, cases = text.partition(" : ")
            facts["includes"] = tuple(re.split(r",\s+", cases.strip()))
        slug = ground_slug(paragraph.flat) or slug_of(text)[:100].strip("-")
        bases = laws.legal_bases([Sentence(paragraph.flat, paragraph, 0)])
        content = GroundContent(
            kind="ground",
            title=text[:400],
            filing=filing,
            legal_bases=distinct(bases),
            sources=(self.source,),
            **facts,
        )
        if slug in self.found.pages:
            message = _("Ce fondement est déjà dans la liste, ligne %s.") % self.found.lines[slug]
            self.note(Code.DUPLICATE_LINE, paragraph.line, message, slug)
            return
        self.put(slug, content, paragraph.line)

    # --- The way to file at one préfecture ---------------------------------------------------------------------------

    def procedure(self, part: Part) -> None:
        """ "Comment obtenir RDV auprès de la Préfecture du Rhône pour les demandes hors ANEF ?": a procedure."""
        named = re.search(
            r"prefecture (?:du |de la |de l'|de |d'|des )?(?P<name>[a-z' -]+?)(?= pour\b|\W*$)", fold(part.title)
        )
        department = self.gazetteer.department(named["name"]) if named else None
        grounds = [
            slug
            for slug, page in self.found.pages.items()
            if getattr(page, "filing", "") == Filing.OFFICE and slug != "aes"
        ]
        if not department or not department.prefectures or not grounds:
            return
        office = department.prefectures[0]
        folded = " ".join(paragraph.folded for paragraph in part.paragraphs if not PICTURE.match(paragraph.folded))
        shown = " ".join(paragraph.flat for paragraph in part.paragraphs if PICTURE.match(paragraph.folded))
        source = self.source.id
        needs = (Need.ACCOUNT,) if re.search(r"creer un compte", folded) else ()
        steps = [
            row(
                Step,
                purpose=StepPurpose.BOOK,
                channel=Channel.ONLINE_FORM,
                needs=needs,
                service="démarche numérique",
                source=source,
            )
        ]
        if re.search(r"\b(?:rdv|rendez-vous)\b", folded):
            steps.append(
                row(Step, purpose=StepPurpose.HAND_IN, channel=Channel.COUNTER, office=office.slug, source=source)
            )
        aftermath = [
            row(Aftermath, code=code, source=source)
            for code, words in ((AftermathCode.CONTACTED, r"prend contact"), (AftermathCode.SUMMONED, r"\bconvoque"))
            if re.search(words, folded)
        ]
        asked = (
            [row(Requirement, document=Document.ALL_LISTED, source=source)] if "pieces justificatives" in folded else []
        )
        lives = re.search(r"Vous devez être domicilié\w* [^'*.]+", shown)
        audience = (
            [row(Condition, kind=ConditionKind.AUDIENCE, text=lives.group().strip(), source=source)] if lives else []
        )
        told = [p for p in part.paragraphs if not PICTURE.match(p.folded)]
        said = "\n".join(passage_text(p) for p in told if not p.flat.endswith("!"))
        advice = [row(Remark, text=p.text) for p in told if p.flat.endswith("!")]
        self.put(
            f"{grounds[0]}-{department.code}-{office.slug}".lower()[:120],
            ProcedureContent(
                kind="procedure",
                title=_("Demandes hors ANEF – %(department)s, %(office)s")
                % {"department": department.name, "office": office.label},
                department=department.code,
                offices=(office.slug,),
                grounds=tuple(grounds),
                steps=tuple(steps),
                requirements=tuple(asked),
                conditions=tuple(audience),
                aftermath=tuple(aftermath),
                passages=(row(Passage, text=said, source=source),) if said else (),
                remarks=distinct(advice),
                sources=(self.source,),
            ),
            part.line,
        )

    # --- Pictures, renamed services, links ---------------------------------------------------------------------------

    def picture(self, paragraph: Paragraph) -> Picture:
        shown = re.findall(r"'([^']{6,}(?:'[a-zà-ÿ][^']*)*)'(?=[,.]|\s|$)", paragraph.flat)
        return row(Picture, description=paragraph.text, text="\n".join(words.strip() for words in shown))

    def renaming(self, found: re.Match, paragraph: Paragraph) -> Renaming:
        link = next((link for link in paragraph.links if link.is_web and link.label == found["name"]), None)
        right = link is not None and fold(found["name"]) == fold(urlsplit_host(link.target))
        return row(Renaming, former=found["former"], name=found["name"], url=link.target if right and link else "")

    def check_links(self) -> None:
        for paragraph in self.paragraphs:
            for link in paragraph.links:
                shown = fold(link.label)
                if link.broken:
                    said = _("« %s » ne peut pas être une adresse.") % excerpt(link.broken)
                    self.note(Code.MISTYPED_ADDRESS, paragraph.line, said)
                elif not link.target:
                    self.note(
                        Code.DEAD_LINK, paragraph.line, _("« %s » est un lien sans adresse.") % excerpt(link.label)
                    )
                elif (
                    re.fullmatch(r"[\w.-]+\.\w{2,}", shown)
                    and link.is_web
                    and shown != fold(urlsplit_host(link.target)).removeprefix("www.")
                ):
                    message = _("Le lien affiche %(shown)s et mène à %(real)s.") % {
                        "shown": link.label,
                        "real": link.target,
                    }
                    self.note(Code.MISTYPED_ADDRESS, paragraph.line, message)
                elif why := looks_mistyped(link.target):
                    self.note(
                        Code.MISTYPED_ADDRESS,
                        paragraph.line,
                        _("%(t)s paraît mal écrit (%(w)s).") % {"t": link.target, "w": why},
                    )

    def note(self, code: Code, line: int, message: str, slug: str = SLUG) -> None:
        self.found.anomalies.append(Anomaly(code, line, message, slug))


def is_heading(paragraph: Paragraph) -> bool:
    if paragraph.level:
        return True
    text = paragraph.flat
    if paragraph.marker or len(paragraph.rows) > 1 or len(text) > HEADING_LIMIT or text.startswith("*"):
        return False
    if any(pattern.fullmatch(paragraph.folded) for _filing, pattern in LISTS) or STEPS.match(paragraph.folded):
        return True
    return bool(
        INFORMED.match(paragraph.folded)
        or re.match(r"\W*(?:rappel|contexte|lieux? de depot selon|attention|a savoir)\b", paragraph.folded)
    )
