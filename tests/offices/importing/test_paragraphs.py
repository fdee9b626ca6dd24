"""Lines to paragraphs: no running header inside, nothing cut, every line accounted for."""

import pytest

from offices.importing.markup import inline
from offices.importing.paragraphs import paragraphs

BANNERS = [
    "# **gisti,** groupe d'information et de soutien des immigré-e-s",
    "gisti, groupe d’information et de soutien des immigré·e·s",
    "**gisti,** groupe  \nd'information et  \nde soutien des  \nimmigré·e·s",
    "Gisti, Groupe d'information et de soutien des immigré·es",
]


def texts(source: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(source.split("\n")).paragraphs]


@pytest.mark.parametrize("banner", BANNERS)
def test_a_running_header_is_no_paragraph_however_it_is_spelt(banner):
    assert texts(f"Avant.\n\n{banner}\n\nAprès.") == ["Avant.", "Après."]


@pytest.mark.parametrize("banner", BANNERS)
def test_a_sentence_cut_by_a_page_is_one_again(banner):
    source = f"*Apportez votre passeport et la copie*\n\n{banner}\n\n*de toutes ses pages.*"
    assert texts(source) == ["Apportez votre passeport et la copie de toutes ses pages."]


def test_a_page_number_beside_a_header_goes_with_it_and_another_number_stays():
    assert texts(f"Un.\n\n12\n\n{BANNERS[0]}\n\n1234") == ["Un.", "1234"]


def test_an_item_cut_by_a_page_is_one_item():
    source = f"- *Un timbre (que vous*\n\n{BANNERS[0]}\n\n*trouverez au tabac).*\n\n- *Une photo*"
    assert texts(source) == ["Un timbre (que vous trouverez au tabac).", "Une photo"]


def test_lines_of_an_address_stay_lines():
    source = "**Préfecture du Finistère**\n\n**service des titres**\n\n**rue du Frout**\n\n**29000 Quimper**"
    assert len(texts(source)) == 4
    assert texts("Préfecture du Finistère  \n42 boulevard Dupleix  \n29320 Quimper") == [
        "Préfecture du Finistère\n42 boulevard Dupleix\n29320 Quimper"
    ]


def test_a_paragraph_wrapped_by_a_margin_is_one_line():
    source = "Les personnes qui demandent un premier titre de séjour écrivent au bureau\ncompétent de leur domicile."
    assert texts(source) == [source.replace("\n", " ")]


def test_a_link_cut_by_the_end_of_a_line_is_whole_and_said_to_have_been_cut():
    [paragraph] = paragraphs(["Voir https://www.finistere.gouv.fr/Demarches-", "administratives/Etrangers"]).paragraphs
    assert paragraph.links[0].target == "https://www.finistere.gouv.fr/Demarches-administratives/Etrangers"
    assert paragraph.cut == (1,)


def test_a_label_cut_in_two_paragraphs_takes_the_address_it_leads_to():
    source = r"""Ici : [https://www.finistere-](https://www.finistere-sud.fr/a_b.pdf)

sud.fr/a\_b.pdf"""
    [paragraph] = paragraphs(source.split("\n")).paragraphs
    assert paragraph.flat == "Ici : https://www.finistere-sud.fr/a_b.pdf"


def test_every_line_is_a_paragraph_or_has_its_reason_not_to_be_one():
    source = f"{BANNERS[2]}\n\n---\n\nUn.\nDeux\n\n- trois\n"
    reading = paragraphs(source.split("\n"))
    placed = {line for paragraph in reading.paragraphs for line in paragraph.lines}
    assert placed | set(reading.account) == set(range(1, source.count("\n") + 2))
    assert not placed & set(reading.account)


INLINE = {
    "a mail link": ("*[a@b.fr](mailto:a@b.fr)*", "a@b.fr", ["a@b.fr"]),
    "escapes": (r"[https://x.fr/a\\_b](https://x.fr/a_b)", "https://x.fr/a_b", ["https://x.fr/a_b"]),
    "brackets in an address": (
        r"[https://x.fr/a\(2\).pdf](https://x.fr/a(2).pdf)",
        "https://x.fr/a(2).pdf",
        ["https://x.fr/a(2).pdf"],
    ),
    "a dead link": ("[ici](#)", "ici", [""]),
    "a bare site": ("voir www.x.fr.", "voir www.x.fr.", ["http://www.x.fr"]),
    "emphasis of every weight": ("un ***deux** trois*, **quatre**", "un deux trois, quatre", []),
    "a star left at the end": ("un cas,*", "un cas,", []),
    "the star of a national form": (r"CERFA n° 15186\*01", "CERFA n° 15186*01", []),
    "a note mark": ("intégrés* à la plateforme", "intégrés* à la plateforme", []),
    "an exponent": ("Albert 1<sup>er</sup>", "Albert 1er", []),
}


@pytest.mark.parametrize(("source", "text", "targets"), INLINE.values(), ids=INLINE)
def test_marks_are_read_and_what_a_reader_sees_is_left(source, text, targets):
    read = inline(source)
    assert read.text == text
    assert [link.target for link in read.links] == targets


@pytest.mark.parametrize("target", ["https://préfecture", "https://www.finistere.gouv.fr[/aes"])
def test_what_cannot_be_an_address_is_no_link(target):
    [link] = inline(f"[le formulaire]({target})").links
    assert (link.target, link.broken) == ("", target)
