"""From the lines of a document to its paragraphs: running headers taken out, what they or a margin cut put together.

Each row of a paragraph keeps the numbers of the lines it was read from; nothing is lost on the way, and
`Reading.account` says of every line that is no paragraph what it is.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from offices.importing.markup import Link, fold, inline

BANNER = "gistigroupedinformationetdesoutiendesimmigrees"
BANNER_LINES = 7  # over how many lines a narrow page breaks it
PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?", re.IGNORECASE)
RULE = re.compile(r"[-_*=\s]{3,}")
MARKER = re.compile(r"(?:[-–—•●▪■◦○‣➢➔►▶→>+*]|o(?=\s{2}))[ \t]+(?=\S)")
EMPHASISED_ITEM = re.compile(r"\*{1,3}[-–•▪●➢►▶][ \t]+(?=\S)")
NUMBERED = re.compile(r"(\d{1,2})\s?[.)/-]\s*(?=[^\W\d])")  # "2) …", an item of a numbered list
HEADING = re.compile(r"(#{1,6})(?:[ \t]+|(?=\*))(.*)", re.DOTALL)

CUT_URL = re.compile(r"(https?://[^\s<>()\[\]]*[-/_.=&?%])\n[ \t]*(?!https?://)([^\s<>|*]*[./%_-][^\s<>*]*)")
URL_REST = re.compile(r"(?!https?://|www\.)[^\s<>@«»]*[./%_=-][^\s<>@«»]*")
TERMINAL = re.compile(r"[.!?:;…»]['’\"”)*]*\s*$")
DANGLING = re.compile(
    r"(?:\b(?:de|du|des|le|la|les|a|au|aux|et|ou|un|une|par|pour|sur|en|dans|avec|que|qui|ainsi que|vos|votre|ce|cette|"
    r"ces|son|sa|ses|sans|est|sont|d'une?|vous|ne|pas|tribunal|cour|conseil|haute?)|\b[ldnsqjm]'|[(-])$"
)
STREET = (
    r"(?:rue|avenue|av\.?|boulevard|bd|blvd|places?|quai|cours|allees?|chemin|route|impasse|esplanade|square|mail|cite|"
    r"promenade|parvis|rond-point|passage|faubourg|montee|carrefour|traverse|parc|zac|rocade)"
)
ADDRESSEE = (
    r"(?:\W*(?:sous[- ])?prefecture|bureau|service|direction|cellule|section|pole|monsieur|madame|mission|secretariat|"
    r"guichet|hotel de la|centre|bp\b|b\.p|cs ?\d|tsa|cedex|d[a-z]{2,4}\b)"
)
LIKE_ADDRESS = re.compile(rf"(?:\d[\d ]*(?:bis|ter)?,? ?{STREET}\b|{STREET} |{ADDRESSEE}|\d{{2}} ?\d{{3}} )")
STRUCTURAL = re.compile(
    r"(?:regions? |departements? |prefectures?\b|sous[- ]prefectures?\b|derniere mise a jour|les modalites |"
    r"elles? ne trait|la demande |les demandes |prendre un? ?rendez-vous |il faut prendre|lien de la liste)"
)
ENDS_ADDRESS = re.compile(r"\b\d{2}\s?\d{3}\s+[A-ZÀ-Ý][\w' -]{2,40}$")
MOST_LINKS = 200  # of a paragraph that is interpreted
LEAST_WRAPPED = 45  # a line this long that ends in mid-sentence may have been cut by the margin


@dataclass(frozen=True)
class Row:
    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Paragraph:
    rows: tuple[Row, ...]
    marker: str = ""  # of a list, as written
    level: int = 0  # of a heading; 0 for none
    emphasised: bool = False
    links: tuple[Link, ...] = ()
    after_banner: bool = False
    cut: tuple[int, ...] = ()  # lines at which a link was cut

    @cached_property
    def text(self) -> str:
        return "\n".join(row.text for row in self.rows)

    @cached_property
    def flat(self) -> str:
        """On one line."""
        return " ".join(row.text for row in self.rows)

    @cached_property
    def folded(self) -> str:
        return fold(self.flat)

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number for row in self.rows for number in row.lines))

    @property
    def line(self) -> int:
        return self.rows[0].lines[0]

    @cached_property
    def is_link(self) -> bool:
        """Whether it holds links and nothing else; more than a reader would follow are a text."""
        if len(self.links) > MOST_LINKS:
            return False
        text = self.flat
        for link in self.links:
            text = text.replace(link.label, "", 1)
        return bool(self.links) and not text.strip(" .;,<>")

    def row_paragraphs(self) -> list["Paragraph"]:
        """Each row as a paragraph of its own."""
        return [
            replace(
                self,
                rows=(row,),
                links=tuple(link for link in self.links if link.label in row.text),
                after_banner=self.after_banner and row is self.rows[0],
                cut=tuple(line for line in self.cut if line in row.lines),
            )
            for row in self.rows
        ]


@dataclass
class Reading:
    paragraphs: list[Paragraph] = field(default_factory=list)
    account: dict[int, str] = field(default_factory=dict)  # line → "blank", "banner", "page_number", "rule"


@dataclass
class Raw:
    """Lines that belong together, before their marks are read."""

    lines: list[tuple[int, str]]
    after_banner: bool


def paragraphs(lines: list[str]) -> Reading:
    reading = Reading()
    reading.account = page_furniture(lines)
    read = [paragraph for raw in raw_paragraphs(lines, reading.account) for paragraph in read_raw(raw)]
    for paragraph in read:
        last = reading.paragraphs[-1] if reading.paragraphs else None
        if last and continues_link(last, paragraph):
            reading.paragraphs[-1] = with_rest_of_link(last, paragraph)
        elif last and continues(last, paragraph):
            reading.paragraphs[-1] = joined(last, paragraph)
        else:
            reading.paragraphs.append(paragraph)
    return reading


# --- What belongs to the page, not to the text ----------------------------------------------------------------------


def page_furniture(lines: list[str]) -> dict[int, str]:
    account: dict[int, str] = {}
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line.strip():
            account[index + 1] = "blank"
        elif taken := banner_at(lines, index):
            account.update(dict.fromkeys(range(index + 1, index + taken + 1), "banner"))
            index += taken
            continue
        elif RULE.fullmatch(line):
            account[index + 1] = "rule"
        index += 1
    for number, line in enumerate(lines, start=1):
        if number not in account and PAGE_NUMBER.fullmatch(line.strip("# *")) and beside_banner(number, account):
            account[number] = "page_number"
    return account


def banner_at(lines: list[str], index: int) -> int:
    """How many lines the association's running header takes from here; 0 if it does not stand here."""
    letters = ""
    for taken, line in enumerate(lines[index : index + BANNER_LINES], start=1):
        if len(line) > 200:
            return 0
        letters += re.sub(r"[^a-z]", "", fold(line))
        if letters in (BANNER, f"{BANNER[:-2]}s", f"{BANNER}s"):
            return taken
        if not letters or not (BANNER.startswith(letters) or letters.startswith(BANNER[:-2])):
            return 0
    return 0


