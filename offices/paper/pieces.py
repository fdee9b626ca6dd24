"""The pieces of a page (offices/presentation/blocks.py) as plain data for a template: strings, lists, numbers.

Words are bound as French binds them, and runs without a space are given places where they may be cut. What must be
copied to the letter is left as it is.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from offices import words
from offices.content import Content, OfficeContent
from offices.models import Warning
from offices.paper.glyphs import drawable
from offices.presentation import qr
from offices.presentation.blocks import Group, Item, Line, Quote, Section, SourceLine
from offices.presentation.rows import lines_of, link
from offices.templatetags.site import in_france

# A space that a line must not end on: before the high signs and units, inside the quotation marks, after "n°".
BEFORE = re.compile(r" (?=[;:?!»€%])|(?<=\d) (?=(?:ans?|mois|semaines?|jours?|heures?|h|minutes?|euros?)\b)")
AFTER = re.compile(r"(?<=«) |(?<=\bn°) ")
NBSP = "\u00a0"
LONGEST_RUN = 60  # signs without a space: wider than a line of a narrow column
RUN = re.compile(rf"\S{{{LONGEST_RUN},}}")
MAY_BREAK = "\u200b"  # no width
EXACT = {"label", "code", "wording", "email", "phone"}

APOSTROPHE = re.compile(r"\S+://\S+|(?<=[^\W\d_])'(?=\w)")  # "l'Ariège", not "12' après", nor one in an address
TO_THE_LETTER = {"href", "url", "address", "svg", "blocks"}  # keys; "blocks" are the words of a préfecture


def text(words_of: str) -> str:
    """As French sets it: spaces here, apostrophes in the end. A web address is cut by typst itself."""
    bound = AFTER.sub(NBSP, BEFORE.sub(NBSP, words_of))
    return RUN.sub(lambda run: run[0] if "://" in run[0] else cut(run[0]), bound)


def with_apostrophes(data: Any) -> Any:
    """The data of a template with the apostrophe of print: a typewriter's stands in all that people type. What must be
    copied to the letter keeps its own."""
    if isinstance(data, str):
        return APOSTROPHE.sub(lambda found: "’" if found[0] == "'" else found[0], data)
    if isinstance(data, list):
        return [with_apostrophes(one) for one in data]
    if isinstance(data, dict):
        kept = TO_THE_LETTER | ({"value"} if data.get("kind") in EXACT else set())
        return {key: one if key in kept else with_apostrophes(one) for key, one in data.items()}
    return data


def cut(run: str) -> str:
    return MAY_BREAK.join(run[start : start + LONGEST_RUN // 2] for start in range(0, len(run), LONGEST_RUN // 2))


def href(url: str) -> str:
    """Absolute, as it is written unless no font draws a sign of it."""
    full = settings.SITE_URL + url if url.startswith("/") else url
    return full if drawable(full) == full else iri_to_uri(full)


def line(shown: Line) -> dict:
    said = (lambda value: RUN.sub(lambda run: cut(run[0]), value)) if shown.kind in EXACT else text
    value = [said(one) for one in shown.value] if isinstance(shown.value, tuple) else said(shown.value)
    return {"kind": shown.kind, "label": text(shown.label), "value": value, "href": href(shown.href)}


def item(shown: Item) -> dict:
    return {
        "text": text(shown.text),
        "href": href(shown.href),
        "lines": [line(one) for one in shown.lines],
        "marker": _("ou") if shown.alternative else str(shown.number or ""),
        "warnings": [warning(one) for one in shown.warnings],
        "footnote": footnote(words.capital(shown.period), source(shown.source), *map(note, shown.notes)),
    }


def group(shown: Group) -> dict:
    return {
        "title": text(shown.title),
        "items": [item(one) for one in shown.items],
        "footnote": footnote(source(shown.source)),
    }


def section(shown: Section) -> dict:
    return {"title": text(shown.title), "groups": [group(one) for one in shown.groups]}


def quote(shown: Quote) -> dict:
    read_on = _("lu le %s") % words.day(shown.read_on) if shown.read_on else _("date de lecture inconnue")
    origin = source(shown.source.number) if shown.source else _("Source non précisée")
    return {
        "origin": f"{origin}, {read_on}",
        "blocks": [{"kind": kind, "text": text(said)} for kind, said in shown.blocks],
    }


def source_line(shown: SourceLine) -> dict:
    found = ""
    if shown.state:
        found = _("Relue automatiquement le %(day)s\u00a0: %(verdict)s.") % {
            "day": words.day(shown.state.checked_on),
            "verdict": shown.state.get_verdict_display(),
        }
    return {
        "name": text(shown.name),
        "url": href(shown.url),
        "details": footnote(shown.details, found),
        "number": shown.number,
    }


def warning(shown: Warning) -> dict:
    return {
        "text": text(shown.get_code_display()),
        "note": _("Posée le %s. Ce qui suit n'a pas encore été corrigé.") % words.day(in_france(shown.put_at)),
    }


def on_the_web(document: Content) -> tuple[Line, ...]:
    """The addresses on the web of an office, which stand under no heading."""
    if not isinstance(document, OfficeContent):
        return ()
    return lines_of(
        link(_("Site officiel"), document.website),
        link(_("Actualités"), document.news_page),
        link(_("Écrire"), document.contact_form),
    )


def verified(day: date | None) -> str:
    return _("Dernière mise à jour\u00a0: %s") % words.day(day) if day else _("Jamais confirmé")


def source(number: int | None) -> str:
    return _("Source %d") % number if number else ""


def note(number: int) -> str:
    return _("Ce que dit le droit\u00a0: note %d") % number


def footnote(*parts: str) -> str:
    """Sentences one after the other: "À partir du 1er mars 2027. Source 2."."""
    return text(" ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part))


def code(address: str) -> dict:
    """An absolute address of this site, as text and as a drawing."""
    return {"address": address, "svg": qr.svg(address).decode(), "alt": _("Code QR\u00a0: %s") % address}


def common(**wanted: str) -> dict[str, str]:
    """The words of a template that come from no content."""
    return {"colon": f"{NBSP}: ", "warning": _("Mise en garde"), **wanted}


def listed(shown: Iterable, as_data) -> list:
    return [as_data(one) for one in shown]
