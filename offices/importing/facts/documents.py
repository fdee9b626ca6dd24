"""What to bring or send: lists that a sentence announces, and the documents that a sentence asks for in passing."""

import re
from dataclasses import dataclass
from typing import Any

from offices.content import Requirement
from offices.enums import Document, DocumentForm
from offices.importing.facts.numbers import NUMBER, number
from offices.importing.facts.rows import row
from offices.importing.markup import fold
from offices.importing.paragraphs import Paragraph
from offices.importing.words import Sentence

# In the order in which they are tried: what names another document in passing stands before it.
DOCUMENTS = [
    (Document.WORK_PERMIT_REQUEST, r"demandes? d'autorisation de travail|\bcerfa\b.{0,12}15186"),
    (Document.EMPLOYMENT_CONTRACT, r"\b(?:contrat|promesse) (?:de travail|d'embauche)"),
    (Document.PAYSLIPS, r"bulletins? de (?:paie|paye|salaire)|fiches? de paie"),
    (Document.COMPANY_REGISTRATION, r"\bk-?bis\b"),
    (Document.CONTRIBUTION_SLIPS, r"bordereaux? de cotisation|\burssaf\b"),
    (
        Document.EMPLOYER_LETTER,
        r"justificatifs? (?:officiel )?de (?:votre|l')\s?employeur|attestation (?:de l'|de votre )?employeur",
    ),
    (Document.HOST_LETTER, r"attestation d'hebergement"),
    (
        Document.HOST_IDENTITY,
        r"(?:carte (?:nationale )?d'identite|piece d'identite|passeport)\b.{0,60}(?:hebergeant|hebergeur|vous heberge)",
    ),
    (Document.HOST_BILL, r"(?:facture|quittance)\b.{0,60}(?:hebergeant|hebergeur|loyer|\bedf\b)"),
    (Document.PROOF_OF_ADDRESS, r"(?:justificatif|preuve|attestation) de domicil\w+|justificatif d'adresse"),
    (Document.PHOTO, r"\bphotos?\b|photographies?\b"),
    (Document.STAMPED_ENVELOPE, r"enveloppes?\b.{0,40}(?:timbre|affranchie|libelle)"),
    (Document.TAX_STAMP, r"timbres? fisca|timbres? dematerialise"),
    (Document.CIVIL_STATUS, r"etat[- ]civil|acte de naissance|livret de famille|acte de mariage"),
    (Document.NATIONALITY, r"(?:justificatif|preuve) de (?:la |votre )?nationalite"),
    (Document.PASSPORT, r"passeport"),
    (
        Document.RESIDENCE_PERMIT,
        r"(?:votre|ancien|dernier|precedent) titre de sejour|titre de sejour (?:actuel|en cours|"
        r"expire)|carte de sejour (?:en cours|actuelle)",
    ),
    (Document.IDENTITY, r"pieces? d'identite|carte (?:nationale )?d'identite"),
    (
        Document.BOOKING_CONFIRMATION,
        r"(?:confirmation|convocation)\b.{0,20}(?:rendez-vous|rdv)|^\W*(?:la |de la |votre )?convocation\b|"
        r"(?:munissez-vous|muni\w*) de (?:la |votre |cette )convocation\b",
    ),
    (Document.SITUATION_SHEET, r"(?:fiche|notice|formulaire) de (?:situation|renseignements?)"),
    (Document.COVER_LETTER, r"\blettres?\b|courrier (?:explicatif|de motivation|expliquant|motive)"),
    (Document.SCHOOL_CERTIFICATE, r"certificats? de scolarite"),
    (Document.PROOF_OF_PRESENCE, r"(?:preuves?|justificatifs?) (?:de votre |de )?presence"),
    (Document.FAMILY_TIES, r"(?:preuves?|justificatifs?) (?:des? |de vos )?liens? (?:familia|personnel)"),
    (
        Document.CHECKLIST,
        r"\bliste de(?:s)? (?:pieces|documents)\b(?! justificatives jointe)(?=.{0,30}(?:correspond|"
        r"signe|complete|a joindre|$))",
    ),
    (
        Document.ALL_LISTED,
        r"(?:\btoutes? les|\bles|\bdes|\bl'ensemble des|\btous les|"
        r", ?(?:demande et )?) ?(?:pieces(?: justificatives)?|documents|justificatifs)\b"
        r"(?: justificatives)?.{0,30}(?:requis|demande|exige|necessaire|de la liste|dans la liste|"
        r"correspond)|pieces justificatives",
    ),
    (Document.ANNEX, r"\bannexes?\b"),
    (Document.APPLICATION_FORM, r"\bformulaires?\b|imprimes? de demande"),
]
OWN_JUSTIFICATIONS = re.compile(r"(?:tous les |les )?justificatifs correspondant[^().;]{0,80}")
LIST_INTRO = re.compile(
    r"(?:\b(?:pieces|documents|elements|justificatifs)\b.{0,60}(?:suivant|requis|a savoir|a fournir|"
    r"a joindre|a apporter|ci-dessous|ci-apres)|"
    r"\bmuni\w* (?:de|des)|\bpresent\w+-?\s?vous\b.{0,60}\bavec\b|\b(?:devra|doit|"
    r"devront)\b.{0,12}(?:comporter|contenir|comprendre|comprend)|\b(?:comprend|comporte|contient|compose)\w*\b|"
    r"\b(?:joindre|fournir|apporter|presenter|produire|munir de)|composition du dossier|(?:est|"
    r"sera) compose\w* de)[^:]{0,60}:$"
)
MUST_INTRO = re.compile(r"\b(?:devez|devrez|faut|imperativement)\b[^:]{0,90}:$")
ITEM = re.compile(r"^\W*(?:[-–•▪➢►▶>]|\d{1,2}\s?[-)./]|[a-z]\))\s*")
ASKS = re.compile(
    r"\b(?:joign\w+|joindre|munissez-vous|fournir|fournissez|fournie?s?|accompagnee?s? (?:de|des|du)|"
    r"apporter|apportes?|produire|muni\w* de|avec (?:les|ses|vos) annexes|"
    r"completee?z?(?:,| et| le| la| votre)|completer (?:le|la|votre)|remplir le|remplissez le|"
    r"envoyer le formulaire|transmettez votre dossier(?=,)|comporter|"
    r"reste (?:le|la|les)|justifi\w+ (?:de|d'au moins)(?= (?:\d+|deux|trois|quatre|six|douze|vingt-quatre|trente) )|"
    r"(?:doivent|devront|doit|devra) etre jointe?s?|(?:est|sont) a joindre|rassemble[rz]|reuni(?:r|ssez)|"
    r"prevoir|n'oubliez pas)\b"
)
DEMANDED = re.compile(
    r"\b(?:est|sont|ser(?:a|ont)) (?:(?:aussi|egalement) )?(?:exige|demande|requis|obligatoire|reclame)"
)
IN_GENERAL = (Document.ALL_LISTED, Document.CHECKLIST, Document.APPLICATION_FORM, Document.ANNEX)
AGE = re.compile(rf"(?:de |dat\w+ de )?moins de (?P<number>{NUMBER}) mois|(?P<other>{NUMBER}) mois maximum")
QUANTITY = re.compile(rf"^\W*(?:pour les [^:]{{3,40}}:\s*)?(?:les? |vos |votre |de |d')?(?P<number>{NUMBER})\s+(?=\w)")
QUARTERS = re.compile(rf"(?P<number>{NUMBER}) derniers trimestres")
FALLBACK = re.compile(r"\b(?:ou,? )?a defaut\b,? ?(?P<rest>.*)")
PHOTOCOPIES = r"\b(?:photo)?copies?\b"

