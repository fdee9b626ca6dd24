"""What a reader, or a screen reader, finds in a PDF."""

import re
import struct
import zlib
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
    """With the spaces and the apostrophe that are typed."""
    return re.sub(r"[\s\u00a0]+", " ", text.replace("\u200b", "").replace("\u00ad", "").replace("’", "'"))


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


def margin_is_empty(png: bytes, width: float) -> bool:
    """Whether nothing was drawn in the last part of each line of a page; `width`: its share of the page."""
    header, data = chunks(png)
    columns, rows = struct.unpack(">LL", header[:8])
    assert header[8:10] == b"\x08\x06", "eight bits of red, green, blue and opacity"
    packed, line_length = zlib.decompress(data), 4 * columns
    first, before = int(columns * (1 - width)), bytes(line_length)
    for row in range(rows):
        start = row * (line_length + 1)
        line = unfiltered(packed[start], packed[start + 1 : start + 1 + line_length], before)
        if any(sign != 255 for sign in line[4 * first :]):
            return False
        before = line
    return True


def chunks(png: bytes) -> tuple[bytes, bytes]:
    """The header and the data of a PNG (RFC 2083)."""
    place, header, data = 8, b"", b""
    while place < len(png):
        length, kind = struct.unpack_from(">L4s", png, place)
        body = png[place + 8 : place + 8 + length]
        header, data = (body, data) if kind == b"IHDR" else (header, data + body * (kind == b"IDAT"))
        place += length + 12
    return header, data


def unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    """A line of a PNG as it was before it was packed, four bytes a point."""
    found = bytearray(line)
    for place in range(len(line)):
        left, corner = (found[place - 4], above[place - 4]) if place >= 4 else (0, 0)
        up = above[place]
        nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
        found[place] = (line[place] + (0, left, up, (left + up) // 2, nearest)[kind]) % 256
    return bytes(found)
