"""What a link is: a booking page, an online form, a file, a list of communes, or a page to read."""

import re
import unicodedata
from typing import Any
from urllib.parse import unquote, urlsplit

from offices.content import Download
from offices.enums import DownloadKind, SourceKind
from offices.ground_slugs import ground_slug
from offices.importing.facts.numbers import DATE, read_date
from offices.importing.markup import fold

BOOKING = re.compile(
    r"//(?:www\.)?rdv[.-]|//rendez-?vous[.-]|/booking/|//rdv-|[./]rdv-prefecture|ants-rdv|clicrdv|"
    r"smartagenda|troov\.com|"
    r"doctolib|esii-orion|synbird|rdv360|/prise-de-rdv",
    re.IGNORECASE,
)
ONLINE_FORM = re.compile(
    r"demarches-simplifiees\.fr/(?:commencer|dossiers)|demarches?\.numerique\.gouv\.fr|sphinx|surveyserver|/Enquetes?/|"
    r"limesurvey|framaforms|forms\.gle|docs\.google\.com/forms|contacts-demarches\.|administration-etrangers-en-france|"
    r"[/-]formulaire-en-ligne|typeform|jotform|eval\.fr",
    re.IGNORECASE,
)
EXTENSION = re.compile(r"\.(pdf|docx?|odt|xlsx?|ods|rtf)(?:[?#].*)?$", re.IGNORECASE)
IMG = re.compile(r"/IMG/(pdf|doc)/", re.IGNORECASE)
FILE = re.compile(
    r"\.(?:pdf|docx?|odt|xlsx?|ods|rtf)(?:[?#].*)?$|/IMG/(?:pdf|doc)/|/(?:content/download|contenu/telechargement)/",
    re.IGNORECASE,
)
DETAILS = re.compile(
    rf"\(\s*(?:format\s+)?(?P<format>pdf|docx?|odt|xlsx?|rtf)\b\s*(?:[-–,]\s*(?P<size>\d+(?:[.,]\d+)?\s?[kmg]?o))?"
    rf"\s*(?:[-–,]\s*(?P<dated>{DATE}))?[^()]*\)"
)
VERSION = re.compile(r"\(?\bversion\s+(?P<version>(?:maj |mise a jour |n° ?)?[^().,;:]{2,40})\)?")
IN_NAME = re.compile(r"[\s_-](?P<version>v\d+(?:\.\d+)*)\.\w{2,4}$", re.IGNORECASE)
FORM_NUMBER = re.compile(r"cerfa\s*(?:n°?\s*)?(?P<number>\d{5}\s?\*\s?\d{2}|\d{5})")
KINDS = [
    (DownloadKind.ANNEX, r"^\W*annexes?\b"),
    (
        DownloadKind.FORM,
        r"formulaires?\b|notices? de renseignements?|imprimes?\b|\bcerfa\b|dossier de demande|fiche|demande de titre",
    ),
    (DownloadKind.NOTICE, r"\bnotice"),
    (
        DownloadKind.CHECKLIST,
        r"listes?[- ](?:de |des )?(?:pieces|documents)|liste_|pieces?[- ]a[- ]fournir|pieces justificatives|liste",
    ),
    (DownloadKind.ANNEX, r"annexe"),
]
LEADING = re.compile(
    r"^\W*(?:\d+\s*[-)./]\s*)?(?:(?:cliquez|cliquer) ici pour )?(?:au prealable, )?(?:vous (?:devez|devrez)[\w ,]*? )?"
    r"(?:telecharge[rz]?|completer?z?|remplir|remplissez|imprimez?r?|consultez?r?|obtenir)?\s*"
    r"(?:(?:(?:les?|la|une?|votre|ce|cette)\s+)|l'\s*)?"
)

NOUN = (
    r"\b(?:formulaires?|imprimes?|notices?|dossiers?|fiches?|annexes?|listes?|documents?|modeles?|"
    r"attestations?|demandes?)\b"
)
INVITES = re.compile(r"telecharg|complet|rempli|cliqu|imprim|consult|transmet|fourni")


def source_kind(url: str) -> SourceKind:
    if BOOKING.search(url):
        return SourceKind.BOOKING
    if ONLINE_FORM.search(url):
        return SourceKind.ONLINE_FORM
    if FILE.search(url):
        return SourceKind.FILE
    return SourceKind.PAGE


def is_booking(url: str) -> bool:
    return source_kind(url) == SourceKind.BOOKING


def is_online_form(url: str) -> bool:
    return source_kind(url) == SourceKind.ONLINE_FORM


def is_file(url: str) -> bool:
    return source_kind(url) == SourceKind.FILE


def download_kind(words: str) -> DownloadKind:
    folded = fold(words)
    return next((kind for kind, pattern in KINDS if re.search(pattern, folded)), DownloadKind.OTHER)


