"""A proposal carried over to a page that changed meanwhile: nobody's decided change is undone without being seen."""

from hypothesis import given

from offices.changes import carried_over, merge
from offices.content import parse
from tests.offices.random_contents import edited, edits, laws, numbers, random_content
from tests.plugins.cast import FILING, changed, with_address, with_fee

BASE = parse(FILING)


def test_what_both_changed_says_what_the_author_wants_and_the_rest_what_was_decided():
    published = changed(with_fee(BASE, "75"), title="Un autre titre")
    proposed = with_fee(BASE, "80")
    carried = carried_over(BASE, published, proposed)
    assert carried.fees[0].amount == "80.00"
    assert carried.title == "Un autre titre"


def test_a_row_that_others_removed_is_there_again_where_the_author_edits_it():
    published = changed(BASE, fees=[], title="Un autre titre")
    carried = carried_over(BASE, published, with_fee(BASE, "80"))
    assert [fee.amount for fee in carried.fees] == ["80.00"]
    assert carried.title == "Un autre titre"


def test_a_row_that_others_edited_is_gone_where_the_author_removes_it():
    carried = carried_over(BASE, with_address(with_fee(BASE, "75"), "1 rue Neuve"), changed(BASE, fees=[]))
    assert carried.fees == ()
    assert carried.steps[1].address.lines[1] == "1 rue Neuve"


def test_two_orders_become_that_of_the_author_with_the_rows_as_they_were_decided():
    steps = [
        *BASE.model_dump(mode="json")["steps"],
        {"id": "pay", "purpose": "pay"},
        {"id": "ask", "purpose": "ask", "channel": "phone"},
    ]
    base = changed(BASE, steps=steps)
    reworded = [*steps[:3], steps[3] | {"phone": "01 23 45 67 89"}]
    published = changed(base, steps=[reworded[1], reworded[0], *reworded[2:]])
    proposed = changed(base, steps=[steps[2], *steps[:2], steps[3]])
    assert merge(base, published, proposed).content is None
    carried = carried_over(base, published, proposed)
    assert [step.id for step in carried.steps] == ["pay", "book", "post", "ask"]
    assert carried.steps[3].phone == "01 23 45 67 89"


@laws
@given(numbers, edits, edits)
def test_any_two_changes_can_be_carried_over(number, ours, theirs):
    """Without a conflict it is the merge; with one, carrying it over again to the same page changes nothing more."""
    base = random_content(number)
    published, proposed = edited(base, ours), edited(base, theirs)
    carried = carried_over(base, published, proposed)
    merged = merge(base, published, proposed).content
    assert merged is None or carried == merged
    assert merge(published, published, carried).content == carried
