"""A content as it concerns one ground: what holds for everybody, and what is limited to that ground, to the wider one
it belongs to or to its particular cases. What is limited to other grounds is left out."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.db.models import Q

from offices.calendar import ended, facts
from offices.content import Content, Fact
from offices.models import Ground
from offices.references import limiting_grounds

AnyContent = TypeVar("AnyContent", bound=Content)


def grounds_named(document: Content) -> frozenset[str]:
    """Every ground that the content is about, or to which one of its rows is limited."""
    return frozenset([*limiting_grounds(document), *getattr(document, "grounds", ())])


def related(ground: Ground, document: Content) -> frozenset[str]:
    """Of the grounds that the content names, by whatever address it does: this one, its wider one, its own cases."""
    near = Q(pk=ground.pk) | Q(parent=ground)
    if ground.parent_id:
        near |= Q(pk=ground.parent_id)
    found = Ground.objects.filter(near, page__slugs__slug__in=grounds_named(document))
    return frozenset(found.values_list("page__slugs__slug", flat=True))


def concerning(document: AnyContent, grounds: frozenset[str]) -> AnyContent:
    return keeping(document, lambda row: not row.grounds or not grounds.isdisjoint(row.grounds))


def particular(document: AnyContent, grounds: frozenset[str]) -> AnyContent:
    """Only the rows that are limited to these grounds."""
    return keeping(document, lambda row: not grounds.isdisjoint(row.grounds))


def not_ended(document: AnyContent, day: date) -> AnyContent:
    """What holds that day, or will: a sheet of paper is read later than it is printed."""
    return keeping(document, lambda row: not ended(row, day))


def keeping(document: AnyContent, holds: Callable[[Fact], bool]) -> AnyContent:
    return document.model_copy(update={name: tuple(filter(holds, rows)) for name, rows in facts(document)})
