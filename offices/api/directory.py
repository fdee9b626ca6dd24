"""What the contents of one answer name elsewhere, fetched once for all of them: a list of two hundred procedures costs
the queries of one."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django.db.models.functions import Coalesce

from offices import versions
from offices.api.moments import Moment, Named, Stored
from offices.api.surroundings import Surroundings, outline, slugs_of
from offices.content import SHAPE, canonical
from offices.enums import PageState
from offices.legal_notes import published_on, speaking_of
from offices.models import Page, PageSlug
from offices.references import LEVELS, places_coded


class Directory:
    """`as_of`: a past day, on which offices had their addresses of then. Pages are called what they are called now."""

    def __init__(self, moments: Sequence[Moment], *, as_of: date | None = None):
        self.moments = moments
        self.as_of = as_of

    def around(self, moment: Moment) -> Surroundings:
        own = outline(moment.content)
        places = [(level, code) for level in LEVELS for code in own.codes if (level, code) in self.places]
        return Surroundings(
            pages=tuple((slug, self.published[slug][0]) for slug in slugs_of(moment) if slug in self.published),
            places=tuple((found, self.places[found][0]) for found in places),
            offices=tuple((slug, self.office(slug)) for slug in own.hosts if slug in self.published),
            notes=tuple((page, note) for page, note in self.notes if outline(note).topics & own.topics),
        )

    @cached_property
    def published(self) -> dict[str, tuple[Named, Stored]]:
        """Published pages, and what they say, by every address under which a content names them, old ones included."""
        slugs = {slug for moment in self.moments for slug in slugs_of(moment)}
        title = Coalesce("page__office__title", "page__ground__title", "page__procedure__title")
        columns = ("slug", "page", "page__kind", "page__slug", title, "page__content", "page__shape")
        found = PageSlug.objects.filter(slug__in=slugs, page__state=PageState.PUBLISHED).values_list(*columns)
        return {asked: (Named(pk, kind, slug, title), Stored(*text)) for asked, pk, kind, slug, title, *text in found}

    @cached_property
    def places(self) -> dict[tuple[type, str], tuple[str, str]]:
        """(name, département) of the territories named, by level and code."""
        codes = {code for moment in self.moments for code in outline(moment.content).codes}
        return places_coded(codes) if codes else {}

    def office(self, slug: str) -> Stored:
        """What an office says whose address a step takes; as of a past day, what it said then."""
        page, said = self.published[slug]
        then = versions.version_on(Page.objects.get(pk=page.pk), self.as_of) if self.as_of else None
        return Stored(canonical(then.document), SHAPE) if then else said

    @cached_property
    def notes(self) -> list[tuple[Named, Stored]]:
        """Every legal note that may stand on one of the pages: those of the past day, where there is one."""
        if self.as_of:
            found = [(page, note.title, Stored(canonical(note), SHAPE)) for page, note in published_on(self.as_of)]
        else:
            topics = frozenset().union(*(outline(moment.content).topics for moment in self.moments))
            found = [(page, note.title, Stored(page.content, page.shape)) for page, note in speaking_of(topics)]
        return [(Named(page.pk, page.kind, page.slug, title), note) for page, title, note in found]
