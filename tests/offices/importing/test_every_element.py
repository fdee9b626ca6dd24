"""The kinds of thing that a dossier says, one after the other: each has its place in the shape, and is read into it.

`bretagne.txt` is a dossier in the publisher's format, in words of our own. That forms, pages and the API show every
field of the shape is held elsewhere (tests/offices/test_forms.py, tests/offices/views/test_nothing_is_forgotten.py);
here, that a sentence of a dossier reaches its field.
"""

from functools import cache
from pathlib import Path

import pytest

from offices.importing.documents import Parsed
from tests.offices.importing.test_documents import GUIDE, parse

BRETAGNE = Path(__file__).with_name("bretagne.txt")

SAINT_BRIEUC = "aes-22-prefecture-saint-brieuc"
DINAN = "aes-22-sous-prefecture-dinan"
QUIMPER = "aes-29-prefecture-quimper"
BREST = "aes-29-sous-prefecture-brest"
MORLAIX = "aes-29-sous-prefecture-morlaix"
RENNES = "aes-35-prefecture-rennes"
VANNES = "aes-56-prefecture-vannes"
GUIDE_PAGE = "lieu-de-depot"

# (what a dossier says, page, field, facts of it). The field is a list: one of its rows has these facts.
ROWS = [
    ("a way: by post, to an address with service, CS and cedex", SAINT_BRIEUC, "steps", {"channel": "post"}),
    (
        "registered, and its receipt is a proof",
        SAINT_BRIEUC,
        "steps",
        {"registered": "with_receipt", "receipt_is_proof": True},
    ),
    (
        "a letter box, with what to write on the envelope",
        SAINT_BRIEUC,
        "steps",
        {"channel": "dropbox", "marking": "SÉJOUR / AES"},
    ),
    ("several ways at once", SAINT_BRIEUC, "steps", {"channel": "dropbox", "alternative": True}),
    ("a telephone and when it answers", SAINT_BRIEUC, "steps", {"channel": "phone", "phone": "02 96 62 44 22"}),
    ("a refused way", SAINT_BRIEUC, "forbidden_channels", {"channel": "counter"}),
    (
        "a refused way, and what becomes of the file",
        BREST,
        "forbidden_channels",
        {"channel": "post", "outcome": "not_examined"},
    ),
    (
        "a form: format, size, date",
        SAINT_BRIEUC,
        "downloads",
        {"format": "PDF", "size": "210.3 ko", "dated": "2022-02-14"},
    ),
    ("an annex of the form", SAINT_BRIEUC, "downloads", {"kind": "annex"}),
    ("a national form and its number", QUIMPER, "downloads", {"form_number": "15187*02"}),
    ("documents and their number", SAINT_BRIEUC, "requirements", {"document": "photo", "quantity": 4}),
    ("stamped envelopes", SAINT_BRIEUC, "requirements", {"document": "stamped_envelope", "quantity": 2}),
    ("a copy", SAINT_BRIEUC, "requirements", {"document": "passport", "form": "copy"}),
    (
        "an age, and what serves failing that",
        SAINT_BRIEUC,
        "requirements",
        {"max_age_months": 3, "fallbacks": ["host_letter"]},
    ),
    ("a letter", SAINT_BRIEUC, "requirements", {"document": "cover_letter"}),
    ("an employer's papers", QUIMPER, "requirements", {"document": "company_registration", "max_age_months": 3}),
    ("copies only", SAINT_BRIEUC, "presentation", {"rule": "copies_only"}),
    ("the order of the list", SAINT_BRIEUC, "presentation", {"rule": "list_order"}),
    ("A4", SAINT_BRIEUC, "presentation", {"rule": "a4"}),
    ("a sworn translation", SAINT_BRIEUC, "presentation", {"rule": "sworn_translation"}),
    ("dated and signed", SAINT_BRIEUC, "presentation", {"rule": "dated_signed"}),
    (
        "a fee, its part that is not given back, when and how it is paid",
        SAINT_BRIEUC,
        "fees",
        {"amount": "225.00", "not_refundable": "75.00", "due": "at_filing", "means": "electronic_stamp"},
    ),
    ("what happens to an incomplete file", SAINT_BRIEUC, "incomplete", {"outcome": "returned"}),
    (
        "a processing time, with the day it was stated",
        SAINT_BRIEUC,
        "processing_times",
        {"quantity": 6, "unit": "month", "stated_on": "2022-12-01"},
    ),
    ("a deadline", SAINT_BRIEUC, "deadlines", {"quantity": 3, "unit": "month", "event": "permit_expiry"}),
    ("words quoted from the page, with the day they were read", SAINT_BRIEUC, "passages", {"read_on": "2023-03-14"}),
    (
        "the page that was consulted",
        SAINT_BRIEUC,
        "sources",
        {"url": "https://www.cotes-darmor.gouv.fr/regularisation-a1234.html"},
    ),
    ("several pages that were consulted", BREST, "sources", {"url": "https://www.finistere.gouv.fr/brest-2"}),
    ("the dossier itself", SAINT_BRIEUC, "sources", {"kind": "dossier"}),
    (
        "a booking link and its code",
        QUIMPER,
        "steps",
        {"channel": "booking", "url": "https://www.rdv.finistere.gouv.fr/booking/create/321", "code": "SEJ29"},
    ),
    ("a visit after booking", QUIMPER, "steps", {"purpose": "hand_in", "channel": "counter"}),
    ("the law", QUIMPER, "legal_bases", {"text": "CESEDA"}),
    ("years of presence", QUIMPER, "conditions", {"kind": "required"}),
    ("a bar", QUIMPER, "conditions", {"kind": "bar", "situation": "removal_order"}),
    ("people who are left out", QUIMPER, "conditions", {"kind": "excluded", "situation": "algerian"}),
    ("a list of documents for one case", QUIMPER, "downloads", {"kind": "checklist", "grounds": ["aes-travail"]}),
    ("one booking for one person", QUIMPER, "day_rules", {"rule": "one_person_per_booking"}),
    ("nobody may come along", QUIMPER, "day_rules", {"rule": "no_companion"}),
    ("minutes before", QUIMPER, "day_rules", {"rule": "arrive_early", "minutes": 10}),
    ("what to bring on the day", QUIMPER, "day_rules", {"rule": "bring_confirmation"}),
    ("confirm by e-mail", QUIMPER, "day_rules", {"rule": "confirm_booking"}),
    (
        "an e-mail, and what it must say",
        BREST,
        "steps",
        {"channel": "email", "email": "sp-brest-etrangers@finistere.gouv.fr", "purpose": "send"},
    ),
    ("what to attach to the e-mail", BREST, "steps", {"attachments": ["passport"]}),
    ("what happens next", BREST, "aftermath", {"code": "contacted"}),
    ("an urgent case", BREST, "steps", {"only_if": "situation urgente", "attachments": ["employer_letter"]}),
    ("a link that was found inactive", MORLAIX, "sources", {"found_inactive": True}),
    ("our own remark beside the quoted words", MORLAIX, "remarks", {}),
    ("a counter without appointment", RENNES, "steps", {"channel": "counter"}),
    ("few tickets", RENNES, "day_rules", {"rule": "limited_tickets"}),
    ("the spouse must come", RENNES, "day_rules", {"rule": "spouse_attends"}),
    ("a receipt", RENNES, "aftermath", {"code": "receipt_if_complete"}),
    ("a way that begins on a day", RENNES, "steps", {"channel": "online_form", "valid_from": "2023-06-01"}),
    ("a way that ends with it", RENNES, "steps", {"channel": "counter", "valid_until": "2023-05-31"}),
    ("a change that is announced", RENNES, "notices", {"code": "change", "valid_from": "2023-06-01"}),
    ("an explanation, an advice", GUIDE_PAGE, "sections", {"kind": "context"}),
    ("numbered acts", GUIDE_PAGE, "sections", {"kind": "steps"}),
    ("a footnote", GUIDE_PAGE, "sections", {"kind": "footnote"}),
    ("a picture, told in words", GUIDE_PAGE, "pictures", {}),
    ("a service that has another name now", GUIDE_PAGE, "renamings", {"former": "ancien-nom.fr"}),
]
# (what a dossier says, page, field, its value)
FIELDS = [
    ("département", SAINT_BRIEUC, "department", "22"),
    ("one page for several offices", QUIMPER, "offices", ["prefecture-quimper", "sous-prefecture-chateaulin"]),
    ("on which ground", QUIMPER, "grounds", ["aes"]),
    ("an office that handles nothing", DINAN, "handling", "not_handled"),
    ("… and for which permits", DINAN, "scope", "all_permits"),
    ("competent, the way is not known", MORLAIX, "way", "unknown"),
    ("another procedure is the only one described", VANNES, "way", "other_procedure"),
]