ADDRESSED_TO = re.compile(r"libellees? a [^,;.]*?(?= doi| dev|[,;.]|$)")


@dataclass
class Listed:
    """The documents of a block, and the paragraphs in which they stand as a list."""

    requirements: list[Requirement]
    paragraphs: set[int]


def requirements(paragraphs: list[Paragraph], sentences: list[Sentence], source: str, *, aside: set[int]) -> Listed:
    """`aside`: paragraphs that speak of another step (what a message must hold, an urgent case)."""
    found: list[Requirement] = []
    in_list: set[int] = set()
    announcing: set[int] = set()
    for index, paragraph in enumerate(paragraphs):
        if index in aside or index in in_list:
            continue
        folded = paragraph.folded.rstrip()
        strict = bool(LIST_INTRO.search(folded))
        if not strict and not MUST_INTRO.search(folded):
            continue
        for item in items_after(paragraphs, index):
            made = of_item(paragraphs[item].flat, source, strict=strict)
            if made or strict:
                in_list.add(item)
                announcing.add(index)
            found += made
    for sentence in sentences:
        if sentence.index not in aside and sentence.index not in in_list:
            asked = asked_in(sentence, source)
            # "… et de toutes les pièces requises, à savoir :" only announces what follows.
            found += [one for one in asked if one.document != Document.ALL_LISTED or sentence.index not in announcing]
    return Listed(fused(found), in_list)


