"""The one shape of a page's content, number 1.

The importer produces it, the form walks it, a proposal carries it, diff and merge compare it, a version stores it, the
API serves it, the templates read it. What can be a code is a code (`offices/enums.py`), so that one fact renders in
every language. Everything is frozen; a list is a tuple of rows; each row has an `id` given once and kept for ever.

Stored text is canonical: sorted keys, defaults left out, NFC, amounts as strings, no floats. The hash of a content is
the SHA-256 of that text. Dates that are *about* the content (edited, verified, source checked) stand beside it.
"""

import functools
import hashlib
import json
import secrets
from datetime import date
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop as N_
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from offices import enums
from offices.texts import Amount, Code, Email, Line, Phone, Postcode, RowId, Slug, Text, Time, Url

SHAPE = 1


def fact(title: str, default: Any = ..., **metadata):
    """A field with the French title that forms, sentences and comparisons show."""
    return Field(default, title=title, **metadata)


def required(title: str):
    """A text or list that may not be empty."""
    return Field(title=title, min_length=1)


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Row(Frozen):
    """One row of a list."""

    id: RowId


class Fact(Row):
    """A row that states something: for whom, from when to when, on the word of which source (a row of `sources`)."""

    grounds: tuple[Slug, ...] = fact(N_("Seulement pour les fondements"), ())
    valid_from: date | None = fact(N_("Vrai à partir du"), None)
    valid_until: date | None = fact(N_("Vrai jusqu'au"), None)
    source: Line = fact(N_("Source (repère)"), "")


def optional(enum):
    """A coded field that may be left open."""
    return enum | Literal[""]


# --- Rows that offices and procedures share ------------------------------------------------------------------------


class Hours(Row):
    days: tuple[enums.Weekday, ...] = fact(N_("Jours"), ())
    part: optional(enums.DayPart) = fact(N_("Moment de la journée"), "")
    opens: Time = fact(N_("De"), "")
    closes: Time = fact(N_("À"), "")
    walking: optional(enums.Walking) = fact(N_("Avec ou sans rendez-vous"), "")
    note: Line = fact(N_("Précision"), "")


class PostalAddress(Frozen):
    """An address as it is written on an envelope. `lines` go from the addressee to the street."""

    lines: tuple[Line, ...] = fact(N_("Lignes de l'adresse (une par ligne)"), ())
    postcode: Postcode = fact(N_("Code postal"), "")
    city: Line = fact(N_("Ville, CEDEX compris"), "")


class Address(Fact):
    purpose: enums.AddressPurpose = fact(N_("Sert à"), enums.AddressPurpose.ANY)
    address: PostalAddress = fact(N_("Adresse"), PostalAddress())
    note: Line = fact(N_("Précision"), "")


class PhoneNumber(Fact):
    purpose: enums.ContactPurpose = fact(N_("Pour"), enums.ContactPurpose.GENERAL)
    number: Phone = required(N_("Numéro"))
    hours: tuple[Hours, ...] = fact(N_("Permanence téléphonique"), ())
    note: Line = fact(N_("Précision"), "")


class Mailbox(Fact):
    purpose: enums.ContactPurpose = fact(N_("Pour"), enums.ContactPurpose.GENERAL)
    email: Email = required(N_("Adresse électronique"))
    note: Line = fact(N_("Précision"), "")


class Desk(Fact):
    """One service of an office, and whether its desk receives the public."""

    name: Line = required(N_("Service"))
    state: enums.DeskState = fact(N_("État"), enums.DeskState.OPEN)
    hours: tuple[Hours, ...] = fact(N_("Horaires"), ())
    note: Line = fact(N_("Précision"), "")


class Remark(Row):
    """The association's own words; a remark repeats no fact that has its own field."""

    text: Text = required(N_("Remarque"))
    dated: date | None = fact(N_("Datée du"), None)


class Passage(Row):
    """Words quoted from a source, exactly as read. A line beginning with "# " is one of its headings."""

    text: Text = required(N_("Texte reproduit, mot pour mot"))
    source: Line = fact(N_("Source (repère)"), "")
    read_on: date | None = fact(N_("Lu le"), None)


class Notice(Fact):
    code: enums.NoticeCode = fact(N_("Nature"), enums.NoticeCode.ATTENTION)
    text: Text = fact(N_("Avis"), "")


