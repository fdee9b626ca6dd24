"""What a person should look at in a block: contradictions, links that lead nowhere, doubtful addresses."""

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from offices.content import ProcedureContent
from offices.enums import Channel, Handling, StepPurpose, Walking
from offices.importing.anomalies import Code
from offices.importing.facts import links
from offices.importing.facts.addresses import Found
from offices.importing.markup import Link, fold
from offices.importing.paragraphs import Paragraph
from offices.importing.structure import excerpt
from offices.importing.words import Own, Words

Note = Callable[[Code, int, str], None]

HEADLINE = {
    Channel.POST: r"voie postale|\bcourrier\b(?! electronique)|\bposte\b",
    Channel.ONLINE_FORM: r"dematerialise|en ligne|internet|teleservice|formulaire",
    Channel.EMAIL: r"courriel|\be-?mail|messagerie|courrier electronique",
    Channel.PHONE: r"telephon",
    Channel.COUNTER: r"sur place|guichet|sans rendez-vous|directement en|physique",
    Channel.DROPBOX: r"boite aux lettres",
    Channel.BOOKING: r"(?<!sans )rendez-vous",
}
FILING = (StepPurpose.BOOK, StepPurpose.SEND, StepPurpose.HAND_IN)
MUTE_LINK = re.compile(
    r"\bcliqu\w+ (?:ici|sur (?:ce|le) lien|sur l'ic\w+)|\(?consultables? ici\)?|\btelechargeables? ici\b|"
    r"\bvoir (?:la )?liste ci-dessous|^pour acceder a [^:]{5,120}:\s*$"
)


# --- The headline and the text ---------------------------------------------------------------------------------------


def check_headline(words: Words, content: ProcedureContent, note: Note) -> None:
    """The text wins; where the headline names another way, a person should know."""
    headlines = words.of(Own.HEADLINE)
    if not headlines or content.handling != Handling.HANDLED:
        return
    folded = " ".join(one.paragraph.folded for one in headlines)
    said = {channel for channel, pattern in HEADLINE.items() if re.search(pattern, folded)}
    read = {step.channel for step in content.steps if step.purpose in FILING and step.channel}
    reasons = [*channel_reasons(said, read), *booking_reasons(words, said, read)]
    by_appointment = any(time.walking == Walking.APPOINTMENT_ONLY for step in content.steps for time in step.hours)
    if Channel.COUNTER in said and by_appointment and "rendez-vous" not in folded:
        reasons.append(_("le texte demande un rendez-vous"))
    if reasons:
        message = _("La phrase de tête et le texte ne disent pas la même chose (%s) ; le texte est suivi.")
        note(Code.HEADLINE_CONTRADICTS_TEXT, headlines[0].line, message % " ; ".join(reasons))


def channel_reasons(said: set[Channel], read: set[str]) -> list[str]:
    covered, extra = set(said), said - read - {Channel.BOOKING}
    if Channel.ONLINE_FORM in said and read & {Channel.BOOKING, Channel.ONLINE_FORM}:
        # "Voie dématérialisée" may be a form, or a booking before a visit; an e-mail it is not.
        covered |= {Channel.BOOKING, Channel.ONLINE_FORM, Channel.COUNTER}
        extra -= {Channel.ONLINE_FORM}
    if Channel.BOOKING in said:  # "sur rendez-vous" does not say how one takes it
        covered |= {Channel.COUNTER, Channel.PHONE, Channel.EMAIL, Channel.ONLINE_FORM}
    if Channel.PHONE in said & read:  # one calls to book, then comes
        covered |= {Channel.COUNTER}
    missing = read - covered if said else set()
    reasons = [_("le texte dit aussi : %s") % labels(missing)] if missing else []
    return [*reasons, _("le texte ne dit pas : %s") % labels(extra)] if read and extra else reasons


def booking_reasons(words: Words, said: set[Channel], read: set[str]) -> list[str]:
    """A file sent by post, and yet an appointment."""
    if Channel.POST not in said or not read or Channel.BOOKING in read:
        return []
    booked = [link for one in words.of(Own.BOOKING) for link in one.links]
    given = [link for one in (*words.of(Own.CONSULT), *words.of(Own.DOWNLOAD)) for link in one.links]
    reasons = []
    if booked or any(links.is_booking(link.target) for link in given):
        reasons.append(_("le dossier donne un lien de rendez-vous"))
    if any(re.search(r"ne recoit (?:plus )?que sur rendez-vous", one.folded) for one in words.paragraphs):
        reasons.append(_("le service ne reçoit que sur rendez-vous"))
    return reasons


def labels(channels: Iterable[str]) -> str:
    return ", ".join(sorted(str(Channel(channel).label) for channel in channels))


# --- Addresses and links ---------------------------------------------------------------------------------------------


def check_addresses(addresses: list[Found], note: Note) -> None:
    for found in addresses:
        if not found.has_town:
            message = _("Cette adresse n'a ni code postal ni ville : %s") % ", ".join(found.address.lines)
            note(Code.ADDRESS_WITHOUT_TOWN, found.line, message)


def check_links(paragraphs: list[Paragraph], words: Words, note: Note) -> None:
    for paragraph in paragraphs:
        for line in paragraph.cut:
            note(Code.LINK_CUT, line, _("Un lien est coupé par la fin de la ligne ; il a été recollé."))
        for link in paragraph.links:
            check_link(link, line_of(paragraph, link.label), note)
    quoted = words.paragraphs
    for paragraph, following in zip(quoted, [*quoted[1:], None], strict=False):
        check_mute_link(paragraph, following, note)


def check_link(link: Link, line: int, note: Note) -> None:
    if link.broken:
        note(Code.MISTYPED_ADDRESS, line, _("« %s » ne peut pas être une adresse.") % excerpt(link.broken))
    elif not link.target:
        note(Code.DEAD_LINK, line, _("« %s » est un lien sans adresse.") % excerpt(link.label))
    elif why := links.looks_mistyped(link.target):
        message = _("%(target)s paraît mal écrit (%(why)s) ; l'adresse est gardée telle quelle.")
        note(Code.MISTYPED_ADDRESS, line, message % {"target": link.target, "why": why})
    elif link.is_web and re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", link.label):
        shown = fold(link.label).removeprefix("www.").split("/")[0]
        real = fold(links.urlsplit_host(link.target)).removeprefix("www.")
        if shown not in real and real not in shown:
            message = _("Le lien affiche %(shown)s et mène à %(real)s.")
            note(Code.MISTYPED_ADDRESS, line, message % {"shown": link.label, "real": link.target})


def check_mute_link(paragraph: Paragraph, following: Paragraph | None, note: Note) -> None:
    """ "Cliquez ici", "consultable ici" or "Pour accéder à … :" with no link, neither here nor just after."""
    if paragraph.links or (following is not None and any(link.target for link in following.links)):
        return
    if mute := MUTE_LINK.search(paragraph.folded):
        before = paragraph.flat[: mute.start()].rpartition(". ")[2][-50:].partition(" ")[2]
        said = f"{before}{paragraph.flat[mute.start() : mute.end()]}"
        line = line_of(paragraph, paragraph.flat[mute.start() : mute.end()])
        note(Code.DEAD_LINK, line, _("« %s » : le lien annoncé manque.") % excerpt(said))


def line_of(paragraph: Paragraph, words: str) -> int:
    return next((row.lines[0] for row in paragraph.rows if words in row.text), paragraph.line)
