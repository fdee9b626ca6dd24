"""Coded facts that one sentence states: each table maps a pattern of folded text to a code."""

import re
from collections.abc import Iterable

from offices.content import (
    Aftermath,
    DayRule,
    IncompleteRule,
    Presentation,
)
from offices.enums import (
    AccessRule,
    AftermathCode,
    FileRule,
    IncompleteOutcome,
)
from offices.importing.facts.numbers import NUMBER, number
from offices.importing.facts.rows import row
from offices.importing.words import Sentence

RDV = r"(?:rendez-vous|rdv)"

PRESENTATION = [
    (
        FileRule.COPIES_ONLY,
        r"uniquement (?:les |des )?(?:photo)?copies|(?:photo)?copies uniquement|"
        r"\b(?:pas d'|aucun (?:document )?)origina(?:l|ux)\b",
    ),
    (
        FileRule.ORIGINALS_AND_COPIES,
        (
            r"originaux et (?:les |des )?(?:photo)?copies?|copies? et (?:les |des )?originaux|"
            r"copies? de chaque document.{0,80}original|originaux\b.{0,30}\b(?:photo)?copie|"
            r"\boriginal et (?:une |la )?(?:photo)?copie de chaque"
        ),
    ),
    (FileRule.SORTED_APART, r"originaux d'un cote"),
    (
        FileRule.ONE_PER_PERSON,
        r"\b(?:un|1)(?: seul)? dossier (?:par|pour chaque|complet par) (?:personne|demandeur|adulte|usager)",
    ),
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
        rf"(?P<minutes>{NUMBER}|un quart d'heure|une demi-heure) ?(?:min\b|mn\b|minutes?\b)? "
        r"(?:d'avance|a l'avance|avant (?:l'heure|votre|le rendez-vous|le rdv)|avant$|avant[.,;])",
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
        rf"confirme[rz] (?:votre|le|ce) (?:{RDV}|date)|valider (?:votre|le) {RDV}.{{0,30}}(?:mail|courriel)",
    ),
    (
        AccessRule.BRING_CONFIRMATION,
        (
            r"(?:prendre|apporter|presenter|munir de|muni\w* de|munissez-vous de) (?:avec vous )?(?:la|votre|"
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
        rf"(?:{RDV}|convocation|convoque\w*)\b.{{0,60}}\bpar (?:(?:sms|courrier|telephone) ou (?:par )?)?"
        r"(?:e-?mail|mail|courriel|voie electronique)|"
        r"recevrez\b.{0,30}\b(?:mail|courriel)\b.{0,30}\b(?:convocation|rendez-vous)",
    ),
    (
        AftermathCode.SUMMONED_BY_TEXT,
        rf"(?:{RDV}|convocation|convoque\w*)\b.{{0,60}}\bpar (?:\w+ ou (?:par )?)?(?:sms|texto)|"
        r"recevrez\b.{0,30}\b(?:sms|texto)\b.{0,40}\b(?:convocation|rendez-vous|convoquant)",
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
    (
        AftermathCode.NO_RECEIPT,
        r"\baucun recepisse|recepisses?\b.{0,20}\b(?:ne|n')\b.{0,20}\b(?:pas|plus)\b.{0,10}(?:delivre|remis)",
    ),
    (AftermathCode.RECEIPT_IF_COMPLETE, r"recepisses?\b.{0,80}\bcomplet|dossiers? complets?\b.{0,40}\brecepisse"),
    (
        AftermathCode.DO_NOT_ASK,
        r"attendre d'etre contacte|(?:ne pas|inutile de|merci de ne pas)\b.{0,20}(?:relancer|appeler|contacter)",
    ),
    (
        AftermathCode.ONE_REQUEST_ONLY,
        r"une seule demande par|inutile de deposer plusieurs|(?:pas|plus) d'une demande par (?:personne|usager)",
    ),
]

NEGATION = r"(?:\bne\b|\bn'|\baucun|\bni\b|\bpas\b|\bnon\b)"
INCOMPLETE = [
    (IncompleteOutcome.RETURNED, r"\b(?:renvoye|retourne)|\bobjet d'un (?:retour|renvoi)"),
    (IncompleteOutcome.REFUSED, rf"\brefus(?:e|\b)|\brejete|{NEGATION}.{{0,40}}\baccepte"),
    (IncompleteOutcome.NOT_EXAMINED, rf"{NEGATION}.{{0,90}}\b(?:traite|examine|instruit|etudie|prise?s? en compte)"),
    (IncompleteOutcome.CLOSED, r"sans suite"),
    (IncompleteOutcome.INADMISSIBLE, r"irrecevab"),
    (IncompleteOutcome.NOT_REGISTERED, rf"{NEGATION}.{{0,60}}\benregistre|absence d'enregistrement"),
]
ONLY_COMPLETE = [
    (IncompleteOutcome.NOT_REGISTERED, r"\benregistre"),
    (IncompleteOutcome.NOT_EXAMINED, r"\b(?:traite|examine|instruit|etudie|pris en compte)"),
    (IncompleteOutcome.REFUSED, r"\baccepte|\brecu"),
]
INCOMPLETE_SUBJECT = re.compile(
    r"\ba defaut, (?:ils?|elles?|le dossier|la demande) ser|\bincompl|\bnon complet|\bne respectant pas\b|"
    r"\bnon[- ]respect\b|a peine d'irrecevabilite"
)


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
                found.append(row(DayRule, rule=rule, minutes=minutes_of(minutes) if minutes else None, source=source))
        if re.search(r"\btout retard\b|en cas de retard|minutes de retard|retardataire", sentence.folded):
            late = re.search(rf"(?:retard de|plus de) (?:plus de )?(?P<minutes>{NUMBER}) ?(?:min|mn)", sentence.folded)
            minutes = number(late["minutes"]) if late else None
            found.append(row(DayRule, rule=late_rule(sentence.folded), minutes=minutes, source=source))
    return found


def minutes_of(said: str) -> int:
    return {"un quart d'heure": 15, "une demi-heure": 30}.get(said) or number(said)


def late_rule(folded: str) -> AccessRule:
    return AccessRule.LATE_NOT_REGISTERED if "enregistre" in folded else AccessRule.LATE_NOT_RECEIVED


def aftermath(sentences: Iterable[Sentence], source: str) -> list[Aftermath]:
    found = []
    for sentence in sentences:
        if re.search(
            r"\bplus necessaire\b|\bne (?:sera|seront) (?:pas|plus) (?:accepte|admis|traite)|"
            r"\bcontacter la prefecture\b",
            sentence.folded,
        ):
            continue
        codes = [code for code, pattern in AFTERMATH if re.search(pattern, sentence.folded)]
        if AftermathCode.SUMMONED_BY_EMAIL in codes and AftermathCode.APPOINTMENT_IF_COMPLETE in codes:
            codes.remove(AftermathCode.SUMMONED_BY_EMAIL)
        if AftermathCode.SUMMONED in codes and {AftermathCode.SUMMONED_BY_EMAIL, AftermathCode.SUMMONED_BY_TEXT} & {
            *codes
        }:
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
        if re.search(r"\bseuls? (?:les |le )?(?:dossiers?|demandes?) complete?s?\b", folded):
            outcomes = [outcome for outcome, pattern in ONLY_COMPLETE if re.search(pattern, folded)]
            found += [row(IncompleteRule, outcome=outcome, source=source) for outcome in outcomes]
        if re.search(r"pieces (?:manqu|complementaires)", folded) and re.search(
            r"(?:obtenir|demande\w*|transmettre|completer|reclam\w*)\b.{0,40}pieces|"
            r"pieces\b.{0,60}\b(?:demande|reclame)",
            folded,
        ):
            found.append(row(IncompleteRule, outcome=IncompleteOutcome.COMPLETION_ASKED, source=source))
    return found
