"""What only pages say, beside `offices.words`: full sentences, link texts, what a telephone dials."""

from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offices import enums
from offices.content import SlotRules
from offices.words import capital, clock, join, shortened

LONGEST_ADDRESS = 70


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop, if it has none."""
    text = capital(text)
    return text if not text or text[-1] in ".!?…»" else f"{text}."


def labels(enum, codes: Iterable[str]) -> str:
    return join(str(enum(code).label) for code in codes)


def slots(rules: SlotRules) -> list[str]:
    """When appointments appear on line, one sentence a line; none where nothing is known."""
    when = (
        str(enums.SlotRelease(rules.release).label) if rules.release else "",
        _("le %s") % enums.Weekday(rules.release_day).label if rules.release_day else "",
        _("à %s") % clock(rules.release_time) if rules.release_time else "",
    )
    found = []
    if any(when):
        found.append(_("De nouveaux rendez-vous sont mis en ligne %s.") % ", ".join(filter(None, when)))
    if rules.also_random:
        found.append(_("D'autres apparaissent à des moments imprévisibles."))
    return [*found, sentence(rules.note)] if rules.note else found


def last_quarters(quantity: int) -> str:
    text = ngettext("du dernier trimestre", "des %d derniers trimestres", quantity)
    return text % quantity if quantity > 1 else text


def host(url: str) -> str:
    """The part of an address by which a reader knows whose site it is."""
    return urlsplit(url).netloc.removeprefix("www.")


def short_address(url: str) -> str:
    """A web address as the name of its page: what tells it from others, not what a machine needs."""
    parts = urlsplit(url)
    return shortened(f"{host(url)}{unquote(parts.path).rstrip('/')}", LONGEST_ADDRESS)


def mailto(email: str) -> str:
    return f"mailto:{quote(email, safe='@')}"


def tel(number: str) -> str:
    """What a telephone dials: the digits, and the plus sign of an international number."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")
