"""Posts that no form of ours makes: answered with what is wrong, never with a failure, and nothing of them is stored.

The corpus is read by a signed-in volunteer's client, against the real view, on whichever database the suite runs.
"""

import unicodedata

import pytest
from django.urls import reverse

from offices.models import Proposal
from tests.offices.views.workspace.conftest import SOURCE
from tests.plugins.cast import FILING

pytestmark = pytest.mark.django_db

REFUSED = {400, 413, 422}
LONG = "é" * 1_000_000
HOSTILE = [
    "<script>alert(1)</script>",
    "{{7*7}} {% load x %} %(x)s ${x}",
    "'; DROP TABLE offices_page; --",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe",
    "un\x00deux",
    "a\u0301\u0301\u0301",
]
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def form(at_work, amina, isere):
    return at_work(amina).open(reverse("offices:propose", args=[isere.filing.slug]))


def rows(name: str, ids, **fields) -> dict:
    return {name: list(ids)} | {f"{name}-{row}-{key}": value for row in ids for key, value in fields.items()}


CORPUS = {
    "ten thousand fields": ({f"x{number}": "1" for number in range(10_000)}, {413}),
    "ten thousand values of one field": ({"grounds": ["aes"] * 10_000}, {413}),
    "five hundred rows": (rows("fees", [f"f{number}" for number in range(500)], amount="1"), {413}),
    "rows within rows": (
        rows("steps", ["s"]) | rows("steps-s-hours", [f"h{n}" for n in range(500)], opens="9h"),
        {413},
    ),
    "a text of one million letters": ({"fees-stamp-note": LONG}, REFUSED),
    "a passage of one million letters": (rows("passages", ["p"], text=LONG), REFUSED),
    "more than the server reads": ({"title": "x" * 3_000_000}, {400, 413}),
    "a row id in capitals": (rows("fees", ["F1"], amount="75"), {422}),
    "a row id that is a path": (rows("fees", ["../f"], amount="75"), {422}),
    "a row id with NUL": (rows("fees", ["f\x00"], amount="75"), {422}),
    "a row id of another alphabet": (rows("fees", ["е1"], amount="75"), {422}),
    "an empty row id": (rows("fees", [""], amount="75"), {422}),
    "a choice that is none": ({"handling": "maybe"}, {422}),
    "a date of no calendar": ({"fees-stamp-valid_from": "2026-02-30"}, {422}),
    "a number with five thousand digits": ({"fees-stamp-refund_within_months": "9" * 5_000}, {422}),
    "an infinite number": ({"fees-stamp-refund_within_months": "1e999"}, {422}),
    "another department's office": ({"offices": ["prefecture-nulle-part"]}, {422}),
    "a source that is not on the page": ({"fees-stamp-source": "nowhere"}, {422}),
    "an arrondissement of elsewhere": ({"territory-arrondissements": ["691"]}, {422}),
}


@pytest.mark.parametrize("name", CORPUS)
@pytest.mark.parametrize("op", ["show", "send"])
def test_a_post_that_no_form_makes_is_refused(form, name, op):
    data, expected = CORPUS[name]
    form.send(op=op, **data)
    assert form.status in expected, form.status
    assert not Proposal.objects.exclude(author=None).exists()


@pytest.mark.parametrize("name", [name for name, (_data, expected) in CORPUS.items() if expected == {422}])
def test_a_refusal_says_what_is_wrong_and_keeps_what_was_typed(form, name):
    form.send(op="show", title="Un titre à garder", **CORPUS[name][0])
    assert form.errors
    assert form.value("title") == "Un titre à garder"


OPERATIONS = [
    "\x00",
    "add",
    "add x",
    "add kind",
    "add steps-zzz-hours",
    "remove steps-zzz",
    "remove " + "steps-" * 5_000,
    "up steps",
    "down",
    "🙂 steps-book",
    "send ",
    "SEND",
    "add steps " + "x" * 10_000,
]


@pytest.mark.parametrize("op", OPERATIONS)
def test_a_button_of_no_form_sends_nothing_and_loses_nothing(form, op):
    form.send(op=op, title="Un titre à garder")
    assert form.status == (200 if op.startswith("add steps x") else 422)
    assert form.value("title") == "Un titre à garder"
    assert not Proposal.objects.exclude(author=None).exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_text_or_are_refused(form, text):
    form.type(
        title=text, steps__book__instructions=text, **SOURCE, **{"evidence-proof": text, "evidence-comment": text}
    )
    form.press("show")
    if form.status == 200:
        form.press("send")
    assert form.status in {200, 422}
    content = form.response.content.decode()
    assert "<script>alert" not in content
    assert "49 " not in form.text
    if form.status == 200:
        title = Proposal.objects.exclude(author=None).get().document.title
        assert title == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("version", ["0", "999999999", "-1", "1.0", "²", "x" * 1_000, "\x00", "9" * 10_000])
