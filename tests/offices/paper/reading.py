"""What a reader, or a screen reader, finds in a PDF."""

import re
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


def opened(body: bytes) -> PdfReader:
    return PdfReader(BytesIO(body))


def said(body: bytes) -> str:
    """All its text, with single ordinary spaces and without the places where a long word may be cut."""
    text = "\n".join(page.extract_text() for page in opened(body).pages)
    return flat(text)


def flat(text: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", text.replace("\u200b", "").replace("\u00ad", ""))


def tags(body: bytes) -> list[str]:
    """The names of its structure elements, in reading order."""
    found: list[str] = []
    collect(opened(body).trailer["/Root"]["/StructTreeRoot"], found)
    return found


def collect(element, found: list[str]) -> None:
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, ArrayObject):
        for child in element:
            collect(child, found)
    elif isinstance(element, DictionaryObject):
        if "/S" in element:
            found.append(element["/S"])
        if "/K" in element:
            collect(element["/K"], found)
