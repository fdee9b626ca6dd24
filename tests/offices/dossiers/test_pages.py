"""A whole file, from its title to its last Fiche, read by the importer: what stands around a Fiche changes nothing."""

from datetime import date
from random import Random

from hypothesis import given

from offices import texts
from offices.content import CONTENT_CLASSES, canonical
from offices.dossiers.pages import common_text, dossier_text
from offices.dossiers.parts import Block, DepartmentPart, Dossier
from offices.dossiers.writing import Names
from offices.importing.documents import Parsed, parse_document
from tests.offices import random_contents
from tests.offices.dossiers.test_fiches import hostile_line, hostile_text
from tests.offices.importing.official import france
from tests.offices.random_contents import laws, numbers, random_content

TODAY = date(2026, 11, 20)
NAMES = Names(pages={"aes": "Préfecture de Brest [x]", "salarie": "Fiche [x]"})


def hostile_blocks(number: int, kinds) -> tuple[Block, ...]:
    """Pages whose words look like headings, Fiches, HTML and whatever else a file may hold."""
    usual = dict(random_contents.TEXTS)
    random_contents.TEXTS.update({texts.Line: hostile_line, texts.Text: hostile_text})
    rng = Random(number)
    try:
        contents = [random_content(rng.randrange(2**32), kinds) for _ in range(rng.randint(1, 3))]
    finally:
        random_contents.TEXTS.update(usual)
    days = (None, date(2023, 2, 9))
    return tuple(
        Block(f"page-{place}", content.title, content, rng.choice(days)) for place, content in enumerate(contents)
    )


def read(text: str) -> Parsed:
    return parse_document("bretagne.txt", text.encode(), france(), TODAY)


def held(parsed: Parsed) -> dict[str, tuple]:
    return {page.slug: (canonical(page.content), page.dated) for page in parsed.pages}


def expected(blocks) -> dict[str, tuple]:
    return {block.slug: (canonical(block.content), block.verified_on) for block in blocks}


@laws
@given(numbers)
def test_a_region_s_file_holds_exactly_its_pages_whatever_they_say(number):
    blocks = hostile_blocks(number, ("procedure", "office"))
    part = DepartmentPart("29", "du Finistère (29)", "Bretagne", ("Préfecture de Quimper",), blocks)
    silent = DepartmentPart("56", "du Morbihan (56)", "Bretagne", ("Préfecture de Vannes",), ())
    parsed = read(dossier_text(Dossier("Bretagne", (part, silent)), NAMES))
    assert held(parsed) == expected(blocks)
    assert not parsed.anomalies
    assert parsed.region == "Bretagne"


@laws
@given(numbers)
def test_the_file_of_what_belongs_to_no_department_too(number):
    blocks = hostile_blocks(number, tuple(CONTENT_CLASSES))
    parsed = read(common_text(blocks, NAMES))
    assert held(parsed) == expected(blocks)
    assert not parsed.anomalies


@laws
@given(numbers, numbers)
def test_a_file_that_is_cut_keeps_its_whole_fiches_and_invents_none(number, cut):
    blocks = hostile_blocks(number, ("procedure", "office"))
    part = DepartmentPart("29", "du Finistère (29)", "Bretagne", ("Préfecture de Quimper",), blocks)
    lines = dossier_text(Dossier("Bretagne", (part,)), NAMES).split("\n")
    first = lines.index("Fin de la fiche [page-0]")
    del lines[Random(cut).randint(first, len(lines)) :]
    whole, found = expected(blocks), held(read("\n".join(lines)))
    ended = {line.partition("[")[2].rstrip("]") for line in lines if line.startswith("Fin de la fiche [")}
    assert {slug: found[slug] for slug in ended} == {slug: whole[slug] for slug in ended}
    assert not (found.keys() & whole.keys()) - ended
