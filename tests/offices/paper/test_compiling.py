"""typst lays out whatever anybody writes, always the same way, and takes none of it for an order."""

import hashlib
import subprocess
import sys
from io import BytesIO

import pytest
import typst
from pypdf import PdfWriter
from pypdf.generic import NameObject

from geography.models import Department
from offices.paper import compiling, dossier, outline, pieces
from offices.paper.compiling import PaperRefused
from offices.paper.glyphs import INSTEAD, drawable
from offices.presentation import qr
from tests.offices.paper.matterhorn import faults, structure
from tests.offices.paper.reading import flat, margin_is_empty, opened, said, tags

WRITTEN = {
    "markup": '#import "x.typ" #read("/etc/passwd") *gras* _italique_ $x^2$ `code` = titre <étiquette> @renvoi',
    "slashes and quotes": "\\ \\u{41} \" ' « » // /* */ \\n \\t #{1+1} {{ 7*7 }} {% load %}",
    "JSON": '{"a": ["b"], "c": null}',
    "a word without end": "a" * 400,
    "an address without end": "https://www.example.gouv.fr/"
    + "x" * 400
    + "?"
    + "&".join(f"c{n}=v{n}" for n in range(60)),
    "Arabic": "\u0637\u0644\u0628 \u062a\u0633\u0648\u064a\u0629 \u0627\u0644\u0648\u0636\u0639\u064a\u0629",
    "Hebrew": "\u05e9\u05dc\u05d5\u05dd",
    "Tigrinya": "\u1218\u1295\u1260\u122a \u1348\u1243\u12f5",
    "signs that no font draws": "\u4e2d\u6587 \U0001f600 \uf0e8 \u25b6 \u2192",
    "lines": "une\ndeux\n\n\ntrois",
    "nothing but spaces": "   ",
    "a letter under marks": "e\u0301\u0327\u0323" * 5,
}


ISERE_AND_AIN = [Department(code="38", name="Isère"), Department(code="01", name="Ain")]


def data(text: str) -> dict:
    """A dossier of one département whose only page says this text wherever a text can stand."""
    code = pieces.code("http://localhost/g/2b4k7/")
    line = {"kind": "text", "label": text, "value": text, "href": ""}
    exact = {"kind": "label", "label": text, "value": [text, text], "href": ""}
    link = {"kind": "link", "label": text, "value": text, "href": "https://www.example.org/?a=b#c"}
    item = {"text": text, "href": "", "lines": [line, exact, link], "marker": "1", "warnings": [], "footnote": text}
    group = {"title": text, "items": [item, item], "footnote": text}
    block = {
        "heading": text,
        "qr": code,
        "verified": text,
        "about": [text],
        "warnings": [{"text": text, "note": text}],
        "headline": text,
        "instead": [line],
        "facts": [line],
        "notices": [item],
        "steps": [group],
        "sections": [{"title": text, "groups": [group]}],
        "law": text,
        "quotes": [{"origin": text, "blocks": [{"kind": "heading", "text": text}, {"kind": "text", "text": text}]}],
        "remarks": [{"text": text, "dated": text}],
        "sources": [{"name": text, "url": "https://www.example.org/", "details": text, "number": 1}],
    }
    return {
        "title": "Modalités",
        "place": text,
        "qr": code,
        "map": outline.drawing(ISERE_AND_AIN, {"38"}),
        "changed": {"text": text, "date": [2026, 11, 21]},
        "site": "http://localhost",
        "publisher": text,
        "words": dossier.labels(),
        "news": [{"day": text, "lines": [{"title": text, "what": text}]}],
        "departments": [{"heading": text, "head": [text], "silent": "", "blocks": [block]}],
        "notes": [{"title": text, "text": text, "decision": text, "url": "https://www.example.org/"}],
    }


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_what_is_written_is_shown_and_never_obeyed(text):
    written = pieces.text(text)
    body = compiling.pdf("dossier", data(written))

    shown = said(body).replace(" ", "")
    if text.isascii():
        assert flat(drawable(text)).replace(" ", "") in shown
    for page in compiling.pictures("dossier", data(written), points_per_inch=12):
        assert margin_is_empty(page, 0.08), "20 mm of 210 are the margin"


