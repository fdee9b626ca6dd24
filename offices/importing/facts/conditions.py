"""Who the procedure is for, who it is not for, what one must fulfil, what bars: with the durations that are stated."""

import re
from typing import Any

from offices.content import Condition, Threshold
from offices.enums import ConditionKind, Measure, Situation, TimeUnit
from offices.importing.facts.documents import items_after
from offices.importing.facts.numbers import NUMBER, UNIT, number, unit
from offices.importing.facts.rows import row, row_id
from offices.importing.markup import fold
from offices.importing.paragraphs import Paragraph
from offices.importing.words import Sentence

SITUATIONS = [
    (Situation.PARENT_OF_PUPIL, r"parents?\b.{0,20}\benfants? scolarise"),
    (Situation.SPOUSE_OF_FRENCH, r"(?:conjoint|concubin|partenaire|epoux)\w*\b.{0,80}\b(?:francais|europeen|refugie)"),
    (Situation.SPOUSE_OF_FOREIGNER, r"(?:conjoint|concubin|epoux)\w*\b.{0,40}\betranger\w* en situation reguliere"),
    (Situation.YOUNG_ADULT, r"(?:venez|viennent) d'avoir 18 ans|jeunes? majeurs?|a votre majorite"),
    (
        Situation.WORKER,
        r"exerce\w* une activite professionnelle|\bvous travaillez\b|au titre du travail :|activite salariee",
    ),
    (Situation.ALGERIAN, r"algerien"),
    (Situation.TUNISIAN_MOROCCAN, r"tunisiens? et (?:les )?marocain|marocains? et (?:les )?tunisien"),
    (Situation.FORMER_MINOR_IN_CARE, r"mineurs? non accompagnes?|\bmna\b"),
    (Situation.PROTECTED, r"protection internationale|\brefugies?\b|apatride|protection subsidiaire"),
    (Situation.LONG_STAY_VISA, r"visa de long sejour valant titre|vls-?ts"),
    (Situation.STUDENT, r"\betudiants? etrangers?|\betudiants?\b"),
    (Situation.CHANGE_OF_STATUS, r"changement de statut"),
    (Situation.REMOVAL_ORDER, r"obligation de quitter le territoire|\boqtf\b"),
]
MEASURES = [
    (Measure.CONTRACT, r"contrat de travail|duree minimale"),
    (Measure.SINCE_DECISION, r"\b(?:notifie|prononce|datant)\w*\b|\boqtf\b|obligation de quitter"),
    (Measure.LIFE_TOGETHER, r"vie commune|vie maritale|communaute de vie"),
    (Measure.SCHOOLING, r"scolaris"),
    (Measure.WORK, r"\btravail|anciennete|\bactivite|\bsalarie|\bemploi|fiches? de paie"),
    (
        Measure.RESIDENCE,
        r"presence en france|present\w* en france|resid\w+|sejour\w* en france|vi\w+ en france|habituelle",
    ),
]
DURATION = re.compile(
    r"(?P<less>moins d[e'] ?|plus de |au moins |depuis |"
    rf"minimale? de )*(?<![\w])(?P<number>{NUMBER}) (?P<unit>{UNIT})\b"
)
WITHIN = re.compile(
    r"(?:sur|ces|au cours des?|dans|durant|pendant|des) (?:les |"
    rf"des )?(?P<number>{NUMBER}) dernier\w*(?: (?P<unit>{UNIT}))?"
    r"|(?:sur|ces|au cours des?|dans|durant|pendant|des) (?:les |"
    rf"des )?(?P<number2>{NUMBER}) dernieres? (?P<unit2>{UNIT})"
)
CRITERIA = re.compile(
    r"\b(?:criteres|conditions)\b.{0,30}\b(?:suivant|ci-dessous|cumulative)\w*|remplir (?:les|toutes les) conditions"
)
MUST = re.compile(
    r"\bvous (?:devez|devrez) (?:justifier|contribuer|resider|avoir|etre|remplir)|\b(?:devra|doit|"
    r"devront) etre (?:pour une duree|scolaris|au moins)"
)
MINIMUM_WAGE = re.compile(r"\bsalaire\b.{0,60}\b(?:smic\b|salaire minimum)")
OF_DOCUMENTS = re.compile(
    rf"\bjustifier (?:de|d'au moins) {NUMBER} (?:fiches? de paie|bulletins? de (?:paie|salaire)|documents?|preuves?)"
)
ACCOMPANIED = re.compile(r"\b(?:etre|etes|soyez|venir) accompagnee?s? (?:de|par)\b")
BARRED = re.compile(r"n'(?:etes|est|ayez|avez) (?:pas|jamais)\b.{0,30}\b(?:vise|fait l'objet|interdit|condamne)")
CANNOT = re.compile(
    r"ne peuvent\b.{0,20}\b(?:pretendre|deposer|solliciter|beneficier)|ne sont pas concerne|"
    r"n'etes pas concerne|sont exclus"
)
BARS = re.compile(
    r"\bne (?:devez|doit|doivent) pas\b.{0,60}\b(?:oqtf|obligation de quitter|interdiction|expulsion)|"
    r"\b(?:oqtf|obligation de quitter|interdiction de retour|expulsion)\b.*\b"
    r"ne peu(?:t|vent|vez) (?:pas |plus )?(?:deposer|solliciter|demander|pretendre)"
)
RESERVED = re.compile(
    r"\b(?:reservee?s?|destinee?s?|ouverte?s?)\b.{0,12}(?:aux?|a)\b|\bs'adresse(?:nt)? (?:aux?|a)\b|\bconcerne\b"
)
FIRST_REQUEST = re.compile(
    r"\W*(?:(?:pour|prendre un rendez-vous pour)\s+(?:deposer\s+)?)?(?:l[ae] |une |"
    r"un )?(?:demande de premier titre|premiere demande)\b[^.]{0,90}"
)
TRIMMED = r"^.*?\bpour\s+(?:déposer\s+)?(?=(?:une |la )?premi)|\s+[-–]\s+(?:sous-)?préfecture.*$"
DESCRIBES = re.compile(
    r"(?:\w+ ?: )?vous (?:etes (?:de nationalite|en situation|ressortissant|etranger)|residez|"
    r"ne detenez|ne disposez|ne pouvez pas justifier|"
    r"n'avez jamais)\b"
)
IF_YOU = re.compile(
    r"(?P<clause>(?:si|lorsque|quand) (?:vous (?:etes|residez|faites valoir|ne|n'|souhaitez|avez|"
    r"demandez)|votre demande concerne)\b.+?),\s*"
    r"(?:vous (?:pouvez|devez|devrez|serez)|veuillez|la demande|votre demande|dans ce cas|merci)"
)


