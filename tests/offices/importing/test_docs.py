"""docs/importing.md is true: each phrase of its tables gives its fact, each code that an import reports is listed."""

import re
from typing import Any

import pytest
from django.conf import settings

from offices.importing.anomalies import HOLDING, Code
from offices.importing.blocks import Dossier as Shared
from offices.importing.blocks import produce
from offices.importing.paragraphs import paragraphs
from offices.importing.structure import dossier as parts_of
from tests.offices.importing.official import france
from tests.offices.importing.samples import dossier
from tests.offices.importing.test_facts import TODAY, produced

TEXT = (settings.BASE_DIR / "docs" / "importing.md").read_text()
ROWS = dict(re.findall(r"^\| `([a-z_]+)` \| (.+) \|$", TEXT, flags=re.MULTILINE))
PHRASE = re.compile(r"^\| « (.+) » \| `([a-z_]+)` \| (.+) \|$", flags=re.MULTILINE)
OWN, QUOTED = TEXT.partition("### De l'association")[2].split("### Où et comment")


def test_every_anomaly_is_documented_and_none_that_is_not():
    assert set(ROWS) == set(Code.values)


def test_each_has_an_example_and_says_whether_its_block_waits():
    for code, row in ROWS.items():
        example, waits = (cell.strip() for cell in row.split(" | "))
        assert example
        assert (waits == "oui") is (code in HOLDING), code


def block_of(phrase: str) -> Any:
    """What a block with this phrase of the association makes."""
    text = dossier(f"## Préfecture de Quimper\n\n{phrase}").decode()
    [section] = parts_of(paragraphs(text.split("\n")).paragraphs, france()).sections
    return produce(section.blocks[0], section.known, Shared("", "aes", "Bretagne", TODAY))


def stated(row: Any, name: str) -> str:
    """A fact of a row, as docs/importing.md writes it: a list's parts after spaces, a part of a part after a dot."""
    value = row
    for part in name.split("."):
        value = getattr(value[0] if isinstance(value, tuple) and value else value, part, "")
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def holds(row: Any, facts: str) -> bool:
    pairs = re.findall(r"([a-z_.]+)=(.*?)(?=, [a-z_.]+=|$)", facts)
    return bool(pairs) and all(stated(row, name) == value.replace("⏎", "\n") for name, value in pairs)


def shows(made: Any, field: str, facts: str) -> bool:
    value = getattr(made.content if hasattr(made.content, field) else made.office, field)
    if "=" not in facts:
        return str(value) == facts
    return any(holds(row, facts) for row in (value if isinstance(value, (tuple, list)) else [value]))


@pytest.mark.parametrize(("phrase", "field", "facts"), PHRASE.findall(OWN))
def test_a_phrase_of_the_association_gives_its_fact(phrase, field, facts):
    assert shows(block_of(phrase.replace(" ⏎ ", "\n\n")), field, facts)


@pytest.mark.parametrize(("phrase", "field", "facts"), PHRASE.findall(QUOTED))
def test_a_phrase_that_is_quoted_gives_its_fact_and_is_kept_word_for_word(phrase, field, facts):
    quoted = phrase.replace(" ⏎ ", "\n\n")
    made = produced(quoted, way=None)
    assert shows(made, field, facts), getattr(made.content, field, None)
    words = "".join("".join(passage.text for passage in made.content.passages).split())
    assert "".join(quoted.split()) == words