def test_a_sign_that_no_font_draws_is_seen_to_be_missing():
    assert drawable("\u4e2d et \u00e9") == f"{INSTEAD} et \u00e9"
    assert drawable("\u2192 \u2709\ufe0f") == "\u2794 \u2709"


def test_french_is_set_as_french_and_what_must_be_exact_is_left_alone():
    assert pieces.text("L'article n° 3 : 2 mois ?") == "L'article n°\u00a03\u00a0: 2\u00a0mois\u00a0?"
    exact = {
        "kind": "wording",
        "label": "Objet de l'e-mail",
        "value": "Demande d'AES",
        "href": "mailto:l'an@example.org",
    }
    said = {"items": [exact, "À l'arrière, 12' après : https://example.org/l'eau"], "blocks": [{"text": "L'original"}]}
    assert pieces.with_apostrophes(said) == {
        "items": [exact | {"label": "Objet de l’e-mail"}, "À l’arrière, 12' après : https://example.org/l'eau"],
        "blocks": [{"text": "L'original"}],
    }


def test_hebrew_beside_french_is_drawn():
    assert drawable("\u05e9\u05dc\u05d5\u05dd et bonjour") == "\u05e9\u05dc\u05d5\u05dd et bonjour"


def test_it_is_tagged_titled_and_says_its_language():
    body = compiling.pdf("dossier", data("texte"))

    root = opened(body).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-FR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert opened(body).metadata.title == "Modalités – texte"
    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Link", "/Figure", "/TOC", "/TOCI"} <= set(tags(body))


def test_no_fault_of_accessibility_that_a_machine_can_see():
    assert faults(compiling.pdf("dossier", data("texte"))) == []


def test_the_check_of_accessibility_sees_what_was_broken():
    copy = PdfWriter(clone_from=opened(compiling.pdf("dossier", data("texte"))))
    root = copy.root_object
    del root["/Lang"]
    del copy.pages[0]["/Tabs"]
    del copy.pages[0]["/Annots"][0].get_object()["/Contents"]
    for kind, _within, element in structure(root["/StructTreeRoot"]):
        element.pop("/Alt", None)
        if kind == "/H2":
            element[NameObject("/S")] = NameObject("/H4")
        if kind == "/Lbl":
            element[NameObject("/S")] = NameObject("/LI")
    body = BytesIO()
    copy.write(body)

    found = {fault.split(":")[-2].split()[0].rstrip(",") for fault in faults(body.getvalue())}
    assert found == {"11-001", "28-008", "28-004", "13-004", "14-003", "09-004"}


def test_the_same_data_give_the_same_bytes_in_another_process():
    here = compiling.pdf("dossier", data("texte"))
    program = (
        "import hashlib, os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'gisti_cms.settings.test'; django.setup();"
        "from offices.paper import compiling; from tests.offices.paper.test_compiling import data;"
        "print(hashlib.sha256(compiling.pdf('dossier', data('texte'))).hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert there.strip() == hashlib.sha256(here).hexdigest()
    assert b"CreationDate" not in here or b"2026" in here


def test_a_template_reads_no_file_but_its_own(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    with pytest.raises(PaperRefused):
        compiling.pdf("dossier", data("texte") | {"departments": "no list"})
    with pytest.raises(typst.TypstError):
        typst.compile(f'#read("{tmp_path}/secret.txt")'.encode(), root=compiling.FOLDER)


def test_a_qr_code_is_drawn_with_its_margin_and_says_its_address():
    code = pieces.code("http://localhost/g/2b4k7/")

    assert code["svg"] == qr.svg("http://localhost/g/2b4k7/").decode()
    assert code["address"] in code["alt"]