class Source(Row):
    """What backs this page. The state of its URL is known to `sources/`, not to the content."""

    kind: enums.SourceKind = fact(N_("Nature"), enums.SourceKind.PAGE)
    url: Url = fact(N_("Adresse"), "")
    title: Line = fact(N_("Titre"), "")
    dated: date | None = fact(N_("Datée du"), None)
    found_inactive: bool = fact(N_("Lien constaté inactif"), False)
    note: Line = fact(N_("Précision"), "")


class LegalBasis(Row):
    text: Line = required(N_("Loi ou code"))
    article: Line = fact(N_("Article"), "")
    url: Url = fact(N_("Lien"), "")


# --- Procedure -----------------------------------------------------------------------------------------------------


class SlotRules(Frozen):
    """How appointments are put on line. The days and hours they fall on are the step's `hours`."""

    release: optional(enums.SlotRelease) = fact(N_("Nouveaux rendez-vous mis en ligne"), "")
    release_day: optional(enums.Weekday) = fact(N_("Jour de mise en ligne"), "")
    release_time: Time = fact(N_("Heure de mise en ligne"), "")
    also_random: bool = fact(N_("D'autres rendez-vous à des moments imprévisibles"), False)
    note: Line = fact(N_("Précision"), "")


class Step(Fact):
    """One act, in the order in which one does them."""

    purpose: enums.StepPurpose = fact(N_("Quoi"))
    channel: optional(enums.Channel) = fact(N_("Par quelle voie"), "")
    address: PostalAddress = fact(N_("Adresse"), PostalAddress())
    url: Url = fact(N_("Lien"), "")
    email: Email = fact(N_("Adresse électronique"), "")
    phone: Phone = fact(N_("Téléphone"), "")
    hours: tuple[Hours, ...] = fact(N_("Jours et heures"), ())
    instructions: Text = fact(N_("Consignes"), "")
    alternative: bool = fact(N_("Au choix avec l'étape précédente"), False)
    only_if: Line = fact(N_("Seulement si"), "")
    service: Line = fact(N_("Service"), "")
    office: Slug = fact(N_("Guichet dont c'est l'adresse"), "")
    office_address: Line = fact(N_("Adresse de ce guichet (repère)"), "")
    slots: SlotRules = fact(N_("Mise en ligne des rendez-vous"), SlotRules())
    code: Line = fact(N_("Code de réservation"), "")
    wording: Text = fact(N_("Ce que le message doit dire"), "")
    attachments: tuple[enums.Document, ...] = fact(N_("À joindre au message"), ())
    marking: Line = fact(N_("À écrire sur l'enveloppe"), "")
    registered: optional(enums.Registered) = fact(N_("Envoi recommandé"), "")
    receipt_is_proof: bool = fact(N_("L'accusé de réception vaut preuve de dépôt"), False)
    needs: tuple[enums.Need, ...] = fact(N_("Ce qu'il faut avoir"), ())


class ForbiddenChannel(Fact):
    channel: enums.Channel = fact(N_("Voie refusée"))
    outcome: optional(enums.IncompleteOutcome) = fact(N_("Ce qui arrive au dossier"), "")


class Download(Fact):
    kind: enums.DownloadKind = fact(N_("Nature"), enums.DownloadKind.FORM)
    title: Line = required(N_("Titre"))
    url: Url = fact(N_("Lien"), "")
    format: Line = fact(N_("Format"), "")
    size: Line = fact(N_("Taille"), "")
    dated: date | None = fact(N_("Daté du"), None)
    version: Line = fact(N_("Version"), "")
    form_number: Line = fact(N_("Numéro CERFA"), "")


class Requirement(Fact):
    """One document to bring or send."""

    document: enums.Document = fact(N_("Pièce"))
    label: Line = fact(N_("Précision"), "")
    quantity: int | None = fact(N_("Nombre"), None, ge=1, le=99)
    form: optional(enums.DocumentForm) = fact(N_("Copie ou original"), "")
    max_age_months: int | None = fact(N_("Datant de moins de (mois)"), None, ge=1, le=120)
    last_quarters: int | None = fact(N_("Derniers trimestres"), None, ge=1, le=20)
    each_person: bool = fact(N_("Pour chaque personne concernée"), False)
    only_if: Line = fact(N_("Seulement si"), "")
    fallbacks: tuple[enums.Document, ...] = fact(N_("À défaut"), ())
    sworn_translation: bool = fact(N_("Traduite par une personne assermentée"), False)


class Presentation(Fact):
    rule: enums.FileRule = fact(N_("Présentation du dossier"))


