"""A dossier as a text that reads like those of the association, with its Fiche under each block.

Only the Fiche is read back. What stands above it says the same for people, in the order and the words of a dossier.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offices.content import Passage, ProcedureContent, Remark
from offices.dossiers import grammar
from offices.dossiers.parts import Block, DepartmentPart, Dossier
from offices.dossiers.writing import Names, fiche
from offices.enums import Handling, HandlingScope, SourceKind
from offices.headlines import headline, instead

TITLE = "Modalités de dépôt d'une demande de titre de séjour"
COMMON_TITLE = "Fondements, guide et notes juridiques"
EXPLANATION = "Sous chaque bloc, la fiche dit chaque fait sous son titre. À la relecture, la fiche seule compte."
SILENT = "Aucune information : "

# The lines around the blocks that an importer may pass over: they say nothing of any page.
OWN_LINES = re.compile("|".join([rf"# {re.escape(COMMON_TITLE)}", re.escape(EXPLANATION), rf"{re.escape(SILENT)}.*"]))

LINKS = {
    SourceKind.PAGE: "Les modalités sont consultables ici : %s",
    SourceKind.BOOKING: "Prendre rendez-vous via le lien suivant : %s",
    SourceKind.COMMUNES: "Lien de la liste des communes : %s",
}


def dossier_text(dossier: Dossier, names: Names) -> str:
    with grammar.in_french():
        return text_of(dossier_paragraphs(dossier, names))


def common_text(found: Iterable[Block], names: Names) -> str:
    """What belongs to no département."""
    with grammar.in_french():
        return text_of([[f"# {COMMON_TITLE}"], [EXPLANATION], *blocks(found, names)])


def text_of(paragraphs: Iterable[list[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in paragraphs) + "\n"


def dossier_paragraphs(dossier: Dossier, names: Names) -> Iterator[list[str]]:
    yield [f"# {TITLE}"]
    yield [f"Région {dossier.region}"]
    for part in dossier.departments:
        yield [f"Département {part.label}" if part.says_how_to_file else f"{SILENT}département {part.label}"]
    yield [EXPLANATION]
    for part in dossier.departments:
        if part.blocks:
            yield from department(part, names)


def department(part: DepartmentPart, names: Names) -> Iterator[list[str]]:
    yield [f"Région {part.region}", f"Département {part.label}", *part.head]
    yield from blocks(part.blocks, names)


def blocks(found: Iterable[Block], names: Names) -> Iterator[list[str]]:
    for block in found:
        yield [f"## {shown(block.heading)} [{block.slug}]"]
        if isinstance(block.content, ProcedureContent):
            yield from procedure(block, block.content, names)
        yield fiche(block.slug, block.content, block.verified_on, names)


# --- A procedure in the words of a dossier --------------------------------------------------------------------------


def procedure(block: Block, content: ProcedureContent, names: Names) -> Iterator[list[str]]:
    if block.verified_on:
        yield [f"Dernière mise à jour : {block.verified_on:%d/%m/%Y}"]
    yield [_("Demandes : %s") % shown(", ".join(names.pages.get(slug, slug) for slug in content.grounds))]
    yield [shown(how(content, names))]
    for source in content.sources:
        if source.url and (pattern := LINKS.get(source.kind)):
            yield [pattern % f"<{source.url}>"]
    if content.passages:
        yield ["Les modalités sont reproduites ici :"]
        for passage in content.passages:
            yield from quoted(passage)
    for remark in content.remarks:
        yield said(remark)


def how(content: ProcedureContent, names: Names) -> str:
    """The headline; of offices that refuse, the sentence with which a dossier says so."""
    if content.handling != Handling.NOT_HANDLED:
        return headline(content, names.pages)
    number = len(content.offices)
    if content.scope == HandlingScope.ALL_PERMITS:
        refusing = ngettext(
            "Elle ne traite pas les demandes de titre de séjour, quelles qu'elles soient.",
            "Elles ne traitent pas les demandes de titre de séjour, quelles qu'elles soient.",
            number,
        )
    else:
        refusing = ngettext("Elle ne traite pas ces demandes.", "Elles ne traitent pas ces demandes.", number)
    return " ".join(filter(None, [refusing, instead(content, names.pages)]))


def quoted(passage: Passage) -> Iterator[list[str]]:
    """In italics, as a dossier quotes; the headings of the source as headings."""
    for paragraph in passage.text.split("\n\n"):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if lines:
            yield [f"### *{shown(line[2:])}*" if line.startswith("# ") else f"*{shown(line)}*" for line in lines]


def said(remark: Remark) -> list[str]:
    dated = f" ({remark.dated:%d/%m/%Y})" if remark.dated else ""
    first, *others = remark.text.split("\n")
    return [f"Remarque{dated} : {shown(first)}", *(shown(line) for line in others)]


def shown(line: str) -> str:
    """Words of a content above a Fiche: never a Fiche's own signs, nor what makes a file look like HTML."""
    written = grammar.escaped(line.replace("<", "‹").replace(">", "›")).strip()
    is_sign = grammar.OPENING.fullmatch(written) or grammar.CLOSING.fullmatch(written)
    return f"· {written}" if is_sign else written
