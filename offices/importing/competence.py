"""Whether a block's offices handle the requests, for whom, and where to go where they do not."""

import re
from typing import Any

from offices.content import SeeInstead, Territory
from offices.enums import Handling, HandlingScope, Way
from offices.importing.gazetteer import KnownDepartment, KnownOffice
from offices.importing.markup import fold
from offices.importing.phrases import arrondissements_phrase
from offices.importing.words import Own, Sentence, Words

OTHER_PROCEDURE = re.compile(
    r"(?:toutefois|cependant|neanmoins|mais|seule?),? (?:la demande|le depot|les demandes|une demande) "
    r"(?:d'une? |de |d'|du )(?P<what>[^.,]{4,80}?)\s+(?:se fait|s'effectue|se font|est|peut|doit)"
)
LIMITED = re.compile(
    r"\b(?:(?:si )?vous (?:dependez|(?:etes|devez etre) domicilie\w*|residez|habitez|etes resid\w*|devez resider)|"
    r"(?:personnes|usagers|etrangers|demandeurs) (?:domicilie\w*|residant\w*|habitant|relevant|dependant))\b"
    r"[^,.]*?\barrondissements?\b"
)
NAMES = re.compile(r"(?:[^,.;:]|,\s(?=(?:de\s|du\s|des\s|d['’])?[A-ZÀ-Ý]))*")  # "de Brest, Morlaix et Quimper, écrivez"
DIRECTS = re.compile(
    r"(?P<verb>adress|se rend|aupres|renvo|depos|competen|orient|contact|envoy|transm|releve|voir|instrui)\w*"
    r"(?P<rest>[^.;]{0,120})"
)
OFFICE_NAMED = re.compile(
    r"\b(?P<kind>sous[- ]prefecture|prefecture(?: de police)?)s?"
    r"(?: (?:de la|de l'|des|du|de|d'|a|au) ?(?P<name>[^,.;:()]{2,50}))?"
)
THESE = re.compile(r"\baes\b|admission exceptionnelle|regularisation|\bces demandes\b")
EVERYTHING = re.compile(r"titres? de sejour|etrang|ressortissant")


def scope(words: Words) -> HandlingScope:
    """Of what "ne traitent pas" speaks: this ground, or every residence permit."""
    folded = " ".join(one.paragraph.folded for one in words.of(Own.NOT_HANDLED))
    everything = EVERYTHING.search(folded) and not THESE.search(folded)
    return HandlingScope.ALL_PERMITS if everything else HandlingScope.THESE_GROUNDS


def instead(words: Words, offices: list[KnownOffice], department: KnownDepartment) -> SeeInstead:
    """The office that the block sends people to, where it sends them anywhere."""
    said = [*words.of(Own.NOT_HANDLED), *words.of(Own.REMARK)]
    for one in said:
        for directed in DIRECTS.finditer(one.paragraph.folded):
            rest = one.paragraph.flat[directed.start("rest") : directed.end("rest")]
            if named := office_in(rest, offices, department):
                return SeeInstead(office=named.slug)
    return SeeInstead()


def office_in(text: str, offices: list[KnownOffice], department: KnownDepartment) -> KnownOffice | None:
    """The first office of the département that the text names and that is none of the block's own."""
    own = {office.slug for office in offices}
    for named in OFFICE_NAMED.finditer(fold(text)):
        kind = "sous_prefecture" if named["kind"].startswith("sous") else "prefecture"
        name = text[named.start("name") : named.end("name")] if named["name"] else ""
        found = department.office(kind, name.strip()) if name else None
        if found is None and kind == "prefecture" and department.prefectures:
            found = department.prefectures[0]
        if found and found.slug not in own:
            return found
    return None


def state(words: Words, steps: list) -> tuple[Handling, Way, SeeInstead] | None:
    """Handled or unknown, and the way; None where nothing says either."""
    if said := words.of(Own.NO_MENTION):
        texts = [one.text for one in said]
        other = OTHER_PROCEDURE.search(" ".join(one.paragraph.folded for one in said))
        label = " ".join(texts)[other.start("what") : other.end("what")] if other else ""
        way = Way.OTHER_PROCEDURE if label or steps else Way.UNKNOWN
        return Handling.UNKNOWN, way, SeeInstead(label=label)
    if steps:
        return Handling.HANDLED, Way.KNOWN, SeeInstead()
    if any(words.of(kind) for kind in (Own.INACTIVE, Own.HEADLINE, Own.CONSULT, Own.TERRITORY)):
        return Handling.HANDLED, Way.UNKNOWN, SeeInstead()
    return None


def territory(words: Words, read: list[Sentence], offices: list[KnownOffice], department: KnownDepartment) -> Territory:
    """Whom the block is for, where it says so: "si vous dépendez de l'arrondissement de X", a list of communes."""
    facts: dict[str, Any] = {}
    named: list[str] = []
    for said in [*words.of(Own.COMMUNES), *words.of(Own.TERRITORY)]:
        web = [link.target for link in said.links if link.is_web]
        if web and said.kind == Own.COMMUNES:
            facts["communes_url"] = web[0]
        named += arrondissements_in(said.paragraph.folded, department) or [
            code for office in offices for code, _name in office.arrondissements
        ]
    for sentence in read:
        if found := LIMITED.search(sentence.folded):
            if office_in(sentence.text[found.end() :], offices, department):
                continue  # "si vous dépendez de l'arrondissement de Brest, écrivez à la sous-préfecture de Brest"
            names_said = NAMES.match(sentence.text, found.end())
            named += arrondissements_in(fold(names_said.group() if names_said else ""), department)
    if not named:
        return Territory(**facts)
    codes = tuple(dict.fromkeys(named))
    names = {code: name for office in department.offices for code, name in office.arrondissements}
    wording = arrondissements_phrase([names[code] for code in codes if code in names])
    return Territory(arrondissements=codes, wording=wording, **facts)


def arrondissements_in(folded: str, department: KnownDepartment) -> list[str]:
    text = f" {re.sub(r'[^a-z0-9]+', ' ', re.sub(r'https?://[^ ]+', ' ', folded))} "
    found = []
    for office in department.offices:
        if any(f" {spelling} " in text for spelling in office.spellings):
            found += [code for code, _name in office.arrondissements]
    return found
