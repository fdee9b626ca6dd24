"""What a page says in another language than the one it declares: French or Arabic that no `lang` names.

A screen reader would read it with the voice of the page, and a line from right to left would take it apart.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "use"}
# An element cannot stand in them: two languages in one cannot be told apart. A choice that is French alone says so.
TEXT_ALONE = {"title", "option", "script", "style"}
# Written the same in every language.
EXACT = re.compile(r"https?://\S+|\S+@\S+\.\w+|[\w.-]+\.(?:fr|org|com|test|txt)\b\S*|/api/v1/|[\w-]*://|testserver\S*")
NAMES = re.compile(
    r"\b(?:axe-core|Chromium|CSV|Creative Commons Attribution|Etalab|Gisti|Google|Insee|JavaScript|La Poste"
    r"|Licence Ouverte|MapSVG|Noto Sans|SIL Open Font License|svg-maps)\b"
)
LATIN = re.compile(r"[^\W\d_]+[a-zà-öø-ÿœ][^\W\d_]*")  # a letter is no word, and neither are initials
ARABIC = re.compile("[\u0600-\u06ff]")
# What English does not write: accents, elisions, words of grammar; and what the content of the tests begins with.
FRENCH = re.compile(
    r"[àâçèéêëîïôùûœÀÂÇÈÉÊËÎÏÔÙÛŒ]|\b[dlns]['’]\w|\bmot[- ]"
    r"|\b(?:le|la|les|des|du|une|est|pour|dans|avec|sans|vous|votre|cette|qui|que|aux?|et|ou|depuis|chez)\b",
    re.IGNORECASE,
)


def unmarked(html: str) -> list[str]:
    """Texts of the page, each with the element that it stands in."""
    reader = Reader()
    reader.feed(html)
    return list(reader.found())


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []  # elements around, each with the language in force
        self.texts: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            around = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attrs).get("lang", around)))

    def handle_startendtag(self, tag, attrs):
        """It holds no text."""

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and data.strip() and self.open[-1][0] not in TEXT_ALONE:
            self.texts.append((*self.open[-1], " ".join(data.split())))

    def found(self) -> Iterator[str]:
        for tag, language, text in self.texts:
            if is_foreign(NAMES.sub("", EXACT.sub("", text)), language):
                yield f"<{tag}> in {language}: {text[:100]}"


def is_foreign(text: str, language: str) -> bool:
    if language == "ar":
        return bool(LATIN.search(text))
    return bool(ARABIC.search(text) or (language == "en" and FRENCH.search(text)))
