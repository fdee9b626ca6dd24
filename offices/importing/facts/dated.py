"""Dated facts: delays that are announced or must be kept, changes, transitions, closures, ways that begin or end."""

import re
from collections.abc import Iterable
from datetime import date

from offices.content import Deadline, Notice, ProcessingTime
from offices.enums import DeadlineEvent, NoticeCode
from offices.importing.facts.numbers import DATE, NUMBER, UNIT, number, read_date, unit
from offices.importing.facts.rows import row
from offices.importing.words import Sentence

DEADLINES = [
    (
        DeadlineEvent.PERMIT_EXPIRY,
        False,
        (
            rf"(?P<number>{NUMBER}) (?P<unit>{UNIT})\s+(?:avant|precedant)\s+(?:l'|la |le |son |"
            r"votre )?(?:date (?:d'|de )(?:l')?)?(?:expiration|fin de validite|echeance|la fin)"
        ),
    ),
    (
        DeadlineEvent.ARRIVAL,
        True,
        (
            rf"(?P<number>{NUMBER}) (?P<unit>{UNIT})\s+(?:suivant|apres|qui suivent|a compter de)\s+(?:l'|"
            r"votre |son |leur )?(?:arrivee|entree)"
        ),
    ),
]
ANSWER = re.compile(
    rf"\breponse\b.{{0,60}}\bdans (?:un delai|les|un) ?(?:maximum )?(?:de |d')?(?P<number>{NUMBER}) (?P<unit>{UNIT})\b"
)
PROCESSING = re.compile(
    rf"delais?\b.{{0,30}}\b(?:de traitement|d'instruction|d'attente|de reponse|"
    rf"de delivrance)\b.{{0,60}}?\b(?P<number>{NUMBER}) (?P<unit>{UNIT})\b"
)


def deadlines(sentences: Iterable[Sentence], source: str) -> list[Deadline]:
    found = []
    for sentence in sentences:
        for event, after, pattern in DEADLINES:
            if match := re.search(pattern, sentence.folded):
                about = re.search(r"demandes? de (?:renouvellement|duplicata|changement de statut)", sentence.folded)
                note = sentence.text[about.start() : about.end()] if about else ""
                found.append(
                    row(
                        Deadline,
                        quantity=number(match["number"]),
                        unit=unit(match["unit"]),
                        after=after,
                        event=event,
                        note=note,
                        source=source,
                    )
                )
    return found


def processing_times(sentences: Iterable[Sentence], source: str) -> list[ProcessingTime]:
    found = []
    for sentence in sentences:
        if match := PROCESSING.search(sentence.folded) or ANSWER.search(sentence.folded):
            stated = re.search(rf"\bau ({DATE})", sentence.folded)
            found.append(
                row(
                    ProcessingTime,
                    quantity=number(match["number"]),
                    unit=unit(match["unit"]),
                    stated_on=read_date(stated[1]) if stated else None,
                    source=source,
                )
            )
    return found


# --- Notices ---------------------------------------------------------------------------------------------------------

BETWEEN = re.compile(r"entre le (?P<first>\d{1,2})(?P<rest>/\d{1,2}(?:/\d{4})?)? et le (?P<last>\d{1,2}/\d{1,2}/\d{4})")
NO_LONGER = re.compile(r"n'est plus (?:necessaire|possible|obligatoire)")
CLOSED_UNTIL = re.compile(
    rf"\bfermee?s?\b.{{0,60}}?(?:jusqu'a nouvel ordre|jusqu'au (?P<until>{DATE})|du (?P<from>{DATE}) au (?P<to>{DATE}))"
)


def notices(sentences: list[Sentence], source: str) -> list[Notice]:
    found = []
    for number_, sentence in enumerate(sentences):
        folded = sentence.folded
        if (span := BETWEEN.search(folded)) and re.search(r"\bne seront (?:pas|plus)\b|\bsuspendu|\bferme", folded):
            text = sentence.text
            if number_ + 1 < len(sentences) and re.match(
                r"vous (?:devrez|devez) attendre", sentences[number_ + 1].folded
            ):
                text = f"{text} {sentences[number_ + 1].text}"
            last = read_date(span["last"])
            first = read_date(completed(span["first"], span["rest"] or "", span["last"]))
            found.append(
                row(Notice, code=NoticeCode.TRANSITION, text=text, valid_from=first, valid_until=last, source=source)
            )
        elif NO_LONGER.search(folded):
            found.append(row(Notice, code=NoticeCode.CHANGE, text=sentence.text, source=source))
        elif (closed := CLOSED_UNTIL.search(folded)) and "guichet" not in folded:
            found.append(
                row(
                    Notice,
                    code=NoticeCode.CLOSURE,
                    text=sentence.text,
                    valid_from=read_date(closed["from"] or ""),
                    valid_until=read_date(closed["until"] or closed["to"] or ""),
                    source=source,
                )
            )
    return found


def closed_until(folded: str) -> tuple[date | None, date | None]:
    """From and until when something is closed, as far as the sentence says so."""
    closed = CLOSED_UNTIL.search(folded)
    if not closed:
        return None, None
    return read_date(closed["from"] or ""), read_date(closed["until"] or closed["to"] or "")


def completed(day: str, rest: str, last: str) -> str:
    """The first day of "entre le 01 et le 31/12/2022", whose month and year stand with the last."""
    month_year = last.split("/", 1)[1]
    if rest.count("/") == 1:
        return f"{day}{rest}/{last.rsplit('/', 1)[1]}"
    return f"{day}{rest}" if rest else f"{day}/{month_year}"


STARTS = re.compile(rf"a (?:compter|partir) du (?P<date>{DATE})")


def filing_starts(sentences: Iterable[Sentence]) -> tuple[date, Sentence] | None:
    """From when a way of filing holds, and the sentence that says so."""
    for sentence in sentences:
        start = STARTS.search(sentence.folded)
        day = read_date(start["date"]) if start else None
        about_filing = re.search(r"\b(?:procedure|demandes?|depot|dossiers?)\b", sentence.folded)
        is_heading = len(sentence.text) <= 80 and "se f" not in sentence.folded
        if day and about_filing and not is_heading:
            return day, sentence
    return None


def announcement(start: tuple[date, Sentence], source: str) -> Notice:
    """That a way of filing holds from a day on: said before, and on the day."""
    day, sentence = start
    return row(Notice, code=NoticeCode.CHANGE, text=sentence.text, valid_from=day, source=source)
