"""Ways of filing that a text refuses, and what becomes of a file that comes that way."""

import re
from collections.abc import Iterable
from functools import cache

from offices.content import ForbiddenChannel
from offices.enums import Channel
from offices.importing.facts.rows import row
from offices.importing.facts.rules import INCOMPLETE
from offices.importing.words import Sentence

CHANNELS = {
    Channel.POST: r"(?:voie postale|par courriers?(?! electronique)(?! postal electronique)|par la poste|envoi postal)",
    Channel.EMAIL: r"(?:par (?:e-?mail|mail|courriel|messagerie)|courriers? electroniques?)",
    Channel.PHONE: r"(?:par telephone|telephonique\w*)",
    Channel.COUNTER: r"(?:au guichet|sur place|a l'accueil)",
    Channel.DROPBOX: r"(?:boite aux lettres)",
}
FILE_WORDS = r"\b(?:dossiers?|demandes?|envois?|depots?|pieces|documents)\b"
DECLINED = r"(?:accepte|traite|recu|recevable|pris en compte|instruit|examine|possible|autorise|enregistre)"
NO_WAY = r"\b(?:n'envoyez|n'adressez|ne deposez|ne transmettez|ne pas (?:envoyer|adresser|deposer|transmettre))\b"


@cache
def refusals(way: str) -> list[re.Pattern]:
    """How a sentence refuses a way of sending a file, given as a pattern."""
    return [
        re.compile(rf"\baucun\w*\b.{{0,60}}?(?:{FILE_WORDS})?.{{0,80}}?{way}"),
        re.compile(
            rf"{FILE_WORDS}.{{0,50}}?{way}.{{0,50}}?"
            r"(?:\bne\b.{0,25}\b(?:pas|plus)\b|n'est (?:pas|plus)|\bsont refuse|\bseront refuse)"
        ),
        re.compile(rf"{FILE_WORDS}.{{0,60}}?\bne?\b.{{0,20}}\b(?:pas|plus)\b.{{0,15}}{DECLINED}\w*.{{0,30}}?{way}"),
        re.compile(rf"{NO_WAY}.{{0,60}}?{way}"),
    ]


def refuses(way: str, folded: str) -> bool:
    return any(pattern.search(folded) for pattern in refusals(way))


LETTERS_REFUSED = re.compile(r"\W*les courriers\b.{0,30}\bne\b.{0,12}\b(?:pas|plus) (?:accepte|traite|lu)")
CLOSED_COUNTERS = re.compile(r"guichets?\b.{0,100}\b(?:procedure|demandes?|depot)\b.{0,40}\b(?:sont|est) fermes?")
SUSPENDED = re.compile(r"situation\w* urgente?s?|urgence")


def forbidden_channels(sentences: Iterable[Sentence], source: str) -> list[ForbiddenChannel]:
    found = []
    for sentence in sentences:
        folded = sentence.folded
        if SUSPENDED.search(folded) or SUSPENDED.search(sentence.paragraph.folded):
            continue
        if CLOSED_COUNTERS.search(folded):
            found.append(row(ForbiddenChannel, channel=Channel.COUNTER, source=source))
        for channel, words in CHANNELS.items():
            if refuses(words, folded):
                outcomes = [code for code, pattern in INCOMPLETE if re.search(pattern, folded)]
                outcome = outcomes[0] if outcomes else ""
                found.append(row(ForbiddenChannel, channel=channel, outcome=outcome, source=source))
        if LETTERS_REFUSED.match(folded):
            found.append(row(ForbiddenChannel, channel=Channel.POST, source=source))
    return found
