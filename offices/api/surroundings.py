"""What one content names elsewhere, as plain values: which pages and places, and what they are called now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from geography.models import Arrondissement
from offices.api.moments import Moment, Named, Stored
from offices.calendar import on_day
from offices.content import PostalAddress, Step
from offices.models import Page
from offices.practices import Topic, topics_of
from offices.presentation.around import office_address
from offices.references import codes_cited, slugs_cited

KEPT = 1024  # outlines in the memory of a process, some hundred bytes each


def absolute(path: str) -> str:
    """A detail's bytes depend on what is stored, never on the request: the host is the configured one."""
    return settings.SITE_URL + path


def api_url(page: Page | Named) -> str:
    return absolute(reverse(f"api:{page.kind}", args=[page.pk]))


def page_ref(page: Page | Named, title: str) -> dict:
    return {"id": str(page.pk), "slug": page.slug, "title": title, "url": api_url(page)}


def place(row) -> dict | None:
    return {"code": row.code, "name": row.name} if row else None


# --- What a content names ------------------------------------------------------------------------------------------


class Outline(NamedTuple):
    """Slugs of pages, official codes, topics of the law, and the offices whose address a step takes, by slug. In order,
    so that the same content always has the same surroundings."""

    slugs: tuple[str, ...]
    codes: tuple[str, ...]
    topics: frozenset[Topic]
    hosts: tuple[str, ...]


@lru_cache(maxsize=KEPT)
def outline(content: Stored) -> Outline:
    document = content.document
    steps = getattr(document, "steps", ())
    return Outline(
        slugs=tuple(sorted({slug for _kind, slug in slugs_cited(document)})),
        codes=tuple(sorted(codes_cited(document))),
        topics=frozenset(topics_of(document)),
        hosts=tuple(sorted({step.office for step in steps if step.office and step.address == PostalAddress()})),
    )


def slugs_of(moment: Moment) -> tuple[str, ...]:
    """Of the pages that it names: those in its content, and where others send whom it refuses."""
    named = outline(moment.content).slugs
    if moment.elsewhere is None:
        return named
    see = moment.elsewhere.see
    return (*named, *(slug for slug in (see.office, see.procedure) if slug and slug not in named))


# --- As it is called now -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Surroundings:
    """`pages`: those still published, by the address under which the content names them; `places`: by level and code;
    `offices`: what those say whose address a step takes; `notes`: the legal notes that may stand on the page."""

    pages: tuple[tuple[str, Named], ...] = ()
    places: tuple[tuple[tuple[type, str], str], ...] = ()
    offices: tuple[tuple[str, Stored], ...] = ()
    notes: tuple[tuple[Named, Stored], ...] = ()

    @cached_property
    def titles(self) -> dict[str, str]:
        """What to call the pages that the content names: the sentences of the API are those of the pages."""
        return {slug: page.title for slug, page in self.pages}

    @cached_property
    def named(self) -> dict[str, dict]:
        return {slug: page_ref(page, page.title) for slug, page in self.pages}

    def ref(self, slug: str) -> dict | None:
        """A page that is no longer published is named nowhere."""
        return self.named.get(slug)

    def refs(self, slugs: Iterable[str]) -> list[dict]:
        return [ref for ref in map(self.ref, slugs) if ref]

    def place(self, level: type, code: str) -> dict | None:
        name = dict(self.places).get((level, code))
        return {"code": code, "name": name} if name else None

    def arrondissements(self, codes: Iterable[str]) -> list[dict]:
        return [found for found in (self.place(Arrondissement, code) for code in codes) if found]

    def address_of(self, step: Step, day: date) -> PostalAddress:
        """Where the step takes one that day: the address written on it, else its office's."""
        office = dict(self.offices).get(step.office)
        if office is None or step.address != PostalAddress():
            return step.address
        return office_address(on_day(office.document, day), step.office_address)
