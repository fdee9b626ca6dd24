"""Which signs the fonts beside this file can draw. typst refuses a PDF/UA with a sign that no font has, and an emoji in
a quoted text must not cost a région its dossier."""

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
INSTEAD = "\ufffd"  # �: a reader sees that something stood there
# What a font draws under another number, and what asks for an emoji's colours.
ALIKE = str.maketrans({"→": "➔", "⇒": "➔", "\uf0b7": "•", "\ufe0f": ""})


def drawable(text: str) -> str:
    """The text with � for what no font draws. Line ends and signs without a shape stay."""
    signs = covered()
    if signs.issuperset(text):
        return text
    return "".join(sign if sign in signs else INSTEAD for sign in text.translate(ALIKE))


@cache
def covered() -> frozenset[str]:
    return frozenset("\n").union(*(map(chr, codes_of(font.read_bytes())) for font in FONTS.glob("*.ttf")))


def codes_of(font: bytes) -> set[int]:
    """The characters of the font's table "cmap": of its two usual formats, 4 (to U+FFFF) and 12 (OpenType, cmap)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    places = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _sum, offset, _length in places if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(subtables):
        place = start + struct.unpack_from(">HHL", font, start + 4 + 8 * number)[2]
        (kind,) = struct.unpack_from(">H", font, place)
        if kind == 4:
            found |= format_4(font, place)
        elif kind == 12:
            found |= format_12(font, place)
    return found


def format_4(font: bytes, place: int) -> set[int]:
    """Every sign between the ends of a segment, except those that lead to glyph 0."""
    count = struct.unpack_from(">H", font, place + 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, place + 14 + part * 2 * count + (2 if part else 0)) for part in range(4)
    )
    found = set()
    for number in range(count):
        for code in range(starts[number], ends[number] + 1):
            glyph = code
            if offsets[number]:
                at = place + 16 + 6 * count + 2 * number + offsets[number] + 2 * (code - starts[number])
                glyph = struct.unpack_from(">H", font, at)[0]
                if not glyph:
                    continue
            if (glyph + deltas[number]) % 65536 and code != 0xFFFF:
                found.add(code)
    return found


def format_12(font: bytes, place: int) -> set[int]:
    (groups,) = struct.unpack_from(">L", font, place + 12)
    found: set[int] = set()
    for number in range(groups):
        first, last, _glyph = struct.unpack_from(">LLL", font, place + 16 + 12 * number)
        found.update(range(first, last + 1))
    return found
