"""A document's row is the page's row where both mean the same, whatever the words of each."""

import pytest

from offices.content import Condition, Threshold
from offices.enums import ConditionKind, Measure, Situation, TimeUnit
from offices.importing.matching import pairs


def condition(identity, text, *years, kind=ConditionKind.REQUIRED, situation=Situation.WORKER):
    thresholds = tuple(
        Threshold(id=f"y{quantity}", measure=Measure.RESIDENCE, quantity=quantity, unit=TimeUnit.YEAR)
        for quantity in years
    )
    return Condition(id=identity, kind=kind, situation=situation, thresholds=thresholds, text=text)


def matched(new, old):
    return {identity: row.id for identity, row in pairs(new, old).items()}


def test_two_conditions_of_the_same_people_are_told_apart_by_their_durations():
    page = [condition("usual", "La règle", 5), condition("short", "Par dérogation", 3)]
    document = [condition("a", "Vous justifiez de trois ans", 3), condition("b", "Vous justifiez de cinq ans", 5)]
    assert matched(document, page) == {"a": "short", "b": "usual"}


@pytest.mark.parametrize(("listed", "expected"), [(2, {"a": "one", "b": "two"}), (1, {})])
def test_what_words_alone_tell_apart_is_taken_in_order_where_there_are_as_many(listed, expected):
    """Two kinds of requests on the page, one more than in the document: which one is meant cannot be known."""
    page = [
        condition(identity, text, kind=ConditionKind.AUDIENCE, situation=Situation.OTHER)
        for identity, text in [("one", "Première demande"), ("two", "Titre de voyage")]
    ]
    document = [
        condition(identity, text, kind=ConditionKind.AUDIENCE, situation=Situation.OTHER)
        for identity, text in [("a", "dépôt d'un premier dossier"), ("b", "titres pour voyager")][:listed]
    ]
    assert matched(document, page) == expected


def test_a_row_typed_more_finely_on_the_page_is_the_document_s_row_of_the_same_words():
    found = condition("a", "Salariés et saisonniers", situation=Situation.OTHER)
    page = found.model_copy(update={"id": "one", "grounds": ("aes-travail",)})
    assert matched([found], [page]) == {"a": "one"}
