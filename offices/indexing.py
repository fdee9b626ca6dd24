"""The one writer of the derived rows: inside the deciding transaction, or for all pages by `manage.py reindex`."""

from django.db import transaction

from geography.models import Arrondissement
from geography.search import normalise
from offices.content import Content
from offices.enums import PageKind
from offices.headlines import channels
from offices.models import (
    Ground,
    Guide,
    LegalNote,
    Office,
    Page,
    PageSlug,
    Procedure,
    ProcedureChannel,
    ProcedureOffice,
)
from offices.references import nodes
from sources.models import Source


def reindex(page: Page, document: Content | None = None) -> None:
    """Make the derived rows of a page say what its content says."""
    document = document or page.document
    match document.kind:
        case PageKind.OFFICE:
            index_office(page, document)
        case PageKind.PROCEDURE:
            index_procedure(page, document)
        case PageKind.GROUND:
            parent = page_ids([document.parent]).get(document.parent)
            save(Ground, page, document, parent_id=parent, filing=document.filing)
        case PageKind.GUIDE:
            save(Guide, page, document)
        case PageKind.LEGAL_NOTE:
            save(LegalNote, page, document)


def index_office(page, document):
    office = save(
        Office,
        page,
        document,
        kind=document.office_kind,
        department_id=document.department,
        seat_id=document.seat or None,
    )
    replace(office.arrondissements, document.arrondissements)


def index_procedure(page, document):
    procedure = save(Procedure, page, document, department_id=document.department, handling=document.handling)
    pages = page_ids([*document.offices, *document.grounds])
    replace(procedure.territory, document.territory.arrondissements)
    replace(procedure.grounds, [pages[slug] for slug in document.grounds])
    replace_rows(
        ProcedureOffice,
        procedure,
        [
            ProcedureOffice(procedure=procedure, office_id=pages[slug], position=position)
            for position, slug in enumerate(dict.fromkeys(document.offices))
        ],
        key=lambda row: (row.office_id, row.position),
    )
    replace_rows(
        ProcedureChannel,
        procedure,
        [ProcedureChannel(procedure=procedure, channel=channel) for channel in channels(document)],
        key=lambda row: row.channel,
    )


def save(model, page, document, **columns):
    """The row itself, with what every kind of page has: title, searchable text and cited sources."""
    columns |= {"title": document.title, "search_text": search_text(document, page.slug)}
    row = model(page=page, **columns)
    if not model.objects.filter(pk=page.pk).update(**columns):
        row.save(force_insert=True)
    replace(row.sources, cited_sources(document))
    return row


def cited_sources(document: Content) -> list[int]:
    """The sources of every address the page rests on; those met for the first time are due at once."""
    urls = cited_urls(document)
    known = Source.objects.for_urls(urls) if urls else {}
    return [(known.get(url) or Source.objects.get_or_create_for(url)).pk for url in urls]


def replace(relation, wanted):
    """`set()`, without its queries when nothing moves: most decisions change no relation."""
    wanted = list(dict.fromkeys(wanted))
    if set(relation.values_list("pk", flat=True)) != set(wanted):
        relation.set(wanted)


def replace_rows(model, procedure, rows, key):
    present = model.objects.filter(procedure=procedure)
    if {key(row) for row in present} != {key(row) for row in rows}:
        present.delete()
        model.objects.bulk_create(rows)


def index_state(page: Page) -> dict:
    """Every derived fact of a page as it stands, for comparison."""
    row = getattr(page, page.kind.replace("_", ""), None)
    if row is None:
        return {}
    state = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    state |= {
        field.name: sorted(map(str, getattr(row, field.name).values_list("pk", flat=True)))
        for field in row._meta.many_to_many
    }
    if page.kind == PageKind.PROCEDURE:
        state["order"] = list(ProcedureOffice.objects.filter(procedure=row).values_list("office_id", flat=True))
        state["channels"] = sorted(row.channels.values_list("channel", flat=True))
    return state


def reindexed_state(page: Page) -> dict:
    """The same facts as a fresh index would say them. Nothing stays written."""
    with transaction.atomic():
        reindex(page)
        state = index_state(Page.objects.get(pk=page.pk))
        transaction.set_rollback(True)
    return state


def page_ids(slugs) -> dict:
    """slug → identifier of the page that has, or had, this slug."""
    wanted = [slug for slug in slugs if slug]
    return dict(PageSlug.objects.filter(slug__in=wanted).values_list("slug", "page_id")) if wanted else {}


def cited_urls(document: Content) -> list[str]:
    """Every web address a page rests on or sends people to, once each, in the order of the text."""
    fields = ("url", "website", "news_page", "contact_form", "communes_url")
    found = (getattr(node, field, "") for node in nodes(document) for field in fields)
    return list(dict.fromkeys(url for url in found if url))


def search_text(document: Content, slug: str) -> str:
    """What the public search looks into: the page's own names, not its passages."""
    words = [document.title, slug.replace("-", " ")]
    if document.kind == PageKind.GROUND:
        words += [document.short, *document.includes, document.former_name]
    if document.kind == PageKind.OFFICE:
        words += Arrondissement.objects.filter(code__in=document.arrondissements).values_list("name", flat=True)
    return normalise(" ".join(words))