class Threshold(Row):
    """A minimum, or with `at_most` a maximum, in whole units: 8 months of work within the last 2 years."""

    measure: enums.Measure = fact(N_("Durée de"))
    quantity: int = fact(N_("Nombre"), ge=1, le=999)
    unit: enums.TimeUnit = fact(N_("Unité"))
    at_most: bool = fact(N_("Au plus"), False)
    within: int | None = fact(N_("Au cours des derniers"), None, ge=1, le=999)
    within_unit: optional(enums.TimeUnit) = fact(N_("Unité de cette période"), "")
    alternative: bool = fact(N_("Au choix avec la durée précédente"), False)


class Condition(Fact):
    kind: enums.ConditionKind = fact(N_("Nature"), enums.ConditionKind.REQUIRED)
    situation: enums.Situation = fact(N_("Qui"), enums.Situation.ANY)
    thresholds: tuple[Threshold, ...] = fact(N_("Durées"), ())
    minimum_wage: bool = fact(N_("Salaire au moins égal au SMIC"), False)
    text: Text = fact(N_("Condition"), "")


class Fee(Fact):
    kind: enums.FeeKind = fact(N_("Nature"), enums.FeeKind.EXAMINATION)
    amount: Amount = required(N_("Montant en euros"))
    included: bool = fact(N_("Compris dans le montant précédent"), False)
    not_refundable: Amount = fact(N_("Dont non remboursable"), "")
    due: optional(enums.FeeDue) = fact(N_("À payer"), "")
    means: optional(enums.PaymentMeans) = fact(N_("Moyen de paiement"), "")
    exempted: tuple[enums.Situation, ...] = fact(N_("Ne paient pas"), ())
    refund_within_months: int | None = fact(N_("Remboursable pendant (mois)"), None, ge=1, le=120)
    url: Url = fact(N_("Lien pour payer"), "")
    note: Line = fact(N_("Précision"), "")


class ProcessingTime(Fact):
    quantity: int = fact(N_("Durée"), ge=1, le=999)
    unit: enums.TimeUnit = fact(N_("Unité"))
    stated_on: date | None = fact(N_("Annoncée le"), None)
    note: Line = fact(N_("Précision"), "")


class Deadline(Fact):
    quantity: int = fact(N_("Durée"), ge=1, le=999)
    unit: enums.TimeUnit = fact(N_("Unité"))
    after: bool = fact(N_("Après l'événement, et non avant"), False)
    event: enums.DeadlineEvent = fact(N_("Événement"))
    note: Line = fact(N_("Précision"), "")


class IncompleteRule(Fact):
    outcome: enums.IncompleteOutcome = fact(N_("Dossier incomplet"))
    note: Line = fact(N_("Précision"), "")


class DayRule(Fact):
    rule: enums.AccessRule = fact(N_("Le jour venu"))
    minutes: int | None = fact(N_("Minutes"), None, ge=1, le=600)
    note: Line = fact(N_("Précision"), "")


class Aftermath(Fact):
    code: enums.AftermathCode = fact(N_("Ensuite"))
    note: Line = fact(N_("Précision"), "")


class Territory(Frozen):
    """Whom the procedure is for: the whole department where `arrondissements` is empty, else those alone."""

    arrondissements: tuple[Code, ...] = fact(N_("Arrondissements"), ())
    wording: Line = fact(N_("Comme c'est écrit"), "")
    communes_url: Url = fact(N_("Lien vers la liste des communes"), "")


class SeeInstead(Frozen):
    """Where to go when an office does not handle a request, or which other procedure is the only one described."""

    office: Slug = fact(N_("Autre guichet"), "")
    procedure: Slug = fact(N_("Autres modalités"), "")
    label: Line = fact(N_("Autre démarche décrite"), "")


# --- The five kinds of page ----------------------------------------------------------------------------------------


class PageContent(Frozen):
    """All that a page says. Whoever keeps something for a page's text finds it by the hash, which is counted once for
    each object: counted each time, it took a tenth of the time of a page; made of the title alone, it had every text
    that a page ever had compared with the next one (a third of an approval after fifty versions, November 2026)."""

    __slots__ = ("_hash", "_text")  # in no field: a copy that says something else has its own

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            said = (type(self), *(self.__dict__[name] for name in type(self).model_fields))
            object.__setattr__(self, "_hash", hash(said))
            return self._hash

    @property
    def canonical_text(self) -> str:
        """Written once for each object: a decision publishes the text that it was asked to compare."""
        try:
            return self._text
        except AttributeError:
            object.__setattr__(self, "_text", written(self))
            return self._text


