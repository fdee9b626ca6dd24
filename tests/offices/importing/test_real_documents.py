"""The publisher's own dossiers, where the machine has them: they are nobody's to commit.

Set DOSSIERS to their folder, or keep them in ../shared/documents beside the checkout.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from offices.importing.documents import Parsed, parse_document
from tests.offices.importing.official import france

FOLDER = Path(os.environ.get("DOSSIERS", settings.BASE_DIR.parent / "shared" / "documents"))
FILES = sorted(FOLDER.glob("*.txt"))

pytestmark = pytest.mark.skipif(not FILES, reason=f"no dossier in {FOLDER}: set DOSSIERS to the folder that has them")


@pytest.fixture(scope="module")
def documents() -> list[Parsed]:
    return [parse_document(path.name, path.read_bytes(), france(), date(2026, 11, 20)) for path in FILES]


def pages(documents: list[Parsed]) -> dict:
    return {page.slug: page for document in documents for page in document.pages}


def codes(documents: list[Parsed]) -> list[str]:
    return [anomaly.code for document in documents for anomaly in document.anomalies]


def test_all_departments_offices_and_blocks_are_there(documents):
    assert sum(len(document.departments) for document in documents) == 34
    assert sum(len(document.named_offices) for document in documents) == 115
    assert sum(document.blocks for document in documents) == 54


def test_no_line_is_without_a_place(documents):
    assert not [document.name for document in documents if "unplaced" in document.account.values()]


def test_thirty_four_offices_stay_unknown_and_thirteen_blocks_refuse(documents):
    found = codes(documents)
    assert found.count("office_without_statement") == 34
    refusing = [page for page in pages(documents).values() if getattr(page.content, "handling", "") == "not_handled"]
    assert (len(refusing), sum(page.content.scope == "all_permits" for page in refusing)) == (13, 1)


def test_the_known_oddities_are_reported(documents):
    assert set(codes(documents)) >= {
        "department_not_in_contents",
        "department_absent",
        "wrong_code",
        "headline_contradicts_text",
        "link_cut",
        "dead_link",
        "mistyped_address",
        "address_without_town",
        "duplicate_line",
    }


CHANNELS = {
    "aes-01-prefecture-bourg-en-bresse": ["booking", "counter"],
    "aes-07-prefecture-privas": ["email", "counter"],
    "aes-26-prefecture-valence": ["post"],
    "aes-30-prefecture-nimes": ["post", "dropbox"],
    "aes-34-sous-prefecture-beziers": ["online_form"],
    "aes-38-prefecture-grenoble": ["counter"],
    "aes-42-sous-prefecture-roanne": ["post", "dropbox", "phone", "post"],
    "aes-48-prefecture-mende": ["phone", "counter"],
    "aes-50-prefecture-saint-lo": ["email"],
    "aes-62-prefecture-arras": ["online_form"],
    "aes-63-prefecture-clermont-ferrand": ["dropbox", "post"],
    "aes-73-prefecture-chambery": ["online_form", "counter"],
    "aes-76-prefecture-rouen": ["post", "online_form"],
    "aes-81-prefecture-albi": ["email", "post"],
}


@pytest.mark.parametrize(("slug", "channels"), CHANNELS.items())
def test_the_text_s_own_channels_are_read(documents, slug, channels):
    assert [step.channel for step in pages(documents)[slug].content.steps if step.channel] == channels


def test_states_that_are_neither_yes_nor_no(documents):
    found = pages(documents)
    assert found["aes-38-sous-prefecture-vienne"].content.way == "unknown"
    lot = found["aes-46-prefecture-cahors"].content
    assert (lot.handling, lot.way, lot.see_instead.label) == (
        "unknown",
        "other_procedure",
        "premier titre de séjour",
    )


def test_no_running_header_stands_in_a_passage(documents):
    for page in pages(documents).values():
        for passage in getattr(page.content, "passages", ()):
            assert "soutien des immigr" not in passage.text.replace("\n", " ")
