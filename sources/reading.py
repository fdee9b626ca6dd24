"""The text of a page or a PDF, as a person would read it. Pure; run apart from our own process (reader.py)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_PDF_PAGES = 60
MAX_TEXT = 500_000  # characters
MAX_TITLE = 300
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


class Unread(StrEnum):
    """Why there is no text."""

    EMPTY = "empty"  # a page without text, a PDF made of pictures
    SCRIPT = "script"  # only a browser that runs JavaScript shows something
    BROKEN = "broken"
    OTHER = "other"  # a picture, a word processor's file: there, but not ours to read


@dataclass(frozen=True)
class Reading:
    """`text`: one paragraph, heading, row or list entry a line, without menus and banners. Empty with a reason."""

    title: str = ""
    heading: str = ""
    text: str = ""
    unread: Unread | None = None


def read(body: bytes, content_type: str) -> Reading:
    """What a body says; `content_type` as the server named it, checked against what the bytes look like."""
    media_type = content_type.partition(";")[0].strip().lower()
    if b"%PDF-" in body[:1024]:
        return read_pdf(body)
    if media_type in ("text/html", "application/xhtml+xml") or looks_like_html(body):
        return read_html(decoded(body, content_type))
    if media_type == "text/plain":
        return with_reason(Reading(text=tidy(decoded(body, content_type).splitlines())))
    return Reading(unread=Unread.BROKEN if media_type == "application/pdf" else Unread.OTHER)


def looks_like_html(body: bytes) -> bool:
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def with_reason(reading: Reading) -> Reading:
    return reading if reading.text else Reading(reading.title, reading.heading, unread=Unread.EMPTY)


# --- Bytes to characters ---------------------------------------------------------------------------------------------

CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([a-z0-9_-]+)""", re.I)
# Declared names we follow. Latin-1 is read as Windows-1252, as browsers do.
KNOWN_CHARSET = re.compile(r"iso-8859-(?!1$)\d{1,2}|windows-125\d|koi8-r", re.I)
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def decoded(body: bytes, content_type: str) -> str:
    """Bytes that are valid UTF-8 are UTF-8, whatever was declared: many old pages declare what they no longer are."""
    for mark, charset in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        declared = CHARSET.search(content_type.encode(errors="replace")) or CHARSET.search(body[:2048])
        name = declared[1].decode().lower() if declared else ""
        return body.decode(name if KNOWN_CHARSET.fullmatch(name) else "windows-1252", "replace")


# --- HTML ------------------------------------------------------------------------------------------------------------

NEVER_TEXT = "script, style, noscript, template, svg, iframe, object, select, button, [hidden]"
AROUND_THE_TEXT = (
    "nav, footer, aside, dialog, [role=navigation], [role=banner], [role=contentinfo], [role=search], [role=dialog], "
    "[class*=breadcrumb], [class*=cookie], [id*=cookie], [class*=consent], [id*=consent], [id*=tarteaucitron]"
)
# The first of these that holds text is the text.
MAIN = ("main", "[role=main]", "#main", "#content", "#contenu", "article", "body")
# Elements whose text stands on lines of its own.
BLOCKS = (
    "address, article, aside, blockquote, br, caption, dd, details, div, dl, dt, fieldset, figcaption, figure, form, "
    "h1, h2, h3, h4, h5, h6, header, hr, li, main, ol, p, pre, section, summary, table, td, th, tr, ul"
)
LINE_END = "\x1e"  # the record separator: line ends of the file itself mean nothing in HTML
# A page that shows little else than this has its text made by a script.
ASKS_FOR_SCRIPT = re.compile(r"java\s?script", re.I)
LITTLE_TEXT = 200  # characters


def read_html(html: str) -> Reading:
    tree = LexborHTMLParser(html)
    title = one_line(tree.css_first("title"))
    asks_for_script = any(ASKS_FOR_SCRIPT.search(node.text()) for node in tree.css("noscript"))
    has_script = tree.css_first("script") is not None
    drop(tree.css(NEVER_TEXT))
    heading = one_line(tree.css_first("h1"))
    drop(tree.css(AROUND_THE_TEXT))
    drop(form for form in tree.css("form") if form.css_first("main, article, h1, h2, p") is None)
    text = main_text(tree)
    asks_for_script = asks_for_script or bool(ASKS_FOR_SCRIPT.search(text))
    if has_script and len(text) < LITTLE_TEXT and (asks_for_script or not text):
        return Reading(title, heading, unread=Unread.SCRIPT)
    return with_reason(Reading(title, heading, text))


def drop(nodes: Iterable[LexborNode]) -> None:
    for node in reversed(list(nodes)):  # the inner ones first: the outer one takes them along
        node.decompose()


def main_text(tree: LexborHTMLParser) -> str:
    for selector in MAIN:
        for node in tree.css(selector):
            if selector == "body":  # a header inside the text holds its title; around it, the site's own
                drop(node.css("header"))
            for block in node.css(BLOCKS):
                block.insert_before(LINE_END)
                block.insert_after(LINE_END)
            if text := tidy(node.text().split(LINE_END)):
                return text
    return ""


def one_line(node: LexborNode | None) -> str:
    return " ".join(node.text().split())[:MAX_TITLE] if node is not None else ""


def tidy(lines: Iterable[str]) -> str:
    """Lines with single spaces, without empty ones. Nothing else is touched: the text is evidence."""
    stripped = (" ".join(CONTROL.sub("", line).split()) for line in lines)
    return "\n".join(line for line in stripped if line)[:MAX_TEXT]


# --- PDF -------------------------------------------------------------------------------------------------------------

# What pypdf lets through on damaged files besides its own errors (10,000 mutated documents, November 2026). Anything
# else would end the process that reads, which comes to the same.
PDF_FAULTS = (AssertionError, AttributeError, LookupError, NotImplementedError, RecursionError, TypeError, ValueError)


def read_pdf(body: bytes) -> Reading:
    from pypdf import PdfReader  # a third of a second to import, for pages that are rarely PDF
    from pypdf.errors import PyPdfError

    try:
        document = PdfReader(BytesIO(body))
        title = str((document.metadata and document.metadata.title) or "")
        text = "\n".join(page.extract_text() for page in document.pages[:MAX_PDF_PAGES])
    except (PyPdfError, *PDF_FAULTS):
        return Reading(unread=Unread.BROKEN)
    return with_reason(Reading(" ".join(title.split())[:MAX_TITLE], text=tidy(text.splitlines())))
