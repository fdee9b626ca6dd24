"""A document meets a page that no document has written yet (the first content): their union, and where they disagree.

What stands on the page stays: its words were chosen, its facts were read by a person. The document fills what is
empty and adds the rows that the page lacks. A fact that both state, and state differently, stays as it is on the page
and is reported: choosing is for a person. Words are no facts here: a title may be worded in two ways.
"""

from typing import Any

from offices.changes import display
from offices.content import Content, Frozen, Row, parse

# Fields that say in words what other fields say in codes, or how a thing is called.
PROSE = {
    "title",
    "name",
    "label",
    "note",
    "text",
    "instructions",
    "wording",
    "only_if",
    "service",
    "heading",
    "description",
    "includes",
    "version",
    "format",
    "size",
    "short",
    "former_name",
    "marking",
    "source",
    "id",
    "lines",
}
# Lists that hold words rather than facts: the page's own stand beside the document's.
OF_WORDS = {"passages", "remarks", "sources"}
# Of a guide or a ground, whose words the first content has told anew: the document's words enter as a passage only.
TOLD_ANEW = {"sections", "pictures"}


class Meeting:
    def __init__(self) -> None:
        self.differences: list[str] = []

    def of(self, published: Content, imported: Content) -> Content:
        """Both contents in one; the ids of equal rows are already the same (`matching.aligned`)."""
        merged = self.objects(published, imported)
        return parse(merged.model_dump())

    def objects(self, ours: Frozen, theirs: Frozen) -> Any:
        changes = {}
        for name, info in type(ours).model_fields.items():
            if name in ("kind", "id"):
                continue
            ours_value, theirs_value = getattr(ours, name), getattr(theirs, name)
            if ours_value == theirs_value:
                continue
            value = self.values(name, str(info.title or name), ours_value, theirs_value, info.default)
            if value != ours_value:
                changes[name] = value
        return ours.model_copy(update=changes)

    def values(self, name: str, title: str, ours: Any, theirs: Any, default: Any) -> Any:
        if is_rows(ours) or is_rows(theirs):
            return self.rows(name, title, ours, theirs)
        if isinstance(ours, Frozen) and isinstance(theirs, Frozen):
            return self.objects(ours, theirs)
        if name in PROSE or theirs == default:
            return ours
        if ours == default and ours in ("", None, (), False):
            return theirs
        if isinstance(ours, tuple) and set(ours) == set(theirs):
            return ours
        self.differences.append(f"{title} : « {display(ours)} » ici, « {display(theirs)} » dans le dossier")
        return ours

    def rows(self, name: str, title: str, ours: tuple[Row, ...], theirs: tuple[Row, ...]) -> tuple[Row, ...]:
        if name in TOLD_ANEW and ours:
            return ours
        known = {row.id: row for row in ours}
        before = len(self.differences)
        kept = {row.id: self.objects(known[row.id], row) for row in theirs if row.id in known and name not in OF_WORDS}
        self.differences[before:] = [f"{title} › {said}" for said in self.differences[before:]]
        return (*(kept.get(row.id, row) for row in ours), *(row for row in theirs if row.id not in known))


def is_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Row)