class OfficeContent(PageContent):
    kind: Literal["office"]
    office_kind: enums.OfficeKind = fact(N_("Type de guichet"))
    name: Line = required(N_("Nom officiel"))
    department: Code = required(N_("Département"))
    seat: Code = fact(N_("Commune du siège (code INSEE)"), "")
    arrondissements: tuple[Code, ...] = fact(N_("Arrondissements"), ())
    addresses: tuple[Address, ...] = fact(N_("Adresses"), ())
    phones: tuple[PhoneNumber, ...] = fact(N_("Téléphones"), ())
    emails: tuple[Mailbox, ...] = fact(N_("Adresses électroniques"), ())
    hours: tuple[Hours, ...] = fact(N_("Horaires d'ouverture"), ())
    desks: tuple[Desk, ...] = fact(N_("Services"), ())
    website: Url = fact(N_("Site officiel"), "")
    news_page: Url = fact(N_("Page d'actualités à suivre"), "")
    contact_form: Url = fact(N_("Formulaire de contact"), "")
    notices: tuple[Notice, ...] = fact(N_("Avis"), ())
    remarks: tuple[Remark, ...] = fact(N_("Remarques de l'association"), ())
    sources: tuple[Source, ...] = fact(N_("Sources"), ())

    @property
    def title(self) -> str:
        return self.name


class ProcedureContent(PageContent):
    kind: Literal["procedure"]
    title: Line = required(N_("Titre"))
    department: Code = required(N_("Département"))
    offices: tuple[Slug, ...] = required(N_("Guichets"))
    grounds: tuple[Slug, ...] = required(N_("Fondements"))
    territory: Territory = fact(N_("Territoire"), Territory())
    handling: enums.Handling = fact(N_("Compétence"), enums.Handling.HANDLED)
    scope: enums.HandlingScope = fact(N_("Étendue de cette réponse"), enums.HandlingScope.THESE_GROUNDS)
    way: enums.Way = fact(N_("Façon de déposer"), enums.Way.KNOWN)
    see_instead: SeeInstead = fact(N_("Où s'adresser à la place"), SeeInstead())
    steps: tuple[Step, ...] = fact(N_("Étapes"), ())
    forbidden_channels: tuple[ForbiddenChannel, ...] = fact(N_("Voies refusées"), ())
    downloads: tuple[Download, ...] = fact(N_("Documents à télécharger"), ())
    requirements: tuple[Requirement, ...] = fact(N_("Pièces à fournir"), ())
    presentation: tuple[Presentation, ...] = fact(N_("Présentation du dossier"), ())
    conditions: tuple[Condition, ...] = fact(N_("Conditions"), ())
    legal_bases: tuple[LegalBasis, ...] = fact(N_("Textes applicables"), ())
    fees: tuple[Fee, ...] = fact(N_("Frais"), ())
    processing_times: tuple[ProcessingTime, ...] = fact(N_("Délais de traitement"), ())
    deadlines: tuple[Deadline, ...] = fact(N_("Délais à respecter"), ())
    incomplete: tuple[IncompleteRule, ...] = fact(N_("Si le dossier est incomplet"), ())
    day_rules: tuple[DayRule, ...] = fact(N_("Le jour du rendez-vous"), ())
    aftermath: tuple[Aftermath, ...] = fact(N_("Après le dépôt"), ())
    notices: tuple[Notice, ...] = fact(N_("Avis"), ())
    passages: tuple[Passage, ...] = fact(N_("Textes reproduits"), ())
    remarks: tuple[Remark, ...] = fact(N_("Remarques de l'association"), ())
    sources: tuple[Source, ...] = fact(N_("Sources"), ())


class GroundContent(PageContent):
    kind: Literal["ground"]
    title: Line = required(N_("Nom"))
    short: Line = fact(N_("Sigle"), "")
    parent: Slug = fact(N_("Fondement plus large"), "")
    filing: enums.Filing = fact(N_("Lieu de dépôt"), enums.Filing.UNKNOWN)
    platform_url: Url = fact(N_("Adresse de la plateforme en ligne"), "")
    includes: tuple[Line, ...] = fact(N_("Comprend (un cas par ligne)"), ())
    former_name: Line = fact(N_("Ancien nom"), "")
    conditions: tuple[Condition, ...] = fact(N_("Conditions"), ())
    requirements: tuple[Requirement, ...] = fact(N_("Pièces à fournir"), ())
    downloads: tuple[Download, ...] = fact(N_("Documents à télécharger"), ())
    legal_bases: tuple[LegalBasis, ...] = fact(N_("Textes applicables"), ())
    notices: tuple[Notice, ...] = fact(N_("Avis"), ())
    passages: tuple[Passage, ...] = fact(N_("Textes reproduits"), ())
    remarks: tuple[Remark, ...] = fact(N_("Remarques de l'association"), ())
    sources: tuple[Source, ...] = fact(N_("Sources"), ())


