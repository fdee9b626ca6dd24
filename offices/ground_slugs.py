"""The addresses of the grounds we know, and the words by which a text names each of them.

One table for the fixtures and the importer, so that one ground never gets two pages. An address is given for ever.
"""

import re

from geography.names import normalise

AES = r"\b(?:aes|admission exceptionnelle(?: au sejour)?)\b"
# What may stand between "AES" and its kind. No more: the guide puts renewals of "vie privée et familiale" cards after
# "admission exceptionnelle au séjour", and that is still the whole ground.
LINK = r"(?: pour| par| au titre| motif| de| du| le| la| les)*"

# Address → what a normalised text (no accent, no punctuation) must hold. The first that fits wins.
WORDS: dict[str, str] = {
    "aes-travail": rf"{AES}{LINK} travail\b",
    "aes-vie-privee": rf"{AES}{LINK} vie privee\b",
    "aes-accueil-communautaire": rf"{AES}.*\baccueil communautaire\b",
    "aes-motifs-humanitaires": rf"{AES}.*\b(?:humanitaires?|motifs exceptionnels)\b",
    "aes": AES,
    "protection-internationale": r"\b(?:protection internationale|bpi)\b",
    "famille-de-francais": r"\b(?:familles?|conjoints?|parents? d enfants?|ascendants?) (?:de )?francais",
    "regroupement-familial": r"\bregroupement familial\b",
    "citoyen-ue": r"\b(?:union europeenne|ue)\b",
    "parent-enfant-malade": r"\benfants? malades?\b",
    "etranger-malade": r"\betrangere?s? malades?\b",
    "ordonnance-protection": r"\bordonnance de protection\b",
    "jeune-majeur-ase": r"\b(?:ase|aide sociale a l enfance)\b",
    "entre-avant-13-ans": r"\bavant (?:ses |l age de )?13 ans\b",
    "ne-en-france": r"\bnee?s? en france\b",
    "victime-traite": r"\btraite des etres humains\b",
    "renouvellement-resident": r"\bcartes? de resident\b",
    "vie-privee-familiale": r"\b(?:l 423 23|attaches fortes|vie privee et familiale)\b",
    "etudiant": r"\betudiant",
    "talent": r"\btalent",
    "travailleur-saisonnier": r"\bsaisonni",
    "travailleur-temporaire": r"\btravailleu\w* temporaire",
    "salarie": r"\bsalarie",
    "visiteur": r"\bvisiteu",
}


def ground_slug(text: str) -> str | None:
    """The address of the ground that a title or a line of a list names; None for one the table does not know."""
    words = normalise(text)
    return next((slug for slug, pattern in WORDS.items() if re.search(pattern, words)), None)
