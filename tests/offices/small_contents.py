"""Small contents written by hand, for tests that read better with few facts."""

from offices import content
from offices.content import parse

BY_POST = {
    "id": "post",
    "purpose": "send",
    "channel": "post",
    "address": {"lines": ["Préfecture de l'Isère", "12 place de Verdun"], "postcode": "38000", "city": "Grenoble"},
}
BOOKING = {"id": "book", "purpose": "book", "channel": "booking"}
GATHER = {"id": "gather", "purpose": "gather"}
ASK = {"id": "ask", "purpose": "ask", "channel": "phone"}


def procedure(**facts) -> content.Content:
    named = {"title": "Titre de séjour à Grenoble", "department": "38"}
    return parse({"kind": "procedure", **named, "offices": ["prefecture-grenoble"], "grounds": ["aes"], **facts})


def office(**facts) -> content.Content:
    named = {"name": "Préfecture de Grenoble", "department": "38"}
    return parse({"kind": "office", "office_kind": "prefecture", **named, **facts})


def plain(text: str) -> str:
    """Sentences keep their punctuation on one line by spaces that do not break; tests read better without."""
    return text.replace("\u00a0", " ")