def items_after(paragraphs: list[Paragraph], index: int) -> list[int]:
    """The items that follow an announcing paragraph; links between them do not end the list."""
    items = []
    for at in range(index + 1, len(paragraphs)):
        paragraph = paragraphs[at]
        if paragraph.is_link:
            continue
        if paragraph.level or not (paragraph.marker or ITEM.match(paragraph.flat)):
            break
        items.append(at)
    return items


def of_item(text: str, source: str, *, strict: bool) -> list[Requirement]:
    """The documents of one item of a list. Without a known one, the item in its own words (`strict`) or nothing."""
    text = ITEM.sub("", text).strip()
    folded = fold(text)
    fallback = FALLBACK.search(folded)
    main = folded[: fallback.start()] if fallback else folded
    code = named_in(without_brackets(main)) or named_in(main)
    if code == Document.CHECKLIST and re.search(r"documents? demandes sur la liste|pieces? de la liste", main):
        code = Document.ALL_LISTED
    if re.search(r"que vous jugerez? utiles?", main):
        code = Document.OTHER
    if code is None:
        if not strict or re.match(r"(?:trier|classer|ranger|presenter)\b", folded):
            return []
        code = Document.OTHER
    if not fallback and (several := of_several(text, source)):
        return several
    facts = document_facts(text, folded, code)
    if fallback:
        facts["fallbacks"] = tuple(other for other in dict.fromkeys(others(fallback["rest"])) if other != code)
        if not facts["fallbacks"] and not facts["label"]:  # "à défaut, une attestation consulaire": in its own words
            facts["label"] = text[fallback.start() : fallback.end()].strip(" .;,()")
    return [row(Requirement, document=code, source=source, **facts)]


def of_several(text: str, source: str) -> list[Requirement]:
    """ "Les 12 dernières fiches de paie et la promesse d'embauche": two documents in one item."""
    pieces = [(piece, folded, named_in(without_brackets(folded))) for piece, folded in clauses(text)]
    codes = [code for _piece, _folded, code in pieces if code]
    if not len(codes) == len({*codes}) > 1 or Document.ALL_LISTED in codes or re.search(r"\bou\b", fold(text)):
        return []
    return [
        row(Requirement, document=code, source=source, **document_facts(piece, folded, code))
        for piece, folded, code in pieces
        if code
    ]


def named_in(folded: str) -> Document | None:
    return next((code for code, pattern in DOCUMENTS if re.search(pattern, folded)), None)


def others(folded: str) -> list[Document]:
    return [
        code
        for code, pattern in DOCUMENTS
        if re.search(pattern, folded) and code not in (Document.IDENTITY, Document.PASSPORT)
    ]


