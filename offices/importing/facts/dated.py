"""Dated facts: delays that are announced or must be kept, changes, transitions, closures, ways that begin or end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

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
        if re.search(r"\bsans reponse|\bsilence\b|absence de reponse|\brejet", sentence.folded):
            continue  # a silence that is a refusal is no delay
        if match := PROCESSING.search(sentence.folded) or ANSWER.search(sentence.folded):
            last = f"{re.escape(match['number'])} {re.escape(match['unit'])}"
            spread = re.search(rf"(?:{NUMBER} (?:{UNIT} )?(?:a|et|ou) )?{last}", sentence.folded)
            said = sentence.text[spread.start() : spread.end()] if spread else ""
            stated = re.search(rf"\bau ({DATE})", sentence.folded)
            found.append(
                row(
                    ProcessingTime,
                    quantity=number(match["number"]),
                    unit=unit(match["unit"]),
                    stated_on=read_date(stated[1]) if stated else None,
                    note=said if len(said) > len(match["number"]) + len(match["unit"]) + 1 else "",
                    source=source,
                )
            )
    return found


# --- Notices ---------------------------------------------------------------------------------------------------------

BETWEEN = re.compile(r"entre le (?P<first>\d{1,2})(?P<rest>/\d{1,2}(?:/\d{4})?)? et le (?P<last>\d{1,2}/\d{1,2}/\d{4})")
NO_LONGER = re.compile(r"n'est plus (?:necessaire|possible|obligatoire)")
CLOSED_UNTIL = re.compile(
    rf"\b(?:fermee?s?|ferme(?:nt|ra|ront)?|fermeture|suspendue?s?)\b.{{0,60}}?(?:jusqu'a nouvel ordre|"
    rf"jusqu'au (?P<until>{DATE})|du (?P<from>{DATE}) au (?P<to>{DATE})|a (?:compter|partir) du (?P<begin>{DATE})|"
    rf"le (?P<day>{DATE}))"
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
        elif CLOSED_UNTIL.search(folded) and "guichet" not in folded:
            begins, ends = closed_until(folded)
            code = NoticeCode.CLOSURE if "ferm" in folded else NoticeCode.ATTENTION
            found.append(row(Notice, code=code, text=sentence.text, valid_from=begins, valid_until=ends, source=source))
    return found


def closed_until(folded: str) -> tuple[date | None, date | None]:
    """From and until when something is closed, as far as the sentence says so."""
    closed = CLOSED_UNTIL.search(folded)
    if not closed:
        return None, None
    first, last = closed["from"] or closed["begin"] or closed["day"], closed["until"] or closed["to"] or closed["day"]
    return read_date(first or ""), read_date(last or "")


def completed(day: str, rest: str, last: str) -> str:
    """The first day of "entre le 01 et le 31/12/2022", whose month and year stand with the last."""
    month_year = last.split("/", 1)[1]
    if rest.count("/") == 1:
        return f"{day}{rest}/{last.rsplit('/', 1)[1]}"
    return f"{day}{rest}" if rest else f"{day}/{month_year}"


STARTS = re.compile(rf"(?:a (?:compter|partir)|des|depuis) (?:du|le) (?P<date>{DATE})")
ENDS = re.compile(rf"jusqu'au (?P<date>{DATE})(?: inclus)?|avant le (?P<before>{DATE})")
BETWEEN_DAYS = re.compile(rf"\bdu (?P<first>{DATE}) au (?P<last>{DATE})")
ABOUT_FILING = re.compile(
    r"\b(?:procedure|demandes?|depots?|deposer|dossiers?|modalites|rendez-vous|rdv|elles? (?:se|sera|seront)|envoi|"
    r"formulaire)\b"
)
STATES = re.compile(r"\bse f|\bs'effectu|\bsont?\b|\bser(?:a|ont)\b")


@dataclass(frozen=True)
class FilingSpan:
    """From when and until when (last day included) a sentence lets a way of filing hold."""

    begins: date | None
    ends: date | None
    sentence: Sentence

    @property
    def folded(self) -> str:
        return self.sentence.folded


def filing_spans(sentences: Iterable[Sentence]) -> list[FilingSpan]:
    found = []
    for sentence in sentences:
        folded = sentence.folded
        is_heading = len(sentence.text) <= 80 and not re.search(
            r"\bse f|\bs'effectu|\bsont?\b|\bser(?:a|ont)\b", folded
        )
        if is_heading or not ABOUT_FILING.search(folded) or re.search(r"\bferme", folded) or BETWEEN.search(folded):
            continue
        starts, ends = STARTS.search(folded), ENDS.search(folded)
        both = BETWEEN_DAYS.search(folded)
        begins = read_date(both["first"] if both else starts["date"] if starts else "")
        last = read_date(both["last"] if both else (ends["date"] or ends["before"]) if ends else "")
        if last and ends and ends["before"]:
            last -= timedelta(days=1)
        if begins or last:
            found.append(FilingSpan(begins, last, sentence))
    return found


def announcements(spans: Iterable[FilingSpan], source: str) -> list[Notice]:
    """That a way of filing begins or ends on a day: said before, and on the day."""
    return [
        row(
            Notice,
            code=NoticeCode.CHANGE,
            text=span.sentence.text,
            valid_from=span.begins,
            valid_until=span.ends,
            source=source,
        )
        for span in spans
    ]
