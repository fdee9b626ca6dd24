"""What a person reads before leaving home: where, when, with what. A few words each, each a link to what says it all.

Nothing is guessed (law 6): where the page says nothing of the documents or of the hours, so does the brief.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from offices import words
from offices.content import ProcedureContent, Requirement, Step
from offices.enums import Channel, Document, Handling, Need, PaymentMeans, Registered, StepPurpose, Walking, Way
from offices.headlines import choices
from offices.languages import french
from offices.presentation import phrases
from offices.presentation.around import Around
from offices.presentation.rows import envelope

# Hours that still fit in the brief; beyond, the step says them.
FEW_HOURS = 2

# Of these, "when?" is asked; a letter, a message or a form on line leaves at any time unless the step says otherwise.
AT_AN_HOUR = (Channel.COUNTER, Channel.PHONE, Channel.DROPBOX)


@dataclass(frozen=True)
class Mention:
    """A few words, and the anchor of what says the rest; none where that stands on another page or nowhere."""

    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Brief:
    """`when` is None where nobody has to be anywhere at an hour; empty where one has, and the page does not say."""

    where: tuple[Mention, ...]
    when: tuple[Mention, ...] | None
    prepare: tuple[Mention, ...]


def brief(document: ProcedureContent, around: Around) -> Brief | None:
    """Of the facts that stand on the day; nothing of a page that does not say how to file."""
    if document.handling != Handling.HANDLED or document.way != Way.KNOWN or not document.steps:
        return None
    return Brief(tuple(where(document, around)), when(document), once(prepare(document)))


def once(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The same words lead to where they are said first; together they begin like a sentence."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(mention.text, mention)
    first, *others = found.values() or [None]
    return (replace(first, text=words.capital(first.text)), *others) if first else ()


# --- Where -----------------------------------------------------------------------------------------------------------


def where(document: ProcedureContent, around: Around) -> Iterable[Mention]:
    """Where the request itself goes: the last act by which one files, with what may replace it."""
    acts = choices(document.steps)
    found: dict[str, Step] = {}
    for step in acts[-1] if acts else ():
        found.setdefault(destination(step, document, around), step)
    return [Mention(place, step_anchor(step)) for place, step in found.items() if place]


def destination(step: Step, document: ProcedureContent, around: Around) -> str:
    if step.channel == Channel.EMAIL:
        return french(step.email)
    if step.channel in (Channel.ONLINE_FORM, Channel.BOOKING):
        return _("En ligne, sur %s") % french(phrases.host(step.url)) if step.url else _("En ligne")
    if step.channel == Channel.PHONE:
        return french(step.phone)  # groups of digits, which a line from the right would turn round
    written = step.address if envelope(step.address) else around.address_of(step.office, step.office_address)
    named = around.page(step.office).title if step.office else "".join(written.lines[:1])
    if not named:
        return words.listed(
            [words.join(french(around.page(slug).title) for slug in document.offices), french(written.city)]
        )
    return french(", ".join(filter(None, [named, written.city])))


# --- When ------------------------------------------------------------------------------------------------------------

ACTS = {
    Channel.PHONE: lazy("téléphone\u00a0: %s"),
    Channel.BOOKING: lazy("rendez-vous\u00a0: %s"),
    Channel.COUNTER: lazy("guichet\u00a0: %s"),
}


def when(document: ProcedureContent) -> tuple[Mention, ...] | None:
    steps = [step for choice in choices(document.steps) for step in choice]
    booked = [step for step in steps if step.purpose == StepPurpose.BOOK]
    found = [hours_of(step, len(steps) > 1) for step in steps if step.hours]
    said_so = any(row.walking for step in steps for row in step.hours) or any(
        step.hours and step.channel == Channel.BOOKING for step in booked
    )
    if booked and not said_so:
        found.append(Mention(_("sur rendez-vous"), step_anchor(booked[0])))
    if not found and not any(step.channel in AT_AN_HOUR for step in steps):
        return None
    return once(found)


def hours_of(step: Step, among_others: bool) -> Mention:
    said = words.join(map(words.hours, step.hours)) if len(step.hours) <= FEW_HOURS else _("horaires de l'étape")
    alone = all(row.walking == Walking.APPOINTMENT_ONLY and not row.days for row in step.hours)
    named = among_others and not alone and step.channel in ACTS
    return Mention(str(ACTS[Channel(step.channel)]) % said if named else said, step_anchor(step))


# --- With what -------------------------------------------------------------------------------------------------------


def prepare(document: ProcedureContent) -> Iterable[Mention]:
    """What steps demand, documents and envelopes, what one pays, what one must print."""
    if number := len(document.requirements):
        pattern = ngettext("%d\u00a0pièce", "%d\u00a0pièces", words.plural(number))
        text = words.numbered(pattern, number)
        yield Mention(words.listed([text, envelopes(document.requirements)]), "pieces")
    for fee in document.fees:
        if not fee.included:
            in_stamps = fee.means not in ("", PaymentMeans.CARD)
            pattern = _("%s en timbres fiscaux") if in_stamps else "%s"
            yield Mention(pattern % words.amount(fee.amount), "frais")
    if number := len(document.downloads):
        pattern = ngettext("%d\u00a0document à télécharger", "%d\u00a0documents à télécharger", words.plural(number))
        yield Mention(words.numbered(pattern, number), "telecharger")
    for step in document.steps:
        for need in step.needs:
            yield Mention(str(Need(need).label), step_anchor(step))
        if step.registered in (Registered.REQUIRED, Registered.WITH_RECEIPT):
            yield Mention(_("un envoi recommandé"), step_anchor(step))


def envelopes(requirements: Iterable[Requirement]) -> str:
    """ "dont 2 enveloppes timbrées": what one does not have at home."""
    found = [phrases.counted(row) for row in requirements if row.document == Document.STAMPED_ENVELOPE]
    return _("dont %s") % words.join(found) if found else ""


def step_anchor(step: Step) -> str:
    return f"etape-{step.id}"
