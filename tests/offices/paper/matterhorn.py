"""What of PDF/UA-1 (ISO 14289-1) a test asks of a PDF, in the words of the Matterhorn Protocol's failure conditions.

typst refuses much of it, and veraPDF asks all of it (docs/paper.md): this is what a template can break by itself, asked
without either.
"""

from collections.abc import Iterator

from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

from tests.offices.paper.reading import opened

PAINTS = {b"Tj", b"TJ", b"'", b'"', b"f", b"f*", b"F", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh", b"EI"}
WITHIN = {"/LI": {"/L"}, "/Lbl": {"/LI"}, "/LBody": {"/LI"}, "/TOCI": {"/TOC"}, "/TR": {"/Table", "/TBody", "/THead"}}


def faults(body: bytes) -> list[str]:
    """Empty where nothing was found."""
    pdf = opened(body)
    root = pdf.trailer["/Root"]
    elements = list(structure(root["/StructTreeRoot"]))
    return [
        *of_the_file(root),
        *of_headings([kind for kind, _within, _element in elements]),
        *of_elements(elements),
        *(f"page {number}: {said}" for number, page in enumerate(pdf.pages, 1) for said in of_page(page, pdf)),
    ]


def structure(element, within: str = "") -> Iterator[tuple[str, str, DictionaryObject]]:
    """Each element as its kind, the kind of what it stands in, and itself, in reading order."""
    found = element.get_object()
    if isinstance(found, ArrayObject):
        for child in found:
            yield from structure(child, within)
    elif isinstance(found, DictionaryObject):
        kind = found.get("/S", within)
        if "/S" in found:
            yield kind, within, found
        if "/K" in found:
            yield from structure(found["/K"], kind)


def of_the_file(root) -> Iterator[str]:
    metadata = root["/Metadata"].get_data()
    if b"pdfuaid:part" not in metadata or b"dc:title" not in metadata:
        yield "06-002, 06-003: the metadata name no part of PDF/UA, or no title"
    if not holds(root["/MarkInfo"], "/Marked") or holds(root["/MarkInfo"], "/Suspects"):
        yield "02-001: not marked, or suspect"
    if not holds(root.get("/ViewerPreferences", {}), "/DisplayDocTitle"):
        yield "07-001: a window would show the name of the file"
    if not root.get("/Lang"):
        yield "11-001: no language"


def holds(entries, name: str) -> bool:
    return name in entries and entries[name].value  # an object that stands for "false" is true in Python


def of_headings(kinds: list[str]) -> Iterator[str]:
    level = 0
    for kind in kinds:
        if kind[:2] == "/H" and kind[2:].isdigit():
            if int(kind[2:]) > level + 1:
                yield f"14-003: {kind} after level {level}"
            level = int(kind[2:])


def of_elements(elements) -> Iterator[str]:
    for kind, within, element in elements:
        if kind == "/Figure" and not (element.get("/Alt") or element.get("/ActualText")):
            yield "13-004: a figure without words"
        if kind in WITHIN and within not in WITHIN[kind]:
            yield f"09-004: {kind} in {within}"
        if kind == "/TH" and "/Scope" not in str(element.get("/A")):
            yield "15-003: a heading of a table that does not say of what"
        if kind == "/Link" and not any("/OBJR" in str(one) for one in children(element)):
            yield "28-011: a link that leads nowhere"


def children(element) -> list:
    found = element["/K"].get_object()
    rows = found if isinstance(found, ArrayObject) else [found]
    return [one.get_object() for one in rows]


def of_page(page, pdf) -> Iterator[str]:
    links = [one.get_object() for one in page.get("/Annots") or []]
    if links and page.get("/Tabs") != "/S":
        yield "28-008: keys do not follow the structure"
    for link in links:
        if not link.get("/Contents") or "/StructParent" not in link:
            yield "28-004, 28-010: a link without words, or outside the structure"
    depth = 0
    for _operands, operator in ContentStream(page.get_contents(), pdf).operations:
        if operator in (b"BMC", b"BDC"):
            depth += 1
        elif operator == b"EMC":
            depth -= 1
        elif operator in PAINTS and depth == 0:
            yield f"01-005: {operator.decode()} is neither content nor decoration"
    for name, font in page["/Resources"].get("/Font", {}).items():
        own = font.get_object()
        inner = own["/DescendantFonts"][0].get_object() if "/DescendantFonts" in own else own
        if not any(key.startswith("/FontFile") for key in inner["/FontDescriptor"]):
            yield f"31-009: {name} is not in the file"
        if "/ToUnicode" not in own:
            yield f"10-001: nobody knows what the signs of {name} are"
