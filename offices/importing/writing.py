"""From parsed documents to the site, in one transaction through the door.

The base of each merge is the content that the importer last produced for the page (`ImportedBlock`), never the page:
with the page as base, reading an old dossier again undid a later correction and nobody saw a conflict. Pages that no
person has decided are decided at once, as a batch; on the others one proposal waits.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from geography.models import Department, Region
from offices import changes, moderation, outcomes, permissions
from offices.content import SHAPE, Content, OfficeContent, canonical, content_hash, load
from offices.enums import DecisionMode, EvidenceKind, Origin
from offices.evidence import Evidence
from offices.exceptions import InvalidContent, NothingChanges
from offices.importing.anomalies import Anomaly, Code
from offices.importing.confirmations import confirm, confirm_approved
from offices.importing.documents import Parsed, WantedFiche, WantedPage
from offices.importing.editions import Edition, day_said, edition
from offices.importing.fates import Fate
from offices.importing.fiche_writing import FicheWriter
from offices.importing.gazetteer import Gazetteer, KnownDepartment, KnownOffice
from offices.importing.matching import aligned
from offices.importing.meeting import Meeting
from offices.importing.pages import as_new, first_url, missing_pages, office_content, page_at
from offices.models import Anomaly as AnomalyRow
from offices.models import Decision, ImportedBlock, ImportedDocument, Office, Page, Proposal


@dataclass
class Report:
    """What became of one document. It keeps the outline of it alone: reports of a thousand stand in memory together."""

    parsed: Parsed
    known: bool = False  # read before, byte for byte: nothing was done
    fates: dict[str, Fate] = field(default_factory=dict)
    anomalies: list[Anomaly] = field(default_factory=list)

    def count(self, *fates: Fate) -> int:
        return sum(fate in fates for fate in self.fates.values())

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.parsed.name,
            "region": self.parsed.region,
            "departments": self.parsed.departments,
            "blocks": self.parsed.blocks,
            "offices": len(self.parsed.named_offices),
            "unchanged": self.count(Fate.UNCHANGED, Fate.LEFT),
            "written": self.count(Fate.WRITTEN),
            "proposed": self.count(Fate.PROPOSED, Fate.CONFLICT),
            "conflicts": self.count(Fate.CONFLICT),
            "anomalies": [anomaly.as_json() for anomaly in self.anomalies],
        }


def gazetteer() -> Gazetteer:
    """The official names, and the offices that have a page."""
    offices: dict[str, list[KnownOffice]] = {}
    published = Office.objects.published().select_related("page", "seat").prefetch_related("arrondissements")
    for office in published.order_by("department_id", "kind", "page__slug"):
        known = KnownOffice(
            slug=office.page.slug,
            kind=office.kind,
            department=office.department_id,
            seat=office.seat.name if office.seat else office.title,
            arrondissements=tuple((one.code, one.name) for one in office.arrondissements.all()),
        )
        offices.setdefault(office.department_id, []).append(known)
    departments = {
        one.code: KnownDepartment(one.code, one.name, one.link, one.region_id, tuple(offices.get(one.code, ())))
        for one in Department.objects.all()
    }
    return Gazetteer({one.code: one.name for one in Region.objects.all()}, departments)


def write(
    documents: Iterable[Parsed],
    *,
    by: User,
    dry_run: bool = False,
    deciding: bool = True,
    told: Callable[[Parsed], None] = lambda parsed: None,
) -> list[Report]:
    """Carry out what the documents ask for: all or nothing. A dry run does it all and takes it back.

    `by` decides the batch where they may. Without `deciding`, what lies in their scope waits for another person than
    them, the rest is left, and no date of confirmation moves. Raises ModerationError as the door does.
    """
    reports = []
    with transaction.atomic():
        if deciding:
            confirm_approved()
        for parsed in documents:
            reports.append(DocumentWriter(parsed, by, deciding=deciding).write())
            told(parsed)
        if dry_run:
            transaction.set_rollback(True)
    return reports


class DocumentWriter:
    def __init__(self, parsed: Parsed, by: User, *, deciding: bool = True):
        self.parsed, self.by, self.deciding = parsed, by, deciding
        self.report = Report(parsed.outline(), anomalies=list(parsed.anomalies))
        self.proposals: dict[str, Proposal] = {}  # slug wanted → what was submitted of it

    def write(self) -> Report:
        self.document, is_new = ImportedDocument.objects.get_or_create(
            sha256=self.parsed.sha256,
            defaults={
                "name": self.parsed.name[:255],
                "region": self.parsed.region,
                "imported_at": timezone.now(),
                "brought_by": None if self.deciding else self.by,
            },
        )
        if not is_new and self.document.complete:
            self.report.known = True
            self.report.fates = {page.slug: Fate.UNCHANGED for page in self.parsed.pages}
            return self.report
        done = set(self.document.pages.exclude(fate=Fate.OUTSIDE).values_list("slug", flat=True))
        for wanted in [*self.office_pages(), *self.parsed.pages]:
            known = wanted.slug in done
            self.report.fates[wanted.slug] = fate = Fate.UNCHANGED if known else self.page(wanted)
            if not known:
                self.keep_fate(wanted, fate)
        self.keep_anomalies()
        self.document.complete = Fate.OUTSIDE not in self.report.fates.values()
        self.document.save(update_fields=["complete"])
        return self.report

    def keep_fate(self, wanted: WantedPage, fate: Fate) -> None:
        self.document.pages.update_or_create(
            slug=wanted.slug[:120],
            defaults={
                "title": wanted.content.title,
                "department_code": getattr(wanted.content, "department", ""),
                "line": wanted.line,
                "dated": wanted.dated,
                "fate": fate,
                "proposal": self.proposals.get(wanted.slug),
            },
        )

    def keep_anomalies(self) -> None:
        """Those that an earlier reading of the same document, of another part of it, has not kept."""
        kept = set(self.document.anomalies.values_list("code", "line", "message", "slug"))
        AnomalyRow.objects.bulk_create(
            AnomalyRow(
                document=self.document,
                code=one.code,
                line=one.line,
                excerpt=self.parsed.quoted.get(one.line, ""),
                message=one.message,
                slug=one.slug[:120],
                department_code=self.parsed.department_at(one.line),
            )
            for one in self.report.anomalies
            if (one.code, one.line, one.message, one.slug[:120]) not in kept
        )

    def note(self, code: Code, wanted: WantedPage, message: str) -> None:
        self.report.anomalies.append(Anomaly(code, wanted.line, message, wanted.slug))

    # --- Pages -------------------------------------------------------------------------------------------------------

    def office_pages(self) -> list[WantedPage]:
        """What the blocks say of offices, as contents of the pages that those offices have."""
        wanted = []
        for facts in self.parsed.offices:
            page = page_at(facts.slug)
            if page and page.is_published and isinstance(page.document, OfficeContent):
                content, line = office_content(page.document, facts), self.line_of(facts.slug)
                wanted.append(WantedPage(page.slug, content, facts.dated, line))
        return wanted

    def line_of(self, office: str) -> int:
        """Where the document first speaks of an office."""
        spoken = (page.line for page in self.parsed.pages if office in getattr(page.content, "offices", ()))
        return next(spoken, 1)

    def page(self, wanted: WantedPage) -> Fate:
        if not self.deciding and not permissions.can_bring(self.by, wanted.content, wanted.slug):
            return Fate.OUTSIDE
        if isinstance(wanted, WantedFiche):
            return FicheWriter(self).page(wanted)
        if missing := missing_pages(wanted.content):
            self.note(
                Code.MISSING_PAGE, wanted, _("Pages absentes : %s. Chargez d'abord le premier contenu.") % missing
            )
            return Fate.LEFT
        page = page_at(wanted.slug)
        block = ImportedBlock.objects.filter(slug=wanted.slug).select_related("proposal").first()
        last = load(block.content, block.shape) if block else None
        if page and not page.is_published:
            self.note(Code.MISSING_PAGE, wanted, _("La page « %s » a été retirée : elle est laissée.") % wanted.slug)
            return Fate.LEFT
        published = page.document if page else None
        content = aligned(wanted.content if page else as_new(wanted.content), last, published)
        relation = self.edition(block, wanted, content)
        if relation == Edition.OLDER:
            return Fate.LEFT
        if relation == Edition.CLASH:
            wanted = replace(wanted, held=True)
        try:
            return self.decide(wanted, content, page, published, block, last)
        except InvalidContent as error:
            self.note(Code.BLOCK_NOT_UNDERSTOOD, wanted, str(error))
            return Fate.LEFT

    def edition(self, block: ImportedBlock | None, wanted: WantedPage, content: Content) -> Edition:
        """Whether this document is followed, judged by its date and not by when it was read; a clash is said."""
        same = block is not None and canonical(content) == block.content
        last = block.dated if block else None
        relation = edition(known=block is not None, same_text=same, dated=wanted.dated, last_dated=last)
        said = {"this": day_said(wanted.dated), "last": day_said(last)}
        if relation == Edition.OLDER:
            message = _("Ce bloc, %(this)s, dit autre chose que celui, %(last)s, déjà lu : rien ne change.")
            self.note(Code.OLDER_DOCUMENT, wanted, message % said)
        elif relation == Edition.LATER and last is None:
            message = _("Ce bloc, %(this)s, l'emporte sur celui, %(last)s, déjà lu, qui disait autre chose.")
            self.note(Code.OLDER_DOCUMENT, wanted, message % said)
        elif relation == Edition.CLASH:
            message = _("Ce bloc, %(this)s, dit autre chose que celui, %(last)s, déjà lu : une personne choisit.")
            self.note(Code.DOCUMENTS_DISAGREE, wanted, message % said)
        return relation

    def decide(
        self,
        wanted: WantedPage,
        content: Content,
        page: Page | None,
        published: Content | None,
        block: ImportedBlock | None,
        last: Content | None,
    ) -> Fate:
        pending = block.proposal if block and block.proposal and block.proposal.is_pending else None
        proposed, base, conflicts = content, last, False
        if published is not None and last is None:
            meeting = Meeting()
            proposed = meeting.of(published, content)
            base = None
            for said in meeting.differences:
                self.note(Code.DIFFERS_FROM_PUBLISHED, wanted, said)
            changed = canonical(proposed) != canonical(published)
        elif published is not None:
            base = pending.base_document if pending and pending.base_content else last
            merge = changes.merge(base, published, content)
            conflicts = merge.content is None
            changed = merge.content is None or canonical(merge.content) != canonical(published)
        else:
            changed = block is None or canonical(content) != block.content
        proposal = pending
        fate = Fate.UNCHANGED
        if changed and not (pending and last and canonical(content) == canonical(last)):
            proposal, fate = self.submit(wanted, proposed, page, base, pending, conflicts=conflicts)
        self.remember(wanted, content, proposal)
        if self.deciding and (fate == Fate.WRITTEN or not changed) and not wanted.held:
            confirm(wanted.slug, wanted.dated, content)
        return fate

    def submit(
        self,
        wanted: WantedPage,
        content: Content,
        page: Page | None,
        base: Content | None,
        pending: Proposal | None,
        *,
        conflicts: bool,
    ) -> tuple[Proposal | None, Fate]:
        try:
            proposal = self.propose(wanted, content, page, base, pending)
            waits = conflicts or wanted.held or self.was_read(page) or pending is not None or not self.deciding
            if waits or not permissions.can_decide(self.by, proposal):
                return proposal, Fate.CONFLICT if conflicts else Fate.PROPOSED
            seen = outcomes.outcome(proposal).hash
            moderation.approve(proposal, by=self.by, seen_hash=seen, mode=DecisionMode.BATCH)
        except NothingChanges:
            return pending, Fate.UNCHANGED
        return proposal, Fate.WRITTEN

    def propose(
        self,
        wanted: WantedPage,
        content: Content,
        page: Page | None,
        base: Content | None,
        pending: Proposal | None = None,
    ) -> Proposal:
        proposal = moderation.submit(
            content,
            evidence=self.evidence(wanted),
            origin=Origin.DOSSIER,
            brought_by=None if self.deciding else self.by,
            page=page,
            slug=wanted.slug,
            base=base,
            comment=_("Repris de « %s »") % self.parsed.name,
            amending=pending,
        )
        self.proposals[wanted.slug] = proposal
        return proposal

    def was_read(self, page: Page | None) -> bool:
        """Whether a person has decided the page, otherwise than as a batch."""
        return bool(page) and Decision.objects.filter(page=page, mode=DecisionMode.READ).exists()

    def evidence(self, wanted: WantedPage) -> Evidence:
        proof = " – ".join(part for part in (self.parsed.name, self.parsed.region) if part)
        on = wanted.dated or timezone.localdate()  # an undated text is known from the day it was read
        return Evidence(kind=EvidenceKind.DOSSIER, url=first_url(wanted.content), date=on, proof=proof)

    def remember(self, wanted: WantedPage, content: Content, proposal: Proposal | None) -> None:
        text = canonical(content)
        earlier = ImportedBlock.objects.filter(slug=wanted.slug).first()
        dated = max((day for day in (wanted.dated, earlier.dated if earlier else None) if day), default=None)
        ImportedBlock.objects.update_or_create(
            slug=wanted.slug,
            defaults={
                "document": self.document,
                "dated": dated,
                "shape": SHAPE,
                "content": text,
                "content_hash": content_hash(text),
                "proposal": proposal,
            },
        )
