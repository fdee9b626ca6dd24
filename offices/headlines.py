"""The one sentence above a procedure, made from its facts and never stored.

Made for a day, it says what stands that day, then what each later day changes; what begins or ends is said with its
date, so that it is true on whatever day it is read. Made for no day, it says every step with its dates.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offices import words
from offices.calendar import ONE_DAY, boundaries, on_day
from offices.content import ProcedureContent, Step
from offices.enums import Channel, Handling, HandlingScope, Registered, StepPurpose, Way
from offices.ground_names import called
from offices.languages import french

# The acts by which a request is filed; the others accompany it.
FILING = (StepPurpose.BOOK, StepPurpose.SEND, StepPurpose.HAND_IN)

# Hours at a counter that still fit in a sentence.
FEW_HOURS = 2


def channels(procedure: ProcedureContent, day: date | None = None) -> list[Channel]:
    """The channels of the steps, each once, in order of first use: first those by which the request is filed."""
    steps = on_day(procedure, day).steps
    filing = [step for step in steps if step.purpose in FILING]
    others = [step for step in steps if step.purpose not in FILING]
    return list(dict.fromkeys(step.channel for step in [*filing, *others] if step.channel))


def headline(
    procedure: ProcedureContent,
    names: Mapping[str, str] | None = None,
    *,
    day: date | None = None,
    derived: bool = False,
) -> str:
    """ "La demande se fait par courrier." `names`: what to call the pages that content knows by slug, where known.

    `derived`: its `see_instead` is not what its source says, but what the département's other pages say.
    """
    names = names or {}
    offices = len(procedure.offices)
    if procedure.handling == Handling.NOT_HANDLED:
        return " ".join(
            filter(None, [not_handled(procedure.scope, offices), instead(procedure, names, derived=derived)])
        )
    if procedure.way == Way.OTHER_PROCEDURE:
        return " ".join([other_procedure(procedure, names), *filing(procedure, names, day, other=True)])
    if procedure.handling == Handling.UNKNOWN:
        return ngettext(
            "On ne sait pas si ce guichet traite ces demandes.",
            "On ne sait pas si ces guichets traitent ces demandes.",
            offices,
        )
    known = filing(procedure, names, day) if procedure.way == Way.KNOWN else []
    return " ".join(known) or ngettext(
        "Ce guichet est compétent, mais la façon de déposer la demande n'est pas connue.",
        "Ces guichets sont compétents, mais la façon de déposer la demande n'est pas connue.",
        offices,
    )


# --- Nothing to file here ------------------------------------------------------------------------------------------


def not_handled(scope: HandlingScope, offices: int) -> str:
    if scope == HandlingScope.ALL_PERMITS:
        return ngettext(
            "Ce guichet ne traite aucune demande de titre de séjour.",
            "Ces guichets ne traitent aucune demande de titre de séjour.",
            offices,
        )
    return ngettext("Ce guichet ne traite pas ces demandes.", "Ces guichets ne traitent pas ces demandes.", offices)


def instead(procedure: ProcedureContent, names: Mapping[str, str], *, derived: bool = False) -> str:
    """Where to go. A page whose name is not known here is not named: its link stands beside the headline."""
    see = procedure.see_instead
    if where := names.get(see.office) or names.get(see.procedure) or see.label:
        if derived:
            return _("D'après le dossier du département, il faut s'adresser ailleurs\u00a0: %s.") % french(where)
        return _("Il faut s'adresser ailleurs\u00a0: %s.") % french(where)
    return _("Il faut s'adresser à un autre guichet.") if see.office or see.procedure else ""


def other_procedure(procedure: ProcedureContent, names: Mapping[str, str]) -> str:
    see = procedure.see_instead
    if described := see.label or names.get(see.procedure):
        pattern = _("Rien n'est dit de cette demande\u00a0; seule une autre démarche est décrite\u00a0: %s.")
        return pattern % french(described)
    return _("Rien n'est dit de cette demande\u00a0; seule une autre démarche est décrite.")


# --- How to file ---------------------------------------------------------------------------------------------------

# When a step holds: for which grounds (none: all those of the procedure), from and until when.
Limits = tuple[frozenset[str], date | None, date | None]
NO_LIMITS: Limits = (frozenset(), None, None)


def filing(
    procedure: ProcedureContent, names: Mapping[str, str], day: date | None = None, *, other: bool = False
) -> list[str]:
    """The sentences that say how to file: that day and, where that changes, from each later day on. `other`: they are
    about another procedure than the one of which the page is, just named."""
    if day is None:
        return [sentence(clause) for clause in clauses(procedure, names, other=other)]
    days = [
        day,
        *(later for later in boundaries(step for step in procedure.steps if step.purpose in FILING) if later > day),
    ]
    told = [(start, clauses(undated(on_day(procedure, start)), names, other=other)) for start in days]
    changing = [told[0], *(after for before, after in pairwise(told) if after[1] != before[1])]
    ends = [start - ONE_DAY for start, _clauses in changing[1:]]
    periods = [
        words.period(start if start > day else None, end)
        for (start, _clauses), end in zip(changing, [*ends, None], strict=True)
    ]
    return [
        sentence(words.listed([period, clause]))
        for (_start, found), period in zip(changing, periods, strict=True)
        for clause in found
    ]


def undated(procedure: ProcedureContent) -> ProcedureContent:
    """Of steps that all stand: the period for which they are told together says from and until when."""
    steps = (step.model_copy(update={"valid_from": None, "valid_until": None}) for step in procedure.steps)
    return procedure.model_copy(update={"steps": tuple(steps)})


def clauses(procedure: ProcedureContent, names: Mapping[str, str], *, other: bool) -> list[str]:
    """One; or, where every act is limited to some grounds or to a time, one for each such case."""
    every = set(procedure.grounds)

    def limits(step: Step) -> Limits:
        return frozenset() if every <= set(step.grounds) else frozenset(step.grounds), step.valid_from, step.valid_until

    acts = choices(procedure.steps)
    of_each = [{limits(step) for step in choice} for choice in acts]
    if any(len(found) > 1 or NO_LIMITS in found for found in of_each):
        return [way_to_file(acts, lambda step: aside(limits(step), names), other=other)] if acts else []
    cases: dict[Limits, list[Sequence[Step]]] = {}
    for choice, found in zip(acts, of_each, strict=True):
        cases.setdefault(found.pop(), []).append(choice)
    told: dict[tuple[str, date | None, date | None], set[str]] = {}  # the same way for several grounds is told once
    for (only, start, end), steps in sorted(cases.items(), key=lambda case: case[0][1] or date.min):
        told.setdefault((way_to_file(steps, lambda step: "", other=other), start, end), set()).update(only or every)
    result = []
    for number, ((way, start, end), concerned) in enumerate(told.items()):
        whom = "" if every <= concerned else for_grounds(sorted(concerned), names, others=number > 0)
        result.append(words.listed([whom, words.period(start, end), way]))
    return result


def choices(steps: Iterable[Step]) -> list[list[Step]]:
    """The acts by which one files, in order; those of one list are at the choice of the applicant."""
    found: list[list[Step]] = []
    for step in steps:
        if step.alternative and found:
            found[-1].append(step)
        else:
            found.append([step])
    filing_only = [[step for step in choice if step.purpose in FILING] for choice in found]
    return [choice for choice in filing_only if choice]


def way_to_file(acts: Sequence[Sequence[Step]], note: Callable[[Step], str], *, other: bool) -> str:
    """ "la demande se fait par courrier", "il faut d'abord prendre rendez-vous en ligne, puis remettre …"."""
    booked = any(step.purpose == StepPurpose.BOOK for choice in acts for step in choice)

    def way(step: Step) -> str:
        times = "" if booked or step.channel != Channel.COUNTER else counter_times(step)
        condition = _("seulement si %s") % french(step.only_if) if step.only_if else ""
        asides = words.listed([condition, note(step)])
        return words.listed([by(step), times]) + (f" ({asides})" if asides else "")

    def noun(step: Step) -> str:
        return _("par dépôt %s") % way(step) if step.channel == Channel.DROPBOX else way(step)

    if len(acts) == 1 and not booked and all(step.channel for step in acts[0]):
        ways = dict.fromkeys(noun(step) for step in acts[0])
        return (_("elle se fait %s") if other else _("la demande se fait %s")) % words.either(ways)
    # Of another procedure than the one that the page is about, "il faut" alone would be read as said of the latter.
    needed = _("pour elle, il faut %s") if other else _("il faut %s")
    told = list(dict.fromkeys(act(choice, way) for choice in acts))
    if len(told) == 1:
        return needed % told[0]
    first, *then = told
    return needed % (_("d'abord %s") % first) + "".join(_(", puis %s") % following for following in then)


def act(choice: Sequence[Step], way: Callable[[Step], str]) -> str:
    """ "prendre rendez-vous en ligne ou par téléphone", "envoyer la demande par courrier ou remettre le dossier …"."""
    ways_of: dict[str, dict[str, None]] = {}
    for step in choice:
        ways_of.setdefault(verb(step), {})[way(step)] = None
    return words.either(f"{said} {words.either(ways)}".rstrip() for said, ways in ways_of.items())


def verb(step: Step) -> str:
    if step.purpose == StepPurpose.BOOK:
        return _("prendre rendez-vous")
    if step.channel == Channel.DROPBOX:
        return _("déposer le dossier")
    if step.channel == Channel.COUNTER or (step.purpose == StepPurpose.HAND_IN and not step.channel):
        return _("remettre le dossier")
    return _("faire la demande") if step.channel == Channel.PHONE else _("envoyer la demande")


def by(step: Step) -> str:
    if step.channel == Channel.POST and step.registered == Registered.REQUIRED:
        return _("par courrier recommandé")
    if step.channel == Channel.POST and step.registered == Registered.WITH_RECEIPT:
        return _("par courrier recommandé avec accusé de réception")
    return words.channel(step.channel)


def counter_times(step: Step) -> str:
    """ "sans rendez-vous, le mercredi après-midi"."""
    walking = {str(row.walking.label) for row in step.hours if row.walking}
    times = [words.opening_time(row, each=True) for row in step.hours] if len(step.hours) <= FEW_HOURS else []
    return words.listed([walking.pop() if len(walking) == 1 else "", words.join(times)])


def aside(limits: Limits, names: Mapping[str, str]) -> str:
    grounds, start, end = limits
    return words.listed([for_grounds(sorted(grounds), names) if grounds else "", words.period(start, end)])


def for_grounds(grounds: Sequence[str], names: Mapping[str, str], *, others: bool = False) -> str:
    if grounds and all(slug in names for slug in grounds):
        return _("pour %s") % words.join(called(names[slug]) for slug in grounds)
    return _("pour d'autres fondements") if others else _("pour certains fondements")


def sentence(text: str) -> str:
    return f"{words.capital(text)}."
