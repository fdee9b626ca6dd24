"""Ways of filing that a text refuses, and what becomes of a file that comes that way."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from offices.content import ForbiddenChannel
from offices.enums import Channel
from offices.importing.facts.dated import STARTS
from offices.importing.facts.hours import DAY
from offices.importing.facts.numbers import read_date
from offices.importing.facts.rows import row
from offices.importing.facts.rules import INCOMPLETE
from offices.importing.words import Sentence

CHANNELS = {
    Channel.POST: (
        r"(?:voie postale|(?:par |les )courriers?(?! electronique)(?! postal electronique)|par la poste|"
        r"envois? posta\w+|courriers? posta\w+|lettres? recommandees?)"
    ),
    Channel.EMAIL: r"(?:par (?:e-?mail|mail|courriel|messagerie)|courriers? electroniques?)",
    Channel.PHONE: r"(?:par telephone|telephonique\w*)",
    Channel.COUNTER: r"(?:aux? guichets?|sur place|a l'accueil|en main propre|physiquement)",
    Channel.DROPBOX: r"(?:boite aux lettres)",
}
FILE_WORDS = r"\b(?:dossiers?|demandes?|envois?|depots?|pieces|documents)\b"
DECLINED = r"(?:accepte|traite|recu|recevable|prise?s? en compte|instruit|examine|possible|autorise|enregistre|admis)"
DISMISSED = r"(?:refuse|supprime|rejete|retourne|renvoye|detruit|irrecevable|class\w+ sans suite|ignore)"
NO_WAY = (
    r"(?:\bn'(?:envoyez|adressez)|\bne (?:deposez|transmettez|vous (?:presentez|deplacez))|"
    r"\bne pas (?:vous |se )?(?:envoyer|adresser|deposer|transmettre|presenter|deplacer|rendre)|"
    r"\binutile de (?:vous |se )?(?:envoyer|adresser|deposer|transmettre|presenter|deplacer|rendre)|"
    r"\b(?:il )?n'est (?:pas|plus) possible d|\bimpossible d|\bil est interdit d)"
)
# "Aucun accueil physique", "le service ne reçoit plus de public": nobody is received, booked or not.
WITHOUT_BOOKING = r"(?!.{0,40}(?:sans|hors) (?:rendez-vous|rdv))"
NOBODY_RECEIVED = re.compile(
    rf"\b(?:aucun|pas d'|plus d')\s?(?:accueil|depot)\b(?: physique| du public| au guichet)?{WITHOUT_BOOKING}"
    r"(?=[^.]{0,30}(?:physique|public|guichet|assure|possible)|\s*[.!]|$)|"
    rf"\bne recoi(?:t|vent) (?:pas|plus) (?:de |le |du )?(?:public|usagers|personne){WITHOUT_BOOKING}|"
    r"\bn(?:e |')accueill\w+ (?:pas|plus) (?:de |le |du )?public"
)


@cache
def refusals(way: str) -> list[re.Pattern]:
    """How a sentence refuses a way of sending a file, given as a pattern."""
    return [
        re.compile(rf"\baucun\w*\b.{{0,60}}?{FILE_WORDS}.{{0,80}}?{way}|\baucun\w* (?=envoi){way}"),
        re.compile(
            rf"{FILE_WORDS}.{{0,50}}?{way}.{{0,50}}?"
            r"(?:\bne\b.{0,25}\b(?:pas|plus)\b|n'est (?:pas|plus)|\bsont refuse|\bseront refuse)"
        ),
        re.compile(rf"{FILE_WORDS}.{{0,60}}?\bne?\b.{{0,20}}\b(?:pas|plus)\b.{{0,15}}{DECLINED}\w*.{{0,30}}?{way}"),
        re.compile(rf"{NO_WAY}.{{0,60}}?{way}"),
        re.compile(
            rf"\b(?:tout\w*|les?|la|chaque)\b.{{0,80}}?{way}.{{0,60}}?\b(?:est|sont|sera|seront|etre)\b.{{0,30}}?{DISMISSED}"
        ),
        re.compile(rf"^\W*{way},? .{{0,60}}?\b(?:aucun\w*|ne\b.{{0,25}}\b(?:pas|plus))\b"),
    ]


def refuses(way: str, folded: str) -> bool:
    return any(pattern.search(folded) for pattern in refusals(way))


LETTERS_REFUSED = re.compile(r"\W*les courriers\b.{0,30}\bne\b.{0,12}\b(?:pas|plus) (?:accepte|traite|lu)")
CLOSED_COUNTERS = re.compile(r"guichets?\b.{0,100}\b(?:procedure|demandes?|depot)\b.{0,40}\b(?:sont|est) fermes?")
SUSPENDED = re.compile(r"situation\w* urgente?s?|urgence")


def refused_from(folded: str) -> dict[str, date]:
    """ "À partir du 1er mars, … ne seront plus acceptées": before that day they are."""
    start = STARTS.search(folded)
    begins = read_date(start["date"]) if start else None
    return {"valid_from": begins} if begins else {}


def hours_of_closing(folded: str) -> bool:
    """ "Les guichets sont fermés le mercredi": on those days, and not for good."""
    return bool(re.search(rf"\bferme\w*\b.{{0,30}}\b(?:{DAY}|matin|apres-midi)|jours? ferie", folded))


def forbidden_channels(sentences: Iterable[Sentence], source: str) -> list[ForbiddenChannel]:
    found = []
    for sentence in sentences:
        folded = sentence.folded
        if SUSPENDED.search(folded) or SUSPENDED.search(sentence.paragraph.folded):
            continue
        if (CLOSED_COUNTERS.search(folded) and not hours_of_closing(folded)) or NOBODY_RECEIVED.search(folded):
            found.append(row(ForbiddenChannel, channel=Channel.COUNTER, source=source))
        for channel, words in CHANNELS.items():
            if refuses(words, folded):
                outcomes = [code for code, pattern in INCOMPLETE if re.search(pattern, folded)]
                outcome = outcomes[0] if outcomes else ""
                dates = refused_from(folded)
                found.append(row(ForbiddenChannel, channel=channel, outcome=outcome, **dates, source=source))
        if LETTERS_REFUSED.match(folded):
            found.append(row(ForbiddenChannel, channel=Channel.POST, source=source))
    return found