def beside_banner(number: int, account: dict[int, str]) -> bool:
    def next_thing(step: int) -> str | None:
        at = number + step
        while account.get(at) == "blank":
            at += step
        return account.get(at)

    return "banner" in (next_thing(1), next_thing(-1))


# --- Lines to paragraphs --------------------------------------------------------------------------------------------


def raw_paragraphs(lines: list[str], account: dict[int, str]) -> list[Raw]:
    found: list[Raw] = []
    fresh, after_banner, item = True, False, 0
    for number, line in enumerate(lines, start=1):
        kind = account.get(number)
        if kind:
            fresh = True
            after_banner = after_banner or kind == "banner"
            continue
        numbered = NUMBERED.match(line.lstrip("* "))
        follows = numbered is not None and int(numbered[1]) in (1, item + 1)
        item = int(numbered[1]) if numbered and follows else item
        bullet = MARKER.match(line.lstrip()) or EMPHASISED_ITEM.match(line.lstrip())
        starts = fresh or follows or bullet or HEADING.match(line) or HEADING.match(lines[number - 2])
        if starts:
            found.append(Raw([], after_banner))
            after_banner = False
        found[-1].lines.append((number, line))
        fresh = False
    return found


def read_raw(raw: Raw) -> list[Paragraph]:
    """One paragraph, or none where nothing can be seen (an image without words)."""
    source = "\n".join(line.strip() for _number, line in raw.lines)
    marker, level = "", 0
    if heading := HEADING.match(source):
        level, source = len(heading[1]), heading[2]
    elif found := MARKER.match(source):
        marker, source = found.group().strip(), source[found.end() :]
    if marker == "*":
        marker = "-"
    whole, cuts = uncut(source)
    read = inline(whole)
    rows = rows_of(read.text, line_groups(source, whole, raw.lines))
    if not marker and (found := MARKER.match(rows[0].text)) and found.group().strip() not in "*":
        marker = found.group().strip()
        rows[0] = Row(rows[0].text[found.end() :], rows[0].lines)
    cut = tuple(raw.lines[0][0] for _cut in range(bool(cuts)))
    return [Paragraph(tuple(rows), marker, level, read.emphasised, read.links, raw.after_banner, cut)]


def uncut(source: str) -> tuple[str, int]:
    """The source with the URLs whole that a line end had cut, and how many there were."""
    total = 0
    while True:
        source, cuts = CUT_URL.subn(r"\1\2", source, count=1)
        angled = re.search(r"<https?://[^<>\s]*\s+[^<>]*>", source)
        if angled:
            source = source.replace(angled.group(), re.sub(r"\s+", "", angled.group()))
            cuts += 1
        if not cuts:
            return source, total
        total += cuts


# Characters of a row's end that say whether it goes on. Asked of whole rows, a paragraph of 4,000 lines took a minute.
ASKED = 1_000