def conditions(
    paragraphs: list[Paragraph], sentences: list[Sentence], source: str, *, aside: set[int]
) -> list[Condition]:
    found: list[Condition] = []
    used: set[int] = set()
    for index in range(len(paragraphs)):
        if index in aside or index in used:
            continue
        listed, taken = of_list(paragraphs, index, source)
        found += listed
        used |= taken
    for number_, sentence in enumerate(sentences):
        if sentence.index in used or sentence.index in aside:
            continue
        found += of_sentence(sentence, sentences[number_ - 1] if number_ else None, source)
    return described_once(found, paragraphs)


def described_once(found: list[Condition], paragraphs: list[Paragraph]) -> list[Condition]:
    """Sentences of one paragraph that together describe the same persons are one condition."""
    kept: list[Condition] = []
    for condition in found:
        last = kept[-1] if kept else None
        whole = f"{last.text} {condition.text}" if last else ""
        plain = {"kind": condition.kind, "source": condition.source, "text": whole}
        both_describe = last and last.kind == condition.kind == ConditionKind.AUDIENCE and last.text.endswith(".")
        if both_describe and any(whole in paragraph.flat for paragraph in paragraphs):
            kept[-1] = row(Condition, **plain)
        else:
            kept.append(condition)
    return kept


# --- Lists -----------------------------------------------------------------------------------------------------------


