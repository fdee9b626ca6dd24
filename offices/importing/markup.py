"""The inline marks of a dossier: links, e-mails, emphasis, escapes. What is left is what a reader would see."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from offices.texts import Email, Url

# Private characters stand for what emphasis must not look into (`reading` lets none of them in).
LINK_OPENS, LINK_CLOSES, STAR, BREAK = "\ue000", "\ue001", "\ue002", "\ue003"

IMAGE = re.compile(r"!(?=\[[^\[\]]*\]\([^()\s]*\))")
LABELLED = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(<?((?:[^()\\\s<>]|\\.|\([^()\s]*\))*)>?\)", re.DOTALL)
ANGLED = re.compile(r"<(https?://[^<>]*|mailto:[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>")
BARE = re.compile(r"(?:https?://|www\.)[^\s<>\"«»\ue000-\ue003]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
# "nom [at] domaine.fr", as publishers hide an address from machines: its label stays as it is written.
HIDDEN_MAIL = re.compile(
    r"(?<![\w.+-])([\w.+-]{1,64}) ?[\[({] ?(?:at|arobase) ?[\])}] ?([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE
)
TAG = re.compile(r"</?(?:sup|sub|b|i|u|em|strong|span|font|a|p|div)\b[^<>]*>", re.IGNORECASE)
ESCAPE = re.compile(r"\\+([!-/:-@\[-`{-~])")
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&apos;": "'", "&nbsp;": "\u00a0"}
UNDERSCORED = re.compile(r"(?<![\w/])_{1,3}(?=\S)([^_\n]{1,300})(?<=\S)_{1,3}(?![\w/])")


ADDRESS: TypeAdapter[str] = TypeAdapter(Url | Email)


@dataclass(frozen=True)
class Link:
    """`label` as a reader sees it; `target` is a URL or an e-mail address, and empty for a dead "#".

    `broken`: what stood there instead of an address that could be one; `target` is empty then too.
    """

    label: str
    target: str
    broken: str = ""

    @property
    def is_mail(self) -> bool:
        return "@" in self.target and "://" not in self.target

    @property
    def is_web(self) -> bool:
        return self.target.startswith(("http://", "https://"))


@dataclass(frozen=True)
class Inline:
    text: str
    links: tuple[Link, ...]
    emphasised: bool


def fold_character(character: str) -> str:
    if character in "’‘ʼ`´":
        return "'"
    if character in "\u00a0\u202f\u2009\t":
        return " "
    if character in "–—‑−‐":
        return "-"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


class Folding(dict[int, str]):
    """For `str.translate`: each character is folded once, when it is first met (at most the 1.1 million there are)."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code))
        return folded


FOLDING = Folding()


def fold(text: str) -> str:
    """Without accents, in small letters, one apostrophe, one hyphen, one space: character by character, so that a place
    found in the folded text is the same place in the text itself."""
    return text.translate(FOLDING)


def inline(source: str) -> Inline:
    """Read the marks of one paragraph; its line breaks are kept."""
    links: list[Link] = []

    def put(label: str, target: str) -> str:
        links.append(Link(label, target) if is_address(target) else Link(label, "", broken=target))
        return f"{LINK_OPENS}{len(links) - 1}{LINK_CLOSES}"

    text = IMAGE.sub("", source)
    text = ANGLED.sub(lambda found: put_address(put, re.sub(r"\s+", "", found[1])), text)
    text = re.sub(r"<br\s*/?>", BREAK, TAG.sub("", text), flags=re.IGNORECASE)
    text = LABELLED.sub(lambda found: put_labelled(put, found[1], found[2]), text)
    text = ESCAPE.sub(lambda found: STAR if found[1] == "*" else found[1], text)
    text = HIDDEN_MAIL.sub(lambda found: put(found.group(), f"{found[1]}@{found[2]}"), text)
    text = BARE.sub(lambda found: put_bare(put, found.group()), text)
    text, emphasised = without_emphasis(text)
    text = unescape(UNDERSCORED.sub(r"\1", text)).replace(STAR, "*")
    text = re.sub(f"{LINK_OPENS}(\\d+){LINK_CLOSES}", lambda found: links[int(found[1])].label, text)
    return Inline(text, tuple(links), emphasised)


def is_address(target: str) -> bool:
    """Whether the shape takes it as a URL or an e-mail address (or there is none), and its parts can be told apart."""
    try:
        ADDRESS.validate_python(target)
        urlsplit(target)
    except (ValidationError, ValueError):
        return False
    return True


def put_address(put, target: str) -> str:
    target = unescape(ESCAPE.sub(r"\1", target)).removeprefix("mailto:")
    return put(target, target)


def put_labelled(put, label: str, target: str) -> str:
    target = unescape(ESCAPE.sub(r"\1", target)).removeprefix("mailto:")
    label = unescape(ESCAPE.sub(r"\1", without_emphasis(label)[0])).strip()
    if target.startswith("#"):
        target = ""
    if target.startswith(label) and label.startswith("http"):
        label = target  # a label cut by the end of its line; its target is whole
    return put(label or target, target)


def put_bare(put, found: str) -> str:
    target = found.rstrip(".,;:!?*'’_")
    while target.endswith(")") and target.count(")") > target.count("("):
        target = target[:-1].rstrip(".,;:!?*'’_")
    rest = found[len(target) :]
    if "@" in target and "/" not in target:
        return put(target, target) + rest
    return put(target, target if "://" in target else f"http://{target}") + rest


def unescape(text: str) -> str:
    for entity, character in ENTITIES.items():
        text = text.replace(entity, character)
    return text


def begins_line(text: str, at: int) -> bool:
    """Whether nothing but a list's mark stands before this place on its line."""
    before = text[max(0, at - 12) : at]
    return (at <= 12 or "\n" in before) and not before.rpartition("\n")[2].strip(" -–•>")


def without_emphasis(text: str) -> tuple[str, bool]:
    """The text without the stars that come in pairs or lie open at an end of a line, and whether it began with one.

    A star in the middle that pairs with none is a note mark, and stays. Linear in the length of the text.
    """
    opened: list[list[int]] = []  # [start, stars not yet closed, stars in all]
    dropped: dict[int, int] = {}  # start of a run → stars of it that are marks
    for run in re.finditer(r"\*+", text):
        before = text[run.start() - 1 : run.start()]
        after = text[run.end() : run.end() + 1]
        length, closed = len(run.group()), 0
        if before.isdigit() and after.isdigit():
            continue  # the star of a national form: "15186*01"
        if before and not before.isspace():
            while opened and closed < length:
                start, left, _total = opened[-1]
                taken = min(left, length - closed)
                closed += taken
                dropped[start] = dropped.get(start, 0) + taken
                opened[-1][1] -= taken
                if opened[-1][1]:
                    break
                opened.pop()
        at_end = not after or after == "\n"
        if closed == length or (at_end and length <= 3):
            dropped[run.start()] = length
        elif after and not after.isspace() and not closed:
            opened.append([run.start(), length, length])
        else:
            dropped[run.start()] = closed
    for start, left, total in opened:
        if left == total and begins_line(text, start):
            dropped[start] = total
    pieces = []
    end = 0
    for run in re.finditer(r"\*+", text):
        pieces += [text[end : run.start()], run.group()[dropped.get(run.start(), 0) :]]
        end = run.end()
    return "".join([*pieces, text[end:]]), text.lstrip(" -–•>").startswith("*")
