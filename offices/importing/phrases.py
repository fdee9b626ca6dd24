"""How offices and territories are called in a title, and how quoted paragraphs are set down."""

from offices.importing.gazetteer import KnownOffice, de, joined
from offices.importing.paragraphs import Paragraph

PASSAGE_LIMIT = 28_000  # characters; a text of the shape holds 30,000


def offices_phrase(offices: list[KnownOffice]) -> str:
    """ "préfecture de Montpellier et sous-préfecture de Lodève"; "sous-préfectures d'Abbeville et de Péronne"."""
    sous = [office for office in offices if not office.is_prefecture]
    labels = [office.label for office in offices if office.is_prefecture]
    if len(sous) > 1:
        seats = joined(office.label.removeprefix("sous-préfecture ") for office in sous)
        labels.append(f"sous-préfectures {seats}")
    elif sous:
        labels.append(sous[0].label)
    return joined(labels)


def arrondissements_phrase(names: list[str]) -> str:
    if not names:
        return ""
    word = "arrondissement" if len(names) == 1 else "arrondissements"
    return f"{word} {joined(de(name) for name in names)}"


def passage_text(paragraph: Paragraph) -> str:
    """The paragraph as its source shows it: "# " before a heading, a list's mark before its item."""
    if paragraph.level:
        return "\n".join(f"# {row_.text}" for row_ in paragraph.rows if row_.text)
    return f"{paragraph.marker} {paragraph.text}" if paragraph.marker else paragraph.text


def bounded(texts: list[str]) -> list[str]:
    """The paragraphs of a run as few texts, none longer than a passage may be."""
    passages: list[str] = []
    for text in texts:
        for piece in [text[at : at + PASSAGE_LIMIT] for at in range(0, len(text), PASSAGE_LIMIT)] or [""]:
            if passages and len(passages[-1]) + len(piece) + 2 <= PASSAGE_LIMIT:
                tight = piece[:2] in ("- ", "• ") and passages[-1].rpartition("\n")[2][:2] == piece[:2]
                passages[-1] += ("\n" if tight else "\n\n") + piece
            else:
                passages.append(piece)
    return passages