def of_list(paragraphs: list[Paragraph], index: int, source: str) -> tuple[list[Condition], set[int]]:
    """Conditions listed after the paragraph at `index`, and the paragraphs they were read from."""
    paragraph = paragraphs[index]
    folded = paragraph.folded.rstrip()
    items = items_after(paragraphs, index)
    if CRITERIA.search(folded) and folded.endswith(":"):
        return of_criteria(paragraphs, index, source)
    if not items or len(folded) > 400:
        return [], set()
    excluded = re.search(r",?\s*(?:a l'exception|a l'exclusion|sauf|hormis)(?: des?)?\s*:?$", folded)
    taken = {index, *items}
    if excluded:
        found = [of_item(paragraphs[at], ConditionKind.EXCLUDED, source) for at in items]
        before = paragraph.flat[: excluded.start()].strip(" ,:")
        if RESERVED.search(folded):
            found.insert(0, row(Condition, kind=ConditionKind.AUDIENCE, text=before, source=source))
        return found, taken
    if CANNOT.search(folded) and folded.endswith(":"):
        return [of_item(paragraphs[at], ConditionKind.EXCLUDED, source) for at in items], taken
    if folded.endswith(":") and (RESERVED.search(folded) or re.search(r"si votre demande concerne|au motif", folded)):
        return [of_item(paragraphs[at], ConditionKind.AUDIENCE, source) for at in items], taken
    return [], set()


def of_item(paragraph: Paragraph, kind: ConditionKind, source: str) -> Condition:
    text = re.sub(r"^(?:des|de la|du|les|aux)\s+", "", paragraph.flat.strip(" ,;."), flags=re.IGNORECASE)
    situation = situation_of(fold(text)) if kind == ConditionKind.EXCLUDED else Situation.OTHER
    if situation == Situation.ANY:
        situation = Situation.OTHER
    spans = thresholds(fold(text), at_most=True) if situation == Situation.REMOVAL_ORDER else ()
    return row(Condition, kind=kind, situation=situation, thresholds=spans, text=text, source=source)


def of_criteria(paragraphs: list[Paragraph], index: int, source: str) -> tuple[list[Condition], set[int]]:
    """Every clause "vous …" that follows "répond aux critères suivants :", up to the first sentence that is none."""
    found, taken = [], {index}
    for at in range(index + 1, len(paragraphs)):
        text = paragraphs[at].flat
        ended = False
        pieces = re.split(r"(?:[,;]|\bet\b)\s+(?=vous\b)|(?<=[.])\s+", text)
        clauses = []
        for piece in pieces:
            folded = fold(piece)
            if not re.match(r"\W*(?:vous |ne pas |etre |avoir |justifier |resider |detenir )", folded) or re.match(
                r"\W*vous (?:devez|pouvez|serez)", folded
            ):
                ended = True
                break
            clauses.append(piece.strip(" ,;.-–"))
        for clause in clauses:
            folded = fold(clause)
            bars = bool(BARRED.search(folded) or re.match(r"ne pas\b", folded))
            kind = ConditionKind.BAR if bars else ConditionKind.REQUIRED
            situation = (
                Situation.REMOVAL_ORDER if bars and situation_of(folded) == Situation.REMOVAL_ORDER else Situation.ANY
            )
            found.append(
                row(
                    Condition,
                    kind=kind,
                    situation=situation,
                    thresholds=thresholds(folded, at_most=bars),
                    text=clause,
                    source=source,
                )
            )
        if clauses and not ended:
            taken.add(at)
        if ended:
            break
    return found, taken


# --- Sentences -------------------------------------------------------------------------------------------------------


