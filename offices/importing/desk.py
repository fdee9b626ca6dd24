"""The import of a moderator without a shell: texts that wait, what they would do, and sending that once.

Looking does everything that sending does and takes it back; sending does it again and keeps it only where it comes to
what was looked at (`Rehearsal.mark`). Whoever imports a dossier does not decide it: docs/decisions says why.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from offices import outcomes, permissions
from offices.changes import Conflict, FieldChange
from offices.enums import ImportFate
from offices.importing.documents import Parsed, parse_document
from offices.importing.reading import MAX_BYTES, Refused
from offices.importing.writing import gazetteer, write
from offices.models import (
    Anomaly,
    DraftText,
    ImportDraft,
    ImportedDocument,
    ImportedPage,
    Office,
    Page,
    PageSlug,
    Proposal,
)

MOST_FILES = 20
MOST_TOGETHER = 2_500_000  # bytes; what a request may weigh (deploy/nginx.conf)
MOST_LINES = 10_000  # of all texts: read in some four seconds at worst; the longest dossier known has 563
MOST_BLOCKS = 200  # of all texts: carried out in some ten seconds; the five dossiers known have 54 together


class NotRead(Exception):
    """Texts that cannot be imported. `reasons`: one French sentence each, with file and line where there is one."""

    def __init__(self, reasons: Sequence[str]):
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class SiteChanged(Exception):
    """What sending would do now is not what was looked at."""


class AlreadySent(Exception):
    """A second click."""


@dataclass(frozen=True)
class Text:
    name: str
    data: bytes


@dataclass(frozen=True)
class PageReport:
    """What became, or would become, of one page. `public`: the page as it stands, None where it would be new.
    `may_be_read`: its proposal lies in the scope of whoever reads the report."""

    row: ImportedPage
    public: Page | None = None
    changes: tuple[FieldChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    may_be_read: bool = False

    @property
    def is_left(self) -> bool:
        return self.row.fate in (ImportFate.LEFT, ImportFate.OUTSIDE)


@dataclass(frozen=True)
class DocumentReport:
    """`known`: read before, byte for byte. `anomalies`: those that concern no page of the document."""

    document: ImportedDocument
    known: bool
    pages: list[PageReport] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)

    def count(self, *fates: ImportFate) -> int:
        return sum(page.row.fate in fates for page in self.pages)

    @property
    def proposed(self) -> int:
        return self.count(ImportFate.PROPOSED, ImportFate.CONFLICT)

    @property
    def conflicts(self) -> int:
        return self.count(ImportFate.CONFLICT)

    @property
    def written(self) -> int:
        return self.count(ImportFate.WRITTEN)

    @property
    def unchanged(self) -> int:
        return self.count(ImportFate.UNCHANGED)

    @property
    def left(self) -> int:
        return self.count(ImportFate.LEFT)

    @property
    def outside(self) -> int:
        return self.count(ImportFate.OUTSIDE)

    @property
    def anomaly_count(self) -> int:
        return len(self.anomalies) + sum(len(page.anomalies) for page in self.pages)


@dataclass(frozen=True)
class Rehearsal:
    """What sending would do now; `mark` names exactly that."""

    documents: list[DocumentReport]
    mark: str

    @property
    def proposed(self) -> int:
        return sum(report.proposed for report in self.documents)

    @property
    def is_new(self) -> bool:
        return any(not report.known for report in self.documents)


# --- Texts that wait -------------------------------------------------------------------------------------------------


def keep(texts: Sequence[Text], owner: User) -> ImportDraft:
    """Put texts aside for their report. Raises NotRead where one of them cannot be imported: then none is kept."""
    parsed(texts)
    with transaction.atomic():
        draft = ImportDraft.objects.create(owner=owner)
        DraftText.objects.bulk_create(DraftText(draft=draft, name=text.name[:255], data=text.data) for text in texts)
    return draft


def texts_of(draft: ImportDraft) -> list[Text]:
    return [Text(text.name, bytes(text.data)) for text in draft.texts.all()]


def parsed(texts: Sequence[Text]) -> list[Parsed]:
    """From the oldest document to the newest, as the command does. Raises NotRead with every reason there is."""
    if reasons := [*too_much(texts)]:
        raise NotRead(reasons)
    known, today = gazetteer(), timezone.localdate()
    found = []
    for text in texts:
        try:
            found.append(parse_document(text.name, text.data, known, today))
        except Refused as refusal:
            reasons.append(str(refusal))
    blocks = sum(document.blocks for document in found)
    if blocks > MOST_BLOCKS:
        reason = _("%(blocks)s blocs ensemble, %(most)s au plus en une fois : importez moins de fichiers à la fois.")
        reasons.append(reason % {"blocks": blocks, "most": MOST_BLOCKS})
    if reasons:
        raise NotRead(reasons)
    return sorted(found, key=lambda document: (document.latest is None, document.latest))


def too_much(texts: Sequence[Text]) -> Iterable[str]:
    """What is refused before anything is read."""
    if not Office.objects.published().exists():
        yield _("Aucun guichet n'a de page : le premier contenu doit d'abord être chargé sur cette installation.")
    if len(texts) > MOST_FILES:
        yield _("%(files)s fichiers, %(most)s au plus en une fois.") % {"files": len(texts), "most": MOST_FILES}
    if sum(len(text.data) for text in texts if len(text.data) <= MAX_BYTES) > MOST_TOGETHER:
        yield _("Plus de 2,5 Mo ensemble : importez moins de fichiers à la fois.")
    lines = sum(text.data.count(b"\n") for text in texts)
    if lines > MOST_LINES:
        said = {"lines": lines, "most": MOST_LINES}
        yield _("%(lines)s lignes ensemble, %(most)s au plus en une fois : gardez un dossier par fichier.") % said


# --- Looking and sending ---------------------------------------------------------------------------------------------


def rehearse(draft: ImportDraft) -> Rehearsal:
    """What sending these texts would do now; nothing of it is kept. Raises NotRead."""
    documents = parsed(texts_of(draft))
    with transaction.atomic():
        found = carried_out(documents, draft.owner)
        transaction.set_rollback(True)
    return found


def send(draft: ImportDraft, *, seen: str) -> Rehearsal:
    """Do what was looked at, and forget the texts. Raises SiteChanged where it would be something else by now, and
    AlreadySent, NotRead."""
    if draft.sent_at:
        raise AlreadySent
    documents = parsed(texts_of(draft))
    with transaction.atomic():
        if not ImportDraft.objects.filter(pk=draft.pk, sent_at=None).update(sent_at=timezone.now()):
            raise AlreadySent
        found = carried_out(documents, draft.owner)
        if found.mark != seen:
            raise SiteChanged
        draft.texts.all().delete()
    return found


def carried_out(documents: list[Parsed], by: User) -> Rehearsal:
    written = write(documents, by=by, deciding=False)
    rows = ImportedDocument.objects.in_bulk([report.parsed.sha256 for report in written], field_name="sha256")
    reports = [report_of(rows[report.parsed.sha256], known=report.known) for report in written]
    mark = hashlib.sha256("\n".join(line for report in reports for line in marks(report)).encode())
    return Rehearsal(reports, mark.hexdigest())


def marks(report: DocumentReport) -> Iterable[str]:
    yield f"{report.document.sha256} {report.known}"
    for page in report.pages:
        proposed = page.row.proposal.content_hash if page.row.proposal else ""
        version = page.public.version if page.public else 0
        yield f"{page.row.slug} {page.row.fate} {proposed} {version} {len(page.conflicts)}"


# --- Reports ---------------------------------------------------------------------------------------------------------


def report_of(document: ImportedDocument, *, known: bool = False, reader: User | None = None) -> DocumentReport:
    """What a document asked of each page and what came of it, told now: what waits is compared with what is public.

    A `reader` is told what lies in their scope; of the rest, only that it was asked for.
    """
    if known:
        return DocumentReport(document, known)
    anomalies: dict[str, list[Anomaly]] = {}
    found = permissions.scoped_anomalies(reader).filter(document=document) if reader else document.anomalies.all()
    for anomaly in found:
        anomalies.setdefault(anomaly.slug, []).append(anomaly)
    rows = list(document.pages.select_related("proposal__page", "proposal__decided_by"))
    addressed = PageSlug.objects.filter(slug__in=[row.slug for row in rows]).select_related("page")
    public = {one.slug: one.page for one in addressed}
    waiting = Proposal.objects.awaiting_review().filter(pk__in=[row.proposal_id for row in rows])
    readable = {
        proposal.pk for proposal in waiting if not reader or permissions.can_moderate_proposal(reader, proposal)
    }
    pages = [page_report(row, public.get(row.slug), anomalies.pop(row.slug, ()), readable) for row in rows]
    rest = sorted((one for left in anomalies.values() for one in left), key=lambda one: (one.line, one.pk))
    return DocumentReport(document, known, pages, rest)


def page_report(row: ImportedPage, public: Page | None, anomalies: Iterable[Anomaly], read: set[UUID]) -> PageReport:
    noted, may_be_read = tuple(anomalies), row.proposal_id in read
    if not (row.proposal and row.proposal.is_pending and may_be_read):
        return PageReport(row, public, anomalies=noted, may_be_read=may_be_read)
    outcome = outcomes.outcome(row.proposal)
    return PageReport(row, public, tuple(outcome.changes), outcome.conflicts, noted, may_be_read)
