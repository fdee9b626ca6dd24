"""In what order a form stands, and which fields of a row are there before one asks for more.

First what people come to change: how, where, when, with what. Last what the page is about, which seldom changes.
A test holds that no field of the shape is forgotten.
"""

from django.utils.translation import gettext_lazy as _

from offices import content
from offices.changes.shape import fields
from offices.content import Fact, Frozen
from offices.enums import Channel, PageKind, StepPurpose

ABOUT = _("De quoi parle cette page")

# Kind of page → (title of the section, fields of the shape that stand in it).
SECTIONS = {
    PageKind.PROCEDURE: (
        (_("Étapes"), ("steps",)),
        (_("Documents à télécharger"), ("downloads",)),
        (_("Pièces à fournir"), ("requirements", "presentation")),
        (_("Frais"), ("fees",)),
        (_("Délais"), ("processing_times", "deadlines")),
        (_("Avis"), ("notices",)),
        (_("Ce qui n'est pas accepté"), ("forbidden_channels", "incomplete")),
        (_("Le jour du rendez-vous"), ("day_rules",)),
        (_("Après le dépôt"), ("aftermath",)),
        (_("Conditions"), ("conditions",)),
        (_("Textes applicables"), ("legal_bases",)),
        (_("Textes reproduits"), ("passages",)),
        (_("Remarques de l'association"), ("remarks",)),
        (_("Sources"), ("sources",)),
        (ABOUT, ("title", "offices", "grounds", "territory", "handling", "scope", "way", "see_instead")),
    ),
    PageKind.OFFICE: (
        (_("Adresses"), ("addresses",)),
        (_("Horaires d'ouverture"), ("hours",)),
        (_("Téléphones"), ("phones",)),
        (_("Adresses électroniques"), ("emails",)),
        (_("Services"), ("desks",)),
        (_("Sur internet"), ("website", "news_page", "contact_form")),
        (_("Avis"), ("notices",)),
        (_("Remarques de l'association"), ("remarks",)),
        (_("Sources"), ("sources",)),
        (ABOUT, ("name", "arrondissements")),
    ),
    PageKind.GROUND: (
        (_("Lieu de dépôt"), ("filing", "platform_url")),
        (_("Cas compris"), ("includes",)),
        (_("Conditions"), ("conditions",)),
        (_("Pièces à fournir"), ("requirements",)),
        (_("Documents à télécharger"), ("downloads",)),
        (_("Avis"), ("notices",)),
        (_("Textes applicables"), ("legal_bases",)),
        (_("Textes reproduits"), ("passages",)),
        (_("Remarques de l'association"), ("remarks",)),
        (_("Sources"), ("sources",)),
        (ABOUT, ("title", "short", "parent", "former_name")),
    ),
    PageKind.GUIDE: (
        (_("Parties"), ("sections",)),
        (_("Images"), ("pictures",)),
        (_("Services renommés"), ("renamings",)),
        (_("Textes reproduits"), ("passages",)),
        (_("Sources"), ("sources",)),
        (ABOUT, ("title", "news_page")),
    ),
    PageKind.LEGAL_NOTE: (
        (_("Ce que dit la note"), ("title", "text", "decision", "decided_on", "url")),
        (_("De quoi elle parle"), ("practices", "documents")),
        (_("Sources"), ("sources",)),
    ),
}

# Rows of many fields: those that stand open; what holds something or is wrong always does.
FIRST = {
    content.Download: ("kind", "title", "url", "dated"),
    content.Requirement: ("document", "label", "quantity", "form"),
    content.Fee: ("kind", "amount", "due", "means"),
    content.Notice: ("code", "text", "valid_from", "valid_until"),
}

# Of a step, those that its channel calls for; of one without a channel, its purpose.
OF_EVERY_STEP = ("purpose", "channel")
OF_CHANNEL = {
    "": ("address", "url", "email", "phone", "hours", "instructions"),
    Channel.POST: ("address", "marking", "registered", "instructions"),
    Channel.DROPBOX: ("office", "address", "hours", "instructions"),
    Channel.ONLINE_FORM: ("url", "instructions"),
    Channel.BOOKING: ("url", "code", "hours", "slots", "instructions"),
    Channel.EMAIL: ("email", "wording", "attachments", "instructions"),
    Channel.PHONE: ("phone", "hours", "instructions"),
    Channel.COUNTER: ("office", "address", "hours", "instructions"),
}


OF_PURPOSE = {
    StepPurpose.GATHER: ("instructions", "url"),
    StepPurpose.PAY: ("url", "instructions"),
}


def first_fields(model: type[Frozen], values) -> tuple[str, ...]:
    """Names of the fields of a row that stand open, in their order."""
    if model is content.Step:
        channel, purpose = values.get("channel") or "", values.get("purpose")
        of_purpose = OF_PURPOSE.get(purpose) if not channel else None
        return (*OF_EVERY_STEP, *(of_purpose or OF_CHANNEL.get(channel, OF_CHANNEL[""])))
    common = Fact.model_fields if issubclass(model, Fact) else ()
    return FIRST.get(model) or tuple(field.name for field in fields(model) if field.name not in common)
