"""The one writer of the derived rows: inside the deciding transaction, or for all pages by `manage.py reindex`.

What the rows say is true of the day on which they are written; `moderation.sweep_calendar` writes those of a page again
on each day that its content names.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from geography.models import Arrondissement
from geography.search import normalise
from offices.calendar import Due, dues, on_day
from offices.content import Content
from offices.enums import DueKind, PageKind, TopicKind
from offices.headlines import channels
from offices.models import (
    DueDate,
    Ground,
    Guide,
    LegalNote,
    Mention,
    Office,
    Page,
    PageSlug,
    PageTopic,
    Procedure,
    ProcedureChannel,
    ProcedureOffice,
)
from offices.practices import Topic, topics_of
from offices.references import limiting_grounds, nodes, slugs_cited
from sources.models import Source


def reindex(page: Page, document: Content | None = None, *, day: date | None = None) -> None:
    """Make the derived rows of a page say what its content says that day, by default today."""
    document = document or page.document
    day = day or timezone.localdate()
    match document.kind:
        case PageKind.OFFICE:
            index_office(page, document)
        case PageKind.PROCEDURE:
            index_procedure(page, document, day)
        case PageKind.GROUND:
            parent = page_ids([document.parent]).get(document.parent)
            save(Ground, page, document, parent_id=parent, filing=document.filing)
        case PageKind.GUIDE:
            save(Guide, page, document)
        case PageKind.LEGAL_NOTE:
            save(LegalNote, page, document)
    index_mentions(page, document)
    index_topics(page, document, day)
    index_due_dates(page, document)


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


def index_procedure(page, document, day):
    procedure = save(Procedure, page, document, department_id=document.department, handling=document.handling)
    limiting = limiting_grounds(document)
    pages = page_ids([*document.offices, *document.grounds, *limiting])
    replace(procedure.territory, document.territory.arrondissements)
    replace(procedure.grounds, [pages[slug] for slug in document.grounds])
    replace(procedure.particular_grounds, [pages[slug] for slug in limiting])
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
        [ProcedureChannel(procedure=procedure, channel=channel) for channel in channels(document, day)],
        key=lambda row: row.channel,
    )


def index_mentions(page, document):
    wanted = set(page_ids(slug for _kind, slug in slugs_cited(document)).values())
    present = dict(page.mentions.values_list("mentioned_id", "pk"))
    if gone := [pk for mentioned, pk in present.items() if mentioned not in wanted]:
        Mention.objects.filter(pk__in=gone).delete()
    Mention.objects.bulk_create(Mention(page=page, mentioned_id=pk) for pk in wanted - present.keys())


def index_topics(page, document, day):
    """What legal notes can speak of: what the page demands today, or of what the note speaks."""
    wanted = topics_of(on_day(document, day))
    present = {Topic(TopicKind(row.kind), row.code): row.pk for row in page.topics.all()}
    if gone := [pk for topic, pk in present.items() if topic not in wanted]:
        PageTopic.objects.filter(pk__in=gone).delete()
    PageTopic.objects.bulk_create(
        PageTopic(page=page, kind=topic.kind, code=topic.code) for topic in sorted(wanted - present.keys())
    )


def index_due_dates(page, document):
    """The days that the content names. What came due by the day of the decision was told by the decision itself; what
    the log has told since stays told."""
    wanted = dues(document) if page.is_published else set()
    present = {Due(row.on, DueKind(row.kind)): row for row in page.due_dates.all()}
    if gone := [row.pk for due, row in present.items() if due not in wanted]:
        DueDate.objects.filter(pk__in=gone).delete()
    decided_on = timezone.localdate(page.edited_at)
    if any(due.on <= decided_on and row.told_at is None for due, row in present.items()):
        page.due_dates.filter(on__lte=decided_on, told_at=None).update(told_at=page.edited_at)
    DueDate.objects.bulk_create(
        DueDate(page=page, on=due.on, kind=due.kind, told_at=page.edited_at if due.on <= decided_on else None)
        for due in sorted(wanted - present.keys())
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
    state["mentions"] = sorted(str(pk) for pk in page.mentions.values_list("mentioned_id", flat=True))
    state["topics"] = sorted(page.topics.values_list("kind", "code"))
    state["due"] = sorted(page.due_dates.values_list("on", "kind"))
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
