"""What it costs: amount, part not refunded, when and how it is paid, who does not pay, how long it can be refunded."""

import re
from collections.abc import Iterable
from typing import Any

from offices.content import Fee
from offices.enums import FeeDue, FeeKind, PaymentMeans, Situation
from offices.importing.facts.numbers import NUMBER, number
from offices.importing.facts.rows import row
from offices.importing.words import Sentence

AMOUNT = re.compile(r"(?<![\d,.])(?P<amount>\d{1,4}(?:[.,]\d{1,2})?)\s?(?:euros?\b|€)")
ABOUT_MONEY = re.compile(
    r"timbres?\b|taxe\b|droits? de (?:visa|timbre)|\bfrais\b|\bsolde\b|\bpayer\b|paiement|acquitt|fiscal|"
    r"\breglere?z|\bregler\b|\breglement de\b|\bvers(?:er|erez|ement)\b|\bcout|\bsomme de\b"
)
NOT_REFUNDED = re.compile(r"dont (?P<amount>\d{1,4}(?:[.,]\d{1,2})?)\s?(?:euros?|€) (?:non|ne sont pas) rembours")
EXEMPT = re.compile(
    r"(?:a l'exclusion|a l'exception|sauf|hormis|exoner\w*|exempt\w*|dispense\w*) (?:de |des |pour |"
    r"les )?(?P<who>[^.;]{4,120})"
)
REFUND = re.compile(rf"rembours\w*\b.{{0,80}}?(?P<number>{NUMBER}) (?P<unit>mois|ans?)\b")
WHO = [
    (Situation.CHANGE_OF_STATUS, r"changement de statut"),
    (Situation.STUDENT, r"\betudiant"),
    (Situation.PROTECTED, r"refugie|apatride|protection (?:internationale|subsidiaire)"),
]


def fees(sentences: list[Sentence], source: str, *, to_bring: Iterable[int] = ()) -> list[Fee]:
    """`to_bring`: the paragraphs that are a list of what to hand in; a stamp among them is paid at the filing."""
    found: list[Fee] = []
    for sentence in sentences:
        folded = sentence.folded
        if not ABOUT_MONEY.search(folded) or re.search(r"salaire|smic|revenus?|facture", folded):
            continue
        refused = NOT_REFUNDED.search(folded)
        amounts = list(AMOUNT.finditer(folded))
        for number_, match in enumerate(amounts):
            part = folded[: match.start()].endswith("dont ")
            if part and refused:
                continue  # said of the whole amount, in its own field
            facts = fee_facts(folded, found, in_list=sentence.index in set(to_bring))
            if len(amounts) > 1 and not refused:
                facts |= part_of_sum(sentence, amounts, number_)
            if not refused and len(amounts) == 1 and re.search(r"\bnon[- ]remboursables?\b", folded):
                facts["not_refundable"] = match["amount"]
            if refused:
                facts["not_refundable"] = refused["amount"]
            found.append(row(Fee, amount=match["amount"], source=source, **facts))
    return with_refund(found, sentences)


def part_of_sum(sentence: Sentence, amounts: list[re.Match], number_: int) -> dict[str, Any]:
    """Of several amounts of one sentence: when this one is due, and whether the first one includes it."""
    folded, match = sentence.folded, amounts[number_]
    end = amounts[number_ + 1].start() if number_ + 1 < len(amounts) else len(folded)
    own = folded[match.start() : end]
    in_brackets = folded.count("(", 0, match.start()) > folded.count(")", 0, match.start())
    if number_ == 0 and re.search(r"\([^()]*$", own):  # "225 € (200 € de taxe + 25 € de timbre), à la remise"
        own = re.sub(r"\([^()]*\)", " ", folded[match.start() :])
    due = "" if in_brackets else due_of(re.sub(r"\bdont\b.*", "", own), in_list=False)
    part = folded[: match.start()].endswith("dont ")
    shared = number_ and re.search(r":\s*$", folded[amounts[0].end() : amounts[1].start()])
    if not (part or in_brackets or shared):
        return {"due": due}
    said = sentence.text[match.start() - (5 if part else 0) : end]
    said = (said.partition(")")[0] if in_brackets else said).strip(" ,;.:()")
    return {"due": due, "included": True, "note": re.sub(r",? ?(?:puis|et|\+)$", "", said)[:400]}


def fee_facts(folded: str, earlier: list[Fee], *, in_list: bool) -> dict[str, Any]:
    whole = re.sub(r"\(dont [^()]*\)", " ", folded)  # what is due of a part is not due of the whole
    facts: dict[str, Any] = {"kind": kind_of(folded, earlier), "due": due_of(whole, in_list=in_list)}
    if ("bureau de tabac" in folded and "timbres.impots" in folded) or re.search(
        (
            r"timbres?(?: fisca\w+)? ou\b.{0,20}(?:electronique|dematerialise)|(?:electronique|"
            r"dematerialise)s? ou\b.{0,20}papier"
        ),
        folded,
    ):
        facts["means"] = PaymentMeans.EITHER_STAMP
    elif re.search(r"timbre\w*(?: fisca\w+)? (?:electronique|dematerialise)", folded):
        facts["means"] = PaymentMeans.ELECTRONIC_STAMP
    elif "timbre" in folded:
        facts["means"] = PaymentMeans.TAX_STAMP
    elif "carte bancaire" in folded:
        facts["means"] = PaymentMeans.CARD
    if exempt := EXEMPT.search(folded):
        facts["exempted"] = tuple(code for code, pattern in WHO if re.search(pattern, exempt["who"]))
    if page := re.search(r"https?://timbres\.impots\.gouv\.fr[^\s,)]*", folded):
        facts["url"] = page.group().rstrip(".")
    if re.search(r"dont .{0,40}non rembours.{0,12}percus? (?:lors|au)", folded):
        facts["note"] = "seule la part non remboursable est perçue au dépôt"
    elif re.search(r"\bsolde\b", folded):
        facts |= {"note": "solde", "included": bool(earlier)}
    return facts


def kind_of(folded: str, earlier: list[Fee]) -> FeeKind:
    if re.search(r"visa de regularisation", folded):
        return FeeKind.REGULARISATION_VISA
    if re.search(r"taxe d'examen|droit d'examen", folded):
        return FeeKind.EXAMINATION
    if re.search(r"taxe (?:sur|de|pour) (?:le |la )?(?:titre|delivrance)|taxe de sejour", folded):
        return FeeKind.PERMIT
    if re.search(r"\bsolde\b", folded) and earlier:
        return earlier[-1].kind
    return FeeKind.OTHER


def due_of(folded: str, *, in_list: bool) -> str:
    if re.search(r"(?:lors|au moment|au jour) d[eu] (?:la |votre )?depot|au depot|au moment de la demande", folded):
        return FeeDue.AT_FILING
    if re.search(
        r"decision (?:positive|favorable)|avis favorable|(?:lors de|au moment de|a) la (?:remise|delivrance)", folded
    ):
        return FeeDue.IF_GRANTED
    return FeeDue.AT_FILING if in_list else ""


def with_refund(found: list[Fee], sentences: list[Sentence]) -> list[Fee]:
    for sentence in sentences:
        match = REFUND.search(sentence.folded)
        if match and found and re.search(r"\btaxe\b|timbre|par erreur", sentence.folded):
            months = number(match["number"]) * (12 if match["unit"].startswith("a") else 1)
            found[-1] = found[-1].model_copy(update={"refund_within_months": months})
    return found
