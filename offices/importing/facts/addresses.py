"""Postal addresses, on several lines, on one with slashes, with or without a town; and letter boxes with their own."""

import re
from dataclasses import dataclass

from offices.content import PostalAddress
from offices.importing.markup import fold
from offices.importing.paragraphs import LIKE_ADDRESS, STREET, Paragraph

INTRODUCES = re.compile(
    r"(?:a l'adresse(?: postale)?(?: suivante| ci-dessous| ci-apres)?|adresses? suivantes?|adresse postale|situee?|"
    r"(?:par (?:voie postale|courrier|la poste)|en recommande|avec accuse de reception|au guichet|"
    r"dans la boite aux lettres)"
    r"[^:]{0,60}(?:\ba|aupres de)?|(?:envoyee?s?|adressee?s?|transmise?s?|deposee?s?)[^:]{0,80}\ba)\s*:?$"
)
TOWN = re.compile(
    r"(?P<before>.*?)(?:^|(?<=[\s,/(–-]))(?P<postcode>\d{2}\s?\d{3})\s+(?P<city>[A-ZÀ-ÖØ-ÝŒ][\wÀ-ÿœ'’ -]*?"
    r"(?:\s*[Cc][EeÉé][Dd][EeÉé][Xx](?:\s*\d{1,2})?)?)(?P<after>[\s.,;)]*)$"
)
BOX = re.compile(r"(?:\bB\.?P\.?|\bC\.?S\.?|\bTSA|\bC\.?P\.?)\s?\d[\d ]*")
NUMBERED = re.compile(
    rf"\d{{1,4}}\s?(?:bis|ter|quater)?(?:\s?-\s?\d{{1,4}})?,?\s+(?={STREET}\b)|\b(?=(?:rue|avenue|"
    r"boulevard|place|quai|cours) )"
)
BRACKETED = re.compile(
    r"\b(?:boite aux lettres)\b[^.;]{0,80}?\b(?:situee?s?|sise?s?|placee?s?)\s+(?:au\s+|a\s+l'adresse\s+)?"
)
MOST_ROWS = 8  # of one address


@dataclass(frozen=True)
class Found:
    """An address, the paragraphs it was read from, and the index of the paragraph that announces it (or None)."""

    address: PostalAddress
    paragraphs: tuple[int, ...]
    intro: int | None
    line: int

    @property
    def has_town(self) -> bool:
        return bool(self.address.city)


def addresses(paragraphs: list[Paragraph]) -> list[Found]:
    """Every postal address of the quoted paragraphs, in their order."""
    found: list[Found] = []
    index = 0
    while index < len(paragraphs):
        one = in_paragraph(paragraphs, index) or over_rows(paragraphs, index) or in_passing(paragraphs, index)
        if one:
            found.append(one)
            index = max((*one.paragraphs, index)) + 1
        else:
            index += 1
    return found


def in_paragraph(paragraphs: list[Paragraph], index: int) -> Found | None:
    """The address stands in the sentence: "… à l'adresse suivante : Préfecture … 30045 NÎMES CEDEX 9"."""
    paragraph = paragraphs[index]
    for row in paragraph.rows:
        town = TOWN.match(row.text) if len(row.text) < 500 else None
        if not town or len(row.text) < 30:
            continue
        folded = fold(row.text)
        starts = [
            match.end()
            for match in re.finditer(
                r"(?:adresse (?:postale )?(?:suivante)?\s*:|par courrier\s*[:/]|postale\s*[:/]|\ba\s*:|:)\s*", folded
            )
        ]
        starts = [
            at
            for at in starts
            if at < town.start("postcode") and re.search(r"\w{3}", folded[at : town.start("postcode")])
        ]
        if not starts:
            continue
        lines = split_lines(row.text[starts[-1] : town.start("postcode")])
        return Found(postal(lines, town["postcode"], town["city"]), (index,), index, row.lines[0])
    return None


