"""Two people change one page. Nothing either wrote is lost without a word, and nothing is chosen between them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offices import content
from offices.changes import merge
from offices.changes.shape import fields, is_empty
from offices.content import canonical, parse
from tests.offices.random_contents import edited, edits, laws, numbers, random_content, rows_of
from tests.offices.small_contents import ASK, BOOKING, BY_POST, GATHER, office, plain, procedure

BY_EMAIL = {"id": "email", "purpose": "send", "channel": "email", "email": "pref-etrangers@tarn.gouv.fr"}
SOURCE = {"id": "s1", "title": "Déposer une demande", "url": "https://www.isere.gouv.fr/depot"}


def merged(base, published, proposed) -> Any:
    """The content of a merge that must succeed, either way round."""
    forth, back = merge(base, published, proposed), merge(base, proposed, published)
    assert not forth.conflicts and not back.conflicts
    assert canonical(forth.content) == canonical(back.content)
    return forth.content


def conflicts(base, published, proposed) -> list[tuple[str, ...]]:
    """Paths of the conflicts of a merge that must not succeed, either way round."""
    forth, back = merge(base, published, proposed), merge(base, proposed, published)
    assert forth.content is back.content is None
    assert swapped(forth.conflicts) == [(c.path, c.base, c.published, c.proposed) for c in back.conflicts]
    return [conflict.path for conflict in forth.conflicts]


def swapped(found) -> list[tuple]:
    return [(c.path, c.base, c.proposed, c.published) for c in found]


# --- Two people, one page ------------------------------------------------------------------------------------------


def test_changes_of_different_fields_of_one_step_both_stand():
    base = procedure(steps=[BY_POST])
    published = procedure(steps=[{**BY_POST, "marking": "DAMI"}])
    proposed = procedure(steps=[{**BY_POST, "registered": "required"}])
    assert merged(base, published, proposed) == procedure(
        steps=[{**BY_POST, "marking": "DAMI", "registered": "required"}]
    )


def test_two_channels_for_one_step_are_a_conflict_with_three_values():
    base, published, proposed = (procedure(steps=[{**BY_POST, "channel": c}]) for c in ("post", "email", "counter"))
    (conflict,) = merge(base, published, proposed).conflicts
    assert conflict.path == ("steps", "post", "channel")
    assert plain(conflict.label) == "Étapes › envoyer la demande par courriel › Par quelle voie"
    assert (conflict.base_text, conflict.published_text, conflict.proposed_text) == (
        "par courrier",
        "par courriel",
        "au guichet",
    )


def test_the_same_change_by_both_is_no_conflict():
    base, changed = procedure(steps=[BY_POST]), procedure(steps=[{**BY_POST, "marking": "DAMI"}])
    assert merged(base, changed, changed) == changed


def test_editing_what_the_other_removed_is_a_conflict():
    base, edit = procedure(steps=[BOOKING, BY_POST]), procedure(steps=[BOOKING, {**BY_POST, "marking": "DAMI"}])
    removed = procedure(steps=[BOOKING])
    assert conflicts(base, removed, edit) == [("steps", "post")]
    (conflict,) = merge(base, removed, edit).conflicts
    assert (conflict.published, conflict.published_text) == (None, "(rien)")
    assert "DAMI" in conflict.proposed_text


def test_removing_what_the_other_left_alone_removes_it():
    base = procedure(steps=[BOOKING, GATHER, BY_POST])
    without, marked = procedure(steps=[BOOKING, BY_POST]), [BOOKING, GATHER, {**BY_POST, "marking": "DAMI"}]
    assert merged(base, without, procedure(steps=marked)) == procedure(steps=[marked[0], marked[2]])


def test_pages_of_two_kinds_do_not_merge():
    assert conflicts(None, procedure(), office()) == [("kind",)]


# --- Order ---------------------------------------------------------------------------------------------------------


def ids(page) -> list[str]:
    return [row.id for row in page.steps]


def test_a_move_and_an_edit_of_the_moved_row_both_stand():
    base = procedure(steps=[GATHER, BOOKING, BY_POST])
    first = procedure(steps=[BOOKING, GATHER, BY_POST])
    noted = procedure(steps=[GATHER, {**BOOKING, "code": "AES"}, BY_POST])
    assert merged(base, first, noted) == procedure(steps=[{**BOOKING, "code": "AES"}, GATHER, BY_POST])


def test_two_different_orders_are_a_conflict():
    base = procedure(steps=[GATHER, BOOKING, BY_POST])
    published, proposed = procedure(steps=[BOOKING, GATHER, BY_POST]), procedure(steps=[GATHER, BY_POST, BOOKING])
    assert conflicts(base, published, proposed) == [("steps",)]
    (conflict,) = merge(base, published, proposed).conflicts
    assert plain(conflict.proposed_text) == (
        "1. préparer le dossier ; 2. envoyer la demande par courrier ; 3. prendre rendez-vous en ligne"
    )


def test_added_rows_stay_behind_the_row_they_followed():
    base = procedure(steps=[BOOKING, BY_POST])
    published, proposed = procedure(steps=[BOOKING, GATHER, BY_POST]), procedure(steps=[BOOKING, BY_POST, ASK])
    assert ids(merged(base, published, proposed)) == ["book", "gather", "post", "ask"]


def test_rows_that_both_added_at_one_place_stand_in_the_order_of_their_ids():
    base = procedure(steps=[BOOKING])
    assert ids(merged(base, procedure(steps=[BOOKING, GATHER]), procedure(steps=[BOOKING, ASK]))) == [
        "book",
        "ask",
        "gather",
    ]


def test_a_choice_stays_beside_what_it_is_a_choice_with():
    base = procedure(steps=[BY_POST])
    choice = procedure(steps=[BY_POST, {**BY_EMAIL, "id": "zz", "alternative": True}])
    further = procedure(steps=[BY_POST, ASK])
    assert ids(merged(base, choice, further)) == ["post", "zz", "ask"]


def test_a_choice_that_would_become_one_with_another_step_is_a_conflict():
    base = procedure(steps=[BY_POST, GATHER])
    choice = procedure(steps=[BY_POST, {**BY_EMAIL, "alternative": True}, GATHER])
    assert conflicts(base, procedure(steps=[GATHER]), choice) == [("steps",)]

    base = procedure(steps=[BY_POST, {**BY_EMAIL, "alternative": True}])
    with_gather = procedure(steps=[BY_POST, GATHER, {**BY_EMAIL, "alternative": True}])
    with_ask = procedure(steps=[BY_POST, ASK, {**BY_EMAIL, "alternative": True}])
    assert conflicts(base, with_gather, with_ask) == [("steps",)]


# --- What is one fact to a reader ----------------------------------------------------------------------------------


def test_half_of_each_address_would_be_a_wrong_address():
    base = procedure(steps=[BY_POST])
    address = BY_POST["address"]
    other_street = procedure(steps=[{**BY_POST, "address": {**address, "lines": ["Préfecture", "BP 1046"]}}])
    other_town = procedure(steps=[{**BY_POST, "address": {**address, "city": "Vienne"}}])
    assert conflicts(base, other_street, other_town) == [("steps", "post", "address")]


def test_an_address_with_every_correction_of_the_other_stands():
    base = procedure(steps=[BY_POST])
    address = {**BY_POST["address"], "postcode": "38021"}
    corrected = procedure(steps=[{**BY_POST, "address": address}])
    corrected_further = procedure(steps=[{**BY_POST, "address": {**address, "city": "Grenoble Cedex 1"}}])
    assert merged(base, corrected, corrected_further) == corrected_further


def test_an_address_written_out_and_one_by_reference_are_a_conflict():
    base = procedure(steps=[{"id": "post", "purpose": "send", "channel": "post"}])
    written = procedure(steps=[BY_POST])
    referred = procedure(steps=[{"id": "post", "purpose": "send", "channel": "post", "office": "prefecture-grenoble"}])
    assert set(conflicts(base, written, referred)) == {("steps", "post", "address"), ("steps", "post", "office")}


def test_the_days_of_one_and_the_hours_of_the_other_are_a_conflict():
    base, days, closes = (
        office(hours=[{"id": "h1", "days": ["mon"], "opens": "09:00", "closes": "12:00", **changed}])
        for changed in ({}, {"days": ["mon", "tue"]}, {"closes": "11:30"})
    )
    assert conflicts(base, days, closes) == [("hours", "h1")]


@pytest.mark.parametrize(
    ("rows", "base", "published", "proposed"),
    [
        ("fees", {"amount": "200", "not_refundable": "50"}, {"amount": "225"}, {"not_refundable": "75"}),
        ("processing_times", {"quantity": 4, "unit": "month"}, {"quantity": 6}, {"unit": "week"}),
        ("deadlines", {"quantity": 2, "unit": "month", "event": "arrival"}, {"quantity": 3}, {"after": True}),
        ("legal_bases", {"text": "CESEDA", "article": "L. 435-1"}, {"text": "CRPA"}, {"article": "L. 114-3"}),
        ("day_rules", {"rule": "arrive_early", "minutes": 15}, {"rule": "not_before"}, {"minutes": 30}),
    ],
)
def test_fields_that_state_one_fact_together_come_from_one_person(rows, base, published, proposed):
    one, two, three = (procedure(**{rows: [{"id": "r1", **base, **facts}]}) for facts in ({}, published, proposed))
    expected = {(rows, "r1", name) for name in {**published, **proposed}}
    assert set(conflicts(one, two, three)) == expected


def test_an_office_that_handles_nothing_and_one_whose_way_became_known_are_a_conflict():
    base, refused, known = procedure(way="unknown"), procedure(way="unknown", handling="not_handled"), procedure()
    assert set(conflicts(base, refused, known)) == {("handling",), ("way",)}


def test_codes_that_both_add_to_a_list_are_joined():
    base, printer, account = (
        procedure(steps=[{**BOOKING, "needs": needs}])
        for needs in (["internet"], ["internet", "printer"], ["internet", "account"])
    )
    assert merged(base, printer, account).steps[0].needs == ("internet", "account", "printer")
    (without,) = merged(base, procedure(steps=[BOOKING]), printer).steps
    assert without.needs == ("printer",)


def test_a_code_that_both_replaced_otherwise_is_a_conflict():
    base, printer, account = (
        procedure(steps=[{**BOOKING, "needs": needs}]) for needs in (["internet"], ["printer"], ["account"])
    )
    assert conflicts(base, printer, account) == [("steps", "book", "needs")]


def test_lists_in_which_empty_means_everyone_are_not_joined():
    base = procedure(steps=[BOOKING])
    work, family = (procedure(steps=[{**BOOKING, "grounds": [slug]}]) for slug in ("aes-travail", "aes-vie-privee"))
    assert conflicts(base, work, family) == [("steps", "book", "grounds")]


# --- Rows that two people added ------------------------------------------------------------------------------------


def test_equal_rows_that_both_added_become_one_under_the_smaller_id():
    base = procedure(requirements=[])
    one, two = (procedure(requirements=[{"id": row_id, "document": "passport"}]) for row_id in ("b2", "a1"))
    assert merged(base, one, two) == two


def test_of_several_equal_rows_each_meets_one_of_the_other_side_in_the_order_of_their_ids():
    base = procedure(steps=[])
    envelopes = {"document": "stamped_envelope"}
    one, two = (
        procedure(requirements=[{"id": row_id, **envelopes} for row_id in row_ids])
        for row_ids in (("a1", "c3", "e5"), ("b2", "d4"))
    )
    assert [row.id for row in merged(base, one, two).requirements] == ["a1", "c3", "e5"]


def test_a_source_that_both_added_backs_the_facts_of_both():
    base = procedure(steps=[BOOKING, BY_POST])
    published = procedure(steps=[{**BOOKING, "source": "s1"}, BY_POST], sources=[SOURCE])
    proposed = procedure(steps=[BOOKING, {**BY_POST, "source": "s9"}], sources=[{**SOURCE, "id": "s9"}])
    result = merged(base, published, proposed)
    assert [row.id for row in result.sources] == ["s1"]
    assert [row.source for row in result.steps] == ["s1", "s1"]


def test_removing_the_source_of_a_fact_that_the_other_adds_is_a_conflict():
    base = procedure(steps=[BOOKING], sources=[SOURCE])
    rests_on_it = procedure(steps=[{**BOOKING, "source": "s1"}], sources=[SOURCE])
    assert conflicts(base, procedure(steps=[BOOKING]), rests_on_it) == [("sources", "s1")]


def test_two_people_who_wrote_the_same_new_page_agree_where_they_say_the_same_or_nothing():
    one = office(website="https://www.isere.gouv.fr/", emails=[{"id": "m1", "email": "pref@isere.gouv.fr"}])
    two = office(news_page="https://www.isere.gouv.fr/actualites", hours=[{"id": "h1", "days": ["mon"]}])
    result = merged(None, one, two)
    assert (result.website, result.news_page) == (one.website, two.news_page)
    assert (result.emails, result.hours) == (one.emails, two.hours)
    assert conflicts(None, one, office(website="https://isere.gouv.fr/")) == [("website",)]


# --- Laws (reliability.md, D16) ------------------------------------------------------------------------------------


@laws
@given(numbers, edits, edits, st.booleans())
def test_swapping_the_sides_changes_nothing_but_the_labels(number, ours, theirs, from_nothing):
    page = random_content(number)
    base, published, proposed = None if from_nothing else page, edited(page, ours), edited(page, theirs)
    forth, back = merge(base, published, proposed), merge(base, proposed, published)
    by_path = {conflict.path: conflict for conflict in back.conflicts}
    assert {conflict.path for conflict in forth.conflicts} == by_path.keys()
    for conflict in forth.conflicts:
        other = by_path[conflict.path]
        assert conflict.base == other.base and conflict.base_text == other.base_text
        assert (conflict.published, conflict.proposed) == (other.proposed, other.published)
        assert (conflict.published_text, conflict.proposed_text) == (other.proposed_text, other.published_text)
        assert conflict.published != conflict.proposed
    assert (forth.content is None) == bool(forth.conflicts) == bool(back.conflicts)
    if forth.content is not None:
        assert canonical(forth.content) == canonical(back.content)
        assert parse(forth.content.model_dump()) == forth.content


@laws
@given(numbers, edits)
def test_a_change_over_an_unchanged_page_is_that_change(number, made):
    base = random_content(number)
    changed = edited(base, made)
    assert merged(base, base, changed) == changed
    assert merged(base, changed, changed) == changed


@laws
@given(numbers, edits, edits)
def test_merging_again_changes_nothing(number, ours, theirs):
    base = random_content(number)
    published, proposed = edited(base, ours), edited(base, theirs)
    if (result := merge(base, published, proposed).content) is not None:
        assert merged(base, result, proposed) == merged(base, published, result) == result


@laws
@given(numbers, edits, edits)
def test_every_change_of_either_is_in_the_result_or_there_is_a_conflict(number, ours, theirs):
    base = random_content(number)
    published, proposed = edited(base, ours), edited(base, theirs)
    if (result := merge(base, published, proposed).content) is None:
        return
    for side in (published, proposed):
        assert_rows_stand(base, side, result)
        assert_fields_stand(base, side, result)
        assert_orders_stand(base, side, result)


def assert_rows_stand(base, side, result) -> None:
    """What one side added is there, what it removed is not."""
    before, new, now = rows_of(base), rows_of(side), rows_of(result)
    for path in before.keys() & new.keys():
        old_ids, new_ids = ({row.id for row in lists[path]} for lists in (before, new))
        assert not (old_ids - new_ids) & {row.id for row in now.get(path, ())}
        for row in new[path]:
            assert row.id in old_ids or any(says(other, row, result, side) for other in now[path]), (path, row)


def says(held, wanted, result, side, name="") -> bool:
    """Whether a value of the result says all that one of a side says, whatever the ids: the other may say more."""
    if isinstance(wanted, content.Frozen):
        names = [name for name in type(wanted).model_fields if name != "id"]
        return all(says(getattr(held, name), getattr(wanted, name), result, side, name) for name in names)
    if isinstance(wanted, tuple) and wanted and isinstance(wanted[0], content.Row):
        return all(any(says(row, other, result, side) for row in held) for other in wanted)
    if isinstance(wanted, tuple):
        return set(wanted) <= set(held)
    if name == "source" and held != wanted:
        ours, theirs = ({row.id: row for row in page.sources} for page in (result, side))
        return not wanted or (held in ours and wanted in theirs and says(ours[held], theirs[wanted], result, side))
    return held == wanted or is_empty(wanted)


def assert_fields_stand(base, side, result) -> None:
    """What one side changed in the page, or in a row that was there, is as that side wrote it."""
    before, new, now = facts(base), facts(side), facts(result)
    for path, old in before.items():
        if new.get(path, old) == old:
            continue
        wanted, held = new[path], now[path]
        if isinstance(wanted, tuple) and held != wanted:
            assert set(wanted) - set(old) <= set(held) and not (set(old) - set(wanted)) & set(held), path
        elif path[-1] == "source":
            assert bool(held) == bool(wanted), path
        else:
            assert held == wanted, path


def facts(page) -> dict[tuple[str, ...], Any]:
    """Every field that holds no other object, by its path."""
    found: dict[tuple[str, ...], Any] = {}

    def visit(node: Any, path: tuple[str, ...]) -> None:
        for field in fields(type(node)):
            value = getattr(node, field.name)
            if field.row:
                for row in value:
                    visit(row, (*path, field.name, row.id))
            elif field.group:
                visit(value, (*path, field.name))
            else:
                found[(*path, field.name)] = value

    visit(page, ())
    return found


def assert_orders_stand(base, side, result) -> None:
    """Of two rows of the base that one side put in another order, the result keeps the new order."""
    new, now = rows_of(side), rows_of(result)
    for path, rows in rows_of(base).items():
        places = [{row.id: place for place, row in enumerate(lists.get(path, ()))} for lists in (new, now)]
        common = [row.id for row in rows if all(row.id in place for place in places)]
        for number, first in enumerate(common):
            for second in common[number + 1 :]:
                if places[0][first] > places[0][second]:
                    assert places[1][first] > places[1][second], path
