"""Laws of the importer, on dossiers drawn at random and damaged in every way that files are damaged.

`HYPOTHESIS_EXAMPLES=2000 pytest tests/offices/importing/test_properties.py` for a long night.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from offices.content import canonical
from offices.importing.anomalies import Code
from offices.importing.documents import Parsed, parse_document
from offices.importing.facts.numbers import DATE, read_date
from offices.importing.markup import fold, inline
from offices.importing.reading import Refused
from tests.offices.importing.official import france
from tests.offices.importing.random_dossiers import DAMAGE, HARMLESS, dossiers
from tests.offices.random_contents import laws

TODAY = date(2026, 11, 20)
chances = st.integers(0, 2**32).map(Random)


def parse(data: bytes) -> Parsed:
    return parse_document("essai.txt", data, france(), TODAY)


def read(data: bytes) -> Parsed | None:
    """The document as read, or None where it was refused with its reason. Anything else breaks the law."""
    try:
        return parse(data)
    except Refused as refusal:
        assert refusal.reason
        return None


def damaged(text: str, chance: Random, times: int) -> bytes:
    """The text after one or several damages, the last of which may leave bytes that are no text any more."""
    for _time in range(times - 1):
        text = chance.choice(DAMAGE)(text, chance).decode(errors="replace").replace("\x00", "") or text
    return chance.choice([*DAMAGE, *HARMLESS])(text, chance)


def letters(text: str) -> str:
    """Letters and digits alone: marks, blanks and line ends are no words."""
    return re.sub(r"[\W_]", "", text)


# --- Nothing invented ------------------------------------------------------------------------------------------------


def values(node: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """(field, value) of every leaf of a content."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from values(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, name)
    else:
        yield name, node


def days_of(text: str) -> set[str]:
    """Every day that a text writes, the day before each ("avant le …"), and those that take month and year after."""
    folded = fold(text)
    written = {read_date(found) for found in re.findall(DATE, folded)}
    for first, month, year in re.findall(r"(\d{1,2}) et (?:le |au )?\d{1,2}\s?/\s?(\d{1,2})\s?/\s?(\d{4})", folded):
        written.add(read_date(f"{first}/{month}/{year}"))
    days = {day for day in written if day}
    return {day.isoformat() for day in days} | {(day - timedelta(days=1)).isoformat() for day in days}


def invented(parsed: Parsed, text: str) -> list[tuple[str, Any]]:
    """The addresses, numbers, amounts and days of the pages that the text does not write."""
    plain = re.sub(r"\s", "", text).replace("’", "'")
    plain += re.sub(r"[\\*]", "", plain)  # as it is written, and without its marks
    digits = re.sub(r"\D", "", text)
    days = days_of(re.sub(r"[\n*]", " ", text)) | days_of(re.sub(r"[\n*]", "", text))
    known = {
        "url": lambda value: value.removeprefix("http://") in plain or value in plain,
        "communes_url": lambda value: value in plain,
        "contact_form": lambda value: value in plain,
        "email": lambda value: value in plain,
        "phone": lambda value: re.sub(r"\D", "", value) in digits,
        "postcode": lambda value: value in digits,
        "amount": lambda value: value.removesuffix(".00").replace(".", "") in digits,
        "not_refundable": lambda value: value.removesuffix(".00").replace(".", "") in digits,
        "valid_from": days.__contains__,
        "valid_until": days.__contains__,
        "dated": days.__contains__,
        "stated_on": days.__contains__,
        "read_on": days.__contains__,
        "code": lambda value: not value.isupper() or value in plain,
    }
    documents = [json.loads(canonical(page.content)) for page in parsed.pages]
    return [(name, value) for name, value in values(documents) if name in known and not known[name](value)]


@given(dossiers(), chances, st.integers(1, 3))
@laws
def test_nothing_is_invented_whatever_the_damage(text, chance, times):
    data = damaged(text, chance, times)
    if parsed := read(data):
        assert not invented(parsed, data.decode("utf-8-sig", errors="replace"))