IN_PASSING = re.compile(
    rf"(?P<street>(?:\d{{1,4}}(?: ?(?:bis|ter))?,? |(?<=[,:] )){STREET}\b[^,.;:()@]{{3,60}}?),?(?: [-–])? "
    r"(?P<postcode>\d{2} ?\d{3}) (?P<city>[a-z][a-z' -]{2,40}?(?: cedex(?: \d{1,2})?)?)"
    r"(?=\s*(?:[,.;:()]|$| (?:sans|sur|le|du|de|a|les|tous|ou|et) ))"
)


def in_passing(paragraphs: list[Paragraph], index: int) -> Found | None:
    """A street and a town in a sentence that says something else: "vous reçoit le mardi, 5 rue X, 29000 Quimper"."""
    paragraph = paragraphs[index]
    for row in paragraph.rows:
        found = IN_PASSING.search(fold(row.text)) if len(row.text) < 500 else None
        if not found or not row.text[found.start("city")].isupper():
            continue
        lines = [row.text[found.start("street") : found.end("street")].strip()]
        city = row.text[found.start("city") : found.end("city")]
        return Found(postal(lines, found["postcode"], city), (index,), index, row.lines[0])
    return None


def over_rows(paragraphs: list[Paragraph], index: int) -> Found | None:
    """The address stands on lines of its own, after a sentence that announces it or beginning like one."""
    rows = rows_from(paragraphs, index)
    introduced = index > 0 and bool(INTRODUCES.search(paragraphs[index - 1].folded.rstrip(" :.")))
    start, intro = 0, index - 1 if introduced else None
    if not introduced:
        inner = [
            number
            for number, (at, text, _line) in enumerate(rows[:40])
            if at == index and INTRODUCES.search(fold(text).rstrip(" :."))
        ]
        if inner and len(paragraphs[index].rows) > inner[-1] + 1:
            start, intro, introduced = inner[-1] + 1, index, True
    rows = rows[start : start + MOST_ROWS]
    if not rows or not (
        introduced or begins_address(rows[0][1]) or is_bare_address([text for _at, text, _line in rows])
    ):
        return None
    taken: list[tuple[int, str, int]] = []
    for at, text, line in rows:
        if town := TOWN.match(text):
            if len(text) > 220:
                break
            lines = [piece for _at, row, _line in taken for piece in split_lines(row)] + split_lines(town["before"])
            pages = tuple(dict.fromkeys([row[0] for row in taken] + [at]))
            if not lines:
                return None
            return Found(
                postal(lines, town["postcode"], town["city"]), pages, intro, (taken or [(at, text, line)])[0][2]
            )
        if len(text) > 110 or re.search(r"[.!?:]$|https?://|@", text):
            break
        if taken and not introduced and not LIKE_ADDRESS.match(fold(text)) and not re.match(r"\d", text):
            break
        taken.append((at, text, line))
    while taken and not LIKE_ADDRESS.match(fold(taken[-1][1])):
        taken.pop()
    texts = [fold(text) for _at, text, _line in taken]
    has_street = any(NUMBERED.search(text) or re.match(rf"\d* ?{STREET} ", text) for text in texts)
    if not introduced or not (has_street or any(BOX.search(text) for _at, text, _line in taken)):
        return None
    lines = [piece for _at, text, _line in taken for piece in split_lines(text)]
    return Found(postal(lines, "", ""), tuple(dict.fromkeys(row[0] for row in taken)), intro, taken[0][2])


def is_bare_address(rows: list[str]) -> bool:
    """Whether rows that nothing announces are an address: a street and then a town, at most one short name above."""
    named = len(rows[0]) < 60 and rows[0][:1].isupper() and not re.search(r"\d|[.!?:;]$", rows[0])
    start = 1 if named and len(rows) > 2 else 0
    streets = [text for text in rows[start : start + 2] if NUMBERED.match(fold(text)) and len(text) < 80]
    towns = [text for text in rows[start + 1 : start + 3] if TOWN.match(text) and len(text) < 60]
    return bool(rows[start:] and streets and streets[0] == rows[start] and towns)


