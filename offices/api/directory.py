"""What the contents of one answer name elsewhere, fetched once for all of them: a list of two hundred procedures costs
the queries of one."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from geography.models import Arrondissement, Commune, Department
from offices import versions
from offices.calendar import on_day
from offices.content import Content, PostalAddress, Step
from offices.legal_notes import Notes, published_on, speaking_of
from offices.models import Page
from offices.practices import topics_of
from offices.presentation.around import office_address
from offices.references import slugs_cited

# Kinds of page that the API serves → name of the route. Of the others, `url` is the public page.
ROUTES = {
    "office": "api:office",
    "procedure": "api:procedure",
    "ground": "api:ground",
    "guide": "api:guide",
    "legal_note": "api:legal_note",
}


def absolute(path: str) -> str:
    """A detail's bytes depend on what is stored, never on the request: the host is the configured one."""
    return settings.SITE_URL + path


def api_url(page: Page) -> str:
    route = ROUTES.get(page.kind)
    return absolute(reverse(route, args=[page.pk]) if route else page.get_absolute_url())


def page_ref(page: Page, title: str) -> dict:
    return {"id": str(page.pk), "slug": page.slug, "title": title, "url": api_url(page)}


def place(row) -> dict | None:
    return {"code": row.code, "name": row.name} if row else None


class Directory:
    """`as_of`: a past day, on which offices had their addresses of then. Pages are called what they are called now."""

    def __init__(self, documents: Iterable[Content], *, as_of: date | None = None):
        self.documents = list(documents)
        self.as_of = as_of

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Published pages by every address under which a content names them, old ones included."""
        slugs = {slug for document in self.documents for _kind, slug in slugs_cited(document)}
        if not slugs:
            return {}
        found = Page.objects.published().filter(slugs__slug__in=slugs).annotate(asked=F("slugs__slug"))
        return {page.asked: page for page in found.select_related("office", "procedure", "ground")}

    @cached_property
    def departments(self) -> dict[str, Department]:
        return Department.objects.in_bulk({document.department for document in self.documents})

    @cached_property
    def arrondissements(self) -> dict[str, Arrondissement]:
        codes = [code for document in self.documents for code in arrondissement_codes(document)]
        return Arrondissement.objects.in_bulk(codes) if codes else {}

    @cached_property
    def communes(self) -> dict[str, Commune]:
        return Commune.objects.in_bulk({document.seat for document in self.documents})

    @cached_property
    def office_contents(self) -> dict[str, Content]:
        return {}

    @cached_property
    def notes(self) -> Notes:
        """Every legal note that may stand on one of the pages: those of the past day, where there is one."""
        if self.as_of:
            return published_on(self.as_of)
        return speaking_of(set().union(*map(topics_of, self.documents)))

    @cached_property
    def titles(self) -> dict[str, str]:
        """What to call the pages that the contents name: the sentences of the API are those of the pages."""
        return {slug: page.index.title for slug, page in self.pages.items()}

    @cached_property
    def named(self) -> dict[str, dict]:
        """How every answer of the list names each page: worked out once, not once for each that names it."""
        return {slug: page_ref(page, page.index.title) for slug, page in self.pages.items()}

    def ref(self, slug: str) -> dict | None:
        """A page that is no longer published is named nowhere."""
        return self.named.get(slug)

    def refs(self, slugs: Iterable[str]) -> list[dict]:
        return [ref for ref in map(self.ref, slugs) if ref]

    def places(self, codes: Iterable[str]) -> list[dict]:
        return [place(self.arrondissements[code]) for code in codes if code in self.arrondissements]

    def address_of(self, step: Step, day: date) -> PostalAddress:
        """Where the step takes one that day: the address written on it, else its office's."""
        if step.address != PostalAddress() or step.office not in self.pages:
            return step.address
        if step.office not in self.office_contents:
            page = self.pages[step.office]
            then = versions.version_on(page, self.as_of) if self.as_of else None
            self.office_contents[step.office] = on_day(then.document if then else page.document, day)
        return office_address(self.office_contents[step.office], step.office_address)


def arrondissement_codes(document: Content) -> tuple[str, ...]:
    territory = getattr(document, "territory", document)
    return getattr(territory, "arrondissements", ())
