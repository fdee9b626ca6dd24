"""What the writer asks of pages and of the contents that it brings them."""

from collections.abc import Iterable

from offices.content import Content, Fact, OfficeContent
from offices.enums import PageKind
from offices.importing.office_facts import OfficeFacts
from offices.models import Page, PageSlug


def page_at(slug: str) -> Page | None:
    """The page that has, or once had, this address."""
    found = PageSlug.objects.filter(slug=slug).select_related("page").first()
    return found.page if found else None


def missing_pages(content: Content) -> str:
    """The offices and grounds that the content names and that have no page: nothing can be published without them."""
    wanted = {*getattr(content, "offices", ()), *(getattr(content, "grounds", ()))}
    rows = (row for name in type(content).model_fields for row in rows_of(getattr(content, name)))
    for row in rows:
        wanted |= set(row.grounds)
    known = PageSlug.objects.filter(slug__in=wanted, page__kind__in=(PageKind.OFFICE, PageKind.GROUND))
    return ", ".join(sorted(wanted - set(known.values_list("slug", flat=True))))


def rows_of(value: object) -> Iterable[Fact]:
    return (row for row in value if isinstance(row, Fact)) if isinstance(value, tuple) else ()


def as_new(content: Content) -> Content:
    """A guide's sections are its words: on a new page they do not stand a second time as a passage."""
    return content.model_copy(update={"passages": ()}) if content.kind == PageKind.GUIDE else content


def office_content(published: OfficeContent, facts: OfficeFacts) -> OfficeContent:
    """What a document says of an office: its identity is the page's, for a document does not name it officially."""
    return OfficeContent(
        kind="office",
        office_kind=published.office_kind,
        name=published.name,
        department=published.department,
        seat=published.seat,
        arrondissements=published.arrondissements,
        emails=tuple(facts.emails),
        desks=tuple(facts.desks),
        contact_form=facts.contact_form,
        sources=tuple(facts.sources),
    )


def first_url(content: Content) -> str:
    return next((source.url for source in getattr(content, "sources", ()) if source.url), "")
