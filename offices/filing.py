"""The way by which requests are filed at an office, as the public figures count it. Pure: the day is given.

What the pages of an office say of a ground is a set of plain ways; the set makes one answer. Whatever is said, there is
exactly one, so that the offices of all answers add up to all offices.
"""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from offices.calendar import boundaries, on_day
from offices.content import ProcedureContent, Step
from offices.enums import Channel, Handling, HandlingScope, StepPurpose, Walking, Way, WayOfFiling
from offices.headlines import choices

Ways = frozenset[WayOfFiling]

APPOINTMENTS = frozenset({WayOfFiling.BOOKED, WayOfFiling.BOOKED_ONLINE})
# What can be said of how to file; SEVERAL is said of more than one of these, and never stands beside another.
PLAIN = {
    WayOfFiling.POST: _("par courrier"),
    WayOfFiling.DROPBOX: _("dans une boîte aux lettres"),
    WayOfFiling.ONLINE: _("par formulaire en ligne"),
    WayOfFiling.EMAIL: _("par courriel"),
    WayOfFiling.BOOKED_ONLINE: _("sur rendez-vous pris en ligne"),
    WayOfFiling.BOOKED: _("sur rendez-vous pris autrement qu'en ligne"),
    WayOfFiling.COUNTER: _("au guichet, sans rendez-vous annoncé"),
    WayOfFiling.PHONE: _("par téléphone"),
}
# Where no way is known, the first of these that was said.
WITHOUT_A_WAY = (WayOfFiling.WAY_UNKNOWN, WayOfFiling.NO_PERMITS, WayOfFiling.NOT_HANDLED)

BY_CHANNEL = {
    Channel.POST: WayOfFiling.POST,
    Channel.DROPBOX: WayOfFiling.DROPBOX,
    Channel.ONLINE_FORM: WayOfFiling.ONLINE,
    Channel.BOOKING: WayOfFiling.BOOKED_ONLINE,
    Channel.EMAIL: WayOfFiling.EMAIL,
    Channel.PHONE: WayOfFiling.PHONE,
    Channel.COUNTER: WayOfFiling.COUNTER,
}
BOOKED_ON_LINE = {Channel.BOOKING, Channel.ONLINE_FORM}

# What each answer means, for whoever reads the figures: the only place where that is written.
DEFINITIONS = {
    WayOfFiling.POST: _("Le dossier s'envoie par la poste\u00a0; la fiche ne donne pas d'autre voie."),
    WayOfFiling.DROPBOX: _("Le dossier se dépose dans une boîte aux lettres du guichet, sans autre voie."),
    WayOfFiling.ONLINE: _(
        "Toute la demande passe par un formulaire sur un site internet, et la fiche ne donne aucune autre voie\u00a0:"
        " ni la poste, ni le guichet, ni un rendez-vous. Le courriel et le rendez-vous pris en ligne sont comptés à"
        " part."
    ),
    WayOfFiling.EMAIL: _("La demande s'envoie par courriel, sans autre voie."),
    WayOfFiling.BOOKED_ONLINE: _(
        "Il faut d'abord un rendez-vous, qui se prend sur un site internet et pas autrement, quoi qu'il faille faire"
        " ensuite."
    ),
    WayOfFiling.BOOKED: _(
        "Il faut d'abord un rendez-vous, qui se prend par courriel, par téléphone, par courrier ou sur place, ou au"
        " choix par internet ou autrement."
    ),
    WayOfFiling.COUNTER: _("Le dossier se remet au guichet, et la fiche ne demande pas de rendez-vous."),
    WayOfFiling.PHONE: _("La demande se fait par téléphone, sans autre voie."),
    WayOfFiling.SEVERAL: _(
        "Plusieurs des voies ci-dessus\u00a0: au choix, selon le cas ou le fondement, ou l'une après l'autre."
    ),
    WayOfFiling.WAY_UNKNOWN: _("Une source dit que ce guichet reçoit ces demandes, mais pas comment les déposer."),
    WayOfFiling.NOT_HANDLED: _("Une source dit que ce guichet ne reçoit pas ces demandes."),
    WayOfFiling.NO_PERMITS: _("Une source dit que ce guichet ne reçoit aucune demande de titre de séjour."),
    WayOfFiling.UNKNOWN: _(
        "Aucune source ne dit si ce guichet reçoit ces demandes. Ce n'est ni un oui ni un non\u00a0; c'est aussi la"
        " réponse pour tous les jours d'avant la première information."
    ),
}


