"""What the calendar changes by itself, said for the log: one sentence for each fact that begins or is over."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from offices import words
from offices.calendar import ONE_DAY, turning
from offices.changes.rendering import display
from offices.changes.sentences import EXCERPT, ended
from offices.changes.vocabulary import NOUNS
from offices.content import Content, Fact
from offices.enums import DueKind
from offices.words import lowered


def turns(document: Content, on: date, names: Mapping[str, str] | None = None) -> list[str]:
    """ "A pris fin le 28 février 2027, étape : …", "Commence le 1er mars 2027, étape : …": true whenever it is read."""
    return [turn(row, kind, on, names or {}) for _list, row, kind in turning(document, on)]


def turn(row: Fact, kind: DueKind, on: date, names: Mapping[str, str]) -> str:
    if kind == DueKind.BEGINS:
        when, rest = _("Commence le %s") % words.day(on), row.model_copy(update={"valid_from": None})
    else:
        last_day = words.day(on - ONE_DAY)
        when, rest = _("A pris fin le %s") % last_day, row.model_copy(update={"valid_from": None, "valid_until": None})
    return ended(
        _("%(when)s, %(noun)s\u00a0: %(row)s")
        % {"when": when, "noun": lowered(_(NOUNS[type(row)].text)), "row": display(rest, names, limit=EXCERPT)}
    )
