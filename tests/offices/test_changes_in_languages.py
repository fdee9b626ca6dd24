"""What changed, told in the other languages of the site: by sentences of their own, with what is French marked."""

import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from offices import languages, words
from offices.changes import diff
from offices.content import CONTENT_CLASSES
from offices.languages import CLOSE, OPEN, OTHERS, UNTRANSLATED, french
from tests.offices.marks import EXACT, NAMES, is_foreign
from tests.offices.random_contents import edited, edits, laws, numbers, random_content
from tests.offices.small_contents import ASK, BOOKING, BY_POST, GATHER, office, plain, procedure
from tests.plugins.filled import filled

MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
STEP = {"id": "s1", "purpose": "book", "channel": "phone"}
TITLES = {"sous-prefecture-vienne": "Sous-préfecture de Vienne", "etudiant": "Étudiant"}


def told(before, after) -> list[str]:
    """Sentences as they read aloud: without the signs."""
    return [plain(languages.plain(change.sentence)) for change in diff(before, after, TITLES)]


def texts(change) -> list[str]:
    return [change.sentence, change.label, change.before_text, change.after_text]


# --- Each kind of change -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "english", "arabic"),
    [
        (
            {"steps": [GATHER]},
            {"steps": [GATHER, {**ASK, "phone": "04 76 60 34 00", "only_if": "vous êtes né à Lyon"}]},
            "Step added: ask for information by telephone; telephone: 04 76 60 34 00; only if: vous êtes né à Lyon.",
            "إضافة خطوة: الاستعلام بالهاتف؛ هاتف: 04 76 60 34 00؛ فقط إذا: vous êtes né à Lyon.",
        ),
        (
            {"steps": [GATHER, BOOKING]},
            {"steps": [GATHER]},
            "Step removed: “book an appointment online”.",
            "حذف خطوة: «حجز موعد على الإنترنت».",
        ),
        (
            {"steps": [GATHER, BOOKING]},
            {"steps": [BOOKING, GATHER]},
            "Step moved: “book an appointment online” now comes first.",
            "نقل خطوة: «حجز موعد على الإنترنت»، الموضع الجديد: في البداية.",
        ),
        (
            {"steps": [BY_POST]},
            {"steps": [{**BY_POST, "address": {**BY_POST["address"], "postcode": "38021"}}]},
            "Step “send the application by post”: postcode changed from “38000” to “38021”.",
            "خطوة «إرسال الطلب بالبريد»: تغيير الرمز البريدي من «38000» إلى «38021».",
        ),
        (
            {"fees": [{"id": "f1", "amount": "50"}]},
            {"fees": [{"id": "f1", "amount": "225,50"}]},
            "Amount to pay “fee for examining the application, €50.00”: amount changed from €50.00 to €225.50.",
            "مبلغ للدفع «رسم دراسة الطلب (taxe d’examen de la demande)، 50,00 يورو»: "
            "تغيير المبلغ من 50,00 يورو إلى 225,50 يورو.",
        ),
        (
            {},
            {"offices": ["prefecture-grenoble", "sous-prefecture-vienne"]},
            "Offices – added: “Sous-préfecture de Vienne”.",
            "في المكاتب: إضافة «Sous-préfecture de Vienne».",
        ),
        (
            {},
            {"grounds": ["aes", "etudiant"]},
            "Grounds – added: “Student (Étudiant)”.",
            "في أسباب الطلب (fondements): إضافة «طالب (Étudiant)».",
        ),
    ],
)
def test_each_kind_of_change_is_said_in_each_language(before, after, english, arabic):
    pages = procedure(**before), procedure(**after)
    for language, sentence in {"en": english, "ar": arabic}.items():
        with override(language):
            assert told(*pages) == [sentence]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({}, {"url": "https://rdv.ain.gouv.fr/941"}, "link – added: “https://rdv.ain.gouv.fr/941”."),
        ({"code": "AES"}, {}, "booking code – removed: “AES”."),
        (
            {"valid_from": "2023-01-01"},
            {"valid_from": "2023-02-09"},
            "start date changed from 1 January 2023 to 9 February 2023.",
        ),
        ({}, {"receipt_is_proof": True}, "the acknowledgement of receipt now proves that you applied."),
        (
            {"needs": ["printer", "account"]},
            {"needs": ["account", "scanner"]},
            "what you need – added: “a scanner or a camera”; removed: “a printer”.",
        ),
        (
            {"attachments": ["passport", "photo"]},
            {"attachments": ["photo", "passport"]},
            "documents to attach to the message – new order: “identity photograph” and “passport”.",
        ),
        (
            {"instructions": "Trier le  dossier."},
            {"instructions": "Trier\nle dossier."},
            "instructions – only spaces, line breaks or invisible signs changed.",
        ),
        (
            {"instructions": "Trier le dossier."},
            {"instructions": "Classer le dossier."},
            "instructions changed from “Trier le dossier.” to “Classer le dossier.”.",
        ),
    ],
)
def test_each_kind_of_field_has_its_way_of_saying_in_english(before, after, said):
    with override("en"):
        (sentence,) = told(procedure(steps=[{**STEP, **before}]), procedure(steps=[{**STEP, **after}]))
    assert sentence.split("”: ", 1)[1] == said