def of_sentence(sentence: Sentence, before: Sentence | None, source: str) -> list[Condition]:
    folded = sentence.folded
    if CANNOT.search(folded):
        return [excluded(sentence, before, source)]
    if BARS.search(folded):
        facts = {"thresholds": thresholds(folded, at_most=True), "text": sentence.text, "source": source}
        return [row(Condition, kind=ConditionKind.BAR, situation=situation_of(folded), **facts)]
    if refused := re.search(
        r"peuvent pretendre\b.*\bmais pas au titre (?:du|de la|de) (?P<ground>travail|vie privee)", folded
    ):
        ground = {"travail": "aes-travail", "vie privee": "aes-vie-privee"}[refused["ground"]]
        return [
            row(
                Condition,
                kind=ConditionKind.EXCLUDED,
                situation=situation_of(folded),
                grounds=(ground,),
                text=sentence.text,
                source=source,
            )
        ]
    if aside := re.search(r"\((?:sauf|hors|a l'exception de|excepte)\s+(?P<who>[^()]{5,250})\)", folded):
        text = sentence.text[aside.start("who") : aside.end("who")]
        return [row(Condition, kind=ConditionKind.EXCLUDED, situation=Situation.OTHER, text=text, source=source)]
    if OF_DOCUMENTS.search(folded) and not thresholds(folded):
        return []  # "justifier de 24 fiches de paie" asks for documents
    if ACCOMPANIED.search(folded) and not thresholds(folded):
        return []  # a rule of the day one comes
    if MUST.search(folded) or re.search(r"\bimplique\b.{0,80}(?:capacite|maitrise|connaissance)", folded):
        return required(sentence, source)
    if re.search(r"vous etes? present|vous etre present", folded) and thresholds(folded):
        return required(sentence, source)
    return audience(sentence, source)


def excluded(sentence: Sentence, before: Sentence | None, source: str) -> Condition:
    text = sentence.text
    situation = situation_of(sentence.folded)
    if before and before.index == sentence.index and re.search(r"\bne prevoit aucune?\b", before.folded):
        text = f"{before.text} {text}"
    return row(
        Condition,
        kind=ConditionKind.EXCLUDED,
        situation=Situation.OTHER if situation == Situation.ANY or len(sentence.folded) > 250 else situation,
        text=text,
        source=source,
    )


def required(sentence: Sentence, source: str) -> list[Condition]:
    heading = fold(sentence.heading)
    situation = situation_of(heading) if re.match(r"\W*si vous", heading) else Situation.ANY
    return [
        row(
            Condition,
            kind=ConditionKind.REQUIRED,
            situation=situation,
            thresholds=thresholds(sentence.folded),
            minimum_wage=bool(MINIMUM_WAGE.search(sentence.folded)),
            text=sentence.text,
            source=source,
        )
    ]


def audience(sentence: Sentence, source: str) -> list[Condition]:
    folded = sentence.folded
    situation = Situation.ANY
    text = ""
    if several := of_clauses(sentence, source):
        return several
    if conditional := IF_YOU.match(folded):
        if re.search(
            r"plage|creneau|dossier est complet|demande est complete|heberge|communaute de vie|"
            r"vous avez (?:deja )?(?:un|des) question",
            conditional["clause"],
        ):
            return []
        if re.search(
            r"\barrondissement|ne concerne pas|n'avez pas trouve|souhaitez (?:deposer|contacter|vous installer)",
            conditional["clause"],
        ):
            return []
        text = sentence.text[conditional.start("clause") : conditional.end("clause")]
    elif sentence.paragraph.flat.rstrip().endswith(";") and re.match(r"si vous etes\b", fold(sentence.paragraph.flat)):
        if not re.match(r"si vous etes\b", folded):
            return []
        text = sentence.paragraph.flat
    elif DESCRIBES.match(folded) and not re.search(r"\bvous (?:devez|pouvez|trouverez)\b", folded):
        text = sentence.text
    elif found := re.match(
        r"pour (?P<others>(?:toutes )?les (?:autres )?(?:situations|cas|demandes)\b[^,]{0,110}),", folded
    ):
        text = sentence.text[found.start("others") : found.end("others")]
    elif found := re.search(
        r"\b(?:uniquement|seulement|exclusivement) pour (?:deposer )?(?P<what>(?:un dossier de |"
        r"une )?premiere demande(?: de titre de sejour)?)",
        folded,
    ):
        text = sentence.text[found.start("what") : found.end("what")]
    elif FIRST_REQUEST.fullmatch(folded.rstrip(" :.")):
        text = re.sub(TRIMMED, "", sentence.clean, flags=re.IGNORECASE)
    elif re.search(r"concerne egalement|peuvent egalement", folded) and situation_of(folded) != Situation.ANY:
        text, situation = sentence.text, situation_of(folded)
    elif (
        RESERVED.search(folded)
        and re.match(r"(?:cette|ce|la) (?:demarche|service|procedure|prise de rendez-vous)", folded)
        and len(folded) < 300
    ):
        text = sentence.text
    if not text:
        return []
    spans = thresholds(folded) if text == sentence.text and RESERVED.search(folded) else ()
    facts = {"kind": ConditionKind.AUDIENCE, "situation": situation, "thresholds": spans, "source": source}
    return [row(Condition, text=text.strip(" :,;"), **facts)]


