"""What a préfecture demands or refuses, read from the codes of a content alone, and the rows in which it says so.

A legal note speaks of practices and of documents. It stands on every page that carries one of them, beside the very
rows that do, and leaves with them. Nothing of this is written in the contents: one table says which rows carry what.
Only a content's own codes count, never its prose, so the same page always carries the same practices.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from offices.content import Content, Fact, LegalNoteContent, ProcedureContent, Step
from offices.enums import (
    AccessRule,
    AftermathCode,
    Channel,
    ConditionKind,
    FeeDue,
    FileRule,
    IncompleteOutcome,
    Measure,
    Need,
    PaymentMeans,
    Practice,
    Situation,
    StepPurpose,
    TopicKind,
)

Carriers = Callable[[Content], Iterable[Fact]]

FILING = frozenset({StepPurpose.SEND, StepPurpose.HAND_IN})
ONLINE = frozenset({Channel.BOOKING, Channel.ONLINE_FORM})
NATIONALITIES = {Situation.ALGERIAN, Situation.TUNISIAN_MOROCCAN}
SET_ASIDE = {
    IncompleteOutcome.REFUSED,
    IncompleteOutcome.NOT_REGISTERED,
    IncompleteOutcome.NOT_EXAMINED,
    IncompleteOutcome.INADMISSIBLE,
}
BARRED = {ConditionKind.BAR, ConditionKind.EXCLUDED}
TOO_LATE = {AccessRule.LATE_NOT_RECEIVED, AccessRule.LATE_NOT_REGISTERED}


class Topic(NamedTuple):
    """What a legal note can speak of: a practice, or a document that is demanded."""

    kind: TopicKind
    code: str


# --- The rows that carry a practice --------------------------------------------------------------------------------


def coded(rows: str, **wanted: object) -> Carriers:
    """Rows of a list whose fields hold (one of) these codes: `coded("fees", due=FeeDue.AT_FILING)`."""
    codes = {name: code if isinstance(code, (set, frozenset)) else {code} for name, code in wanted.items()}

    def carrying(content: Content) -> Iterator[Fact]:
        for row in getattr(content, rows, ()):  # a kind of page has some lists and not others
            if all(holds(getattr(row, name), code) for name, code in codes.items()):
                yield row

    return carrying


def holds(value: object, codes: Set[object]) -> bool:
    return not codes.isdisjoint(value) if isinstance(value, tuple) else value in codes


def any_of(*carriers: Carriers) -> Carriers:
    return lambda content: chain.from_iterable(carrying(content) for carrying in carriers)


def only_by(purposes: frozenset[StepPurpose], channels: frozenset[Channel]) -> Carriers:
    """The steps of these purposes, where neither they nor what one may do in their place use any other channel."""

    def carrying(content: Content) -> list[Step]:
        ways = [way for way in choices(content) if any(step.purpose in purposes for step in way)]
        open_to = {step.channel for way in ways for step in way}
        return [step for way in ways for step in way] if open_to and open_to <= channels else []

    return carrying


def choices(content: Content) -> list[list[Step]]:
    """The steps in their order, each with those that may be taken in its place."""
    found: list[list[Step]] = []
    for step in content.steps if isinstance(content, ProcedureContent) else ():
        if step.alternative and found:
            found[-1].append(step)
        else:
            found.append([step])
    return found


def lasting(measure: Measure) -> Carriers:
    """Conditions that demand at least so much of something. A maximum demands nothing, but where it bars: whoever is
    refused for less than a year of it must have a year."""

    def carrying(content: Content) -> Iterator[Fact]:
        for row in getattr(content, "conditions", ()):
            bars = row.kind in BARRED
            if any(threshold.measure == measure and threshold.at_most == bars for threshold in row.thresholds):
                yield row

    return carrying


def not_refunded(content: Content) -> Iterator[Fact]:
    return (fee for fee in getattr(content, "fees", ()) if fee.not_refundable)


PRACTICES: dict[Practice, Carriers] = {
    Practice.ONLINE_ONLY: only_by(FILING, frozenset({Channel.ONLINE_FORM})),
    Practice.POST_ONLY: only_by(FILING, frozenset({Channel.POST})),
    Practice.EMAIL_ONLY: only_by(FILING, frozenset({Channel.EMAIL})),
    Practice.BOOKING_ONLY: only_by(frozenset({StepPurpose.BOOK}), ONLINE),
    Practice.POST_FORBIDDEN: coded("forbidden_channels", channel=Channel.POST),
    Practice.COUNTER_FORBIDDEN: coded("forbidden_channels", channel=Channel.COUNTER),
    Practice.EMAIL_FORBIDDEN: coded("forbidden_channels", channel=Channel.EMAIL),
    Practice.EMAIL_REQUIRED: any_of(
        coded("steps", needs=Need.EMAIL_ADDRESS), coded("presentation", rule=FileRule.LEGIBLE_EMAIL)
    ),
    Practice.ACCOUNT_REQUIRED: coded("steps", needs=Need.ACCOUNT),
    Practice.BANK_CARD_REQUIRED: any_of(coded("steps", needs=Need.BANK_CARD), coded("fees", means=PaymentMeans.CARD)),
    Practice.IN_PERSON: coded("day_rules", rule=AccessRule.IN_PERSON),
    Practice.SPOUSE_MUST_ATTEND: coded("day_rules", rule=AccessRule.SPOUSE_ATTENDS),
    Practice.NO_COMPANION: coded("day_rules", rule=AccessRule.NO_COMPANION),
    Practice.LIMITED_TICKETS: coded("day_rules", rule=AccessRule.LIMITED_TICKETS),
    Practice.LATE_TURNED_AWAY: coded("day_rules", rule=TOO_LATE),
    Practice.FEE_AT_FILING: coded("fees", due=FeeDue.AT_FILING),
    Practice.FEE_NOT_REFUNDABLE: not_refunded,
    Practice.INCOMPLETE_REFUSED: coded("incomplete", outcome=SET_ASIDE),
    Practice.INCOMPLETE_RETURNED: coded("incomplete", outcome=IncompleteOutcome.RETURNED),
    Practice.INCOMPLETE_CLOSED: coded("incomplete", outcome=IncompleteOutcome.CLOSED),
    Practice.INCOMPLETE_CANCELS_BOOKING: coded("incomplete", outcome=IncompleteOutcome.BOOKING_CANCELLED),
    Practice.RECEIPT_IF_COMPLETE: coded("aftermath", code=AftermathCode.RECEIPT_IF_COMPLETE),
    Practice.NO_RECEIPT: coded("aftermath", code=AftermathCode.NO_RECEIPT),
    Practice.ONE_REQUEST_ONLY: coded("aftermath", code=AftermathCode.ONE_REQUEST_ONLY),
    Practice.DO_NOT_ASK: coded("aftermath", code=AftermathCode.DO_NOT_ASK),
    Practice.SWORN_TRANSLATION: any_of(
        coded("requirements", sworn_translation=True), coded("presentation", rule=FileRule.SWORN_TRANSLATION)
    ),
    Practice.YEARS_OF_PRESENCE: lasting(Measure.RESIDENCE),
    Practice.MONTHS_OF_WORK: lasting(Measure.WORK),
    Practice.LENGTH_OF_CONTRACT: lasting(Measure.CONTRACT),
    Practice.MINIMUM_WAGE: coded("conditions", minimum_wage=True),
    Practice.LIFE_TOGETHER: lasting(Measure.LIFE_TOGETHER),
    Practice.SCHOOLING: lasting(Measure.SCHOOLING),
    Practice.NATIONALITY_EXCLUDED: coded("conditions", kind=BARRED, situation=NATIONALITIES),
    Practice.REMOVAL_ORDER_BAR: coded("conditions", kind=BARRED, situation=Situation.REMOVAL_ORDER),
    Practice.DELAY_AFTER_DECISION: lasting(Measure.SINCE_DECISION),
}


# --- What a page carries, what a note speaks of --------------------------------------------------------------------


@lru_cache(maxsize=512)
def carried(content: Content) -> Mapping[Topic, tuple[Fact, ...]]:
    """Each practice and document that the content demands, with the rows that say so."""
    found: dict[Topic, list[Fact]] = {}
    for practice, carrying in PRACTICES.items():
        if rows := list(carrying(content)):
            found[Topic(TopicKind.PRACTICE, practice.value)] = rows
    for row in getattr(content, "requirements", ()):
        found.setdefault(Topic(TopicKind.DOCUMENT, row.document.value), []).append(row)
    for step in getattr(content, "steps", ()):
        for document in step.attachments:
            found.setdefault(Topic(TopicKind.DOCUMENT, document.value), []).append(step)
    return MappingProxyType({topic: tuple(rows) for topic, rows in found.items()})


def spoken_of(note: LegalNoteContent) -> set[Topic]:
    practices = {Topic(TopicKind.PRACTICE, code.value) for code in note.practices}
    return practices | {Topic(TopicKind.DOCUMENT, code.value) for code in note.documents}


def topics_of(content: Content | None) -> set[Topic]:
    """What the law may say something about on this page, or what this note speaks of."""
    if content is None:
        return set()
    return spoken_of(content) if isinstance(content, LegalNoteContent) else set(carried(content))