def test_a_version_that_no_form_was_opened_on_is_the_current_one(form, version):
    form.send(op="show", base_version=version, **{"fees-stamp-amount": "75"})
    assert form.status == 200
    assert "le montant passe de 50,00 € à 75,00 €" in form.text


@pytest.mark.parametrize("key", ["", "x", "\x00" * 32, "F" * 32, "0" * 10_000, "'" * 32])
def test_a_key_that_no_form_gave_is_replaced(form, key):
    form.type(fees__stamp__amount="75").press("show")
    form.send(op="send", key=key, **SOURCE)
    assert form.status == 200
    assert Proposal.objects.exclude(author=None).get().submission_key.isalnum()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", URLENCODED),
        (b"op=show&title=%ED%A0%80", URLENCODED),  # a lone surrogate
        (b"op=show&title=%FF%FE", URLENCODED),
        (b"op=%", URLENCODED),
        (b"&&&===", URLENCODED),
        (b"op=show", f"{URLENCODED}; charset=utf-16"),
        (b"op=show", f"{URLENCODED}; charset=nonsense"),
        (b'{"op": "show"}', "application/json"),
        (b"\x00\x01\x02", "multipart/form-data"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data; name=op\r\n\r\nshow\r\n--x--", "multipart/form-data; boundary=x"),
        (
            b"".join(
                b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nx\r\n' for _part in range(10_000)
            )
            + b"--x--",
            "multipart/form-data; boundary=x",
        ),
        (b"op=show", ""),
        (b"op=show", "x" * 10_000),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_body_that_is_no_form_is_refused(form, body, content_type):
    response = form.client.generic("POST", form.address, body, content_type)
    assert response.status_code in REFUSED | {200}
    assert not Proposal.objects.exclude(author=None).exists()


ACTS = {
    "refuser": [
        {},
        {"code": "\x00"},
        {"code": "other"},
        {"code": "other", "reason": "\x00"},
        {"code": "unclear", "reason": "\u202e"},
        {"code": "unclear", "reason": LONG},
    ],
    "approuver": [
        {},
        {"seen": "\x00"},
        {"seen": "x" * 10_000},
        {"seen": ["a", "b"], "lift": ["\x00", "9" * 400, "-1"]},
    ],
}


@pytest.mark.parametrize(("act", "data"), [(act, data) for act, posts in ACTS.items() for data in posts], ids=repr)
def test_an_act_that_is_no_answer_decides_nothing(at_work, claire, fee_proposal, act, data):
    screen = at_work(claire).open(reverse("offices:proposal", args=[fee_proposal.pk]))
    screen.show(screen.client.post(f"{screen.address}{act}/", data))
    assert screen.status in {409, 422}
    assert screen.errors
    fee_proposal.refresh_from_db()
    assert fee_proposal.is_pending


@pytest.mark.parametrize(
    "data", [{}, {"code": "\x00"}, {"code": "link_dead", "step": "\x00"}, {"code": LONG}], ids=repr
)
def test_a_warning_that_is_none_is_not_put(at_work, claire, isere, data):
    screen = at_work(claire).open(reverse("offices:warn", args=[isere.filing.slug]))
    screen.show(screen.client.post(screen.address, data))
    assert screen.status == 422
    assert not isere.filing.warnings.exists()


QUESTIONS = [
    "file/?departement=%00&origine=%00&page=%00",
    "file/?departement=" + "9" * 5_000,
    "file/?page=-1",
    "file/?page=" + "9" * 400,
    "sources/?etat=%00",
    "sources/?etat=dead&page=1e9",
    "anomalies/?page=%FF",
    "proposer/{office}/nouvelles-modalites/?fondement=%00&reponse=%00&ailleurs=%00",
    "proposer/{page}/versions/99999999999999999999/",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_that_means_nothing_is_answered_all_the_same(at_work, claire, isere, question):
    address = question.format(page=isere.filing.slug, office=isere.vienne.slug)
    assert at_work(claire).open(f"/espace/{address}").status in {200, 404}


def test_what_the_form_was_not_asked_for_is_ignored(form, amina, claire):
    """Fields of the tables, as if the form set them."""
    foreign = {
        "state": "approved",
        "decided_by": str(claire.pk),
        "author": str(claire.pk),
        "department": "69",
        "id": "x",
    }
    form.type(fees__stamp__amount="75").press("show")
    form.send(op="send", **foreign, **SOURCE)
    proposal = Proposal.objects.get(author=amina)
    assert proposal.is_pending
    assert proposal.decided_by is None
    assert proposal.document.department == FILING["department"]
