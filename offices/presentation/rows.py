"""One row of any list of the shape → one item. A row kind is added by registering one function here.

What every `Fact` may carry (for whom, from when to when, on which source) is added by `present`, once for all kinds.
"""

from dataclasses import replace
from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from offices import content, enums, words
from offices.languages import beside, differing, french, in_french, is_doubtful, with_french
from offices.presentation import phrases
from offices.presentation.around import Around
from offices.presentation.blocks import Item, Line


def present(row: content.Row, around: Around) -> Item:
    """The row in words, with its limits; in a language that nobody has reviewed, with its French beside it."""
    shown = item(row, around)
    if is_doubtful():
        original = in_french(item, row, around)
        lines = lines_beside(shown.lines, original.lines)
        shown = replace(shown, french=differing(shown.text, original.text), lines=lines)
    if not isinstance(row, content.Fact):
        return shown
    return replace(
        shown,
        period=with_french(words.period, row.valid_from, row.valid_until),
        source=around.source_number(row.source),
        warnings=around.warnings_on(row.id),
        notes=around.notes_beside(row),
    )


def lines_beside(shown: tuple[Line, ...], original: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with their French. `original`: the same, said in French."""
    return tuple(line_beside(*pair) for pair in zip(shown, original, strict=True))


def line_beside(shown: Line, original: Line) -> Line:
    label = beside(shown.label, differing(shown.label, original.label))
    told = shown.value if isinstance(shown.value, tuple) else (shown.value,)
    written = original.value if isinstance(original.value, tuple) else (original.value,)
    found = tuple(map(differing, told, written))
    return replace(shown, label=label, french=found if isinstance(shown.value, tuple) else found[0])


@singledispatch
def item(row: content.Row, around: Around) -> Item:
    raise TypeError(f"no words for a row of kind {type(row).__name__}")


def lines_of(*candidates: Line) -> tuple[Line, ...]:
    """The lines that have something to say."""
    return tuple(line for line in candidates if line.value)


def note(row) -> Line:
    return Line("text", "", phrases.sentence(french(row.note)))


def envelope(address: content.PostalAddress) -> tuple[str, ...]:
    """The lines of an envelope, from the addressee to the town."""
    town = f"{address.postcode} {address.city}".strip()
    return (*address.lines, town) if town else address.lines


def link(label: str, url: str, text: str = "") -> Line:
    return Line("link", label, text or french(phrases.host(url)), href=url) if url else Line("link", label, "")


def email(label: str, address: str, body: str = "") -> Line:
    return Line("email", label, address, href=phrases.mailto(address, body))


def phone(label: str, number: str) -> Line:
    return Line("phone", label, number, href=phrases.tel(number))


def timetable(label: str, rows) -> Line:
    return Line("list", label, tuple(words.capital(words.hours(row)) for row in rows))


# --- Steps ---------------------------------------------------------------------------------------------------------

# Where purpose and channel, put side by side, would say the same thing twice.
SHORTER = {
    (enums.StepPurpose.BOOK, enums.Channel.BOOKING): lazy("prendre rendez-vous en ligne"),
    (enums.StepPurpose.SEND, enums.Channel.ONLINE_FORM): lazy("envoyer la demande par un formulaire en ligne"),
}
LINK_TEXTS = {
    enums.Channel.BOOKING: lazy("Prendre rendez-vous sur %s"),
    enums.Channel.ONLINE_FORM: lazy("Ouvrir le formulaire sur %s"),
}


def act(step: content.Step) -> str:
    """What to do and how: "Envoyer la demande par courrier"."""
    purpose = str(step.purpose.label)
    channel = str(enums.Channel(step.channel).label) if step.channel else ""
    if not channel:
        return words.capital(purpose)
    both = _("%(act)s %(channel)s") % {"act": purpose, "channel": channel}
    return words.capital(str(SHORTER.get((step.purpose, step.channel), both)))


@item.register
def _step(row: content.Step, around: Around) -> Item:
    office = around.page(row.office) if row.office else None
    written = envelope(row.address) or envelope(around.address_of(row.office, row.office_address))
    link_text = str(LINK_TEXTS.get(row.channel, _("Ouvrir %s"))) % french(phrases.host(row.url)) if row.url else ""
    registered = str(enums.Registered(row.registered).label) if row.registered else ""
    return Item(
        id=row.id,
        text=act(row),
        alternative=row.alternative,
        lines=lines_of(
            Line("text", _("Seulement si"), french(row.only_if)),
            link(_("Guichet"), office.url, french(office.title)) if office else Line("text", "", ""),
            Line("text", _("Service"), french(row.service)),
            Line("list", _("Fermé à ce guichet"), tuple(map(phrases.closed_desk, around.closed_desks(row)))),
            Line("label", _("Adresse"), written),
            Line("code", _("À écrire sur l'enveloppe"), row.marking),
            Line("text", _("Envoi"), phrases.sentence(registered)),
            Line("text", "", _("Gardez l'accusé de réception\u00a0: il vaut preuve de dépôt.") * row.receipt_is_proof),
            link("", row.url, link_text),
            Line("code", _("Code de réservation"), row.code),
            email(_("Écrire à"), row.email, row.wording),
            Line("wording", _("Le message doit dire"), row.wording),
            Line("list", _("À joindre au message"), tuple(words.capital(str(code.label)) for code in row.attachments)),
            phone(_("Téléphoner au"), row.phone),
            timetable(_("Jours et heures"), row.hours),
            Line("list", _("Nouveaux rendez-vous"), tuple(phrases.slots(row.slots))),
            Line("text", _("Il vous faut"), phrases.sentence(phrases.labels(enums.Need, row.needs))),
            Line("prose", _("Consignes"), french(row.instructions)),
        ),
    )


@item.register
def _forbidden(row: content.ForbiddenChannel, around: Around) -> Item:
    outcome = str(enums.IncompleteOutcome(row.outcome).label) if row.outcome else _("refusé")
    text = _("%(channel)s\u00a0: %(outcome)s") % {"channel": row.channel.label, "outcome": outcome}
    return Item(row.id, phrases.sentence(text))


# --- What to bring, to pay, to fulfil ------------------------------------------------------------------------------


@item.register
def _download(row: content.Download, around: Around) -> Item:
    details = (
        words.capital(str(row.kind.label)),
        _("CERFA n°\u00a0%s") % french(row.form_number) if row.form_number else "",
        french(row.format),
        french(row.size),
        _("daté du %s") % words.day(row.dated) if row.dated else "",
        _("version %s") % french(row.version) if row.version else "",
        _("sur %s") % french(phrases.host(row.url)) if row.url else _("sans lien connu"),
    )
    return Item(row.id, french(row.title), href=row.url, lines=(Line("text", "", words.listed(details)),))


@item.register
def _requirement(row: content.Requirement, around: Around) -> Item:
    return Item(
        row.id,
        words.capital(phrases.requirement(row)),
        lines=lines_of(Line("text", _("Seulement si"), french(row.only_if))),
    )


@item.register
def _presentation(row: content.Presentation, around: Around) -> Item:
    return Item(row.id, phrases.sentence(str(row.rule.label)))


@item.register
def _condition(row: content.Condition, around: Around) -> Item:
    unnamed = row.situation == enums.Situation.ANY or (row.situation == enums.Situation.OTHER and row.text)
    who = "" if unnamed else words.capital(str(row.situation.label))
    durations = Line("text", "", phrases.sentence(words.thresholds(row.thresholds)))
    wage = Line("text", "", _("Salaire au moins égal au SMIC.") * row.minimum_wage)
    if who or row.thresholds or row.minimum_wage:
        return Item(row.id, who, lines=lines_of(durations, wage, Line("prose", "", french(row.text))))
    return Item(row.id, french(row.text))


@item.register
def _legal_basis(row: content.LegalBasis, around: Around) -> Item:
    text = french(row.text)
    if row.article:
        text = _("%(text)s, article %(article)s") % {"text": text, "article": french(row.article)}
    return Item(row.id, text, href=row.url)


@item.register
def _fee(row: content.Fee, around: Around) -> Item:
    text = _("%(kind)s\u00a0: %(amount)s") % {"kind": row.kind.label, "amount": words.amount(row.amount)}
    if row.included:
        text = _("dont %(amount)s (%(kind)s)") % {"amount": words.amount(row.amount), "kind": row.kind.label}
    if row.not_refundable:
        text = _("%(fee)s, dont %(amount)s non remboursables") % {
            "fee": text,
            "amount": words.amount(row.not_refundable),
        }
    due = _("à payer %s") % enums.FeeDue(row.due).label if row.due else ""
    means = str(enums.PaymentMeans(row.means).label) if row.means else ""
    refund = row.refund_within_months and words.duration(row.refund_within_months, enums.TimeUnit.MONTH)
    return Item(
        row.id,
        words.capital(words.listed((text, due, means))),
        lines=lines_of(
            Line("text", _("Ne paient pas"), phrases.labels(enums.Situation, row.exempted)),
            Line("text", _("Remboursable pendant"), refund or ""),
            link(_("Pour payer"), row.url),
            note(row),
        ),
    )


# --- Time ----------------------------------------------------------------------------------------------------------


@item.register
def _processing_time(row: content.ProcessingTime, around: Around) -> Item:
    stated = _("délai annoncé le %s") % words.day(row.stated_on) if row.stated_on else _("délai annoncé sans date")
    text = f"{words.duration(row.quantity, row.unit)} ({stated})"
    return Item(row.id, phrases.sentence(text), lines=lines_of(note(row)))


@item.register
def _deadline(row: content.Deadline, around: Around) -> Item:
    pattern = _("%(duration)s après %(event)s") if row.after else _("%(duration)s avant %(event)s")
    text = pattern % {"duration": words.duration(row.quantity, row.unit), "event": row.event.label}
    return Item(row.id, phrases.sentence(_("À faire dans ce délai\u00a0: %s") % text), lines=lines_of(note(row)))


@item.register
def _incomplete(row: content.IncompleteRule, around: Around) -> Item:
    return Item(row.id, phrases.sentence(str(row.outcome.label)), lines=lines_of(note(row)))


@item.register
def _day_rule(row: content.DayRule, around: Around) -> Item:
    text = str(row.rule.label)
    if row.minutes:
        minutes = words.numbered(ngettext("%d minute", "%d minutes", row.minutes), row.minutes)
        text = f"{text} ({minutes})"
    return Item(row.id, phrases.sentence(text), lines=lines_of(note(row)))


@item.register
def _aftermath(row: content.Aftermath, around: Around) -> Item:
    return Item(row.id, phrases.sentence(str(row.code.label)), lines=lines_of(note(row)))


@item.register
def _notice(row: content.Notice, around: Around) -> Item:
    return Item(row.id, words.capital(str(row.code.label)), lines=lines_of(Line("prose", "", french(row.text))))


@item.register
def _remark(row: content.Remark, around: Around) -> Item:
    return Item(row.id, french(row.text), period=words.day(row.dated) if row.dated else "")


# --- Offices -------------------------------------------------------------------------------------------------------


@item.register
def _address(row: content.Address, around: Around) -> Item:
    return Item(
        row.id,
        words.capital(str(row.purpose.label)),
        lines=lines_of(Line("label", "", envelope(row.address)), note(row)),
    )


@item.register
def _phone(row: content.PhoneNumber, around: Around) -> Item:
    return Item(
        row.id,
        words.capital(str(row.purpose.label)),
        lines=lines_of(phone("", row.number), timetable(_("Permanence"), row.hours), note(row)),
    )


@item.register
def _mailbox(row: content.Mailbox, around: Around) -> Item:
    return Item(row.id, words.capital(str(row.purpose.label)), lines=lines_of(email("", row.email), note(row)))


@item.register
def _hours(row: content.Hours, around: Around) -> Item:
    return Item(row.id, words.capital(words.hours(row)))


@item.register
def _desk(row: content.Desk, around: Around) -> Item:
    return Item(
        row.id,
        french(row.name),
        lines=lines_of(
            Line("text", _("État"), phrases.sentence(phrases.desk_state(row))),
            timetable(_("Horaires"), row.hours),
            note(row),
        ),
    )


# --- Guides --------------------------------------------------------------------------------------------------------


@item.register
def _picture(row: content.Picture, around: Around) -> Item:
    return Item(
        row.id,
        french(row.description),
        lines=lines_of(Line("wording", _("Texte lisible sur l'image"), row.text)),
    )


@item.register
def _renaming(row: content.Renaming, around: Around) -> Item:
    text = _("%(former)s s'appelle désormais %(name)s.") % {
        "former": french(row.former),
        "name": french(row.name),
    }
    return Item(row.id, text, lines=lines_of(link("", row.url)))
