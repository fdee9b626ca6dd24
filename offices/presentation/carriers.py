"""The pages on which a legal note stands, as a list to read: grounds, then procedures by département."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from offices import legal_notes
from offices.models import Ground, Indexed, Procedure
from offices.practices import Topic
from offices.presentation.blocks import Target

Groups = list[tuple[str, list[Target]]]

SHOWN = ("title", "page__kind", "page__slug")


def carriers(topics: Iterable[Topic]) -> Groups:
    """(heading, pages) of everything published that carries one of these: two queries, and no content is read."""
    pages = legal_notes.carriers(topics).values("pk")
    grounds = Ground.objects.filter(pk__in=pages).select_related("page").only(*SHOWN)
    procedures = Procedure.objects.filter(pk__in=pages).select_related("page", "department")
    by_department = groupby(procedures.only(*SHOWN, "department__code", "department__name"), key=department_of)
    found = [(_("Fondements"), targets(grounds))] if grounds else []
    return found + [(department.label, targets(rows)) for department, rows in by_department]


def department_of(procedure: Procedure):
    return procedure.department


def targets(rows: Iterable[Indexed]) -> list[Target]:
    return [Target(row.title, row.page.get_absolute_url()) for row in rows]