@cache
def dossier() -> Parsed:
    return parse(BRETAGNE.read_bytes())


def content(slug: str) -> dict:
    pages = [*dossier().pages, *parse(GUIDE).pages]
    return next(page.content for page in pages if page.slug == slug).model_dump(mode="json")


@pytest.mark.parametrize(("slug", "field", "facts"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_dossier_says(slug, field, facts):
    rows = content(slug)[field]
    assert any(facts.items() <= row.items() for row in rows), rows


@pytest.mark.parametrize(("slug", "field", "value"), [row[1:] for row in FIELDS], ids=[row[0] for row in FIELDS])
def test_a_dossier_says_of_the_whole_page(slug, field, value):
    assert content(slug)[field] == value


def test_it_says_whom_a_page_is_for_and_where_the_communes_are_listed():
    territory = content(QUIMPER)["territory"]
    assert set(territory["arrondissements"]) == {"294", "292"}
    assert territory["communes_url"] == "https://www.finistere.gouv.fr/communes-quimper-chateaulin.pdf"


def test_it_says_how_long_one_must_have_lived_and_worked_here():
    told = [threshold for row in content(QUIMPER)["conditions"] for threshold in row["thresholds"]]
    assert {(one["measure"], one["quantity"], one["unit"], one["within"]) for one in told} >= {
        ("residence", 6, "year", None),
        ("work", 12, "month", 3),
    }


def test_it_says_when_new_appointments_appear_and_on_which_days_they_fall():
    booking = content(QUIMPER)["steps"][0]
    assert booking["slots"] | {"release": "weekly", "release_day": "fri", "release_time": "18:00"} == booking["slots"]
    assert [(hours["days"], hours["opens"]) for hours in booking["hours"]] == [(["tue", "thu"], "09:00")]


def test_it_says_what_an_office_is_beside_its_procedures():
    offices = {facts.slug: facts for facts in dossier().offices}
    assert offices["prefecture-saint-brieuc"].emails[0].email == "pref-sejour@cotes-darmor.gouv.fr"
    assert offices["prefecture-quimper"].desks[0].state == "closed"


def test_it_says_on_which_day_it_was_true_and_of_whom_it_is_silent():
    assert {page.dated.isoformat() for page in dossier().pages if page.dated} == {"2023-03-14"}
    silent = [one.message for one in dossier().anomalies if one.code == "office_without_statement"]
    assert len(silent) == 3


def test_a_headline_that_contradicts_its_text_is_told_and_the_text_is_followed():
    told = {one.slug for one in dossier().anomalies if one.code == "headline_contradicts_text"}
    assert told == {SAINT_BRIEUC, BREST, RENNES}
