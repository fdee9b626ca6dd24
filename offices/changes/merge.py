"""Two people's changes of one content made one: three-way, by id for rows, then by field.

What both changed differently is a conflict; nothing is ever chosen between them. Swapping the sides gives the same
content: whatever must be decided between equals is decided by ids.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from offices import content, enums
from offices.changes.diff import source_names
from offices.changes.ordering import joined
from offices.changes.pairing import Rows, by_id, citing_the_same, fused, uncovered
from offices.changes.rendering import Names, describe, display, field_text, labels
from offices.changes.sentences import Place
from offices.changes.shape import ShapeField, fields, is_empty

# What is one fact to a reader comes out as one of the two sides wrote it, never half of each: the lines of one address
# with the town of another cost someone months; the hours of one day with another's day send them to a closed door.
ONE_FACT = (content.PostalAddress, content.Hours, content.Threshold)
FIELDS_OF_ONE_FACT: dict[type[content.Frozen], tuple[tuple[str, ...], ...]] = {
    content.ProcedureContent: (("handling", "scope", "way", "see_instead"),),
    content.Territory: (("arrondissements", "wording"),),
    # An address written out, or that of an office by reference.
    content.Step: (("address", "office", "office_address"),),
    content.SlotRules: (("release", "release_day", "release_time"),),
    content.LegalBasis: (("text", "article"),),
    content.Fee: (("amount", "not_refundable"),),
    content.ProcessingTime: (("quantity", "unit", "stated_on"),),
    content.Deadline: (("quantity", "unit", "after", "event"),),
    content.DayRule: (("rule", "minutes"),),
    content.LegalNoteContent: (("decision", "decided_on"),),
}


@dataclass(frozen=True)
class Conflict:
    """What two people changed differently. `base`, `published` and `proposed` are values of the shape: of a field, a
    row, or the rows of a list whose order is at stake; None where there is none."""

    path: tuple[str, ...]
    label: str
    base: Any
    published: Any
    proposed: Any
    base_text: str = ""
    published_text: str = ""
    proposed_text: str = ""


@dataclass(frozen=True)
class Merge:
    """`content` is None where there are conflicts."""

    content: content.Content | None
    conflicts: list[Conflict]


def merge(
    base: content.Content | None, published: content.Content, proposed: content.Content, names: Names | None = None
) -> Merge:
    """What `proposed` wants of `base`, carried over to `published`. `base` None: both were written from nothing.

    Rows that both sides added and that are equal but for their ids become one, under the smaller id. The content is
    read again through the shape.
    """
    if type(published) is not type(proposed):
        meeting, here = Meeting(names or {}), Place(("kind",), (_("Nature de la page"),))
        old, our, their = (page and enums.PageKind(page.kind) for page in (base, published, proposed))
        meeting.conflict(here, old, our, their, display)
        return Merge(None, meeting.conflicts)
    if base is not None and type(base) is not type(published):
        base = None
    if base in (published, proposed):  # as of most proposals: nobody else has changed anything
        return Merge(proposed if base == published else published, [])
    every_name = {**source_names(base), **source_names(published), **source_names(proposed), **(names or {})}
    published, proposed = citing_the_same(base, published, proposed)
    meeting = Meeting(every_name)
    merged = meeting.objects(Place(), base, published, proposed)
    if not meeting.conflicts:
        meeting.check_citations(merged, base, published, proposed)
    if meeting.conflicts:
        return Merge(None, meeting.conflicts)
    return Merge(content.parse(merged.model_dump()), [])


@dataclass
class Meeting:
    """One merge under way. Each method takes what base, ours (published) and theirs (proposed) hold at a place, and
    gives what they hold together. Where they cannot agree it notes a conflict and gives ours, which nobody will see."""

    names: Names
    conflicts: list[Conflict] = field(default_factory=list)

    def objects(self, place: Place, base: Any, ours: Any, theirs: Any) -> Any:
        """Two objects of one class; `base` is None where neither side began from one."""
        if ours == theirs or theirs == base:
            return ours
        if ours == base:
            return theirs
        model: type[content.Frozen] = type(ours)
        if model in ONE_FACT:
            chosen = whole([shape_field.name for shape_field in fields(model)], base, ours, theirs)
            return self.conflict(place, base, ours, theirs, self.text) if chosen is None else chosen
        merged: dict[str, Any] = {}
        for group in FIELDS_OF_ONE_FACT.get(model, ()):
            merged |= self.one_fact(place, group, base, ours, theirs)
        for shape_field in fields(model):
            if shape_field.name not in merged:
                merged[shape_field.name] = self.value(place, shape_field, base, ours, theirs)
        return ours.model_copy(update=merged)

    def value(self, place: Place, shape_field: ShapeField, base: Any, ours: Any, theirs: Any) -> Any:
        """One field of two objects."""
        old, our, their = (held(side, shape_field) for side in (base, ours, theirs))
        if our == their or their == old or (base is None and is_empty(their)):
            return our
        if our == old or (base is None and is_empty(our)):
            return their
        here = place.field(shape_field)
        if shape_field.row:
            return self.rows(here, old or (), our, their)
        if shape_field.group:
            return self.objects(here, old, our, their)
        if shape_field.codes and (together := codes(old or (), our, their)) is not None:
            return together
        return self.field_conflict(here, shape_field, old, our, their)

    def one_fact(
        self, place: Place, names: Sequence[str], base: Any, ours: content.Frozen, theirs: content.Frozen
    ) -> dict[str, Any]:
        """Fields that state one fact together. Torn between two people, each in which they differ is a conflict."""
        chosen = whole(names, base, ours, theirs)
        if chosen is None:
            for shape_field in fields(type(ours)):
                old, our, their = (held(side, shape_field) for side in (base, ours, theirs))
                if shape_field.name in names and our != their:
                    self.field_conflict(place.field(shape_field), shape_field, old, our, their)
        return {name: getattr(chosen or ours, name) for name in names}

    def rows(self, place: Place, base: Rows, ours: Rows, theirs: Rows) -> Rows:
        ours, theirs = fused(base, ours, theirs)
        old_rows, our_rows, their_rows = by_id(base), by_id(ours), by_id(theirs)
        named = cache(lambda: {**labels(theirs), **labels(base), **labels(ours)})  # only rows that differ are named
        conflicts_before = len(self.conflicts)
        merged: dict[str, content.Row] = {}
        for row_id in {**our_rows, **old_rows, **their_rows}:
            old, our, their = old_rows.get(row_id), our_rows.get(row_id), their_rows.get(row_id)
            remaining, on_one_side = our or their, our is None or their is None
            if remaining is None or (on_one_side and remaining == old):
                continue  # removed by one, left alone or removed by the other
            if our == their or (on_one_side and old is None):
                merged[row_id] = remaining
            elif on_one_side:
                self.conflict(place.row(remaining, named()[row_id]), old, our, their, self.text)
            else:
                merged[row_id] = self.objects(place.row(remaining, named()[row_id]), old, our, their)
        bound = {row_id for row_id, row in merged.items() if is_alternative(row)}
        order = joined(list(old_rows), list(our_rows), list(their_rows), merged, bound)
        result = tuple(merged[row_id] for row_id in order or ())
        rows_agree = len(self.conflicts) == conflicts_before
        if order is None or (rows_agree and not alternatives_hold(base, ours, theirs, result)):
            self.conflict(place, base, ours, theirs, in_order)
        return result

    def check_citations(self, merged: Any, base: Any, ours: Any, theirs: Any) -> None:
        """One side removed a source on which the other side newly rests a fact."""
        before = by_id(base.sources) if base else {}
        if not (before.keys() - by_id(merged.sources).keys()):
            return
        for row_id in sorted(uncovered(merged) - uncovered(ours) - uncovered(theirs)):
            old = before[row_id]  # every added source is in `merged`
            here = Place(("sources",), (_("Sources"),)).row(old, describe(old))
            self.conflict(here, old, by_id(ours.sources).get(row_id), by_id(theirs.sources).get(row_id), self.text)

    def field_conflict(self, place: Place, shape_field: ShapeField, old: Any, our: Any, their: Any) -> Any:
        return self.conflict(place, old, our, their, lambda value: field_text(shape_field, value, self.names))

    def conflict(self, place: Place, old: Any, our: Any, their: Any, text: Callable[[Any], str]) -> Any:
        """`text` says one of the three values."""
        said = [text(value) or _("(rien)") for value in (old, our, their)]
        self.conflicts.append(Conflict(place.path, place.label, old, our, their, *said))
        return our

    def text(self, value: Any) -> str:
        return display(value, self.names)


# --- Facts of several fields ---------------------------------------------------------------------------------------


def held(side: Any, shape_field: ShapeField) -> Any:
    return None if side is None else getattr(side, shape_field.name)


def whole(names: Iterable[str], base: Any, ours: Any, theirs: Any) -> Any:
    """The side that holds every change of the other in these fields, or None."""
    values = [[getattr(side, name, None) for side in (base, ours, theirs)] for name in names]
    if all(holds(our, their, old) for old, our, their in values):
        return ours
    return theirs if all(holds(their, our, old) for old, our, their in values) else None


def holds(value: Any, other: Any, base: Any) -> bool:
    """Whether a value has every change that the other side made of `base`."""
    if other in (value, base) or (base is None and is_empty(other)):
        return True
    if not isinstance(value, content.Frozen):
        return False
    names = [shape_field.name for shape_field in fields(type(value))]
    return all(holds(getattr(value, name), getattr(other, name), getattr(base, name, None)) for name in names)


def codes(base: tuple, ours: tuple, theirs: tuple) -> tuple | None:
    """Lists of codes together: what either side added, without what either removed. Slugs, places and lines are not
    joined like this: there an empty list may mean everyone, and both halves together nobody's wish.

    None where both replaced the same code by different ones, or where they set different orders.
    """
    if any(len(set(side)) < len(side) for side in (base, ours, theirs)):
        return None
    old, our, their = set(base), set(ours), set(theirs)
    both_replaced = (old - our) & (old - their)
    if both_replaced and our - their - old and their - our - old:
        return None
    kept = (our & their) | (our - old) | (their - old)
    order = joined(base, ours, theirs, kept)
    return None if order is None else tuple(order)


# --- The order of rows -----------------------------------------------------------------------------------------------


def in_order(rows: Rows | None) -> str:
    return "\u00a0; ".join(f"{number}. {label}" for number, label in enumerate(labels(rows or ()).values(), start=1))


def is_alternative(row: content.Row) -> bool:
    return getattr(row, "alternative", False)


def alternatives_hold(base: Rows, ours: Rows, theirs: Rows, merged: Rows) -> bool:
    """Whether each row "au choix avec" the one before it still stands behind the row that its author saw there."""
    old, our, their = choices(base), choices(ours), choices(theirs)
    for row_id, head in choices(merged).items():
        sides = {side[row_id] for side in (our, their) if row_id in side}
        wanted = sides - {old.get(row_id)} if len(sides) > 1 else sides
        if wanted != {head}:
            return False
    return True


def choices(rows: Rows) -> dict[str, str]:
    """For each alternative row, the first of the rows among which one chooses; "" where it has none before it."""
    found = {}
    head = ""
    for row in rows:
        if is_alternative(row):
            found[row.id] = head
        if not is_alternative(row) or not head:
            head = row.id
    return found
