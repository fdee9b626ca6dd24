"""How long a confirmation holds, by what is confirmed. Pure: the day is given, never asked of a clock.

Nothing here says that a page is wrong: it says since when somebody should have read its source again. It never shows on
a public page, which prints the day of the confirmation and no more (law 7).
"""

from calendar import monthrange
from datetime import date

from offices.enums import PageKind

# Months. Préfectures change how one files from one season to the next; their addresses, from one year to another.
MONTHS = {PageKind.PROCEDURE: 3, PageKind.OFFICE: 12}


def holds_until(kind: PageKind, verified_on: date) -> date:
    """The last day on which a confirmation of that day still holds."""
    return months_later(verified_on, MONTHS[kind])


def is_due(kind: PageKind, verified_on: date | None, day: date) -> bool:
    """Whether somebody should read the source again: what nobody ever confirmed is due."""
    return verified_on is None or holds_until(kind, verified_on) < day


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last: three months after 30 November is the end of February."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
