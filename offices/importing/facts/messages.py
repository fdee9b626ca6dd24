"""What an e-mail must say, and what must be attached to it."""

import re
from typing import Any

from offices.enums import Document
from offices.importing.facts.documents import DOCUMENTS
from offices.importing.markup import fold
from offices.importing.paragraphs import Paragraph

SUBJECT = re.compile(
    r"(?:\bobjet (?:du|de votre|de ce) (?:message|mail|courriel|e-mail)\s*:|"
    r"\b(?:en|pour|comme|dans l') ?objet\b(?: (?:du|de votre) (?:message|mail|courriel|e-mail))?\s*:?|"
    r"\bobjet\s*:)\s*"
    r"(?P<what>«[^»]+»|\"[^\"]+\"|“[^”]+”|[^,.;()]+?(?=[,)]| en joign| et en| en indiqu| et indiqu|[.;]|$))"
)


SAYING = re.compile(
    r"\ben (?:mentionnant|indiquant|precisant|rappelant) (?!(?:en|comme|pour) objet)"
    r"(?:dans le (?:corps du )?(?:message|mail|courriel) )?"
    r"(?P<what>.+?)(?=,? et en (?:joign|indiqu|precis|mentionn|rappel)|,? en joign|\.(?:\s|$)|$)"
)
JOINING = re.compile(
    r"\bjoi(?:ndre|gnez)\b.{0,15}\b(?:a |au )?(?:votre |ce |cet )?(?:message|mail|courriel|e-mail|envoi)\b"
)


def message(paragraphs: list[Paragraph], index: int, email: str) -> dict[str, Any]:
    """What a message must say, and what must be attached to it: said in its sentence or the next paragraphs."""
    text, folded = paragraphs[index].flat, paragraphs[index].folded
    wording = [text[found.start("what") : found.end("what")].strip() for found in SAYING.finditer(folded)]
    if not wording and (told := told_after(folded, email)):
        wording.append(text[told.start("what") : told.end("what")].strip())
    for near in paragraphs[index : index + 2]:
        if subject := SUBJECT.search(near.folded):
            said = near.flat[subject.start("what") : subject.end("what")].strip()
            wording = [*(words for words in wording if said not in words), f"Objet : {said}"]
    attached = [
        code for found in re.finditer(r"en joign\w+ (?P<what>.+)", folded) for code in documents_in(found["what"])
    ]
    for later in paragraphs[index + 1 : index + 3]:
        if JOINING.search(later.folded):
            attached += documents_in(later.folded)
            wording += said_of_others(later)
    return {"wording": "\n".join(wording), "attachments": tuple(dict.fromkeys(attached))}


def told_after(folded: str, email: str) -> re.Match | None:
    """ "Vous devez communiquer à nom@domaine.fr votre nom et votre adresse."""
    before = re.search(
        r"\b(?:transmet|communiqu|indiqu|envoy)\w* "
        r"(?P<what>(?:vos|votre) (?!dossier|demande|formulaire|candidature|message)"
        r"[^().]{3,150}?) (?:par (?:e-?mail|mail|courriel)|a l'adresse)",
        folded,
    )
    if before:
        return before
    verb, rest = (
        r"(?:communiqu|indiqu|precis|mentionn)\w*\b.*",
        r"\s+(?P<what>(?:votre|vos|le|la)\b.+?)(?:\.(?:\s|$)|$)",
    )
    return re.search(f"{verb}{re.escape(fold(email))}{rest}", folded)


def said_of_others(paragraph: Paragraph) -> list[str]:
    """ "Si vous êtes hébergé, joindre … ainsi que son nom et son adresse": what is to be said of somebody else."""
    named = re.search(r"ainsi que (?P<what>son .+?|sa .+?)(?: et (?:une|la) copie|$)", paragraph.folded)
    if not named:
        return []
    whole = paragraph.flat[named.start("what") : named.end("what")]
    condition = re.match(r"(si vous [^,]+),", paragraph.folded)
    return [f"{paragraph.flat[: condition.end(1)]} : {whole}" if condition else whole]


def documents_in(folded: str) -> list[Document]:
    """The documents a folded phrase names, in its order. A host's own are recognised by their owner."""
    found: list[tuple[int, Document]] = []
    taken: list[tuple[int, int]] = []
    for code, pattern in DOCUMENTS:
        for match in re.finditer(pattern, folded):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.append((match.start(), code))
                break
    return [code for _at, code in sorted(found)]
