"""How a change is laid out: not said twice, marked word by word, and bounded however long the text."""

from offices.changes import diff
from offices.content import parse
from offices.views.workspace.comparing import AROUND, COMPARED, LONG, shown
from tests.plugins.cast import FILING, changed, with_fee

BASE = parse(FILING)


def with_passages(*texts: str):
    return changed(BASE, passages=[{"id": f"p{number}", "text": text} for number, text in enumerate(texts)])


def only(before, after):
    [change] = shown(diff(before, after))
    return change


def joined(parts) -> str:
    return "".join(text for _op, text in parts)


def test_two_short_values_stand_side_by_side_even_on_a_phone():
    change = only(BASE, with_fee(BASE, "75"))
    assert (joined(change.before), joined(change.after)) == ("50,00\u00a0€", "75,00\u00a0€")
    assert change.narrow
    assert change.anchor == "id_fees-stamp-amount"


def test_old_and_new_are_marked_where_they_differ():
    change = only(with_passages("Envoyez le dossier par courrier."), with_passages("Envoyez le dossier par courriel."))
    assert change.before == [("equal", "Envoyez le dossier par "), ("delete", "courrier.")]
    assert change.after == [("equal", "Envoyez le dossier par "), ("insert", "courriel.")]


def test_of_a_long_text_only_what_differs_is_shown_and_the_whole_is_one_tap_away():
    before = "mot " * 2_000 + "lundi" + " mot" * 2_000
    after = before.replace("lundi", "mardi")
    change = only(with_passages(before), with_passages(after))
    assert ("delete", "lundi ") in change.passages
    assert ("insert", "mardi ") in change.passages
    assert len(joined(change.passages)) < 4 * AROUND
    assert change.whole == (before.strip(), after.strip())


def test_what_the_sentence_says_whole_is_not_said_again():
    change = only(BASE, changed(BASE, remarks=[{"id": "r", "text": "Venez tôt."}]))
    assert "Venez tôt." in change.sentence
    assert change.passages is None


def test_what_the_sentence_cuts_is_shown_and_what_is_long_is_cut_once_more():
    [change] = shown(diff(BASE, with_passages("mot " * 100)))
    assert change.passages == [("insert", ("mot " * 100).strip())]
    assert change.whole is None
    [change] = shown(diff(BASE, with_passages("mot " * 1_000)))
    assert len(joined(change.passages)) <= LONG
    assert change.whole == ("", ("mot " * 1_000).strip())


def test_a_removed_text_can_be_read_before_it_goes():
    [change] = shown(diff(with_passages("mot " * 1_000), BASE))
    assert change.passages[0][0] == "delete"
    assert change.whole == (("mot " * 1_000).strip(), "")
    assert change.anchor == "", "its field is not in the form any more"


def test_beyond_what_can_be_compared_in_time_texts_are_shown_whole():
    size = COMPARED // 8
    before = with_passages(*("a " * (size // 2) for _number in range(6)))
    after = with_passages(*("a " * (size // 2 - 1) + "b" for _number in range(6)))
    found = shown(diff(before, after))
    assert [part[0] for part in found[0].passages] == ["equal", "delete", "insert"]
    assert [part[0] for part in found[-1].passages] == ["delete", "insert"]
    assert all(change.whole for change in found)