def line_groups(source: str, whole: str, lines: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """The lines from which each row of the whole text was put together."""
    pieces, groups, at = source.split("\n"), [], 0
    for row in whole.split("\n"):
        wanted, start = len("".join(row.split())), at
        taken = 0
        while at < len(pieces) and (at == start or taken < wanted):
            taken += len("".join(pieces[at].split()))
            at += 1
        groups.append(lines[start:at])
    return groups


def numbers_of(group: list[tuple[int, str]]) -> tuple[int, ...]:
    return tuple(number for number, _line in group)


def rows_of(text: str, groups: list[list[tuple[int, str]]]) -> list[Row]:
    pieces = text.split("\n")
    if len(pieces) == len(groups):
        rows = [Row(piece.strip(), numbers_of(group)) for piece, group in zip(pieces, groups, strict=True)]
        hard = [bool(group) and group[-1][1].endswith(("  ", "\\")) for group in groups]
    else:
        numbers = tuple(number for group in groups for number in numbers_of(group))
        rows, hard = [Row(piece.strip(), numbers) for piece in pieces], [False] * len(pieces)
    kept = [rows[0]]
    for row, broken in zip(rows[1:], hard, strict=False):
        if wraps(kept[-1].text, row.text, broken=broken):
            kept[-1] = Row(f"{kept[-1].text} {row.text}", kept[-1].lines + row.lines)
        else:
            kept.append(row)
    return [
        Row(piece.strip(), row.lines)
        for row in kept
        for piece in (row.text.split("\ue003") if row.text else [row.text])
    ]


def wraps(text: str, following: str, *, broken: bool) -> bool:
    """Whether the second line only goes on with the first. `broken`: the author asked for a new line there."""
    text = text[-ASKED:]
    folded, next_folded = fold(text), fold(following)
    if not text or not following or TERMINAL.search(text) or LIKE_ADDRESS.match(next_folded):
        return False
    if STRUCTURAL.match(next_folded) or "://" in following.split(" ")[0] or "://" in text.split(" ")[-1]:
        return False
    if DANGLING.search(folded):
        return True
    if broken:
        return False
    return following[0].islower() or text.endswith(",") or len(text) >= 60


# --- Paragraphs that are one ----------------------------------------------------------------------------------------


def continues_link(last: Paragraph, paragraph: Paragraph) -> bool:
    """Whether the second is the end of a URL with which the first stops."""
    if paragraph.level or paragraph.marker or not URL_REST.fullmatch(paragraph.flat):
        return False
    url = last.links[-1] if last.links else None
    if not url or not url.is_web or not last.flat.endswith(url.label):
        return False
    return url.target.endswith(paragraph.flat) or (url.target[-1] in "-/_.=&?%" and "/" in url.target[8:])


def with_rest_of_link(last: Paragraph, paragraph: Paragraph) -> Paragraph:
    url, rest = last.links[-1], paragraph.flat
    whole = url.target if url.target.endswith(rest) else url.target + rest
    text = last.rows[-1].text.removesuffix(url.label) + whole
    row = Row(text, last.rows[-1].lines + paragraph.lines)
    links = (*last.links[:-1], Link(whole, whole))
    return replace(last, rows=(*last.rows[:-1], row), links=links, cut=(*last.cut, last.lines[-1]))


def continues(last: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a page end or a margin parted one sentence into these two paragraphs."""
    text, following = last.rows[-1].text[-ASKED:], paragraph.rows[0].text
    if last.level or paragraph.level or paragraph.marker or not text or not following:
        return False
    folded, next_folded = fold(text), fold(following)
    if re.search(r"\([^()]*:$", text) and not paragraph.is_link and not LIKE_ADDRESS.match(next_folded):
        return True  # "(à télécharger sur le site :" goes on after its bracket's colon
    if TERMINAL.search(text) or STRUCTURAL.match(next_folded) or STRUCTURAL.fullmatch(folded):
        return False
    if "://" in following.split(" ")[0] or "://" in text.split(" ")[-1] or paragraph.is_link:
        return False
    if "@" in text.split(" ")[-1] or ENDS_ADDRESS.search(text):
        return False
    if text.count("(") > text.count(")") and not LIKE_ADDRESS.match(next_folded):
        return True
    if LIKE_ADDRESS.match(next_folded) and not following[0].islower():
        return False
    if DANGLING.search(folded):
        return len(text) >= LEAST_WRAPPED or paragraph.after_banner
    if not following[0].islower():
        return False
    if text.endswith(","):
        # The end of one item of a list, unless a whole run of lines was cut by a narrow margin.
        return paragraph.after_banner or len(last.rows[-1].lines) > 2
    return paragraph.after_banner or len(text) >= LEAST_WRAPPED


def joined(last: Paragraph, paragraph: Paragraph) -> Paragraph:
    seam = Row(f"{last.rows[-1].text} {paragraph.rows[0].text}", last.rows[-1].lines + paragraph.rows[0].lines)
    return replace(
        last,
        rows=(*last.rows[:-1], seam, *paragraph.rows[1:]),
        links=(*last.links, *paragraph.links),
        cut=(*last.cut, *paragraph.cut),
    )
