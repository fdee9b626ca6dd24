"""French place names: how they are compared (`normalise`), addressed (`slug`) and put into a sentence."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
MARKS = re.compile(r"[\u0300-\u036f]+")
# In the order in which they apply: "ivry s/ seine", "18ème", then everything that is no letter or digit is a space.
SPELLINGS = [
    (re.compile(r"\bs ?/ ?"), "sur "),
    (re.compile(r"(?<=\d)i?eme\b"), "e"),
    (re.compile(r"[^a-z0-9]+"), " "),
    (re.compile(r"\bst(?=(?:e?s?)\b)"), "saint"),
]
LEADING_ARTICLE = re.compile(r"^(?:le|la|les|l|los) (?=.)")


def normalise(text: str) -> str:
    """The form in which two spellings of one name are equal: "ST-DENIS", "Saint Denis" → "saint denis"."""
    text = MARKS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES)))
    for pattern, replacement in SPELLINGS:
        text = pattern.sub(replacement, text)
    return text.strip()


def slug(name: str) -> str:
    """The name in an address: "Provence-Alpes-Côte d'Azur" → "provence-alpes-cote-d-azur"."""
    return normalise(name).replace(" ", "-")


def search_text(names: list[str], postcodes: list[str]) -> str:
    """What the search looks into: "|le havre|havre|76600|76610|".

    Bars part the entries, so that equality ("|havre|"), a beginning ("|hav") and a word within (" hav") are three
    substrings of one column on every database. A name stands a second time without its article: people type "havre".
    """
    normalised = [normalise(name) for name in names]
    entries = normalised + [LEADING_ARTICLE.sub("", name) for name in normalised] + postcodes
    return f"|{'|'.join(dict.fromkeys(entries))}|" if entries else ""


# --- In a sentence --------------------------------------------------------------------------------------------------
# The official code list (INSEE, "type de nom en clair", TNCC) says for each name how French links it. A commune's
# article is part of its name ("Le Havre", 2), a department's is not ("Cantal", 2).
ARTICLES = {2: "le ", 3: "la ", 4: "les ", 5: "l'"}
LINKS = {0: "de ", 1: "d'", 2: "du ", 3: "de la ", 4: "des ", 5: "de l'", 6: "des ", 7: "de ", 8: "de "}
# The code list links these without article ("d'Eure-et-Loir", "de Bretagne"), where a subject takes one.
ARTICLE_AS_SUBJECT = {
    "Eure-et-Loir": "l'",
    "Ille-et-Vilaine": "l'",
    "Indre-et-Loire": "l'",
    "Maine-et-Loire": "le ",
    "Meurthe-et-Moselle": "la ",
    "Saône-et-Loire": "la ",
    "Seine-et-Marne": "la ",
    "Auvergne-Rhône-Alpes": "l'",
    "Bourgogne-Franche-Comté": "la ",
    "Bretagne": "la ",
    "Corse": "la ",
    "Île-de-France": "l'",
    "Normandie": "la ",
    "Occitanie": "l'",
    "Provence-Alpes-Côte d'Azur": "la ",
}


def with_article(name: str, link: int) -> str:
    """The territory as a subject: "l'Ain", "le Cantal", "les Hautes-Pyrénées", "Paris". `link` is INSEE's TNCC code."""
    return ARTICLE_AS_SUBJECT.get(name, ARTICLES.get(link, "")) + name


def with_de(name: str, link: int) -> str:
    """What belongs to the place: "de l'Ain", "du Cantal"; "du Havre", "de La Rochelle". `link` is INSEE's TNCC code."""
    article, _, rest = name.partition(" ")
    if (link, article) in {(2, "Le"), (4, "Les"), (6, "Aux")}:
        return LINKS[link] + rest
    if (link in (3, 8) and article in ("La", "Los")) or (link == 5 and name.startswith("L'")):
        return f"de {name}"
    return LINKS[link] + name
