"""The one writer of the derived rows: inside the deciding transaction, or for all pages by `manage.py reindex`.

What the rows say is true of the day on which they are written; `moderation.sweep_calendar` writes those of a page again
on each day that its content names.
"""

from datetime import date
from functools import cache

from django.db import transaction
from django.utils import timezone

from geography.models import Arrondissement
from geography.search import normalise
from offices import filing_history
from offices.calendar import dues, on_day
from offices.content import Content, Frozen
from offices.derived import INDEXES, Derived
from offices.enums import PageKind
from offices.headlines import channels
from offices.models import Page
from offices.practices import topics_of
from offices.references import Referents, limiting_grounds, nodes, referents, slugs_cited
from sources.guard import canonical_key
from sources.models import Source


def reindex(
    page: Page, document: Content | None = None, *, day: date | None = None, known: Referents | None = None
) -> None:
    """Make the derived rows of a page say what its content says that day, by default today. `known`: what the content
    points to, where it has been read already."""
    document = document or page.document
    day = day or timezone.localdate()
    known = known or referents(document)
    rows = Derived(page)
    rows.replace_index_row(columns(page, document, known))
    mentioned = {known.pages[slug].pk for _kind, slug in slugs_cited(document) if slug in known.pages}
    rows.replace("mentions", [(pk,) for pk in mentioned])
    rows.replace("topics", sorted(topics_of(on_day(document, day))))
    index_sources(rows, document)
    index_due_dates(rows, page, document)
    if document.kind == PageKind.OFFICE:
        rows.replace("arrondissements", [(code,) for code in document.arrondissements])
    if document.kind == PageKind.PROCEDURE:
        index_procedure(rows, document, day, known)


def index_procedure(rows: Derived, document, day: date, known: Referents) -> None:
    offices = [known.pages[slug].pk for slug in dict.fromkeys(document.offices)]
    rows.replace("territory", [(code,) for code in document.territory.arrondissements])
    rows.replace("grounds", [(known.pages[slug].pk,) for slug in document.grounds])
    rows.replace("particular_grounds", [(known.pages[slug].pk,) for slug in limiting_grounds(document)])
    rows.replace("offices", [(pk, position) for position, pk in enumerate(offices)])
    rows.replace("channels", [(channel,) for channel in channels(document, day)])


def index_sources(rows: Derived, document) -> None:
    """The sources of every address the page rests on; those met for the first time are due at once."""
    urls = {canonical_key(url): url for url in cited_urls(document)}
    new = [url for key, url in urls.items() if (key,) not in rows["sources"]]
    found = Source.objects.for_urls(new) if new else {}
    ids = {canonical_key(url): (found.get(url) or Source.objects.get_or_create_for(url)).pk for url in new}
    rows.replace("sources", [(key,) for key in urls], lambda row: {"source_id": ids[row[0]]})


def index_due_dates(rows: Derived, page: Page, document) -> None:
    """The days that the content names. What came due by the day of the decision was told by the decision itself; what
    the log has told since stays told."""
    wanted = {(due.on, due.kind) for due in dues(document)} if page.is_published else set()
    decided_on = timezone.localdate(page.edited_at)
    if any(on <= decided_on for on, _kind in rows["due_dates"] & wanted):
        page.due_dates.filter(on__lte=decided_on, told_at=None).update(told_at=page.edited_at)
    rows.replace(
        "due_dates",
        sorted(wanted),
        lambda row: {"on": row[0], "kind": row[1], "told_at": page.edited_at if row[0] <= decided_on else None},
    )


def columns(page: Page, document, known: Referents) -> dict:
    """What the index row of a page says: for every kind its title and searchable text, then the kind's own."""
    found = {"title": document.title, "search_text": search_text(document, page.slug, known)}
    match document.kind:
        case PageKind.OFFICE:
            found |= {
                "kind": document.office_kind,
                "department_id": document.department,
                "seat_id": document.seat or None,
            }
        case PageKind.PROCEDURE:
            found |= {"department_id": document.department, "handling": document.handling}
        case PageKind.GUIDE:
            found |= {"department_id": document.department or None}
        case PageKind.GROUND:
            parent = known.pages.get(document.parent)
            found |= {"parent_id": parent and parent.pk, "filing": document.filing}
    return found


def index_state(page: Page) -> dict:
    """Every derived fact of a page as it stands, for comparison."""
    row = INDEXES[PageKind(page.kind)].objects.filter(pk=page.pk).first()
    if row is None:
        return {}
    rows = Derived(page)
    state = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    state["filing_periods"] = set(filing_history.rows_of(page))
    return state | {name: sorted(rows[name]) for name in rows.tables}


def reindexed_state(page: Page) -> dict:
    """The same facts as a fresh index would say them. Nothing stays written."""
    with transaction.atomic():
        reindex(page)
        filing_history.rebuild(page)
        state = index_state(Page.objects.get(pk=page.pk))
        transaction.set_rollback(True)
    return state


def cited_urls(document: Content) -> list[str]:
    """Every web address a page rests on or sends people to, once each, in the order of the text."""
    found = (getattr(node, field) for node in nodes(document) for field in address_fields(type(node)))
    return list(dict.fromkeys(url for url in found if url))


@cache
def address_fields(shape: type[Frozen]) -> tuple[str, ...]:
    fields = ("url", "website", "news_page", "contact_form", "communes_url", "platform_url")
    return tuple(field for field in fields if field in shape.model_fields)


def search_text(document: Content, slug: str, known: Referents) -> str:
    """What the public search looks into: the page's own names, not its passages."""
    words = [document.title, slug.replace("-", " ")]
    if document.kind == PageKind.GROUND:
        words += [document.short, *document.includes, document.former_name]
    if document.kind == PageKind.OFFICE:
        words += [known.places[Arrondissement, code][0] for code in sorted(document.arrondissements)]
    return normalise(" ".join(words))