def of_clauses(sentence: Sentence, source: str) -> list[Condition]:
    """ "Si vous êtes étranger, et : êtes entré sans visa ; n'avez jamais eu de titre ;": one row for each of them."""
    whole = sentence.paragraph.flat
    shared = re.match(r"(?:si|lorsque) vous [^;:]{5,200}\s?:\s+(?=\S)", fold(whole))
    if not shared or whole.count(";") < 1 or len(whole) > 1_500 or not whole.startswith(sentence.text):
        return []
    clauses = [part.strip(" ;.") for part in whole[shared.end() :].split(";")]
    texts = [f"{whole[: shared.end()].strip()} {clause}" for clause in clauses if clause]
    return [row(Condition, kind=ConditionKind.AUDIENCE, text=text, source=source) for text in texts]


def situation_of(folded: str) -> Situation:
    return next((code for code, pattern in SITUATIONS if re.search(pattern, folded)), Situation.ANY)


def thresholds(folded: str, *, at_most: bool = False) -> tuple[Threshold, ...]:
    """The durations of a sentence, each with what it measures and within what period."""
    found: list[Threshold] = []
    windows = [span.span() for span in WITHIN.finditer(folded)]
    last_measure = next((code for code, pattern in MEASURES if re.search(pattern, folded)), None)
    for match in DURATION.finditer(folded):
        if any(start <= match.start("number") < end for start, end in windows):
            continue
        if re.search(r"avoir $", folded[: match.start()]):  # "venez d'avoir 18 ans" is an age
            continue
        measure = measure_at(folded, match) or last_measure
        if measure is None:
            continue
        last_measure = measure
        within = WITHIN.search(folded, match.end())
        close = (
            within and within.start() - match.end() <= 25 and not DURATION.search(folded, match.end(), within.start())
        )
        facts: dict[str, Any] = {
            "measure": measure,
            "quantity": number(match["number"]),
            "unit": unit(match["unit"]),
            "at_most": at_most and bool(match["less"] and "moins" in match["less"]),
        }
        if within and close:
            facts["within"] = number(within["number"] or within["number2"])
            facts["within_unit"] = unit(within["unit"] or within["unit2"] or "annees")
        facts["alternative"] = bool(found) and bool(
            re.search(r"\bou (?:de |d'|bien )?(?:au moins )?$", folded[: match.start("number")])
        )
        found.append(Threshold(id=row_id("threshold", *facts.values()), **facts))
    for match in re.finditer(
        rf"\bdont (?P<number>{NUMBER}) (?:au cours des|dans les|sur les|"
        rf"durant les) (?P<within>{NUMBER}) derniers? (?P<unit>{UNIT})",
        folded,
    ):
        if found:
            facts = {
                "measure": found[-1].measure,
                "quantity": number(match["number"]),
                "unit": TimeUnit.MONTH,
                "within": number(match["within"]),
                "within_unit": unit(match["unit"]),
            }
            found.append(Threshold(id=row_id("threshold", *facts.values()), **facts))
    return tuple({threshold.id: threshold for threshold in found}.values())


def measure_at(folded: str, match: re.Match) -> Measure | None:
    """What a duration measures: the nearest word that says it, after it first ("5 ans de présence"), else before."""
    clause_end = re.search(r"[,;.]|\bet\b|\bou\b", folded[match.end() :])
    after = folded[match.end() : match.end() + (clause_end.start() if clause_end else 60)]
    following = [(found.start(), code) for code, pattern in MEASURES if (found := re.search(pattern, after))]
    if following:
        return min(following)[1]
    before = folded[max(0, match.start() - 90) : match.start("number")]
    preceding = [
        (max(found.start() for found in hits), code)
        for code, pattern in MEASURES
        if (hits := list(re.finditer(pattern, before)))
    ]
    return max(preceding)[1] if preceding else None