# --- Nothing lost, in order ------------------------------------------------------------------------------------------


def kept_words(parsed: Parsed) -> str:
    """What the pages keep word for word, and what a person is shown of the rest."""
    passages = [passage.text for page in parsed.pages for passage in page.content.passages]
    remarks = [remark.text for page in parsed.pages for remark in page.content.remarks]
    shown = [anomaly.message for anomaly in parsed.anomalies]
    return letters("\n".join([*passages, *remarks, *shown]))


@given(dossiers(), chances, st.integers(1, 3))
@laws
def test_every_line_has_become_something_whatever_the_damage(text, chance, times):
    data = damaged(text, chance, times)
    if parsed := read(data):
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").split("\n")
        assert set(parsed.account) == set(range(1, len(lines) + 1))
        reported = {anomaly.line for anomaly in parsed.anomalies if anomaly.code == Code.UNPLACED_LINE}
        assert {number for number, use in parsed.account.items() if use == "unplaced"} <= reported
        kept = kept_words(parsed)
        for number, use in parsed.account.items():
            line = lines[number - 1]
            # Where a mark or an address is cut, what a reader sees of one line cannot be told from that line alone.
            if use == "passage" and number not in reported and not re.search(r"[\[\]()<>\\]|//|@|www", line):
                assert letters(inline(line).text) in kept, (number, line)


@given(dossiers())
@laws
def test_quoted_words_stand_in_their_order(text):
    whole, at = letters(inline(text).text), 0
    for page in parse(text.encode()).pages:
        for passage in page.content.passages:
            found = whole.find(letters(passage.text), at)
            assert found >= 0, passage.text
            at = found


LIST = {
    "trois photos": "photo",
    "un passeport": "passport",
    "un justificatif de domicile": "proof_of_address",
    "deux enveloppes timbrées": "stamped_envelope",
    "un extrait Kbis": "company_registration",
    "un acte de naissance": "civil_status",
}
WAYS = {
    "Envoyez le dossier par courrier.": "post",
    "Déposez le dossier dans la boîte aux lettres.": "dropbox",
    "Ou déposez-le sur https://www.demarches-simplifiees.fr/commencer/aes-29.": "online_form",
}


@given(st.permutations(list(LIST)), st.permutations(list(WAYS)))
@laws
def test_documents_and_ways_stand_in_the_order_of_the_text(items, ways):
    from tests.offices.importing.test_facts import read as facts_of

    quoted = "\n\n".join([*ways, "Pièces à fournir :", *(f"- {item}" for item in items)])
    content = facts_of(quoted, way=None)
    assert [row.document for row in content.requirements] == [LIST[item] for item in items]
    assert [step.channel for step in content.steps] == [WAYS[way] for way in ways]


# --- The same again --------------------------------------------------------------------------------------------------


def facts(parsed: Parsed) -> list[Any]:
    """What the pages state, without the words that they quote and without ids, which follow from the spelling."""

    def stated(node: Any) -> Any:
        if isinstance(node, dict):
            left_out = ("id", "source", "passages", "remarks")
            return {name: stated(value) for name, value in node.items() if name not in left_out}
        if isinstance(node, list):
            return [stated(value) for value in node]
        return re.sub(r"\s+", " ", fold(node)) if isinstance(node, str) else node

    return [(page.slug, page.dated, page.held, stated(json.loads(canonical(page.content)))) for page in parsed.pages]


@given(dossiers())
@laws
def test_the_same_bytes_give_the_same_pages(text):
    first, second = parse(text.encode()), parse(text.encode())
    assert [canonical(page.content) for page in first.pages] == [canonical(page.content) for page in second.pages]
    assert first.anomalies == second.anomalies


@given(dossiers(), st.sampled_from(HARMLESS), chances)
@laws
def test_what_another_program_does_to_a_text_changes_no_fact(text, change, chance):
    assert facts(parse(change(text, chance))) == facts(parse(text.encode()))
