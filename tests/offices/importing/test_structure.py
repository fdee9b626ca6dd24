"""Paragraphs to departments and blocks: headings in every spelling, and what a contents list forgets."""

import pytest

from offices.importing.anomalies import Code
from offices.importing.paragraphs import paragraphs
from offices.importing.structure import Dossier
from offices.importing.structure import dossier as parts_of
from tests.offices.importing.official import france
from tests.offices.importing.samples import BANNER, HEAD, OPENING, REFUSING, block, dossier


def parts(source: bytes | str) -> Dossier:
    text = source.decode() if isinstance(source, bytes) else source
    return parts_of(paragraphs(text.split("\n")).paragraphs, france())


def codes(found: Dossier) -> set[str]:
    return {anomaly.code for anomaly in found.anomalies}


HEADINGS = {
    "## Préfecture de Quimper": ["prefecture-quimper"],
    "Préfecture de QUIMPER": ["prefecture-quimper"],
    "**Préfecture : Quimper**": ["prefecture-quimper"],
    "### Préfecture du Finistère (Quimper)": ["prefecture-quimper"],
    "Préfecture de Quimper et Sous-préfecture de Brest": ["prefecture-quimper", "sous-prefecture-brest"],
    "## Préfecture de Quimper et sous-préfectures de Brest et Morlaix": [
        "prefecture-quimper",
        "sous-prefecture-brest",
        "sous-prefecture-morlaix",
    ],
    "## Sous-préfectures Brest et Morlaix": ["sous-prefecture-brest", "sous-prefecture-morlaix"],
    "Sous-préfecture de Chateaulin": ["sous-prefecture-chateaulin"],
    "Sous-préfectures : Brest, Châteaulin, Morlaix": [
        "sous-prefecture-brest",
        "sous-prefecture-chateaulin",
        "sous-prefecture-morlaix",
    ],
}


@pytest.mark.parametrize(("heading", "offices"), HEADINGS.items(), ids=HEADINGS)
def test_a_block_names_its_offices_in_many_ways(heading, offices):
    [section] = parts(dossier(block("*Écrivez-nous.*", heading=heading))).sections
    assert [office.slug for office in section.blocks[0].offices] == offices


def test_sous_prefectures_without_a_name_are_all_those_not_spoken_of():
    source = dossier(block("*Écrivez.*"), block("*Venez.*", heading="## Sous-préfecture de Brest"), REFUSING)
    [section] = parts(source).sections
    assert [office.seat for office in section.blocks[2].offices] == ["Châteaulin", "Morlaix"]


def test_the_first_line_of_an_address_opens_no_block():
    quoted = "*Sous préfecture de Brest*\n\n*3 rue Parmentier*\n\n### **SOUS-PREFECTURE DE MORLAIX**\n\n**9 avenue X**"
    [section] = parts(dossier(block(quoted))).sections
    assert len(section.blocks) == 1


def test_headings_need_no_marks():
    source = dossier(block("Écrivez-nous.", heading="Préfecture de Quimper"), REFUSING.replace("## ", "")).decode()
    [section] = parts(source.replace("*", "").replace("#", "")).sections
    assert len(section.blocks) == 2


def test_an_office_of_which_nothing_is_said_stays_without_a_statement():
    found = parts(dossier(block("*Écrivez.*")))
    silent = [anomaly.message for anomaly in found.anomalies if anomaly.code == Code.OFFICE_WITHOUT_STATEMENT]
    assert len(silent) == 3 and "Brest" in silent[0]


def test_an_office_that_the_head_forgets_is_reported():
    assert Code.OFFICE_NOT_LISTED in codes(parts(dossier(block("*Écrivez.*")).replace(b", Morlaix", b"")))


def test_departments_of_the_body_the_contents_and_the_region_are_compared():
    found = parts(
        "\n".join([BANNER, OPENING.replace("Finistère (29)", "Morbihan (65)"), BANNER, HEAD, block("*Écrivez.*")])
    )
    by_code = {anomaly.code: anomaly.message for anomaly in found.anomalies}
    assert "Finistère" in by_code[Code.DEPARTMENT_NOT_IN_CONTENTS]
    assert "Morbihan" in by_code[Code.DEPARTMENT_NOT_IN_BODY]
    assert "56" in by_code[Code.WRONG_CODE]
    absent = [anomaly.message for anomaly in found.anomalies if anomaly.code == Code.DEPARTMENT_ABSENT]
    assert len(absent) == 2  # Côtes-d'Armor and Ille-et-Vilaine


def test_a_department_of_another_region_and_an_unknown_one_are_reported():
    other = (
        HEAD.replace("Finistère (29)", "Calvados (14)")
        .replace("Quimper", "Caen")
        .replace("Brest, Châteaulin, Morlaix", "Vire")
    )
    nowhere = HEAD.replace("Finistère (29)", "Cornouaille (999)")
    found = parts(dossier(block("*Écrivez.*"), other, block("*Ici.*", heading="## Préfecture de Caen"), nowhere))
    assert {Code.DEPARTMENT_ELSEWHERE, Code.DEPARTMENT_UNKNOWN} <= codes(found)


def test_a_name_that_is_no_office_is_reported_with_its_line():
    found = parts(dossier(block("*Écrivez.*", heading="## Sous-préfecture de Plouzané")))
    assert Code.UNKNOWN_OFFICE in codes(found)


def test_a_line_before_any_department_has_no_place():
    found = parts(b"Une phrase perdue.\n" + dossier(block("*Venez.*")))
    assert (found.anomalies[0].line, found.anomalies[0].code) == (1, Code.UNPLACED_LINE)
