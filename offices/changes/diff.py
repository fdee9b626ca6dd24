"""What differs between two contents: by id for rows, then by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from offices import content
from offices.changes import sentences
from offices.changes.ordering import moved
from offices.changes.prose import Op, word_changes
from offices.changes.rendering import Names, describe, display, field_text, labels, source_key
from offices.changes.sentences import Place
from offices.changes.shape import fields, is_empty
from offices.languages import plain

# Rows told whole: half of an opening time or of a duration says nothing.
TOLD_WHOLE = (content.Hours, content.Threshold)


# Of a new page: what the competence or the steps say already, unless it is something else.
UNSAID = ("scope", "way")

Kind = Literal["changed", "added", "removed", "moved"]


@dataclass(frozen=True)
class FieldChange:
    """One change: of a page (`path` is empty), of a row or of a field.

    `added`: nothing stood there before; `removed`: nothing stands there now. Of a row that `moved`, `before` and
    `after` are its places in the list, from 1. `before_text` and `after_text` say the values whole; of a row that
    moved, behind which row it stood and stands. Said in the language in force, with what is French in it marked.
    """

    path: tuple[str, ...]
    label: str
    kind: Kind
    before: Any
    after: Any
    sentence: str
    before_text: str = ""
    after_text: str = ""

    @property
    def words(self) -> list[tuple[Op, str]]:
        """`before_text` and `after_text` as one text, with what goes and what comes. Without signs: a pair could have
        one in what goes and one in what stays."""
        return word_changes(plain(self.before_text), plain(self.after_text))


def diff(
    before: content.Content | None, after: content.Content | None, names: Names | None = None
) -> list[FieldChange]:
    """Every change from one content to another, in the order of the shape. None: there is no page.

    `names`: what to call pages and places known by slug or code (see `rendering`).
    """
    walk = Walk({**source_names(before), **source_names(after), **(names or {})})
    if before is not None and type(before) is type(after):
        return list(walk.objects(Place(), before, after))
    removed = [] if before is None else [walk.removed_page(before)]
    return removed if after is None else [*removed, *walk.added_page(after)]


def source_names(page: content.Content | None) -> dict[str, str]:
    return {source_key(row.id): describe(row) for row in page.sources} if page else {}


@dataclass(frozen=True)
class Walk:
    names: Names

    def removed_page(self, page: content.Content) -> FieldChange:
        return FieldChange((), "", "removed", page, None, sentences.page_removed(page), before_text=display(page))

    def added_page(self, page: content.Content) -> Iterator[FieldChange]:
        yield FieldChange((), "", "added", None, page, sentences.page_added(page), after_text=display(page))
        for field in fields(type(page)):
            value, here = getattr(page, field.name), Place().field(field)
            if field.row:
                yield from self.rows(here, (), value)
            elif not is_empty(value) and not (field.name in UNSAID and value == field.default):
                text, sentence = field_text(field, value, self.names), sentences.field_stated(field, value, self.names)
                yield FieldChange(here.path, here.label, "added", None, value, sentence, after_text=text)

    def objects(self, place: Place, before: content.Frozen, after: content.Frozen) -> Iterator[FieldChange]:
        """Two objects of one class."""
        for field in fields(type(after)):
            old, new = getattr(before, field.name), getattr(after, field.name)
            if old == new:
                continue
            here = place.field(field)
            if field.row:
                yield from self.rows(here, old, new)
            elif field.group and not is_empty(old) and not is_empty(new):
                yield from self.objects(here, old, new)
            else:
                kind: Kind = "added" if is_empty(old) else "removed" if is_empty(new) else "changed"
                sentence = sentences.field_changed(place, field, old, new, self.names)
                old_text, new_text = (field_text(field, value, self.names) for value in (old, new))
                yield FieldChange(here.path, here.label, kind, old, new, sentence, old_text, new_text)

    def rows(self, place: Place, before: Sequence[Any], after: Sequence[Any]) -> Iterator[FieldChange]:
        """Two lists of rows: what is no longer there, then what is, in its order."""
        old_labels, new_labels = labels(before), labels(after)
        old_rows = {row.id: (number, row) for number, row in enumerate(before, start=1)}
        old_behind = dict(zip(old_labels, [None, *old_labels.values()], strict=False))
        out_of_line = moved(list(old_labels), list(new_labels))

        for row in before:
            if row.id not in new_labels:
                here, sentence = (
                    place.row(row, old_labels[row.id]),
                    sentences.row_removed(place, row, old_labels[row.id]),
                )
                yield FieldChange(here.path, here.label, "removed", row, None, sentence, before_text=self.text(row))

        behind = None  # the label of the row before
        for number, row in enumerate(after, start=1):
            if row.id not in old_rows:
                here, sentence = place.row(row, new_labels[row.id]), sentences.row_added(place, row, self.names)
                yield FieldChange(here.path, here.label, "added", None, row, sentence, after_text=self.text(row))
            else:
                old_number, old = old_rows[row.id]
                here = place.row(old, old_labels[row.id])
                if row.id in out_of_line:
                    sentence = sentences.row_moved(place, old, old_labels[row.id], behind)
                    where = (sentences.where(old_behind[row.id]), sentences.where(behind))
                    yield FieldChange(here.path, here.label, "moved", old_number, number, sentence, *where)
                yield from self.row(place, here, old, row)
            behind = new_labels[row.id]

    def row(self, place: Place, here: Place, before: Any, after: Any) -> Iterator[FieldChange]:
        if before == after:
            return
        if isinstance(after, TOLD_WHOLE):
            sentence = sentences.row_rewritten(place, before, after, self.names)
            texts = (self.text(before), self.text(after))
            yield FieldChange(here.path, here.label, "changed", before, after, sentence, *texts)
        else:
            yield from self.objects(here, before, after)

    def text(self, row: content.Row) -> str:
        return display(row, self.names)
