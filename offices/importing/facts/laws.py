"""Articles and agreements that a text names."""

import re
from collections.abc import Iterable

from offices.content import LegalBasis
from offices.importing.facts.rows import row
from offices.importing.words import Sentence

ARTICLE = re.compile(r"(?<![\w/-])(?P<letter>[lrd])\.?\s?-?\s?(?P<number>\d{3}-\d{1,3}(?:-\d{1,2})?)\b")
CODE_WORDS = re.compile(r"\bceseda\b|code de l'entree et du sejour")


def legal_bases(sentences: Iterable[Sentence]) -> list[LegalBasis]:
    found = []
    for sentence in sentences:
        whole = re.sub(r"https?://\S+", "", sentence.folded)
        if CODE_WORDS.search(sentence.paragraph.folded) or re.search(r"\barticles?\b|\bart\b", whole):
            found += [
                row(LegalBasis, text="CESEDA", article=f"{match['letter'].upper()}.{match['number']}")
                for match in ARTICLE.finditer(whole)
            ]
        if accord := re.search(r"accord franco-[a-z]+", whole):
            found.append(row(LegalBasis, text=accord.group().capitalize().replace("algerien", "algérien")))
    return found