class Section(Row):
    kind: enums.SectionKind = fact(N_("Nature"), enums.SectionKind.CONTEXT)
    heading: Line = fact(N_("Titre"), "")
    text: Text = required(N_("Texte"))


class Picture(Row):
    """A picture told in words: what it shows, and the words that stand in it."""

    description: Text = required(N_("Ce que montre l'image"))
    text: Text = fact(N_("Texte lisible sur l'image"), "")


class Renaming(Row):
    former: Line = required(N_("Ancien nom"))
    name: Line = required(N_("Nouveau nom"))
    url: Url = fact(N_("Lien"), "")


class GuideContent(PageContent):
    """With a département, the page that says whom to ask there where nothing is known ("à qui demander")."""

    kind: Literal["guide"]
    title: Line = required(N_("Titre"))
    department: Code = fact(N_("Département"), "")
    sections: tuple[Section, ...] = fact(N_("Parties"), ())
    pictures: tuple[Picture, ...] = fact(N_("Images"), ())
    renamings: tuple[Renaming, ...] = fact(N_("Services renommés"), ())
    news_page: Url = fact(N_("Page d'actualités à suivre"), "")
    passages: tuple[Passage, ...] = fact(N_("Textes reproduits"), ())
    sources: tuple[Source, ...] = fact(N_("Sources"), ())


class LegalNoteContent(PageContent):
    kind: Literal["legal_note"]
    title: Line = required(N_("Titre"))
    text: Text = required(N_("Texte de la note"))
    decision: Line = fact(N_("Décision"), "")
    decided_on: date | None = fact(N_("Rendue le"), None)
    url: Url = fact(N_("Lien"), "")
    practices: tuple[enums.Practice, ...] = fact(N_("Pratiques concernées"), ())
    documents: tuple[enums.Document, ...] = fact(N_("Pièces concernées"), ())
    sources: tuple[Source, ...] = fact(N_("Sources"), ())


Content = OfficeContent | ProcedureContent | GroundContent | GuideContent | LegalNoteContent
CONTENT_CLASSES: dict[str, type[Frozen]] = {
    "office": OfficeContent,
    "procedure": ProcedureContent,
    "ground": GroundContent,
    "guide": GuideContent,
    "legal_note": LegalNoteContent,
}
_any_content: TypeAdapter[Content] = TypeAdapter(Annotated[Content, Field(discriminator="kind")])


# --- Reading and writing -------------------------------------------------------------------------------------------

# Number of an old shape → function that lifts a document of it to the next number.
UPGRADES: dict[int, Any] = {}


def canonical(content: Frozen) -> str:
    """The one text of a content: what is stored and what is hashed."""
    return content.canonical_text if isinstance(content, PageContent) else written(content)


def written(content: Frozen) -> str:
    document = content.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(text: str) -> str:
    """SHA-256, in hexadecimal, of a canonical text as stored."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(document: dict[str, Any]) -> Content:
    """A content from plain data of the current shape. Raises pydantic.ValidationError, or ValueError on doubled ids."""
    content = _any_content.validate_python(document)
    refuse_doubled_ids(content)
    return content


def load(text: str, shape: int = SHAPE) -> Content:
    """A content from stored text of any shape number: old numbers are lifted one by one."""
    if shape == SHAPE:
        return read(text)
    document = json.loads(text)
    for number in range(shape, SHAPE):
        document = UPGRADES[number](document)
    return parse(document)


@functools.lru_cache(maxsize=128)
def read(text: str) -> Content:
    """A content of the current shape. Kept for the next time: one decision reads the same text up to five times, and a
    content that is frozen can be shared."""
    return parse(json.loads(text))


def new_row_id() -> str:
    return secrets.token_hex(4)


def refuse_doubled_ids(node: Frozen) -> None:
    """Rows are compared by id: two rows of one list under one id would be one row."""
    for name, value in node.__dict__.items():
        children = value if isinstance(value, tuple) else (value,)
        ids = [child.id for child in children if isinstance(child, Row)]
        if len(ids) != len(set(ids)):
            raise ValueError(f"deux lignes de « {type(node).model_fields[name].title} » portent le même repère")
        for child in children:
            if isinstance(child, Frozen):
                refuse_doubled_ids(child)
