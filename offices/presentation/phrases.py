"""What only pages say, beside `offices.words`: full sentences, documents to bring, link texts, what one dials."""

from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from offices import enums
from offices.content import Desk, Requirement, SlotRules
from offices.languages import CLOSE, OPEN, french, plain
from offices.words import capital, clock, duration, join, listed, numbered, period, shortened

LONGEST_ADDRESS = 70


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop, if it has none."""
    text = capital(text)
    if not text or plain(text)[-1] in ".!?…»":
        return text
    is_french = text.startswith(OPEN) and text.find(CLOSE) == len(text) - 1
    return f"{text[:-1]}.{CLOSE}" if is_french else f"{text}."


def labels(enum, codes: Iterable[str]) -> str:
    return join(str(enum(code).label) for code in codes)


def desk_state(desk: Desk) -> str:
    """Until further notice, unless the day on which it opens again is known."""
    if desk.state == enums.DeskState.CLOSED and desk.valid_until:
        return _("fermé")
    return str(desk.state.label)


def closed_desk(desk: Desk) -> str:
    """ "Guichet de renseignement\u00a0: fermé, du 1er au 15 mars 2027"."""
    told = listed([desk_state(desk), period(desk.valid_from, desk.valid_until)])
    return _("%(desk)s\u00a0: %(told)s") % {"desk": capital(french(desk.name)), "told": told}


def slots(rules: SlotRules) -> list[str]:
    """When appointments appear on line, one sentence a line; none where nothing is known."""
    when = (
        str(enums.SlotRelease(rules.release).label) if rules.release else "",
        _("le %s") % enums.Weekday(rules.release_day).label if rules.release_day else "",
        _("à %s") % clock(rules.release_time) if rules.release_time else "",
    )
    found = []
    if any(when):
        found.append(_("De nouveaux rendez-vous sont mis en ligne %s.") % listed(when))
    if rules.also_random:
        found.append(_("D'autres apparaissent à des moments imprévisibles."))
    return [*found, sentence(french(rules.note))] if rules.note else found


# --- Documents to bring ----------------------------------------------------------------------------------------------

# Documents of which one brings several: the others are either one thing, or named in the plural already.
SEVERAL = {
    enums.Document.APPLICATION_FORM: lazy("formulaires de demande"),
    enums.Document.CHECKLIST: lazy("listes de pièces"),
    enums.Document.ANNEX: lazy("annexes du formulaire"),
    enums.Document.COVER_LETTER: lazy("lettres expliquant la demande"),
    enums.Document.PASSPORT: lazy("passeports"),
    enums.Document.RESIDENCE_PERMIT: lazy("titres de séjour"),
    enums.Document.IDENTITY: lazy("pièces d'identité"),
    enums.Document.NATIONALITY: lazy("justificatifs de nationalité"),
    enums.Document.CIVIL_STATUS: lazy("justificatifs d'état civil"),
    enums.Document.PROOF_OF_ADDRESS: lazy("justificatifs de domicile"),
    enums.Document.HOST_LETTER: lazy("attestations d'hébergement"),
    enums.Document.HOST_BILL: lazy("quittances ou factures de la personne qui héberge"),
    enums.Document.PHOTO: lazy("photographies d'identité"),
    enums.Document.STAMPED_ENVELOPE: lazy("enveloppes timbrées"),
    enums.Document.TAX_STAMP: lazy("timbres fiscaux"),
    enums.Document.EMPLOYMENT_CONTRACT: lazy("contrats ou promesses d'embauche"),
    enums.Document.EMPLOYER_LETTER: lazy("justificatifs officiels de l'employeur"),
    enums.Document.SCHOOL_CERTIFICATE: lazy("certificats de scolarité"),
}

# Of these one has many: a number is theirs, and not that of the copies.
MANY = (
    enums.Document.PHOTO,
    enums.Document.STAMPED_ENVELOPE,
    enums.Document.TAX_STAMP,
    enums.Document.PAYSLIPS,
    enums.Document.CONTRIBUTION_SLIPS,
    enums.Document.PROOF_OF_PRESENCE,
    enums.Document.SCHOOL_CERTIFICATE,
)


def requirement(row: Requirement) -> str:
    """ "3 photographies d'identité", "justificatif de domicile de moins de 6 mois\u00a0; à défaut\u00a0: …"."""
    aged = _("de moins de %s") % duration(row.max_age_months, enums.TimeUnit.MONTH) if row.max_age_months else ""
    quarters = last_quarters(row.last_quarters) if row.last_quarters else ""
    named_freely = row.document == enums.Document.OTHER and row.label
    precision = f"({french(row.label)})" if row.label and not named_freely else ""
    details = (
        " ".join(filter(None, [counted(row), aged, quarters, precision])),
        copies(row),
        _("pour chaque personne concernée") if row.each_person else "",
        _("avec une traduction par une personne assermentée") if row.sworn_translation else "",
    )
    said = listed(details)
    if not row.fallbacks:
        return said
    return _("%(document)s\u00a0; à défaut\u00a0: %(instead)s") % {
        "document": said,
        "instead": labels(enums.Document, row.fallbacks),
    }


def counted(row: Requirement) -> str:
    """The document, with how many of it where it is not the copies that are counted."""
    name = french(row.label) if row.document == enums.Document.OTHER and row.label else str(row.document.label)
    if not row.quantity or counts_copies(row):
        return name
    if row.quantity > 1:
        name = str(SEVERAL.get(row.document, name))
    return _("%(number)d\u00a0%(things)s") % {"number": row.quantity, "things": name}


def copies(row: Requirement) -> str:
    """Whether the paper itself or copies of it are wanted, and how many."""
    number = row.quantity if row.quantity and counts_copies(row) else None
    match row.form:
        case enums.DocumentForm.COPY if number:
            return numbered(ngettext("%d\u00a0copie", "%d\u00a0copies", number), number)
        case enums.DocumentForm.ORIGINAL if number:
            return numbered(ngettext("%d\u00a0original", "%d\u00a0originaux", number), number)
    times = numbered(ngettext("en %d\u00a0exemplaire", "en %d\u00a0exemplaires", number), number) if number else ""
    return listed([str(enums.DocumentForm(row.form).label) if row.form else "", times])


def counts_copies(row: Requirement) -> bool:
    """Of a paper wanted as copy or original, and of what is named in free words, the number is that of the copies."""
    return row.document not in MANY and (bool(row.form) or row.document == enums.Document.OTHER)


def last_quarters(quantity: int) -> str:
    text = ngettext("du dernier trimestre", "des %d derniers trimestres", quantity)
    return numbered(text, quantity)


# --- Addresses -------------------------------------------------------------------------------------------------------


def host(url: str) -> str:
    """The part of an address by which a reader knows whose site it is."""
    return urlsplit(url).netloc.removeprefix("www.")


def short_address(url: str) -> str:
    """A web address as the name of its page: what tells it from others, not what a machine needs."""
    parts = urlsplit(url)
    return shortened(f"{host(url)}{unquote(parts.path).rstrip('/')}", LONGEST_ADDRESS)


def mailto(email: str, body: str = "") -> str:
    """A message to this address, begun with the words that it must hold: CRLF, every sign encoded (RFC 6068)."""
    if not body:
        return f"mailto:{quote(email, safe='@')}"
    lines = "\r\n".join(body.split("\n"))
    return f"mailto:{quote(email, safe='@')}?body={quote(lines, safe='')}"


def tel(number: str) -> str:
    """What a telephone dials: the digits, and the plus sign of an international number."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")
