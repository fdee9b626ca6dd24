"""The answer of a procedure's page once more, in French, for whoever doubts a translation that nobody has reviewed.

It stands at the foot of the ticket and not below each of its lines: those must all be on the first screen of a phone.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from offices import words
from offices.calendar import on_day
from offices.content import ProcedureContent
from offices.headlines import headline
from offices.languages import in_french, is_doubtful
from offices.presentation.around import Around
from offices.presentation.brief import Mention, brief
from offices.presentation.pages import refused, territory


def headline_of(document: ProcedureContent, around: Around) -> str:
    return headline(document, around.titles, day=around.day, derived=around.derived)


def ticket_in_french(document: ProcedureContent, around: Around) -> tuple[str, ...]:
    """The headline, then what stands below it; nothing where the page is in French or in a reviewed language."""
    return in_french(told, document, around) if is_doubtful() else ()


def told(document: ProcedureContent, around: Around) -> tuple[str, ...]:
    lines = (
        _("%(label)s\u00a0: %(value)s.") % {"label": label, "value": value} for label, value in below(document, around)
    )
    return headline_of(document, around), " ".join(lines)


def below(document: ProcedureContent, around: Around) -> Iterator[tuple[str, str]]:
    """Label and words of each line, as templates/public/procedure.html lays them out."""
    if said := brief(on_day(document, around.day), around):
        if said.where:
            yield _("Où"), mentioned(said.where)
        if said.when is not None:
            yield _("Quand"), mentioned(said.when) or _("rien n'est dit des jours ni des heures")
        yield _("À préparer"), mentioned(said.prepare) or _("rien n'est dit des pièces à fournir")
    if items := refused(document, around):
        yield _("Refusé"), words.listed(words.listed([item.text.rstrip("."), item.period]) for item in items)
    yield _("Pour"), territory(document, around)


def mentioned(mentions: tuple[Mention, ...]) -> str:
    return words.listed(mention.text for mention in mentions)