def begins_address(text: str) -> bool:
    return bool(
        re.match(r"\W*(?:(?:sous[- ]?)?prefecture|monsieur le|madame la|direction|bureau|service)\b", fold(text))
    )


def rows_from(paragraphs: list[Paragraph], index: int) -> list[tuple[int, str, int]]:
    """(paragraph, text, line) of the rows from here on, as far as one address could reach."""
    rows = []
    for at in range(index, min(index + MOST_ROWS, len(paragraphs))):
        if at > index and paragraphs[at].marker:
            break
        rows += [(at, row.text, row.lines[0]) for row in paragraphs[at].rows]
    return rows


def postal(lines: list[str], postcode: str, city: str) -> PostalAddress:
    return PostalAddress(
        lines=tuple(lines), postcode=re.sub(r"\s", "", postcode), city=re.sub(r"\s+", " ", city).strip()
    )


def split_lines(text: str) -> list[str]:
    """An address written on one line, as it stands on an envelope: parted at slashes between names, before the street,
    and at commas. "DAMI / BSE / AES" is one service, and stays together."""
    text = text.strip(" -–,;/\t")
    streets = (found.start() for found in NUMBERED.finditer(fold(text)) if found.start() > 3)
    at = next((start for start in streets if takes_street(text, start)), None)
    if at is not None:
        dashed = text[:at].rstrip()[-1:] in ("-", "–")  # dashes part the lines here, so they do before too
        names = re.split(r"\s+[-–]\s+", text[:at]) if dashed else [text[:at]]
        rest = re.split(r"\s+[-–]\s+", text[at:]) if dashed else [text[at:]]
        return [
            *(line for name in names for line in split_lines(name)),
            *(line for part in rest for line in split_commas(part)),
        ]
    pieces = re.split(r"\s+[-–]\s+", text)
    if len(pieces) < 3:  # one dash rather belongs to a name or to a box number
        pieces = re.split(r"\s+/\s+", text)
    if any(len(piece.split()) < 2 and not BOX.match(piece) for piece in pieces):
        pieces = [text]
    return [line for piece in pieces for line in split_commas(piece)]


def split_commas(text: str) -> list[str]:
    """ "6, avenue X" has its comma inside; "Bureau du séjour, CS 16033" has it between two lines."""
    text = text.strip(" -–,;/\t")
    parts = [text] if re.match(r"\d+\s*(?:bis|ter)?\s*,[^,]*$", text) else re.split(r",\s+(?=[A-ZÀ-Ý\d])", text)
    return [line for part in parts if (line := part.strip(" -–,;/\t"))]


def takes_street(text: str, at: int) -> bool:
    """Whether the street begins here, and not in "Hôtel de la rue" or after a street already begun."""
    before = fold(text[:at]).rstrip(" ,-")
    return (
        bool(before)
        and not re.search(rf"(?:{STREET}|\bde|\bdu|\bla|\ble|\bdes|\d)$", before)
        and not NUMBERED.match(before)
    )


def letter_box(text: str) -> tuple[PostalAddress, str] | None:
    """The own address of a letter box, and what distinguishes it: "(celle du bas) située 1 rue X à Nîmes"."""
    folded = fold(text)
    found = BRACKETED.search(folded)
    if not found or not re.match(rf"\d|{STREET}\b", folded[found.end() :]):
        return None
    rest = text[found.end() :]
    stop = re.search(r"\s+en (?:mentionnant|indiquant|precisant)|[.;]|\s\(", fold(rest))
    place = rest[: stop.start() if stop else None].strip(" ,")
    if town := TOWN.match(place):
        address = postal(split_lines(town["before"]), town["postcode"], town["city"])
    elif parted := re.fullmatch(r"(.+?)(?:,|\s+à)\s+([A-ZÀ-Ý][\w'’ -]+)", place):
        address = postal(split_lines(parted[1]), "", parted[2])
    else:
        address = postal(split_lines(place), "", "")
    which = re.search(r"\(([^()]{3,60})\)", text[found.start() : found.end()])
    return address, which[1] if which else ""