def document_facts(text: str, folded: str, code: Document) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if quantity := QUANTITY.match(folded):
        named = re.search(dict(DOCUMENTS).get(code, "$^"), folded)
        several = quantity["number"].isdigit() or quantity["number"] not in ("un", "une")
        counts = named and not re.match(r"\W*(?:mois|euros?|€)", folded[quantity.end() :])
        if counts and (several or code == Document.STAMPED_ENVELOPE):
            facts["quantity"] = number(quantity["number"])
    elif code == Document.STAMPED_ENVELOPE and (several := re.search(rf"(?P<number>{NUMBER}) enveloppes?\b", folded)):
        facts["quantity"] = number(several["number"])
    if age := AGE.search(folded):
        facts["max_age_months"] = number(age["number"] or age["other"])
    if quarters := QUARTERS.search(folded):
        facts["last_quarters"] = number(quarters["number"])
    if re.search(
        rf"\borigina\w*\b.{{0,40}}{PHOTOCOPIES}|{PHOTOCOPIES}.{{0,60}}\borigina|passeport et (?:des |"
        r"la |les |une )?copies?",
        folded,
    ):
        facts["form"] = DocumentForm.BOTH
    elif re.search(PHOTOCOPIES, re.sub(r"copies? integrales?", "", FALLBACK.sub("", folded))):
        facts["form"] = DocumentForm.COPY
    elif re.search(r"\borigina(?:l|ux)", folded):
        facts["form"] = DocumentForm.ORIGINAL
    if re.search(
        r"chacun des enfants|pour chaque (?:personne|enfant)|par personne|et le cas echeant, de chacun", folded
    ):
        facts["each_person"] = True
    if re.search(r"traduit|traduction", folded) and re.search(r"assermente|agree|jure|certifie|officiel", folded):
        facts["sworn_translation"] = True
    facts["label"] = label_of(text, folded, code)
    return facts


def label_of(text: str, folded: str, code: Document) -> str:
    """What the code does not say by itself, in the text's words."""
    if code == Document.OTHER:
        return text.strip(" .;,")[:400]
    if code == Document.PHOTO and (names := re.search(r"le nom et le prenom[^)]*", folded)):
        return text[names.start() : names.end()].strip()
    if code == Document.STAMPED_ENVELOPE and (
        named := re.search(r"libellees? a [^,;.]*?(?= doi| dev|[,;.]|$)", folded)
    ):
        return text[named.start() : named.end()].strip()
    if code in (Document.NATIONALITY, Document.PASSPORT) and (
        pages := re.search(r"copies? d[^),;]*pages[^),;]*", folded)
    ):
        end = pages.end() + (pages.group().count("(") > pages.group().count(")"))
        return text[pages.start() : end].strip()
    if code == Document.CIVIL_STATUS and (given := re.search(r"\(([^()]*)\)", text)):
        return given[1].strip()
    if code == Document.ANNEX and (numbered := re.search(r"annexes? \d+(?: et \d+)?|annexe \([^)]*\)", folded)):
        return text[numbered.start() : numbered.end()].strip()
    if code == Document.PAYSLIPS and (
        period := re.search(r"\b(?:au cours|sur|dans|durant|pendant|des) [^,;.()]*\bderni[^,;.()]*", folded)
    ):
        return text[period.start() : period.end()].strip()
    if code == Document.COVER_LETTER and (
        about := re.search(r"(?:precisant|expliquant|indiquant|exposant) [^.]*", folded)
    ):
        return text[about.start() : about.end()].strip(" .;,")
    if code == Document.SITUATION_SHEET:
        return re.sub(r"^(?:de |d')?(?:votre |une |la )", "", text.strip(" .;:,–-"))[:200]
    if code == Document.WORK_PERMIT_REQUEST and (form := re.search(r"cerfa[^)]*?\d{5}\s?\*\s?\d{2}", folded)):
        return text[form.start() : form.end()].strip()
    if code == Document.APPLICATION_FORM and (
        state := re.search(
            r"(?:rempli|complete|date)[a-z]*(?:,? (?:et )?(?:rempli|date|signe|complete)[a-z]*)*", folded
        )
    ):
        return text[state.start() : state.end()].strip() if " " in state.group() else ""
    return ""


