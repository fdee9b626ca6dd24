"""Which legal notes stand on which pages: written once, they follow the practices and documents that they speak of.

Read when a page is read, never copied into it: a note decided, changed or removed is so everywhere at once, and a page
that stops demanding something loses the note about it (docs/decisions/0010).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from offices.content import Content, Fact, LegalNoteContent
from offices.enums import PageKind
from offices.models import Decision, Page, PageTopic
from offices.practices import Topic, carried, spoken_of, topics_of
from offices.prepared import Prepared
from offices.versions import entries

# Kinds of page whose rows can carry a note. Other kinds demand nothing of anybody.
CARRYING = (PageKind.PROCEDURE, PageKind.GROUND)


@dataclass(frozen=True)
class StandingNote:
    """A legal note on a page: its own page, what it says, and the rows of that page beside which it stands."""

    page: Page
    note: LegalNoteContent
    rows: tuple[Fact, ...]


Notes = list[tuple[Page, LegalNoteContent]]


# From the few notes to their topics: a document that everybody demands is a topic of ten thousand pages.
notes_on = Prepared(
    lambda codes: (
        Page.objects.published()
        .filter(legalnote__isnull=False, topics__code__in=codes)
        .order_by("legalnote__title", "slug")
    )
)


# --- On a page -----------------------------------------------------------------------------------------------------


def standing_on(document: Content, notes: Notes | None = None) -> tuple[StandingNote, ...]:
    """The notes that speak of what this content demands, in the order of their titles.

    `notes`: those to choose from, where many contents are read at once or as of a past day; else the published ones.
    """
    if document.kind not in CARRYING or notes == []:
        return ()
    found = carried(document)
    chosen = speaking_of(found) if notes is None else notes
    standing = (StandingNote(page, note, rows_beside(note, found)) for page, note in chosen)
    return tuple(note for note in standing if note.rows)


def rows_beside(note: LegalNoteContent, found: Mapping[Topic, tuple[Fact, ...]]) -> tuple[Fact, ...]:
    """The rows that carry what the note speaks of, each once."""
    spoken = spoken_of(note)
    rows = (row for topic, carrying in found.items() if topic in spoken for row in carrying)
    return tuple({(type(row), row.id): row for row in rows}.values())


def speaking_of(topics: Iterable[Topic]) -> Notes:
    """Published notes on any of these, by title: one query, however many pages ask."""
    wanted = set(topics)
    if not wanted:
        return []
    rows = notes_on(tuple({topic.code for topic in wanted}))
    pages = {page.pk: page for page in rows}  # a row for each topic in common
    return [(page, page.document) for page in pages.values() if topics_of(page.document) & wanted]


def published_on(day: date) -> Notes:
    """The notes as they stood at the end of a past day, by title."""
    decided = Decision.objects.filter(page__legalnote__isnull=False, at__date__lte=day)
    last = {row.page_id: row for row in decided.select_related("page", "revision", "proposal").order_by("number")}
    standing: Notes = []
    for found in entries(last.values()):
        if isinstance(found.document, LegalNoteContent) and not found.is_removal:
            standing.append((found.decision.page, found.document))
    return sorted(standing, key=lambda pair: (pair[1].title, pair[0].slug))


# --- On all pages --------------------------------------------------------------------------------------------------


def carriers(topics: Iterable[Topic]) -> QuerySet[Page]:
    """Published pages on which a note about any of these stands."""
    wanted = sharing(topics)
    pages = Page.objects.published().filter(kind__in=CARRYING)
    return pages.none() if wanted is None else pages.filter(pk__in=wanted)


def sharing(topics: Iterable[Topic]) -> QuerySet | None:
    """Identifiers of the pages, of whatever kind, that have one of these topics; None where there is none to have."""
    codes: dict[str, list[str]] = {}
    for topic in topics:
        codes.setdefault(topic.kind, []).append(topic.code)
    if not codes:
        return None
    condition = Q()
    for kind, found in codes.items():
        condition |= Q(kind=kind, code__in=found)
    return PageTopic.objects.filter(condition).values("page")


def effects(before: Content | None, after: Content | None) -> Iterator[tuple[Page, str]]:
    """(page, sentence for its line of the log) for every page that reads otherwise once a note says `after` instead of
    `before`. Three queries, however many pages; of these only what a line of the log needs is read."""
    topics = topics_of(before), topics_of(after)
    had, has = (set(carriers(found).values_list("pk", flat=True)) for found in topics)
    reworded = before is not None and after is not None and said(before) != said(after)
    title = next((note.title for note in (after, before) if note), "")
    for page in carriers(set().union(*topics)).only("kind", "slug", "version").order_by("slug"):
        if page.pk not in had:
            yield page, _("Note juridique ajoutée : %s") % title
        elif page.pk not in has:
            yield page, _("Note juridique retirée : %s") % title
        elif reworded:
            yield page, _("Note juridique modifiée : %s") % title


def said(note: Content) -> Content:
    """What other pages say of a note: all of it but its own sources."""
    return note.model_copy(update={"sources": ()})
