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


def stated(documents: list[Parsed], slug: str, name: str, fact: str) -> list:
    return [getattr(row, fact) for row in getattr(pages(documents)[slug].content, name)]


FORMS_TO_HAND_IN = [
    "aes-03-prefecture-moulins",
    "aes-09-prefecture-foix",
    "aes-11-prefecture-carcassonne",
    "aes-30-prefecture-nimes",
    "aes-32-prefecture-auch",
    "aes-42-sous-prefecture-roanne",
    "aes-61-prefecture-alencon",
    "aes-65-prefecture-tarbes",
    "aes-80-prefecture-amiens",
    "aes-81-prefecture-albi",
]


@pytest.mark.parametrize("slug", FORMS_TO_HAND_IN)
def test_a_form_that_is_given_is_one_to_hand_in(documents, slug):
    assert stated(documents, slug, "requirements", "document").count("application_form") == 1


def test_what_a_list_asks_for_is_asked_for(documents):
    assert stated(documents, "aes-59-sous-prefecture-dunkerque", "requirements", "document") == ["all_listed"]
    assert stated(documents, "aes-42-prefecture-saint-etienne", "requirements", "form") == ["both"]


def test_an_annex_is_a_document_and_two_audiences_are_two(documents):
    slug = "aes-43-prefecture-le-puy-en-velay"
    assert "annex" in stated(documents, slug, "requirements", "document")
    assert stated(documents, slug, "conditions", "kind") == ["audience", "audience"]


def test_a_change_of_way_is_dated_and_announced(documents):
    slug = "aes-74-prefecture-annecy"
    assert date(2023, 1, 1) in stated(documents, slug, "steps", "valid_from")
    notices = pages(documents)[slug].content.notices
    assert [(one.code, one.valid_from, one.valid_until) for one in notices] == [
        ("transition", date(2022, 12, 1), date(2022, 12, 31)),
        ("change", date(2023, 1, 1), None),
    ]


def test_the_guide_s_advice_stands_on_the_procedure_that_it_is_about(documents):
    assert len(pages(documents)["entre-avant-13-ans-69-prefecture-lyon"].content.remarks) == 1
