"""The pages on which a legal note stands, as a list to read: grounds, then procedures by département."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from offices import legal_notes
from offices.content import Content
from offices.languages import french
from offices.models import Ground, Indexed, Procedure
from offices.practices import Topic, topics_of
from offices.presentation.blocks import Target

Groups = list[tuple[str, list[Target]]]

SHOWN = ("title", "page__kind", "page__slug")


def carriers(topics: Iterable[Topic], *, but: Iterable[Topic] = ()) -> Groups:
    """(heading, pages) of everything published that carries one of these, `but` what carries one of those too: two
    queries, and no content is read."""
    pages = legal_notes.carriers(topics).exclude(pk__in=legal_notes.carriers(but).values("pk")).values("pk")
    grounds = Ground.objects.filter(pk__in=pages).select_related("page").only(*SHOWN)
    procedures = Procedure.objects.filter(pk__in=pages).select_related("page", "department")
    by_department = groupby(procedures.only(*SHOWN, "department__code", "department__name"), key=department_of)
    found = [(_("Fondements"), targets(grounds))] if grounds else []
    return found + [(french(department.label), targets(rows)) for department, rows in by_department]


def department_of(procedure: Procedure):
    return procedure.department


def targets(rows: Iterable[Indexed]) -> list[Target]:
    return [Target(row.title, row.page.get_absolute_url()) for row in rows]


@dataclass(frozen=True)
class Reach:
    """Where a legal note will stand once it is decided, and which pages it will leave."""

    stands: Groups
    leaves: Groups

    @property
    def standing(self) -> int:
        return sum(len(pages) for _heading, pages in self.stands)

    @property
    def leaving(self) -> int:
        return sum(len(pages) for _heading, pages in self.leaves)


def reach(before: Content | None, after: Content | None) -> Reach | None:
    """What deciding this changes on other pages; None of what is no legal note, which stands on its own page alone."""
    kinds = {content.kind for content in (before, after) if content}
    if kinds != {"legal_note"}:
        return None
    had, has = topics_of(before), topics_of(after)
    return Reach(carriers(has), carriers(had, but=has))
