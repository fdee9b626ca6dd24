"""What a page demands that the law may speak of, read from its codes. Each practice: rows that carry it, and some that
look like it and do not."""

import pytest

from offices.content import parse
from offices.enums import Practice, TopicKind
from offices.practices import PRACTICES, Topic, carried, topics_of
from tests.offices.small_contents import BOOKING, BY_POST, procedure

ONLINE = {"id": "r1", "purpose": "send", "channel": "online_form"}
BY_EMAIL = {"id": "r1", "purpose": "send", "channel": "email"}
IN_HAND = {"id": "r2", "purpose": "hand_in", "channel": "counter"}
LASTING = {"quantity": 5, "unit": "year"}


def one(rows: str, **codes) -> dict:
    """A procedure with one row."""
    return {rows: [{"id": "r1", **codes}]}


def lasting(measure: str, **codes) -> dict:
    return one("conditions", thresholds=[{"id": "t1", "measure": measure, **LASTING, **codes}])


# Practice → (facts that carry it, facts that do not).
EXAMPLES: dict[Practice, tuple[dict, dict]] = {
    Practice.ONLINE_ONLY: ({"steps": [ONLINE]}, {"steps": [ONLINE, IN_HAND | {"alternative": True}]}),
    Practice.POST_ONLY: ({"steps": [BY_POST]}, {"steps": [BY_POST, ONLINE]}),
    Practice.EMAIL_ONLY: ({"steps": [BY_EMAIL]}, {"steps": [BY_EMAIL | {"purpose": "ask"}]}),
    Practice.BOOKING_ONLY: ({"steps": [BOOKING]}, {"steps": [BOOKING, BY_POST | {"alternative": True}]}),
    Practice.POST_FORBIDDEN: (one("forbidden_channels", channel="post"), one("forbidden_channels", channel="phone")),
    Practice.COUNTER_FORBIDDEN: (one("forbidden_channels", channel="counter"), {"steps": [IN_HAND]}),
    Practice.EMAIL_FORBIDDEN: (one("forbidden_channels", channel="email"), {"steps": [BY_EMAIL]}),
    Practice.EMAIL_REQUIRED: ({"steps": [ONLINE | {"needs": ["email_address"]}]}, {"steps": [ONLINE]}),
    Practice.ACCOUNT_REQUIRED: ({"steps": [ONLINE | {"needs": ["account"]}]}, {"steps": [ONLINE]}),
    Practice.BANK_CARD_REQUIRED: (one("fees", amount="50", means="card"), one("fees", amount="50", means="tax_stamp")),
    Practice.IN_PERSON: (one("day_rules", rule="in_person"), {"steps": [IN_HAND]}),
    Practice.SPOUSE_MUST_ATTEND: (one("day_rules", rule="spouse_attends"), one("day_rules", rule="in_person")),
    Practice.NO_COMPANION: (one("day_rules", rule="no_companion"), one("day_rules", rule="one_person_per_booking")),
    Practice.LIMITED_TICKETS: (one("day_rules", rule="limited_tickets"), one("day_rules", rule="arrive_early")),
    Practice.LATE_TURNED_AWAY: (one("day_rules", rule="late_not_registered"), one("day_rules", rule="arrive_early")),
    Practice.FEE_AT_FILING: (one("fees", amount="50", due="at_filing"), one("fees", amount="50", due="if_granted")),
    Practice.FEE_NOT_REFUNDABLE: (one("fees", amount="200", not_refundable="50"), one("fees", amount="200")),
    Practice.INCOMPLETE_REFUSED: (one("incomplete", outcome="not_examined"), one("incomplete", outcome="returned")),
    Practice.INCOMPLETE_RETURNED: (one("incomplete", outcome="returned"), one("incomplete", outcome="refused")),
    Practice.INCOMPLETE_CLOSED: (one("incomplete", outcome="closed"), one("incomplete", outcome="completion_asked")),
    Practice.INCOMPLETE_CANCELS_BOOKING: (
        one("incomplete", outcome="booking_cancelled"),
        one("incomplete", outcome="returned"),
    ),
    Practice.RECEIPT_IF_COMPLETE: (one("aftermath", code="receipt_if_complete"), one("aftermath", code="summoned")),
    Practice.NO_RECEIPT: (one("aftermath", code="no_receipt"), one("aftermath", code="receipt_if_complete")),
    Practice.ONE_REQUEST_ONLY: (one("aftermath", code="one_request_only"), one("aftermath", code="contacted")),
    Practice.DO_NOT_ASK: (one("aftermath", code="do_not_ask"), one("aftermath", code="contacted")),
    Practice.SWORN_TRANSLATION: (
        one("requirements", document="civil_status", sworn_translation=True),
        one("requirements", document="civil_status"),
    ),
    Practice.YEARS_OF_PRESENCE: (lasting("residence"), lasting("residence", at_most=True)),
    Practice.MONTHS_OF_WORK: (lasting("work"), lasting("contract")),
    Practice.LENGTH_OF_CONTRACT: (lasting("contract"), lasting("work")),
    Practice.MINIMUM_WAGE: (one("conditions", minimum_wage=True), one("conditions", situation="worker")),
    Practice.LIFE_TOGETHER: (lasting("life_together"), one("conditions", situation="spouse_of_french")),
    Practice.SCHOOLING: (lasting("schooling"), one("conditions", situation="parent_of_pupil")),
    Practice.NATIONALITY_EXCLUDED: (
        one("conditions", kind="excluded", situation="algerian"),
        one("conditions", kind="audience", situation="algerian"),
    ),
    Practice.REMOVAL_ORDER_BAR: (
        one("conditions", kind="bar", situation="removal_order"),
        one("conditions", kind="audience", situation="removal_order"),
    ),
    Practice.DELAY_AFTER_DECISION: (lasting("since_decision"), lasting("residence")),
}


