"""How appointments are put on line, and on what days and hours they fall."""

import re
from typing import Any

from offices.content import Hours, SlotRules
from offices.enums import SlotRelease
from offices.importing.facts.hours import DAY, DAYS, hours
from offices.importing.facts.links import is_booking
from offices.importing.paragraphs import Paragraph
from offices.importing.words import Sentence

RDV = r"(?:rendez-vous|rdv)"
# "(code : SEJ-29)", "code réservation AES", "le code à saisir est 12AB": the code itself is in capitals or figures.
CODE = re.compile(
    rf"\bcode(?P<named> (?:de |d')?(?:reservation|{RDV}|acces|motif))?(?: a (?:saisir|indiquer|utiliser))?(?: suivant)?"
    r"(?P<said> est)?\s*(?P<mark>[:«\"(])?\s*[«\"]?\s*"
)
TOKEN = re.compile(r"[A-Z0-9][A-Z0-9_-]{1,14}\b")


NO_CODES = ("CESEDA", "AGDREF", "ANEF", "INSEE", "POSTAL", "APE", "QR")


def has_booking(paragraph: Paragraph) -> bool:
    return any(is_booking(link.target) for link in paragraph.links)


def booking_code(paragraphs: list[Paragraph], url: str = "", *, several: bool = False) -> str:
    """The code that a booking page asks for. Of several pages, the one that stands in the page's own paragraph."""
    for paragraph in paragraphs:
        if several and url not in {link.target for link in paragraph.links}:
            continue
        for found in CODE.finditer(paragraph.folded):
            token = TOKEN.match(paragraph.flat, found.end())
            is_code = token and (found["named"] or found["said"] or found["mark"] or has_booking(paragraph))
            if token and is_code and token.group() not in NO_CODES:
                return token.group()
    return ""


def slot_hours(sentences: list[Sentence]) -> tuple[Hours, ...]:
    for sentence in sentences:
        if re.search(r"\b(?:creneaux?|plages?)\b.{0,80}\b(?:compris|proposes?|ouverts?|disponibles?)", sentence.folded):
            found = hours(sentence.folded)
            if any(one.opens for one in found):
                return found
    return ()


def slot_rules(sentences: list[Sentence]) -> SlotRules:
    facts: dict[str, Any] = {}
    for sentence in sentences:
        folded = sentence.folded
        if not re.search(
            r"\b(?:creneaux?|plages?|disponibilites?)\b|"
            r"rendez-vous (?:sont|est) (?:mis en ligne|ouverts?|proposes?|publies?|liberes?)",
            folded,
        ):
            continue
        weekly = re.search(
            (
                rf"\b(?:chaque|tous les|a partir du|le) (?P<day>{DAY})\b.{{0,40}}?(?P<time>minuit|"
                rf"\d{{1,2}}\s?h\s?\d{{0,2}})?"
            ),
            folded,
        )
        opened = re.search(r"\bnouve\w+\b|\bmis(?:es)? en ligne|\bouvert|mise a jour|renouveler", folded)
        if weekly and opened:
            facts["release"] = SlotRelease.WEEKLY
            facts["release_day"] = DAYS[weekly["day"].removesuffix("s")]
            if time := re.search(
                r"\b(?:a|vers|des|a partir de) (minuit|\d{1,2}\s?h\s?\d{0,2})", folded[weekly.start() :]
            ):
                facts["release_time"] = "24:00" if time[1] == "minuit" else time[1].replace(" ", "")
        elif opened and re.search(r"chaque jour|tous les jours|quotidien", folded):
            facts["release"] = SlotRelease.DAILY
        if (
            opened
            and not facts.get("release")
            and re.search(r"mis(?:es)? en ligne|ouvert", folded)
            and len(folded) < 350
        ):
            facts["note"] = sentence.clean
        if re.search(r"aleatoire|imprevisible|regulierement", folded):
            facts["also_random"] = True
        if re.search(r"reconnect|debut de semaine", folded) and len(sentence.text) < 350:
            facts["note"] = re.sub(r"^attention\s?:\s*", "", sentence.clean, flags=re.IGNORECASE)
    return SlotRules(**facts)