def way_of_filing(said: Collection[WayOfFiling]) -> WayOfFiling:
    """The one answer to all that the pages of an office say of a ground on a day; UNKNOWN where they say nothing.

    A known way comes before the bare word that the office is competent, and that before a refusal: another page, or
    another service of the same office, receives the request.
    """
    known = [way for way in PLAIN if way in said]
    if len(known) == 1:
        return known[0]
    if known:
        return WayOfFiling.BOOKED if APPOINTMENTS.issuperset(known) else WayOfFiling.SEVERAL
    return next((answer for answer in WITHOUT_A_WAY if answer in said), WayOfFiling.UNKNOWN)


# --- What one procedure says ---------------------------------------------------------------------------------------


def ways_said(procedure: ProcedureContent, ground: str, day: date) -> Ways:
    """What the procedure says of requests on that ground that day; one at least."""
    if procedure.handling == Handling.NOT_HANDLED:
        everything = procedure.scope == HandlingScope.ALL_PERMITS
        return frozenset({WayOfFiling.NO_PERMITS if everything else WayOfFiling.NOT_HANDLED})
    if procedure.way == Way.OTHER_PROCEDURE or procedure.handling == Handling.UNKNOWN:
        return frozenset({WayOfFiling.UNKNOWN})
    found: set[WayOfFiling] = set()
    for act in choices(on_day(procedure, day).steps) if procedure.way == Way.KNOWN else ():
        ways = {way for step in act if concerns(step, ground) for way in by_step(step)}
        found |= ways
        if ways and ways <= APPOINTMENTS:
            break  # whatever is done on the day of the appointment, it takes the appointment
    return frozenset(found or {WayOfFiling.WAY_UNKNOWN})


def concerns(step: Step, ground: str) -> bool:
    return not step.grounds or ground in step.grounds


def by_step(step: Step) -> Iterator[WayOfFiling]:
    """The way that the step is, if it says by which."""
    if step.purpose == StepPurpose.BOOK:
        yield WayOfFiling.BOOKED_ONLINE if step.channel in BOOKED_ON_LINE else WayOfFiling.BOOKED
    elif step.channel == Channel.COUNTER and any(row.walking == Walking.APPOINTMENT_ONLY for row in step.hours):
        yield WayOfFiling.BOOKED
    elif step.channel:
        yield BY_CHANNEL[step.channel]


def grounds_spoken_of(procedure: ProcedureContent) -> list[str]:
    """The grounds of the procedure, and the particular cases to which a way of filing is limited."""
    limited = [ground for act in choices(procedure.steps) for step in act for ground in step.grounds]
    return list(dict.fromkeys([*procedure.grounds, *limited]))


class Stretch(NamedTuple):
    """What was said of a ground from a day on, until the first day on which it no longer was (None: until today)."""

    ground: str
    since: date
    until: date | None
    ways: Ways


def stretches(procedure: ProcedureContent, since: date) -> list[Stretch]:
    """What the procedure says from that day on, if nobody decides otherwise: steps begin and end by themselves."""
    days = [since, *(day for day in boundaries(procedure.steps) if day > since)]
    found = []
    for ground in grounds_spoken_of(procedure):
        told = [(day, ways_said(procedure, ground, day)) for day in days]
        turns = [told[0], *(after for before, after in pairwise(told) if after[1] != before[1])]
        ends = [*(day for day, _ways in turns[1:]), None]
        found += [Stretch(ground, day, end, ways) for (day, ways), end in zip(turns, ends, strict=True)]
    return found
