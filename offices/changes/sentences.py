"""One plain sentence for one change, complete in itself.

Each is a whole sentence of the catalogue, so that another language can order its words and need no agreement between a
noun and what is said of it. Texts are shortened before they are marked as French.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from offices import content, enums, texts, words
from offices.changes.rendering import Names, display, field_label, field_text
from offices.changes.shape import ShapeField, is_empty
from offices.changes.vocabulary import NOUNS, PHRASES, TURNS
from offices.languages import french, plain
from offices.words import lowered_label

EXCERPT = 140  # characters of a free text in a sentence
# Soft hyphens, joiners, byte-order marks: a reader cannot see them change.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
RUN_UP = 30  # of them, before and behind what changed


@dataclass(frozen=True)
class Place:
    """Where in a content a change stands: for programs, for a heading, for the beginning of a sentence."""

    path: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    context: str = ""

    @property
    def label(self) -> str:
        return " › ".join(self.labels)

    def field(self, field: ShapeField) -> "Place":
        return Place((*self.path, field.name), (*self.labels, field_label(field)), self.context)

    def row(self, row: content.Row, label: str) -> "Place":
        """A row of the list that stands here."""
        named = f"{_(NOUNS[type(row)].text)} {words.quoted(label)}"
        context = words.listed([self.context, lowered_label(named)]) if self.context else named
        return Place((*self.path, row.id), (*self.labels, label), context)


def page_added(page: content.Content) -> str:
    return ended(_("Nouvelle page\u00a0: %(kind)s %(title)s") % named_page(page))


def page_removed(page: content.Content) -> str:
    return ended(_("Page retirée\u00a0: %(kind)s %(title)s") % named_page(page))


def named_page(page: content.Content) -> dict[str, str]:
    return {"kind": str(enums.PageKind(page.kind).label), "title": words.quoted(french(page.title))}


# --- Rows ----------------------------------------------------------------------------------------------------------


def row_added(place: Place, row: content.Row, names: Names) -> str:
    message = _("%(noun)s ajoutée\u00a0: %(row)s") if is_feminine(row) else _("%(noun)s ajouté\u00a0: %(row)s")
    return about_row(place, message, row, row=display(row, names, limit=EXCERPT))


def row_removed(place: Place, row: content.Row, label: str) -> str:
    message = _("%(noun)s retirée\u00a0: %(row)s") if is_feminine(row) else _("%(noun)s retiré\u00a0: %(row)s")
    return about_row(place, message, row, row=words.quoted(label))


def row_moved(place: Place, row: content.Row, label: str, behind: str | None) -> str:
    """`behind`: the label of the row that now stands before; None where it is now the first."""
    if is_feminine(row):
        message = _("%(noun)s déplacée\u00a0: %(row)s vient maintenant %(where)s")
    else:
        message = _("%(noun)s déplacé\u00a0: %(row)s vient maintenant %(where)s")
    return about_row(place, message, row, row=words.quoted(label), where=where(behind))


def where(behind: str | None) -> str:
    return _("en premier") if behind is None else _("après %s") % words.quoted(behind)


def row_rewritten(place: Place, before: content.Row, after: content.Row, names: Names) -> str:
    """For a row that is one fact, told whole rather than field by field."""
    message = (
        _("%(noun)s modifiée\u00a0: %(before)s devient %(after)s")
        if is_feminine(before)
        else _("%(noun)s modifié\u00a0: %(before)s devient %(after)s")
    )
    old, new = (words.quoted(display(row, names, limit=EXCERPT)) for row in (before, after))
    return about_row(place, message, before, before=old, after=new)


def is_feminine(row: content.Row) -> bool:
    return NOUNS[type(row)].feminine


def about_row(place: Place, message: str, about: content.Row, **said: str) -> str:
    text = message % {"noun": _(NOUNS[type(about)].text), **said}
    return ended(words.listed([place.context, lowered_label(text)]) if place.context else text)


# --- Fields --------------------------------------------------------------------------------------------------------


def field_stated(field: ShapeField, value: Any, names: Names) -> str:
    """On a new page, where nothing changes."""
    text = field_text(field, value, names, limit=EXCERPT)
    return ended(words.labelled(field_label(field), text))


def field_changed(place: Place, field: ShapeField, before: Any, after: Any, names: Names) -> str:
    clause = changing(field, before, after, names)
    if not place.context:
        return ended(words.capital(clause))
    return ended(_("%(context)s\u00a0: %(clause)s") % {"context": place.context, "clause": clause})


def changing(field: ShapeField, before: Any, after: Any, names: Names) -> str:
    if isinstance(after, bool):
        turn = TURNS[field.title]
        return _(turn.on) if after else _(turn.off)
    what = _(PHRASES[field.title])
    if is_empty(before):
        return _("on ajoute %(what)s\u00a0: %(value)s") % {"what": what, "value": said(field, after, names)}
    if is_empty(after):
        return _("on retire %(what)s (%(value)s)") % {"what": what, "value": said(field, before, names)}
    if field.many:
        return list_changing(what, field, before, after, names)
    if isinstance(before, date):
        return _("%(what)s passe du %(before)s au %(after)s") % {
            "what": what,
            "before": words.day(before),
            "after": words.day(after),
        }
    old, new = said(field, before, names), said(field, after, names)
    if isinstance(before, str) and isinstance(after, str):
        if legible(before) == legible(after):
            return _("seuls des espaces, des retours à la ligne ou des signes invisibles changent dans %s") % what
        if max(len(before), len(after)) > EXCERPT:
            old, new = (words.quoted(french(text)) for text in excerpts(legible(before), legible(after)))
    if PHRASES[field.title].startswith("les "):  # a plural in French, which other languages need not follow
        becoming = _("%(what)s passent de %(before)s à %(after)s")
    else:
        becoming = _("%(what)s passe de %(before)s à %(after)s")
    return becoming % {"what": what, "before": old, "after": new}


def list_changing(what: str, field: ShapeField, before: Sequence, after: Sequence, names: Names) -> str:
    """`before` and `after` are lists of codes, slugs or lines, neither of them empty."""
    added = [item for item in after if item not in before]
    removed = [item for item in before if item not in after]
    facts = {"what": what, "added": said(field, added, names), "removed": said(field, removed, names)}
    if added and removed:
        return _("pour %(what)s, on ajoute %(added)s et on retire %(removed)s") % facts
    if added:
        return _("pour %(what)s, on ajoute %(added)s") % facts
    if removed:
        return _("pour %(what)s, on retire %(removed)s") % facts
    return _("l'ordre change pour %(what)s\u00a0: %(all)s") % {"what": what, "all": said(field, after, names)}


def said(field: ShapeField, value: Any, names: Names) -> str:
    """A value within a sentence: words between guillemets, each of a list; dates, numbers, hours and amounts bare."""
    if field.many and field.row is None:
        return words.join(said_text(field, (item,), names) for item in value)
    if field.row or isinstance(value, int | date | content.Frozen) or field.type in (texts.Time, texts.Amount):
        return field_text(field, value, names, limit=EXCERPT)
    return said_text(field, value, names)


def said_text(field: ShapeField, value: Any, names: Names) -> str:
    return words.quoted(words.shortened(legible(field_text(field, value, names)), EXCERPT))


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Of two long lines, the passage in which they differ, with a few words before and behind it."""
    before, after = without_start(before, after)
    behind, ahead = without_start(before[::-1], after[::-1])
    return words.shortened(behind[::-1], EXCERPT), words.shortened(ahead[::-1], EXCERPT)


def without_start(before: str, after: str) -> tuple[str, str]:
    """Both without what they begin with alike, but for its last words."""
    pairs = zip(before, after, strict=False)
    differ = next((at for at, (old, new) in enumerate(pairs) if old != new), min(len(before), len(after)))
    start = max(0, differ - RUN_UP)
    if not start:
        return before, after
    start = max(start, before.find(" ", start, differ) + 1)
    return f"…{before[start:]}", f"…{after[start:]}"


def legible(text: str) -> str:
    """On one line, without signs that show nothing."""
    return " ".join(INVISIBLE.sub("", text).split())


def ended(sentence: str) -> str:
    return sentence if re.search(r"[.!?…]$", plain(sentence)) else f"{sentence}."
