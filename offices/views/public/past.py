"""`?au=2026-03-02`: the page as it read at the end of that day, or a plain answer why it cannot be shown."""

import re
from datetime import date

from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from offices import versions, words
from offices.models import Page
from offices.versions import Standing


class NotThatDay(Exception):
    """There is no page to show for the day that was asked; the message says why."""

    def __init__(self, message: str, status: int):
        super().__init__(message)
        self.status = status


def day_asked(query: QueryDict) -> date:
    """Raises NotThatDay where what was asked is not one day, past or present."""
    given = query.getlist("au")
    try:
        if len(given) != 1:
            raise ValueError
        day = written_day(given[0])
    except ValueError as error:
        raise NotThatDay(no_day(), 400) from error
    if day > timezone.localdate():
        raise NotThatDay(
            _("Le %s n'est pas encore venu\u00a0: la page de ce jour-là n'existe pas.") % words.day(day), 400
        )
    return day


def written_day(text: str) -> date:
    """Raises ValueError where the text is no day written as our addresses write one."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def no_day() -> str:
    return _("La date demandée n'en est pas une. Une date s'écrit AAAA-MM-JJ, par exemple 2026-03-02.")


def page_on(page: Page, day: date) -> Standing:
    """Raises NotThatDay where the page was not public at the end of that day."""
    standing = versions.standing_on(page, day)
    if standing is None:
        first = words.day(timezone.localdate(versions.version(page, 1).at))
        named = {"day": words.day(day), "first": first}
        message = _("Le %(day)s, cette page n'existait pas encore\u00a0: elle a été publiée le %(first)s.") % named
        raise NotThatDay(message, 404)
    if standing.entry.is_removal:
        removed = words.day(timezone.localdate(standing.entry.at))
        named = {"day": words.day(day), "removed": removed}
        raise NotThatDay(_("Le %(day)s, cette page était retirée depuis le %(removed)s.") % named, 410)
    return standing


def refusal(request, page: Page, reason: NotThatDay):
    context = {"page": page, "document": page.document, "message": str(reason)}
    return render(request, "public/not_that_day.html", context, status=reason.status)
