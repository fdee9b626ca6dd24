"""Bytes to lines: what can be read is read, what cannot is refused with its line and its reason."""

import pytest

from offices.importing.anomalies import Code
from offices.importing.reading import MAX_BYTES, Refused, read

REFUSED = {
    "an empty file": (b"", 1, "vide"),
    "blanks alone": (b"\xef\xbb\xbf \r\n\t\n", 1, "vide"),
    "a PDF under another name": (b"%PDF-1.7\n1 0 obj", 1, "PDF"),
    "a word processor's file": (b"PK\x03\x04\x14\x00", 1, "bureautique"),
    "a web page": (b"\n\n<!DOCTYPE html><html><body>Bonjour</body></html>", 3, "HTML"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00", 3, "octets nuls"),
    "UTF-16": ("Région Bretagne".encode("utf-16"), 1, "UTF-16"),
    "Windows-1252": ("Bonjour\nPréfecture".encode("cp1252"), 2, "0xE9"),
    "more than two megabytes": (b"a" * (MAX_BYTES + 1), 1, "Mo"),
}


@pytest.mark.parametrize(("data", "line", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_text_is_refused_with_its_line_and_its_reason(data, line, reason):
    with pytest.raises(Refused) as refusal:
        read("dossier.txt", data)
    assert refusal.value.line == line
    assert reason in refusal.value.reason
    assert str(refusal.value).startswith(f"dossier.txt, ligne {line} : ")


def test_every_kind_of_line_end_gives_the_same_lines():
    expected = ["un", "deux", ""]
    assert (
        read("a", b"un\ndeux\n").lines
        == read("a", b"un\r\ndeux\r\n").lines
        == read("a", b"un\rdeux\r").lines
        == expected
    )


def test_a_byte_order_mark_and_marks_without_width_are_left_out():
    assert read("a", "\ufeffétran\u00adgers".encode()).lines == ["étrangers"]


def test_a_character_that_could_deceive_is_taken_out_and_said():
    document = read("a", "bien\nune adresse \u202etxt.fr".encode())
    assert document.lines[1] == "une adresse txt.fr"
    assert [(anomaly.code, anomaly.line) for anomaly in document.anomalies] == [(Code.INVISIBLE_CHARACTER, 2)]
