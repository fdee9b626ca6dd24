"""Two documents speak of one page: which of them is followed. The dates decide, never the order of reading."""

from datetime import date
from enum import Enum, auto

from django.utils.translation import gettext as _


class Edition(Enum):
    """What a document is to what was last read of the same page."""

    FIRST = auto()
    SAME = auto()  # says what was said already
    LATER = auto()  # its date is later: it wins, and what it replaces stays in the history
    OLDER = auto()  # an earlier date, or none against one: it never overwrites
    CLASH = auto()  # the same date, or none on either side: a person decides


def edition(*, known: bool, same_text: bool, dated: date | None, last_dated: date | None) -> Edition:
    if not known:
        return Edition.FIRST
    if same_text:
        return Edition.SAME
    if dated == last_dated:
        return Edition.CLASH
    if last_dated is None:
        return Edition.LATER
    return Edition.LATER if dated is not None and dated > last_dated else Edition.OLDER


def day_said(day: date | None) -> str:
    return _("daté du %s") % day.strftime("%d/%m/%Y") if day else _("sans date")
