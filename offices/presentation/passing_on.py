"""A page in 160 to 300 characters, to be sent by SMS or read out by telephone.

Some of it must stay exact: an address, a web address, an e-mail, a telephone number, a code. These stand whole or not
at all. What does not fit gives way by whole sentences, in one order; what is left ends with the page's short address,
where the rest is. Pure: made of what the page says, for the same day.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from urllib.parse import quote

from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from offices import languages, words
from offices.calendar import announced, on_day
from offices.content import OfficeContent, PostalAddress, ProcedureContent, Step
from offices.enums import Handling, StepPurpose, Way
from offices.ground_names import called
from offices.headlines import FILING, choices
from offices.languages import french
from offices.models import Warning
from offices.presentation.around import Around
from offices.presentation.rows import envelope
from offices.presentation.summaries import Summary

SHORTEST, LONGEST = 160, 300  # characters, ends of lines included
NOT_IN_A_QUERY = re.compile(r"""[\s%&#+'"<>\\^`{|}\[\]]""")
SHORT_NAME = 60  # characters of a name that had to give way


@dataclass(frozen=True)
class Clause:
    """One thing to say. `ways`: from the fullest to the shortest; "" leaves it out."""

    weight: int  # the heaviest gives way last
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """`shown`: the text with the signs of what is French in it (`offices/languages.py`), for the page."""

    shown: str

    @property
    def text(self) -> str:
        return languages.plain(self.shown)

    @property
    def sms(self) -> str:
        """Opens the telephone's own messages, to nobody yet: "?&" is read by Android ("?") and by iOS ("&") alike.

        What the URL Standard lets stand in a query stands: encoded, an Arabic text would be three times as long, on a
        page that weighs 14 kB in all. Browsers encode the rest when the link is opened."""
        return "sms:?&body=" + NOT_IN_A_QUERY.sub(lambda sign: quote(sign[0]), self.text)


# --- Any page ------------------------------------------------------------------------------------------------------


def composed(clauses: Sequence[Clause], more: Iterable[str], address: str) -> Message:
    """`clauses` and `more` in the order in which they are read. Of the former, as much as fits in `LONGEST`; of the
    latter, one after the other, only while the text is shorter than `SHORTEST`: whoever sends it pays by its length.

    All ways of saying the clauses are tried, those first that keep the heaviest whole. So the lightest gives way first,
    and comes back where something heavier had to give way after all.
    """
    by_weight = sorted(clauses, key=lambda clause: -clause.weight)
    for ways in product(*(clause.ways for clause in by_weight)):
        said = dict(zip(map(id, by_weight), ways, strict=True))
        lines = [line for clause in clauses if (line := said[id(clause)])]
        if length(lines, address) <= LONGEST:
            break
    else:
        lines = []  # an address of the site that leaves room for nothing
    for line in filter(None, more):
        if length(lines, address) >= SHORTEST:
            break
        if length([*lines, line], address) <= LONGEST:
            lines.append(line)
    return Message("\n".join([*lines, address]))


def length(lines: Iterable[str], address: str) -> int:
    return len(languages.plain("\n".join([*lines, address])))


def plain(text: str) -> str:
    """Words of ours. A space that does not break is not in the alphabet of SMS, and halves what one of them holds."""
    return text.replace("\u00a0", " ")


def labelled(label: str, exact: str) -> str:
    """ "Par courrier : 12 place de Verdun"; each language has its own space before a colon, or none.

    Behind Arabic words, the number of a street would be shown at the end of it: there, what is exact has its own line,
    whose first letter says which way it is read.
    """
    exact = f"\n{exact}" if get_language_bidi() else exact
    said = plain(_("%(channel)s\u00a0: %(outcome)s")) % {"channel": plain(label), "outcome": exact}
    return said.replace(" \n", "\n")


def name(*titles: str) -> Clause:
    """No sentence is about nothing: the name becomes shorter, and stays."""
    least = words.shortened(languages.plain(titles[-1]), SHORT_NAME)
    return Clause(2, tuple(dict.fromkeys((*titles, titles[-1] if least == languages.plain(titles[-1]) else least))))


def warned(warnings: Sequence[Warning]) -> Clause:
    """What stands above the headline stands here too, and never gives way whole."""
    if not warnings:
        return Clause(9, ("",))
    said = " ".join(dict.fromkeys(warning.get_code_display() for warning in warnings))
    least = _("Mise en garde sur cette page : lisez-la avant toute démarche.")
    return Clause(9, (plain(_("Mise en garde : %s") % said), plain(least)))


def since(verified_on: date | None) -> str:
    return _("Confirmé le %s.") % words.day(verified_on) if verified_on else _("Personne ne l'a encore confirmé.")


def always_true() -> Iterator[str]:
    """What may be said of any page, until a text is long enough: each short enough to fit, all of them long enough."""
    yield plain(_("Une préfecture change ses règles sans prévenir : relisez la page avant d'y aller."))
    yield plain(_("Ce texte vient d'un site de bénévoles, pas de l'État."))
    yield plain(_("Les pièces à fournir, les frais et les sources sont sur la page."))


# --- How to file ---------------------------------------------------------------------------------------------------


def of_procedure(
    document: ProcedureContent,
    beside: Around,
    *,
    headline: str,
    territory: str,
    verified_on: date | None,
    address: str,
) -> Message:
    how, *where = how_and_where(document, beside, plain(headline))
    clauses = [
        name(*names(document, beside, is_addressed=not where)),
        warned(beside.warnings),
        how,
        *where,
        Clause(4, (since(verified_on), "")),
    ]
    return composed(clauses, [plain(_("Pour : %s.") % territory), *always_true()], address)


def names(document: ProcedureContent, beside: Around, *, is_addressed: bool) -> list[str]:
    """The title, "AES – Préfecture de l'Isère"; the ground alone, where an address can say the rest. A title is French:
    in another language the ground's name and the office say first what it says."""
    grounds = [beside.page(slug) for slug in document.grounds]
    titles = words.join(called(ground.title) for ground in grounds)
    initials = words.join(french(getattr(ground.content, "short", "")) or called(ground.title) for ground in grounds)
    offices = words.join(french(beside.page(slug).title) for slug in document.offices)
    whole = [f"{titles} – {offices}"] if grounds and not languages.is_source() else []
    return [*whole, french(document.title), f"{initials} – {offices}", *([titles, initials] if is_addressed else [])]


def how_and_where(document: ProcedureContent, beside: Around, headline: str) -> list[Clause]:
    """The headline; and the places of all acts by which one files, else those of the first act, where the others come
    after it. One clause of both, where the one act of which the headline speaks leads to one place.

    No place where a step holds for some people or for some time only: an address without its condition would mislead.
    """
    least = plain(in_short(document))
    acts = choices(on_day(document, beside.day).steps) if may_say_where(document, beside.day) else []
    steps = [step for act in acts for step in act]
    exact = {exact_place(step, beside) for step in steps}
    if len(acts) == len(exact) == 1 and (place := exact.pop()):
        return [Clause(8, (labelled(headline.removesuffix("."), place), headline, least))]
    follow_each_other = len({act[0].purpose for act in acts}) == len(acts)
    first = places(acts[0], beside) if acts and follow_each_other else ""
    return [Clause(8, (headline, least)), Clause(6, tuple(dict.fromkeys((places(steps, beside), first, ""))))]


def may_say_where(document: ProcedureContent, day: date | None) -> bool:
    if document.handling != Handling.HANDLED or document.way != Way.KNOWN:
        return False
    comes = any(step.purpose in FILING for step in announced(document.steps, day))
    return not comes and not any(is_limited(step) for step in on_day(document, day).steps if step.purpose in FILING)


def in_short(document: ProcedureContent) -> str:
    """Of a headline that is too long, what does not mislead: no way of filing without its conditions."""
    if document.handling == Handling.NOT_HANDLED:
        return _("Ces demandes ne sont pas traitées ici : la page dit où s'adresser.")
    return _("La façon de déposer dépend de votre cas : lisez la page.")


def is_limited(step: Step) -> bool:
    """Whether it holds for some people only, or not for good."""
    return bool(step.grounds or step.only_if or step.valid_until)


def places(steps: Iterable[Step], beside: Around) -> str:
    """ "Par courrier ou dans la boîte aux lettres : Préfecture de l'Isère, 12 place de Verdun, 38021 Grenoble", a line
    for each place; what leads to the same one is said together."""
    ways: dict[str, dict[str, None]] = {}
    for step in steps:
        if exact := exact_place(step, beside):
            ways.setdefault(exact, {})[way(step)] = None
    return "\n".join(labelled(words.capital(words.either(found)), exact) for exact, found in ways.items())


def exact_place(step: Step, beside: Around) -> str:
    """What the step leads to, each part of it as it is written; empty where it says no place."""
    address = address_of(step, beside)
    exact = [french(words.address(address)) if address.lines else "", step.url, step.email, step.phone]
    if not any(exact):
        return ""
    if step.marking:
        exact.append(plain(_("à écrire sur l'enveloppe : %s")) % french(step.marking))
    if step.code:
        exact.append(plain(_("code de réservation : %s")) % french(step.code))
    return " – ".join(filter(None, exact))


def address_of(step: Step, beside: Around) -> PostalAddress:
    """Written out in the step, or that of an office to which it refers."""
    return step.address if envelope(step.address) else beside.address_of(step.office, step.office_address)


def way(step: Step) -> str:
    """ "par courrier", "rendez-vous en ligne"."""
    by = words.channel(step.channel)
    if step.purpose == StepPurpose.BOOK:
        booking = _("rendez-vous")  # not within the f-string: extraction does not look there
        return f"{booking} {by}".strip()
    return by or str(step.purpose.label)


# --- An office -----------------------------------------------------------------------------------------------------


def of_office(
    document: OfficeContent,
    beside: Around,
    *,
    summaries: Sequence[Summary],
    verified_on: date | None,
    address: str,
) -> Message:
    standing = on_day(document, beside.day)
    places = [
        at(str(row.purpose.label), french(words.address(row.address)), row.valid_until) for row in standing.addresses
    ]
    telephones = [at(str(row.purpose.label), row.number, row.valid_until) for row in standing.phones]
    clauses = [
        name(french(document.title)),
        warned(beside.warnings),
        Clause(8, tuple(map(plain, told(summaries)))),
        Clause(6, tuple(dict.fromkeys(("\n".join(filter(None, places)), next(filter(None, places), ""), "")))),
        Clause(4, (office_since(verified_on, is_described=any(places)), "")),
    ]
    site = _("Site officiel : %s") % document.website if document.website else ""
    return composed(clauses, [*telephones, site, *always_true()], address)


def told(summaries: Sequence[Summary]) -> tuple[str, ...]:
    """What the pages of the office say, each with the day of its confirmation; else how many of them there are."""
    if not summaries:
        return (_("Personne n'a encore écrit si ce guichet reçoit des demandes, ni comment."),)
    count = len(summaries)
    least = ngettext(
        "La page dit comment y déposer une demande, ou pourquoi on ne le peut pas.",
        "%(number)d pages disent comment y déposer une demande, ou pourquoi on ne le peut pas.",
        count,
    )
    return "\n".join(map(summed, summaries)), least % {"number": count}


def summed(summary: Summary) -> str:
    """ "Salarié et Étudiant : La demande se fait par courrier. Confirmé le 9 février 2023."""
    alarm = _("Mise en garde : lisez la page.") if summary.warned else ""
    said = " ".join(filter(None, [alarm, summary.headline, since(summary.verified_on)]))
    return labelled(words.join(map(called, summary.grounds)), said)


def at(label: str, exact: str, until: date | None) -> str:
    """ "Accueil du public : 12 place de Verdun, 38000 Grenoble"; empty where there is nothing exact to say."""
    if not exact:
        return ""
    label = f"{label} ({words.period(None, until)})" if until else label
    return labelled(words.capital(label), exact)


def office_since(verified_on: date | None, *, is_described: bool) -> str:
    if verified_on:
        return _("Guichet confirmé le %s.") % words.day(verified_on)
    return _("Personne n'a encore confirmé cette adresse.") if is_described else ""
