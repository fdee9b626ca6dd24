"""An address that does not exist, and is evidently another one: typed by hand, or copied with the end of a sentence."""

import re
import unicodedata

from django.urls import Resolver404, resolve

from accounts.access import Access, level_of
from offices import languages

MARKS = re.compile("[\u0300-\u036f]+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
BETWEEN_WORDS = re.compile(r"[\s_'’]+")
END_OF_A_SENTENCE = re.compile(r"[\s.,;:!?)»\"'’>\]]+/?$")
# The codes of the départements are the only capitals of our addresses: 2A.
CODES = re.compile(r"(?<=/departements/)[^/.]+|(?<=/dossiers/departement-)[^/.]+")


def meant(path: str) -> str | None:
    """The public address that was meant: small letters without accents, one slash between two names and one at the
    end, and no prefix for French. None where the path is written so already, or where no view of ours would answer.

    Nothing is guessed: of two addresses that resemble the one asked for, a reader chooses (offices/near.py). An address
    that was mended is never mended again, so that nobody is sent in circles.
    """
    written = unicodedata.normalize("NFKD", END_OF_A_SENTENCE.sub("", path).casefold().translate(LIGATURES))
    written = re.sub("/+", "/", f"/{BETWEEN_WORDS.sub('-', MARKS.sub('', written))}/")
    written = written.removeprefix(f"/{languages.SOURCE}") if written.startswith(f"/{languages.SOURCE}/") else written
    written = CODES.sub(lambda code: code[0].upper(), written)
    for address in (written, written.removesuffix("/")):
        if address != path and is_public(address):
            return address
    return None


def is_public(address: str) -> bool:
    """Of what the API answers, the API says itself how it is spelled."""
    if address.startswith("/api/"):
        return False
    try:
        found = resolve(address)
    except Resolver404:
        return False
    return level_of(found.func, found.view_name) == Access.PUBLIC
