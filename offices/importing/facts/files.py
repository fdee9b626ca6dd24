"""The files of a block: forms, annexes, lists of documents, whether linked or only named."""

import re

from offices.content import Download
from offices.enums import DownloadKind, SourceKind
from offices.importing.facts import links
from offices.importing.facts.rows import distinct, row
from offices.importing.markup import Link, fold
from offices.importing.paragraphs import Paragraph
from offices.importing.words import Own, Words

SAYS_FILE = re.compile(r"telecharg|formulaire|imprime\b|\bcerfa\b|\blistes? de(?:s)? pieces|\bnotice\b")
SAYS_ONLINE = re.compile(r"en ligne|demarche|simplifiees")
NAMED_SO = re.compile(r"fiche-|formulaire|liste-des-pieces|imprime|notice", re.IGNORECASE)
TO_FETCH = re.compile(r"(?:a|en) telecharge\w+ sur|telechargeables? sur|est a telecharger|sont a telecharger")
OFFERED = re.compile(
    r"(?P<what>\b(?:liste|formulaire|notice|dossier|imprime|annexe)s?\b[^.:]{0,90}?)\s+(?:est|sont) (?:a )?telecharge"
)
# "le formulaire (consultable ici)", where the link itself has been lost.
PROMISED = re.compile(r"\b(?P<what>(?:formulaire|notice)\b[^().,;:]{0,60}?)\s*\((?:consultable|telechargeable) ici\)")
CERFA = re.compile(r"(?P<what>[^.,(]*)\(?\b(?P<number>cerfa\s*n?°?\s*\d{5}\s?\*?\s?\d{0,2})")


class FileReader:
    """`used`: links that are already a step. A file is given once, whatever names it."""

    def __init__(self, words: Words, source: str, used: set[str], longest: int):
        self.words, self.source, self.longest = words, source, longest
        self.found: list[Download] = []
        self.known = set(used)

    def read(self) -> tuple[Download, ...]:
        for said in self.words.of(Own.DOWNLOAD):
            title = said.title or re.sub(r"https?://\S+", "", said.text)
            for url in [link.target for link in said.links if link.is_web] or [""]:
                self.add(title, url)
        paragraphs = self.words.paragraphs
        for index, paragraph in enumerate(paragraphs):
            if len(paragraph.flat) <= self.longest:
                before = paragraphs[index - 1].flat if index and len(paragraphs[index - 1].flat) < 400 else ""
                self.numbered(paragraph)
                self.linked(paragraph, before)
                self.named(paragraph)
        return distinct(self.with_version(self.found))

    def add(self, words: str, url: str, kind: DownloadKind | None = None) -> None:
        if url and url in self.known:
            return
        made = links.download(words, url, make=row, source=self.source, kind=kind)
        if not url and any(fold(one.title) == fold(made.title) for one in self.found):
            return
        self.known.add(url)
        self.found.append(made)

    def linked(self, paragraph: Paragraph, before: str) -> None:
        announces = before.rstrip().endswith(":") or re.search(r"telecharg", fold(before))
        for link in paragraph.links:
            if not link.label.startswith(("http", "www.")):
                words = link.label + details_after(paragraph, link)
            else:
                words = before if paragraph.is_link and announces else around(paragraph, link)
            self.link(link, words)

    def link(self, link: Link, words: str) -> None:
        folded = fold(words)
        if not link.target:
            if SAYS_FILE.search(folded):
                self.add(link.label, "")
            return
        if not link.is_web or links.source_kind(link.target) in (SourceKind.BOOKING, SourceKind.ONLINE_FORM):
            return
        says_file = SAYS_FILE.search(folded) and not SAYS_ONLINE.search(folded) and not is_home(link.target)
        if links.is_file(link.target) or says_file or TO_FETCH.search(folded):
            title = words if len(folded) > 5 else links.name_of(link.target)
            if offered := OFFERED.search(folded):
                title = words[offered.start("what") : offered.end("what")]
            self.add(title, link.target, checklist_if_grounds(title))
        elif NAMED_SO.search(link.target.rstrip("/").rpartition("/")[2]):
            self.add(links.name_of(link.target), link.target)

    def named(self, paragraph: Paragraph) -> None:
        """Files that the words name without a link to them, or with one to the home of a site."""
        folded = paragraph.folded
        if not paragraph.links and links.DETAILS.search(folded) and len(paragraph.flat) < 300:
            self.add(paragraph.flat, "")
        elif any("liste" in fold(link.label) for link in paragraph.links):
            return
        elif not paragraph.links and (promised := PROMISED.search(folded)):
            title = paragraph.flat[promised.start("what") : promised.end("what")]
            self.add(title[:1].upper() + title[1:], "")
        elif listed := re.search(r"\bliste des pieces a fournir\b(?:\s*\([^)]*\))?", folded):
            self.add(paragraph.flat[listed.start() : listed.end()], "", DownloadKind.CHECKLIST)

    def numbered(self, paragraph: Paragraph) -> None:
        """A national form, by its number."""
        folded = paragraph.folded
        if numbered := CERFA.search(folded):
            what = re.search(r"(?:demande|formulaire|declaration|imprime)\b[^(]*$", numbered["what"])
            start = numbered.start("what") + (what.start() if what else 0)
            site = next((link.target for link in paragraph.links if link.is_web), "")
            title = paragraph.flat[start : numbered.end("what")].strip(" (") or "Formulaire"
            number = paragraph.flat[numbered.start("number") : numbered.end("number")]
            self.add(f"{title} ({number})", site, DownloadKind.FORM)

    def with_version(self, found: list[Download]) -> list[Download]:
        """The words may tell the version, and the full name, of the one form that a link gives."""
        forms = [one for one in found if one.kind == DownloadKind.FORM]
        for paragraph in self.words.paragraphs if len(forms) == 1 and not forms[0].version else []:
            version = links.VERSION.search(paragraph.folded)
            if not version or "formulaire" not in paragraph.folded[: version.start()]:
                continue
            facts = {"version": paragraph.flat[version.start("version") : version.end("version")].strip()}
            if name := re.search(r"\bformulaire\b[^(.,]{3,100}", paragraph.folded):
                title = paragraph.flat[name.start() : name.end()].strip()
                facts["title"] = title[:1].upper() + title[1:]
            return [one.model_copy(update=facts) if one is forms[0] else one for one in found]
        return found


def around(paragraph: Paragraph, link: Link) -> str:
    """The words of the paragraph that lead to a link."""
    before = paragraph.flat.partition(link.label)[0]
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", before)[-1]


def details_after(paragraph: Paragraph, link: Link) -> str:
    """ "(pdf - 1,2 Mo - 04/11/2022)" right after a link."""
    after = paragraph.flat.partition(link.label)[2]
    found = re.match(r"\s*\([^()]{3,80}\)", after)
    return f" {found.group().strip()}" if found and links.DETAILS.search(fold(found.group())) else ""


def is_home(url: str) -> bool:
    return not url.split("://", 1)[1].partition("/")[2].strip("/#")


def checklist_if_grounds(title: str) -> DownloadKind | None:
    """ "Pour l'AES travail :" announces a list for that ground, whatever the file is called."""
    return DownloadKind.CHECKLIST if re.match(r"\W*pour (?:l'aes|une aes|les aes)\b", fold(title)) else None
