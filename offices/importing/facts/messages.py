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
    r"\bobjet\s*:)\s*(?P<what>«[^»]+»|\"[^\"]+\"|“[^”]+”|[^,.;]+?(?=,| en joign| et en| en indiqu| et indiqu|[.;]|$))"
)


def message(paragraphs: list[Paragraph], index: int, email: str) -> dict[str, Any]:
    """What a message must say, and what must be attached to it: said in its sentence or the next paragraph."""
    facts: dict[str, Any] = {}
    wording: list[str] = []
    attached: list[Document] = []
    text = paragraphs[index].flat
    folded = fold(text)
    if (
        found := re.search(
            r"\ben (?:mentionnant|indiquant|precisant|rappelant) (?!en objet)(?P<what>.+?)"
            r"(?= et en (?:joign|indiqu|precis)|,? en joign|\.(?:\s|$)|$)",
            folded,
        )
    ) or (
        found := re.search(
            rf"(?:communiqu|indiqu|precis|mentionn)\w*\b.*{re.escape(fold(email))}\s+(?P<what>(?:votre|vos|le|la)\b.+?)(?:\.(?:\s|$)|$)",
            folded,
        )
    ):
        wording.append(text[found.start("what") : found.end("what")].strip())
    for near in paragraphs[index : index + 2]:
        if subject := SUBJECT.search(near.folded):
            said = near.flat[subject.start("what") : subject.end("what")].strip()
            wording = [words for words in wording if said not in words] or []
            wording.append(f"Objet : {said}")
    if found := re.search(r"en joign\w+ (?P<what>.+)", folded):
        attached += documents_in(found["what"])
    for at in range(index + 1, min(index + 3, len(paragraphs))):
        later = paragraphs[at].folded
        if not re.search(r"\bjoindre (?:a )?(?:votre|ce|au) (?:message|mail|courriel)|joindre a votre message", later):
            continue
        attached += documents_in(later)
        if named := re.search(r"ainsi que (?P<what>.+?)(?: et (?:une|la) copie|$)", later):
            whole = paragraphs[at].flat[named.start("what") : named.end("what")]
            condition = re.match(r"(si vous [^,]+),", later)
            wording.append(f"{paragraphs[at].flat[: condition.end(1)]} : {whole}" if condition else whole)
    facts["wording"] = "\n".join(wording)
    facts["attachments"] = tuple(dict.fromkeys(attached))
    return facts


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