def download_facts(words: str, url: str) -> dict[str, Any]:
    """Format, size, date, version and national number that the words around a file, or its name, give."""
    folded = fold(words)
    facts: dict[str, Any] = {}
    if details := DETAILS.search(folded):
        facts["format"] = details["format"].upper()
        if details["size"]:
            facts["size"] = words[details.start("size") : details.end("size")]
        if details["dated"] and (dated := read_date(details["dated"])):
            facts["dated"] = dated
    if version := VERSION.search(folded):
        facts["version"] = words[version.start("version") : version.end("version")].strip()
    elif url and (named := IN_NAME.search(unquote(url))):
        facts["version"] = named["version"]
    if numbered := FORM_NUMBER.search(folded):
        facts["form_number"] = re.sub(r"\s", "", numbered["number"])
    if "format" not in facts and (named := EXTENSION.search(url) or IMG.search(url)):
        facts["format"] = named[1].upper()
    return facts


def title_of(words: str, url: str) -> str:
    """What to call a file: the words that announce it, without the invitation to fetch it; else its name."""
    text = DETAILS_AT_END.sub("", words).strip()
    folded = fold(text)
    cut = re.search(
        r"(?:\s*\(sauf .*|\s+a completer\b(?! d').*|\s*\(?(?:est |sont )?(?:telechargeable|"
        r"consultable|disponible|accessible)s? (?:ici|via|sur|ci).*|\s*,?\s*accessible ici.*|"
        r"\s*ci-dessous.*|\s*:\s*(?:https?:.*)?$|\s*https?://.*|\s+ci-apres.*|\s*\(version.*)",
        folded,
    )
    text = text[: cut.start()] if cut else text
    leading = LEADING.match(fold(text))
    text = text[leading.end() if leading else 0 :].strip(" :;,.-–")
    invited = INVITES.search(fold(text))
    noun = re.compile(NOUN).search(fold(text), invited.end()) if invited else None
    if noun and not re.match(NOUN, fold(text)):
        text = text[noun.start() :]
    text = re.sub(r"^Pour l['’](?P<case>AES[^,:]*)(?:, (?:la )?listes? de.*)?$", r"Liste de pièces : \g<case>", text)
    name = name_of(url) if url else ""
    if len(text) < 4 or len(text) > 160 or (re.fullmatch(NOUN, fold(text)) and tells(name)):
        text = name
    return text[:1].upper() + text[1:]


DETAILS_AT_END = re.compile(r"\((?:format\s+)?(?:pdf|docx?|odt|xlsx?|rtf)\b[^()]*\)", re.IGNORECASE)


def tells(name: str) -> bool:
    """Whether a file's name says more than "Formulaire"."""
    return len(name) <= 80 and len(re.findall(r"[^\W\d_]{2,}", name)) >= 2 and not re.search(r"\d{4}", name)


def name_of(url: str) -> str:
    """A file's name in words: "…/Fiche%20de%20situation%20(2).pdf" → "Fiche de situation"."""
    name = unicodedata.normalize("NFC", unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2], errors="replace"))
    name = re.sub(r"\.\w{2,4}$|\(\d+\)|-[ar]\d{3,5}(?=\.|$)", "", name)
    name = re.sub(r"^(?:\d+[-_ ]+)?(?:ref-doc-\d+-)?", "", name)
    return re.sub(r"[\s_+-]+", " ", name).strip() or "Document"


def download(words: str, url: str, *, make, source: str = "", kind: DownloadKind | None = None) -> Download:
    title = title_of(words, url)
    kind = kind or download_kind(words)
    if kind == DownloadKind.OTHER:
        kind = download_kind(name_of(url))
    return make(
        Download,
        kind=kind,
        title=title[:300] or "Document",
        url=url,
        grounds=part_of_ground(words),
        source=source,
        **download_facts(words, url),
    )


def part_of_ground(words: str) -> tuple[str, ...]:
    """Of a file for one kind of AES alone: "Pour l'AES travail"."""
    slug = ground_slug(words)
    return (slug,) if slug and slug.startswith("aes-") else ()


# --- Addresses that look wrong ---------------------------------------------------------------------------------------

MISSPELT = re.compile(
    r"etranagers|etran-gers|etrangrs|etragners|prefecure|prefetcure|gouv\.f$|gouv,fr|gov\.fr|\.gouvfr|etrengers|sejuor"
)


def looks_mistyped(target: str) -> str:
    """Why an e-mail or web address is probably not the right one; "" where nothing shows."""
    folded = fold(target)
    if found := MISSPELT.search(folded):
        return f"« {found.group()} »"
    host = target.rpartition("@")[2] if "@" in target and "://" not in target else urlsplit_host(target)
    if host and not host.isascii():
        return f"« {host} »"
    return ""


def urlsplit_host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