def practices(**facts) -> set[str]:
    return {topic.code for topic in topics_of(procedure(**facts)) if topic.kind == TopicKind.PRACTICE}


def test_every_practice_that_a_note_can_name_is_found_by_a_rule_and_shown_by_an_example():
    assert set(PRACTICES) == set(Practice) == set(EXAMPLES)


@pytest.mark.parametrize("practice", list(Practice))
def test_a_practice_is_read_from_the_codes_that_carry_it(practice):
    carrying, resembling = EXAMPLES[practice]
    assert practice.value in practices(**carrying)
    assert practice.value not in practices(**resembling)
    assert practice.value not in practices()


def rows(practice: Practice, **facts) -> list[str]:
    return [row.id for row in carried(procedure(**facts)).get(Topic(TopicKind.PRACTICE, practice.value), ())]


def test_the_rows_that_say_it_are_named():
    stamps = [{"id": "now", "amount": "50", "due": "at_filing"}, {"id": "then", "amount": "225", "due": "if_granted"}]
    assert rows(Practice.FEE_AT_FILING, fees=stamps) == ["now"]
    either = [ONLINE, {"id": "form", "purpose": "hand_in", "channel": "online_form", "alternative": True}]
    assert rows(Practice.ONLINE_ONLY, steps=[BOOKING, *either]) == ["r1", "form"]


def test_a_booking_by_another_form_on_line_is_on_line_all_the_same():
    assert rows(Practice.BOOKING_ONLY, steps=[BOOKING | {"channel": "online_form"}, IN_HAND]) == ["book"]
    assert rows(Practice.BOOKING_ONLY, steps=[BOOKING, BOOKING | {"id": "call", "channel": "phone"}]) == []


def test_a_step_whose_channel_nobody_knows_forces_no_channel():
    assert rows(Practice.ONLINE_ONLY, steps=[ONLINE, {"id": "send", "purpose": "send"}]) == []


def test_to_bar_whoever_has_less_is_to_demand_as_much():
    less = {"id": "t", "measure": "since_decision", "quantity": 1, "unit": "year", "at_most": True}
    bar = {"id": "c", "kind": "bar", "thresholds": [less]}
    assert rows(Practice.DELAY_AFTER_DECISION, conditions=[bar]) == ["c"]
    assert rows(Practice.DELAY_AFTER_DECISION, conditions=[bar | {"kind": "audience"}]) == []
    assert rows(Practice.DELAY_AFTER_DECISION, conditions=[bar | {"thresholds": [less | {"at_most": False}]}]) == []


def test_a_document_is_carried_by_what_demands_it_and_by_the_message_that_must_hold_it():
    found = carried(
        procedure(
            requirements=[
                {"id": "p", "document": "passport"},
                {"id": "f", "document": "photo", "fallbacks": ["identity"]},
            ],
            steps=[BY_EMAIL | {"attachments": ["passport"]}],
        )
    )
    documents = {topic.code: [row.id for row in rows] for topic, rows in found.items() if topic.kind == "document"}
    assert documents == {"passport": ["p", "r1"], "photo": ["f"]}


def test_a_ground_carries_what_its_own_conditions_and_documents_demand():
    ground = parse(
        {"kind": "ground", "title": "Travail", **lasting("work"), **one("requirements", document="payslips")}
    )
    assert topics_of(ground) == {Topic(TopicKind.PRACTICE, "months_of_work"), Topic(TopicKind.DOCUMENT, "payslips")}


def test_words_that_people_wrote_carry_nothing():
    assert (
        practices(
            conditions=[{"id": "c", "text": "Cinq ans de présence exigés."}], remarks=[{"id": "r", "text": "En ligne."}]
        )
        == set()
    )
