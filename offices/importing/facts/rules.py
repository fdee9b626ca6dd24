"""Coded facts that one sentence states: each table maps a pattern of folded text to a code."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from offices.content import (
    Aftermath,
    DayRule,
    Deadline,
    ForbiddenChannel,
    IncompleteRule,
    LegalBasis,
    Notice,
    Presentation,
    ProcessingTime,
)
from offices.enums import (
    AccessRule,
    AftermathCode,
    Channel,
    DeadlineEvent,
    FileRule,
    IncompleteOutcome,
    NoticeCode,
)
from offices.importing.facts.numbers import DATE, NUMBER, UNIT, number, read_date, unit
from offices.importing.facts.rows import row
from offices.importing.words import Sentence

RDV = r"(?:rendez-vous|rdv)"

PRESENTATION = [
    (FileRule.COPIES_ONLY, r"uniquement (?:les |des )?(?:photo)?copies|(?:photo)?copies uniquement"),
    (
        FileRule.ORIGINALS_AND_COPIES,
        (
            r"originaux et (?:les |des )?(?:photo)?copies?|copies? et (?:les |des )?originaux|"
            r"copies? de chaque document.{0,80}original"
        ),
    ),
    (FileRule.SORTED_APART, r"originaux d'un cote"),
    (FileRule.LIST_ORDER, r"dans l'ordre (?:de la|de cette|indique)|classe\w* (?:les \w+ )?dans l'ordre"),
    (FileRule.A4, r"\bformat a ?4\b"),
    (
        FileRule.SWORN_TRANSLATION,
        (
            r"traducteur\w* (?:agree|assermente|jure)|traduction\w* (?:assermente|agree)|"
            r"traduits?\b.{0,60}(?:assermente|agree)"
        ),
    ),
    (FileRule.DATED_SIGNED, r"date\w*,? ?(?:et )?signe|dater,? (?:et )?signer|signer et dater|signee? et datee?"),
    (
        FileRule.LEGIBLE_EMAIL,
        r"adresse (?:courriel|mail|e-mail|electronique)\b.{0,60}lisib|"
        r"(?:indiquer|ecrire|mentionner) (?:clairement|lisiblement)\b.{0,20}adresse (?:mail|courriel|"
        r"electronique|e-mail)",
    ),
    (
        FileRule.STATE_PERMIT_TYPE,
        r"(?:mentionner|preciser|indiquer)\b.{0,40}(?:type|nature|motif) de (?:la demande|titre)",
    ),
]

DAY_RULES = [
    (
        AccessRule.ARRIVE_EARLY,
        r"(?P<minutes>\d{1,3}) ?(?:min|mn|minutes?)\b (?:d'avance|a l'avance|avant (?:l'heure|votre))",
    ),
    (
        AccessRule.NOT_BEFORE,
        r"(?:autorise|acces|admis|accede)\w*\b.{0,50}\bque (?P<minutes>\d{1,3}) ?(?:min|mn|minutes?) avant",
    ),
    (
        AccessRule.NO_COMPANION,
        (
            r"accompagna\w+\b.{0,50}\bn(?:e\b|').{0,12}(?:pas|interdit|non) ?(?:autorise|admis|accepte)?|"
            r"sans accompagnateur|seules? la ou les personnes convoquees"
        ),
    ),
    (
        AccessRule.SPOUSE_ATTENDS,
        (
            r"conjoint\w*\b.{0,30}\b(?:doit|devra|doivent)\b.{0,30}accompagn|accompagnee?s? de (?:votre|"
            r"son) conjoint|presence (?:du|de votre) conjoint\w*.{0,20}(?:obligatoire|requise)"
        ),
    ),
    (
        AccessRule.IN_PERSON,
        r"se presenter (?:personnellement|en personne)|venir en personne|presence personnelle|comparution personnelle",
    ),
    (
        AccessRule.ONE_PERSON_PER_BOOKING,
        (
            rf"(?:\bun|1|une) (?:seule? )?{RDV}\b.{{0,40}}\b(?:par|pour) (?:1 |une )?(?:seule )?personne|"
            rf"{RDV} (?:est )?individuel"
        ),
    ),
    (
        AccessRule.CONFIRM_BOOKING,
        rf"confirmer (?:votre|le|ce) (?:{RDV}|date)|valider (?:votre|le) {RDV}.{{0,30}}(?:mail|courriel)",
    ),
    (
        AccessRule.BRING_CONFIRMATION,
        (
            r"(?:prendre|apporter|presenter|munir de|muni\w* de) (?:avec vous )?(?:la|votre|"
            r"cette) (?:convocation|confirmation)"
        ),
    ),
    (
        AccessRule.NO_ENTRY_WITHOUT_BOOKING,
        (
            rf"sans {RDV}\b.{{0,40}}\b(?:ne\b.{{0,12}}pas|non|aucun\w*)\b.{{0,6}}(?:recu|accueilli|admis)|"
            rf"aucune? (?:accueil|personne)\b.{{0,40}}sans {RDV}"
        ),
    ),
    (AccessRule.LIMITED_TICKETS, r"(?:nombre de tickets?|tickets?)\b.{0,30}\blimite"),
    (AccessRule.FILL_FORM_ON_SITE, rf"rempli\w* (?:le jour|lors|au moment) d[eu] (?:votre |vos )?{RDV}"),
]

AFTERMATH = [
    (
        AftermathCode.APPOINTMENT_IF_COMPLETE,
        rf"si (?:votre|le) (?:dossier|demande)\b.{{0,20}}complet\w*.{{0,60}}{RDV}|"
        rf"{RDV}\b.{{0,30}}\b(?:accorde|donne|fixe|propose|delivre)\w*\b.{{0,30}}\bsi\b.{{0,30}}complet",
    ),
    (
        AftermathCode.SUMMONED_BY_EMAIL,
        rf"(?:{RDV}|convocation|convoque\w*)\b.{{0,60}}\bpar (?:e-?mail|mail|courriel|voie electronique)|"
        r"recevrez\b.{0,30}\b(?:mail|courriel)\b.{0,30}\b(?:convocation|rendez-vous)",
    ),
    (
        AftermathCode.SUMMONED,
        (
            r"\b(?:sera|serez|seront|est|etes|vous)\b.{0,25}\bconvoque|elle convoque|"
            r"convocation\b.{0,20}(?:sera|vous est) (?:adresse|envoye)"
        ),
    ),
    (
        AftermathCode.CONTACTED,
        (
            r"(?:vous|service|bureau|prefecture)\b.{0,40}\b(?:contactera|recontactera|prendra contact|"
            r"prend contact|reprendra contact)|vous serez (?:re)?contacte"
        ),
    ),
    (AftermathCode.RECEIPT_IF_COMPLETE, r"recepisses?\b.{0,80}\bcomplet|dossiers? complets?\b.{0,40}\brecepisse"),
    (
        AftermathCode.DO_NOT_ASK,
        r"attendre d'etre contacte|(?:ne pas|inutile de|merci de ne pas)\b.{0,20}(?:relancer|appeler|contacter)",
    ),
    (AftermathCode.ONE_REQUEST_ONLY, r"une seule demande par|inutile de deposer plusieurs"),
]

NEGATION = r"(?:\bne\b|\bn'|\baucun|\bni\b|\bpas\b|\bnon\b)"
INCOMPLETE = [
    (IncompleteOutcome.RETURNED, r"\b(?:renvoye|retourne)"),
    (IncompleteOutcome.REFUSED, rf"\brefus(?:e|\b)|\brejete|{NEGATION}.{{0,40}}\baccepte"),
    (IncompleteOutcome.NOT_EXAMINED, rf"{NEGATION}.{{0,90}}\b(?:traite|examine|instruit|etudie)"),
    (IncompleteOutcome.CLOSED, r"sans suite"),
    (IncompleteOutcome.INADMISSIBLE, r"irrecevab"),
    (IncompleteOutcome.NOT_REGISTERED, rf"{NEGATION}.{{0,60}}\benregistre|absence d'enregistrement"),
]
INCOMPLETE_SUBJECT = re.compile(
    r"\bincompl|\bnon complet|\bne respectant pas\b|\bnon[- ]respect\b|a peine d'irrecevabilite"
)

CHANNELS = {
    Channel.POST: r"(?:voie postale|par courriers?(?! electronique)(?! postal electronique)|par la poste|envoi postal)",
    Channel.EMAIL: r"(?:par (?:e-?mail|mail|courriel|messagerie)|courriers? electroniques?)",
    Channel.PHONE: r"(?:par telephone|telephonique\w*)",
    Channel.COUNTER: r"(?:au guichet|sur place|a l'accueil)",
    Channel.DROPBOX: r"(?:boite aux lettres)",
}
FILE_WORDS = r"\b(?:dossiers?|demandes?|envois?|depots?|pieces|documents)\b"
DECLINED = r"(?:accepte|traite|recu|recevable|pris en compte|instruit|examine|possible|autorise|enregistre)"
NO_WAY = r"\b(?:n'envoyez|n'adressez|ne deposez|ne transmettez|ne pas (?:envoyer|adresser|deposer|transmettre))\b"


@cache
def refusals(way: str) -> list[re.Pattern]:
    """How a sentence refuses a way of sending a file, given as a pattern."""
    return [
        re.compile(rf"\baucun\w*\b.{{0,60}}?(?:{FILE_WORDS})?.{{0,80}}?{way}"),
        re.compile(
            rf"{FILE_WORDS}.{{0,50}}?{way}.{{0,50}}?"
            r"(?:\bne\b.{0,25}\b(?:pas|plus)\b|n'est (?:pas|plus)|\bsont refuse|\bseront refuse)"
        ),
        re.compile(rf"{FILE_WORDS}.{{0,60}}?\bne?\b.{{0,20}}\b(?:pas|plus)\b.{{0,15}}{DECLINED}\w*.{{0,30}}?{way}"),
        re.compile(rf"{NO_WAY}.{{0,60}}?{way}"),
    ]


def refuses(way: str, folded: str) -> bool:
    return any(pattern.search(folded) for pattern in refusals(way))


LETTERS_REFUSED = re.compile(r"\W*les courriers\b.{0,30}\bne\b.{0,12}\b(?:pas|plus) (?:accepte|traite|lu)")
CLOSED_COUNTERS = re.compile(r"guichets?\b.{0,100}\b(?:procedure|demandes?|depot)\b.{0,40}\b(?:sont|est) fermes?")
SUSPENDED = re.compile(r"situation\w* urgente?s?|urgence")


def presentation(sentences: Iterable[Sentence], source: str) -> list[Presentation]:
    return [
        row(Presentation, rule=rule, source=source)
        for sentence in sentences
        for rule, pattern in PRESENTATION
        if re.search(pattern, sentence.folded)
    ]


def day_rules(sentences: Iterable[Sentence], source: str) -> list[DayRule]:
    found = []
    for sentence in sentences:
        for rule, pattern in DAY_RULES:
            if match := re.search(pattern, sentence.folded):
                if rule == AccessRule.ARRIVE_EARLY and "autoris" in sentence.folded:
                    continue  # "l'accès n'est autorisé que 15 minutes avant" is the other rule
                minutes = match.groupdict().get("minutes")
                found.append(row(DayRule, rule=rule, minutes=int(minutes) if minutes else None, source=source))
        if re.search(r"\btout retard\b|en cas de retard", sentence.folded):
            found.append(row(DayRule, rule=late_rule(sentence.folded), source=source))
    return found


def late_rule(folded: str) -> AccessRule:
    return AccessRule.LATE_NOT_REGISTERED if "enregistre" in folded else AccessRule.LATE_NOT_RECEIVED


def aftermath(sentences: Iterable[Sentence], source: str) -> list[Aftermath]:
    found = []
    for sentence in sentences:
        if re.search(r"\bplus necessaire\b|\bcontacter la prefecture\b", sentence.folded):
            continue
        codes = [code for code, pattern in AFTERMATH if re.search(pattern, sentence.folded)]
        if AftermathCode.SUMMONED_BY_EMAIL in codes and AftermathCode.APPOINTMENT_IF_COMPLETE in codes:
            codes.remove(AftermathCode.SUMMONED_BY_EMAIL)
        if AftermathCode.SUMMONED_BY_EMAIL in codes and AftermathCode.SUMMONED in codes:
            codes.remove(AftermathCode.SUMMONED)
        if re.search(r"\b(?:prendre|demander) (?:un )?rendez-vous\b", sentence.folded):
            codes = [code for code in codes if code != AftermathCode.SUMMONED_BY_EMAIL]
        found += [row(Aftermath, code=code, source=source) for code in codes]
    return found


def incomplete(sentences: Iterable[Sentence], source: str) -> list[IncompleteRule]:
    found = []
    for sentence in sentences:
        folded = sentence.folded
        if INCOMPLETE_SUBJECT.search(folded):
            outcomes = [outcome for outcome, pattern in INCOMPLETE if re.search(pattern, folded)]
            note = re.search(r"avec (?:la|une) liste des pieces manquantes|ou non classee?s?", folded)
            said = sentence.text[note.start() : note.end()] if note else ""
            found += [row(IncompleteRule, outcome=outcome, note=said, source=source) for outcome in outcomes]
            if re.search(r"rendez-vous\b.{0,80}\bannule", folded):
                found.append(row(IncompleteRule, outcome=IncompleteOutcome.BOOKING_CANCELLED, source=source))
        if re.search(r"pieces (?:manqu|complementaires)", folded) and re.search(
            r"(?:obtenir|demande\w*|transmettre|completer|reclam\w*)\b.{0,40}pieces|pieces\b.{0,60}\bdemande", folded
        ):
            found.append(row(IncompleteRule, outcome=IncompleteOutcome.COMPLETION_ASKED, source=source))
    return found


def forbidden_channels(sentences: Iterable[Sentence], source: str) -> list[ForbiddenChannel]:
    found = []
    for sentence in sentences:
        folded = sentence.folded
        if SUSPENDED.search(folded) or SUSPENDED.search(paragraph_of(sentence)):
            continue
        if CLOSED_COUNTERS.search(folded):
            found.append(row(ForbiddenChannel, channel=Channel.COUNTER, source=source))
        for channel, words in CHANNELS.items():
            if refuses(words, folded):
                outcomes = [code for code, pattern in INCOMPLETE if re.search(pattern, folded)]
                outcome = outcomes[0] if outcomes else ""
                found.append(row(ForbiddenChannel, channel=channel, outcome=outcome, source=source))
        if LETTERS_REFUSED.match(folded):
            found.append(row(ForbiddenChannel, channel=Channel.POST, source=source))
    return found


def paragraph_of(sentence: Sentence) -> str:
    return sentence.paragraph.folded


# --- Durations and dates ---------------------------------------------------------------------------------------------

DEADLINES = [
    (
        DeadlineEvent.PERMIT_EXPIRY,
        False,
        (
            rf"(?P<number>{NUMBER}) (?P<unit>{UNIT})\s+(?:avant|precedant)\s+(?:l'|la |le |son |"
            r"votre )?(?:date (?:d'|de )(?:l')?)?(?:expiration|fin de validite|echeance|la fin)"
        ),
    ),
    (
        DeadlineEvent.ARRIVAL,
        True,
        (
            rf"(?P<number>{NUMBER}) (?P<unit>{UNIT})\s+(?:suivant|apres|qui suivent|a compter de)\s+(?:l'|"
            r"votre |son |leur )?(?:arrivee|entree)"
        ),
    ),
]
ANSWER = re.compile(
    rf"\breponse\b.{{0,60}}\bdans (?:un delai|les|un) ?(?:maximum )?(?:de |d')?(?P<number>{NUMBER}) (?P<unit>{UNIT})\b"
)
PROCESSING = re.compile(
    rf"delais?\b.{{0,30}}\b(?:de traitement|d'instruction|d'attente|de reponse|"
    rf"de delivrance)\b.{{0,60}}?\b(?P<number>{NUMBER}) (?P<unit>{UNIT})\b"
)


def deadlines(sentences: Iterable[Sentence], source: str) -> list[Deadline]:
    found = []
    for sentence in sentences:
        for event, after, pattern in DEADLINES:
            if match := re.search(pattern, sentence.folded):
                about = re.search(r"demandes? de (?:renouvellement|duplicata|changement de statut)", sentence.folded)
                note = sentence.text[about.start() : about.end()] if about else ""
                found.append(
                    row(
                        Deadline,
                        quantity=number(match["number"]),
                        unit=unit(match["unit"]),
                        after=after,
                        event=event,
                        note=note,
                        source=source,
                    )
                )
    return found


def processing_times(sentences: Iterable[Sentence], source: str) -> list[ProcessingTime]:
    found = []
    for sentence in sentences:
        if match := PROCESSING.search(sentence.folded) or ANSWER.search(sentence.folded):
            stated = re.search(rf"\bau ({DATE})", sentence.folded)
            found.append(
                row(
                    ProcessingTime,
                    quantity=number(match["number"]),
                    unit=unit(match["unit"]),
                    stated_on=read_date(stated[1]) if stated else None,
                    source=source,
                )
            )
    return found


# --- Laws, notices ---------------------------------------------------------------------------------------------------

ARTICLE = re.compile(r"(?<![\w/-])(?P<letter>[lrd])\.?\s?-?\s?(?P<number>\d{3}-\d{1,3}(?:-\d{1,2})?)\b")
CODE_WORDS = re.compile(r"\bceseda\b|code de l'entree et du sejour")


def legal_bases(sentences: Iterable[Sentence]) -> list[LegalBasis]:
    found = []
    for sentence in sentences:
        whole = re.sub(r"https?://\S+", "", sentence.folded)
        if CODE_WORDS.search(paragraph_of(sentence)) or re.search(r"\barticles?\b|\bart\b", whole):
            found += [
                row(LegalBasis, text="CESEDA", article=f"{match['letter'].upper()}.{match['number']}")
                for match in ARTICLE.finditer(whole)
            ]
        if accord := re.search(r"accord franco-[a-z]+", whole):
            found.append(row(LegalBasis, text=accord.group().capitalize().replace("algerien", "algérien")))
    return found


BETWEEN = re.compile(r"entre le (?P<first>\d{1,2})(?P<rest>/\d{1,2}(?:/\d{4})?)? et le (?P<last>\d{1,2}/\d{1,2}/\d{4})")
NO_LONGER = re.compile(r"n'est plus (?:necessaire|possible|obligatoire)")
CLOSED_UNTIL = re.compile(
    rf"\bfermee?s?\b.{{0,60}}?(?:jusqu'a nouvel ordre|jusqu'au (?P<until>{DATE})|du (?P<from>{DATE}) au (?P<to>{DATE}))"
)


def notices(sentences: list[Sentence], source: str) -> list[Notice]:
    found = []
    for number_, sentence in enumerate(sentences):
        folded = sentence.folded
        if (span := BETWEEN.search(folded)) and re.search(r"\bne seront (?:pas|plus)\b|\bsuspendu|\bferme", folded):
            text = sentence.text
            if number_ + 1 < len(sentences) and re.match(
                r"vous (?:devrez|devez) attendre", sentences[number_ + 1].folded
            ):
                text = f"{text} {sentences[number_ + 1].text}"
            last = read_date(span["last"])
            first = read_date(completed(span["first"], span["rest"] or "", span["last"]))
            found.append(
                row(Notice, code=NoticeCode.TRANSITION, text=text, valid_from=first, valid_until=last, source=source)
            )
        elif NO_LONGER.search(folded):
            found.append(row(Notice, code=NoticeCode.CHANGE, text=sentence.text, source=source))
        elif (closed := CLOSED_UNTIL.search(folded)) and "guichet" not in folded:
            found.append(
                row(
                    Notice,
                    code=NoticeCode.CLOSURE,
                    text=sentence.text,
                    valid_from=read_date(closed["from"] or ""),
                    valid_until=read_date(closed["until"] or closed["to"] or ""),
                    source=source,
                )
            )
    return found


def completed(day: str, rest: str, last: str) -> str:
    """The first day of "entre le 01 et le 31/12/2022", whose month and year stand with the last."""
    month_year = last.split("/", 1)[1]
    if rest.count("/") == 1:
        return f"{day}{rest}/{last.rsplit('/', 1)[1]}"
    return f"{day}{rest}" if rest else f"{day}/{month_year}"


STARTS = re.compile(rf"a (?:compter|partir) du (?P<date>{DATE})")


def filing_starts(sentences: Iterable[Sentence]) -> tuple[date, Sentence] | None:
    """From when a way of filing holds, and the sentence that says so."""
    for sentence in sentences:
        start = STARTS.search(sentence.folded)
        day = read_date(start["date"]) if start else None
        about_filing = re.search(r"\b(?:procedure|demandes?|depot|dossiers?)\b", sentence.folded)
        is_heading = len(sentence.text) <= 80 and "se f" not in sentence.folded
        if day and about_filing and not is_heading:
            return day, sentence
    return None


def announcement(start: tuple[date, Sentence], source: str) -> Notice:
    """A change to come that is not yet a step."""
    day, sentence = start
    return row(Notice, code=NoticeCode.CHANGE, text=sentence.text, valid_from=day, source=source)