def test_a_row_within_a_row_is_told_with_the_commas_of_the_language():
    hours = {"id": "h1", "days": ["mon"], "opens": "14:00", "closes": "16:00"}
    phone = {"id": "p1", "number": "04 66 49 60 00", "hours": [hours]}
    pages = office(phones=[phone]), office(phones=[{**phone, "hours": [{**hours, "note": "sauf août"}]}])
    with override("en"):
        assert told(*pages) == [
            "Telephone “04 66 49 60 00”, hours changed from “Monday from 14:00 to 16:00” to "
            "“Monday from 14:00 to 16:00 (sauf août)”."
        ]
    with override("ar"):
        assert told(*pages)[0].startswith("هاتف «04 66 49 60 00»، تغيير توقيت من «الاثنين")


def test_the_french_word_that_a_translated_label_keeps_is_no_hint_to_be_left_out():
    pages = procedure(territory={"wording": "a"}), procedure(territory={"wording": "a", "arrondissements": ["381"]})
    with override("ar"):
        (change,) = diff(*pages)
        assert languages.plain(change.label) == "النطاق الجغرافي › الدوائر (arrondissements)"
    with override("fr"):
        cited = procedure(steps=[{**STEP, "source": "s1"}], sources=[{"id": "s1"}])
        (change,) = diff(procedure(steps=[STEP], sources=[{"id": "s1"}]), cited)
        assert change.label.endswith("› Source"), "the form says (repère) beside it"


# --- What stays French ---------------------------------------------------------------------------------------------


def test_what_people_wrote_is_marked_and_what_the_site_says_is_not():
    after = [{**STEP, "instructions": "Trier le dossier.", "code": "AES"}]
    with override("en"):
        instructions, code = diff(procedure(steps=[STEP]), procedure(steps=after))
    assert f"“{OPEN}Trier le dossier.{CLOSE}”" in instructions.sentence
    assert instructions.after_text == f"{OPEN}Trier le dossier.{CLOSE}"
    assert f"“{OPEN}AES{CLOSE}”" in code.sentence


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", CONTENT_CLASSES)
def test_every_field_of_the_shape_is_told_in_another_language(kind, language):
    """Of a page in which every field says something, what is outside the marks is of the language alone."""
    languages.mark_what_is_missing()
    page = filled(kind, "mot")
    required = [name for name, field in type(page).model_fields.items() if field.is_required()]
    bare = type(page).model_validate({name: getattr(page, name) for name in required})
    with override(language):
        changes = [*diff(bare, page), *diff(page, bare), *diff(None, page), *diff(page, None)]
        assert [problem for change in changes for text in texts(change) for problem in problems(text, language)] == []


def problems(text: str, language: str) -> list[str]:
    outside = NAMES.sub("", EXACT.sub("", MARKED.sub("", text)))
    wrong = any(sign in outside for sign in (OPEN, CLOSE, UNTRANSLATED)) or is_foreign(outside, language)
    return [text] if wrong else []


@laws
@given(numbers, edits, st.sampled_from(OTHERS))
def test_every_sentence_is_of_its_language_and_tells_what_the_french_one_tells(number, made, language):
    languages.mark_what_is_missing()
    before = random_content(number)
    after = edited(before, made)
    with override(language):
        changes = diff(before, after)
        assert [problem for change in changes for text in texts(change) for problem in problems(text, language)] == []
        shown = [change.words for change in changes]
    assert not any(set(OPEN + CLOSE + UNTRANSLATED) & set(text) for parts in shown for _op, text in parts)
    originals = diff(before, after)
    assert [(change.path, change.kind) for change in changes] == [(one.path, one.kind) for one in originals]
    assert not any(OPEN in text for one in originals for text in texts(one))


def test_a_long_text_is_cut_within_its_marks():
    long = "Apportez les originaux et les copies de chaque pièce. " * 40
    with override("ar"):
        (added,) = diff(procedure(), procedure(remarks=[{"id": "k1", "text": long}]))
        before, after = (procedure(remarks=[{"id": "k1", "text": long + end}]) for end in ("À neuf heures.", "À dix."))
        (changed,) = diff(before, after)
        assert words.shortened(french(long), 20).endswith(f"…{CLOSE}")
    for change in (added, changed):
        assert problems(change.sentence, "ar") == []
        assert len(change.sentence) < 500