def asked_in(sentence: Sentence, source: str) -> list[Requirement]:
    folded = sentence.folded
    if (
        re.search(
            r"liste des pieces (?:manquantes|a fournir)|pieces manqu|(?:puis|et) joign\w+ les documents a votre", folded
        )
        and "joign" not in folded
    ):
        return []
    if re.search(r"(?:formulaire|fiche) de situation\b.{0,60}\b(?:rempli|complete|telecharge)", folded):
        return [row(Requirement, document=Document.SITUATION_SHEET, source=source)]
    asks = ASKS.search(folded)
    if not asks:
        return demanded_in(sentence, source)
    only_if = situation_of(sentence)
    told_before = re.match(r"(?:complete|rempli|envoyer le|comporter|reste|doi|dev|est a|sont a)", asks.group())
    at = 0 if told_before else asks.start()
    if asks.group().startswith("justifi"):
        at = asks.end()
    if re.search(r"\bformulaire devra\b|\bformulaire doit\b", folded):
        at = 0
    found: list[Requirement] = []
    if own := OWN_JUSTIFICATIONS.search(folded):
        label = sentence.text[own.start() : own.end()].strip(" .,")
        return [row(Requirement, document=Document.OTHER, label=label, source=source)]
    for piece, piece_folded in clauses(sentence.text[at:]):
        code = named_in(re.sub(r"\([^()]*\)", " ", piece_folded)) or named_in(piece_folded)
        if code is None and re.search(r"joign\w+ les documents", piece_folded):
            code = Document.ALL_LISTED
        if code is None:
            continue
        facts = document_facts(piece, piece_folded, code)
        found.append(row(Requirement, document=code, only_if=only_if, source=source, **facts))
    return found


def demanded_in(sentence: Sentence, source: str) -> list[Requirement]:
    """ "Un extrait Kbis de moins de 3 mois est exigé": the documents stand before what is said of them."""
    demanded = DEMANDED.search(sentence.folded)
    pieces = clauses(sentence.text[: demanded.start()]) if demanded else []
    named = [(piece, folded, named_in(without_brackets(folded))) for piece, folded in pieces]
    return [
        row(Requirement, document=code, source=source, **document_facts(piece, folded, code))
        for piece, folded, code in named
        if code and code not in IN_GENERAL
    ]


SEPARATOR = re.compile(r"[,;:]|\s(?:et|ainsi que|accompagnee?s? (?:de|du|des)|plus|avec)\s")


def clauses(text: str) -> list[tuple[str, str]]:
    """A sentence's enumeration, piece by piece; what stands in brackets stays with what it explains."""
    folded = fold(text)
    pieces, start = [], 0
    outside = without_brackets(folded)
    for found in SEPARATOR.finditer(outside):
        if outside[found.start()] not in ",;:":
            after = re.split(r"[,;:]", outside[found.end() :], maxsplit=1)[0]
            if not (named_in(outside[start : found.start()]) and named_in(after)):
                continue  # "timbrées et libellées à votre nom": still the same document
        pieces.append((start, found.start()))
        start = found.end()
    pieces.append((start, len(text)))
    parts = [(text[first:last].strip(" ,;:"), folded[first:last].strip(" ,;:")) for first, last in pieces]
    return [(piece, piece_folded) for piece, piece_folded in parts if piece]


def without_brackets(text: str) -> str:
    """The text with spaces for all that stands in brackets, sign by sign."""
    kept, depth = [], 0
    for character in text:
        depth = max(0, depth + (character == "(") - (character == ")"))
        kept.append(character if depth == 0 and character not in "()" else " ")
    return "".join(kept)


def situation_of(sentence: Sentence) -> str:
    """Under "Si vous exercez une activité professionnelle :", or "Si vous êtes hébergé, …": for whom it is asked."""
    own = re.match(r"si (vous [^,:]{3,80}),", sentence.folded)
    if own:
        return sentence.text[own.start(1) : own.end(1)]
    announced = re.match(r"\W*si (vous [^,:]{3,80}?)\s?:?$", fold(sentence.heading))
    return sentence.heading[announced.start(1) : announced.end(1)] if announced else ""


def fused(found: list[Requirement]) -> list[Requirement]:
    """One row per document: a later mention that adds nothing is the same document."""
    rows: dict[tuple[object, ...], Requirement] = {}
    for requirement in found:
        key = (
            requirement.document,
            requirement.label if requirement.document == Document.OTHER else "",
            requirement.grounds,
        )
        kept = rows.get(key)
        if kept is None or richness(requirement) > richness(kept):
            rows[key] = requirement if kept is None else requirement.model_copy(update={"id": kept.id})
    return list(rows.values())


def richness(requirement: Requirement) -> int:
    return len(requirement.model_dump(exclude_defaults=True))
