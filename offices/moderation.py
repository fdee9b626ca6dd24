"""The door: the only code that changes public content.

Each public function is one act, one transaction: permission, state, effect, log. Nothing is announced before it is
committed, and nothing public changes in any other way (laws 2, 4, 5 and 11 of docs/architecture.md).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import reversion
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reversion.models import Version

from accounts.models import User
from offices import changes, citations, filing_history, ledger, legal_notes, permissions, slugs, versions
from offices.calendar import dues
from offices.content import SHAPE, Content, canonical, content_hash, load
from offices.enums import (
    ChangeKind,
    ChangeType,
    DecisionMode,
    Origin,
    PageKind,
    PageState,
    ProposalAction,
    ProposalState,
    RefusalReason,
    WarningCode,
)
from offices.evidence import Evidence
from offices.exceptions import (
    AlreadyDecided,
    InvalidContent,
    KeyReused,
    MergeConflict,
    NotAllowed,
    NothingChanges,
    OutOfScope,
    OwnImport,
    OwnProposal,
    PageRemoved,
    TextChanged,
    TooManyWaiting,
    WarningStands,
)
from offices.indexing import reindex
from offices.models import (
    Change,
    Decision,
    DueDate,
    Page,
    PageSlug,
    Proposal,
    ProposalGround,
    SourceState,
    Verification,
    Warning,
)
from offices.outcomes import Outcome, outcome, texts_of
from offices.prepared import Prepared
from offices.publishing import keys
from offices.references import Referents, broken_references, impossible_periods, referents
from sources.models import Source

WARNING_DAYS = 30
SUMMARY_SENTENCES = 20  # in one line of the log; the comparison of the two versions tells them all


# --- Proposing -----------------------------------------------------------------------------------------------------


def submit(
    content: Content,
    *,
    evidence: Evidence,
    author: User | None = None,
    origin: Origin = Origin.PERSON,
    brought_by: User | None = None,
    page: Page | None = None,
    slug: str = "",
    action: ProposalAction | None = None,
    base_version: int | None = None,
    base: Content | None = None,
    comment: str = "",
    key: str | None = None,
    amending: Proposal | None = None,
) -> Proposal:
    """Ask that a page say this. Nothing public changes.

    `base_version` is the version the author had before their eyes (the current one if not given); `base` replaces it
    where the merge starts from something never published (an importer's last text). `key` makes one submission of
    many clicks; `amending` replaces the text of a pending proposal of the same author or origin. `brought_by` imported
    the document of such an origin: no author, and not the one who decides.
    """
    action = action or (ProposalAction.EDIT if page else ProposalAction.CREATE)
    if origin == Origin.PERSON and (author is None or not permissions.can_propose(author)):
        raise NotAllowed
    if page and not page.is_published and action != ProposalAction.REVERT:
        raise PageRemoved
    text = canonical(content)
    content = load(text)  # the object by which this process knows the text: whoever decides finds what is kept for it
    if problems := [*evidence.problems(), *broken_references(content), *impossible_periods(content)]:
        raise InvalidContent(problems)
    if page and page.is_published and action != ProposalAction.REMOVE and text == page.content:
        raise NothingChanges
    with transaction.atomic():
        if key and (earlier := Proposal.objects.filter(submission_key=key).first()):
            return same_submission(earlier, author, text)
        if author and not amending and permissions.has_too_many_waiting(author):
            raise TooManyWaiting
        proposal = amending and own_pending(amending, author, origin)
        proposal = proposal or Proposal(origin=origin, author=author, submitted_at=timezone.now())
        proposal.brought_by = brought_by
        proposal.action = action
        proposal.page = page
        proposal.kind = content.kind
        proposal.slug = page.slug if page else slugs.free(slug or slugs.wanted(content))
        proposal.department_code = getattr(content, "department", "")
        base_text, proposal.base_version = base_of(page, base_version, base)
        proposal.base_content = base_text
        proposal.shape = SHAPE
        proposal.content = text
        proposal.content_hash = content_hash(text)
        proposal.evidence_kind = evidence.kind
        proposal.evidence_url = evidence.url
        proposal.evidence_date = evidence.date
        proposal.evidence_proof = evidence.proof
        proposal.no_source_reason = evidence.no_source_reason
        proposal.comment = comment
        proposal.submission_key = key or proposal.submission_key
        try:
            with transaction.atomic():
                proposal.save()
        except IntegrityError:
            # Two clicks at once: the other one was first.
            earlier = Proposal.objects.filter(submission_key=key).first() if key else None
            if earlier is None:
                raise
            return same_submission(earlier, author, text)
        proposal.grounds.all().delete()
        grounds = dict.fromkeys(permissions.ground_slugs_of(content, proposal.slug))
        ProposalGround.objects.bulk_create(ProposalGround(proposal=proposal, slug=ground) for ground in grounds)
        if evidence.url:
            # Due at once: the checker reads it, so that whoever decides has its text beside the change.
            Source.objects.get_or_create_for(evidence.url)
    return proposal


def base_of(page: Page | None, base_version: int | None, base: Content | None) -> tuple[str, int]:
    """(text, number) the merge of this proposal starts from."""
    if base is not None:
        return canonical(base), page.version if page else 0
    if page is None:
        return "", 0
    if base_version is None or base_version == page.version:
        return page.content, page.version
    return canonical(versions.version(page, base_version).document), base_version


def same_submission(earlier: Proposal, author: User | None, text: str) -> Proposal:
    if earlier.author_id != (author and author.pk) or earlier.content_hash != content_hash(text):
        raise KeyReused
    return earlier


def own_pending(proposal: Proposal, author: User | None, origin: Origin) -> Proposal:
    """The locked row of a pending proposal, if it is theirs to change."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.origin != origin or proposal.author_id != (author and author.pk):
        raise NotAllowed
    if not proposal.is_pending:
        raise AlreadyDecided
    return proposal


def withdraw(proposal: Proposal, *, by: User) -> None:
    """Its author takes a pending proposal back."""
    if proposal.author_id != by.pk:
        raise NotAllowed
    withdrawn = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.PENDING, author=by).update(
        state=ProposalState.WITHDRAWN
    )
    if not withdrawn:
        raise AlreadyDecided


def revert(page: Page, *, to_version: int, author: User, evidence: Evidence, comment: str = "", key=None) -> Proposal:
    """Propose that the page say again what it said in an older version. History only grows: another person decides."""
    old = versions.version(page, to_version)
    return submit(
        old.document,
        evidence=evidence,
        author=author,
        page=page,
        action=ProposalAction.REVERT,
        comment=comment or _("Retour à la version %s") % to_version,
        key=key,
    )


# --- Deciding ------------------------------------------------------------------------------------------------------


def approve(
    proposal: Proposal,
    *,
    by: User,
    seen_hash: str,
    mode: DecisionMode = DecisionMode.READ,
    lifting: Sequence[Warning] = (),
) -> Decision:
    """Publish. `seen_hash` is the hash of the outcome the decider had before their eyes.

    `lifting`: standing warnings of the page that this correction answers. Raises NotAllowed, OwnProposal,
    AlreadyDecided, TextChanged, MergeConflict, NothingChanges or InvalidContent; then nothing has happened.
    """
    with transaction.atomic():
        proposal, known, at = claim(proposal, by=by, state=ProposalState.APPROVED)
        if mode == DecisionMode.BATCH and proposal.origin == Origin.PERSON:
            raise NotAllowed(_("Ce qu'une personne a écrit se lit avant d'être décidé."))
        page = proposal.page
        if page and not page.is_published and proposal.action != ProposalAction.REVERT:
            raise PageRemoved
        if page:
            tell_dates(page, at=at)  # what the day changed is not part of what is decided
        found = outcome(proposal, known)
        if found.content is None:
            raise MergeConflict(found.conflicts)
        if found.hash != seen_hash:
            raise TextChanged
        if page and page.is_published and found.after and found.hash == page.content_hash:
            raise NothingChanges
        if problems := [*broken_references(found.content, known), *impossible_periods(found.content)]:
            raise InvalidContent(problems)
        page, revision_id = publish(proposal, found.content, known, by=by, at=at)
        filing_history.record(page, found.before, found.after, day=timezone.localdate(at), known=known)
        numbers = ledger.take_numbers(changes=1, decisions=1)
        decision = record_decision(
            proposal,
            number=numbers.decision,
            at=at,
            mode=mode,
            page=page,
            version=page.version,
            content=page.content,
            shape=page.shape,
            content_hash=page.content_hash,
            revision_id=revision_id,
        )
        summary = summary_of(proposal, found)
        log(page, ChangeKind.DECISION, summary, type=change_type(page), at=at, before=found.before, seq=numbers.change)
        if page.kind == PageKind.LEGAL_NOTE:
            log_all(legal_notes.effects(found.before, found.after), ChangeKind.LEGAL_NOTE, at=at)
        for warning in lifting:
            end_warning(warning, page=page, by=by, at=at)
    return decision


def refuse(proposal: Proposal, *, by: User, seen_hash: str, code: RefusalReason, reason: str = "") -> Decision:
    """Decline, with a reason its author will read. `seen_hash` is the proposal's `content_hash` as it was read."""
    with transaction.atomic():
        proposal, _known, at = claim(proposal, by=by, state=ProposalState.REFUSED)
        if proposal.content_hash != seen_hash:
            raise TextChanged
        if code == RefusalReason.OTHER and not reason.strip():
            raise InvalidContent([_("Dites en quelques mots pourquoi vous refusez.")])
        return record_decision(
            proposal,
            number=ledger.take_numbers(decisions=1).decision,
            at=at,
            mode=DecisionMode.READ,
            reason_code=RefusalReason(code),
            reason=reason.strip(),
            shape=proposal.shape,
            content_hash=proposal.content_hash,
        )


def claim(proposal: Proposal, *, by: User, state: ProposalState) -> tuple[Proposal, Referents, datetime]:
    """Take the decision for oneself: one row changes, or somebody else was first. Rights are judged here and now.

    Returns the proposal as it is now, locked with its page; what its texts point to; the moment of the decision.
    """
    by = permissions.as_of_now(by)
    proposal = (locked_with_its_page if proposal.page_id else locked).get(proposal.pk)
    known = referents(*texts_of(proposal))
    if not permissions.can_moderate_proposal(by, proposal):
        raise NotAllowed
    if proposal.author_id == by.pk:
        raise OwnProposal
    if proposal.brought_by_id == by.pk:
        raise OwnImport
    if not permissions.can_decide(by, proposal, known):
        raise OutOfScope
    now = timezone.now()
    claimed = Proposal.objects.filter(
        pk=proposal.pk, state=ProposalState.PENDING, content_hash=proposal.content_hash
    ).update(state=state, decided_by=by, decided_at=now)
    if not claimed:
        raise AlreadyDecided
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, now
    return proposal, known, now


@Prepared
def locked(key: UUID) -> QuerySet:
    return Proposal.objects.select_for_update().filter(pk=key)


@Prepared
def locked_with_its_page(key: UUID) -> QuerySet:
    """`page__version` says that there is one: PostgreSQL locks no row of a side that may be missing."""
    both = Proposal.objects.select_related("page").select_for_update(of=("self", "page"))
    return both.filter(pk=key, page__version__gt=0)


def publish(proposal: Proposal, document: Content, known: Referents, *, by: User, at: datetime) -> tuple[Page, int]:
    """Write the page, its version and its index. Returns the page and the identifier of its revision."""
    page = proposal.page
    if page is None:
        if PageSlug.objects.filter(slug=proposal.slug).exists():
            raise InvalidContent([_("Une page porte déjà l'adresse « %s ».") % proposal.slug])
        page = Page(kind=proposal.kind, slug=proposal.slug, version=0)
        page.code = slugs.code(page.uuid)
    removed = proposal.action == ProposalAction.REMOVE
    page.shape = SHAPE
    page.content = canonical(document)
    page.content_hash = content_hash(page.content)
    page.version += 1
    page.state = PageState.REMOVED if removed else PageState.PUBLISHED
    page.edited_at = at
    with reversion.create_revision(atomic=False):
        page.save()
        reversion.set_user(by)
        reversion.set_date_created(at)
        reversion.set_comment(proposal.comment)
    if page.version == 1:
        PageSlug.objects.create(slug=page.slug, page=page)
        Proposal.objects.filter(pk=proposal.pk).update(page=page)
        proposal.page = page
    reindex(page, document, day=timezone.localdate(at), known=known)
    return page, last_revision.get(ContentType.objects.get_for_model(Page).pk, str(page.pk))


@Prepared
def last_revision(content_type: int, page: str) -> QuerySet:
    saved = Version.objects.filter(content_type=content_type, object_id=page, db="default")
    return saved.order_by("-revision_id").values_list("revision_id", flat=True)[:1]


def record_decision(proposal: Proposal, *, number: int, **facts) -> Decision:
    decision = Decision(number=number, proposal=proposal, outcome=proposal.state, **facts)
    decision.chain = ledger.chained(decision, ledger.previous_link(number))
    decision.save(force_insert=True)
    return decision


def summary_of(proposal: Proposal, found: Outcome) -> str:
    document = found.content or proposal.document
    if proposal.action == ProposalAction.REMOVE:
        return _("Page retirée : %s") % document.title
    if proposal.base_version == 0 and not proposal.base_content:
        return _("Nouvelle page : %s") % document.title
    return first_of([change.sentence for change in found.changes])


def first_of(sentences: Sequence[str]) -> str:
    """As many sentences as a line of the log holds."""
    more = len(sentences[SUMMARY_SENTENCES:])
    rest = ngettext("Et %s autre changement.", "Et %s autres changements.", more) % more if more else ""
    return " ".join([*sentences[:SUMMARY_SENTENCES], rest]).strip()


def change_type(page: Page) -> ChangeType:
    if not page.is_published:
        return ChangeType.REMOVED
    return ChangeType.CREATED if page.version == 1 else ChangeType.UPDATED


def log(
    page: Page,
    kind: ChangeKind,
    summary: str,
    *,
    at: datetime,
    type: ChangeType = ChangeType.UPDATED,
    before: Content | None = None,
    seq: int | None = None,
) -> Change:
    """One line of the public log, numbered in the order of commits (`seq`, where the number is taken already); every
    rendered address that showed the page, or what it said `before`, is forgotten with it."""
    change = Change.objects.create(
        seq=seq or ledger.take_numbers(changes=1).change,
        kind=kind,
        type=type,
        page=page,
        version=page.version,
        at=at,
        summary=summary,
    )
    keys.forget(keys.dependents(page, before, page.document), change.seq)
    return change


def log_all(told: Iterable[tuple[Page, str]], kind: ChangeKind, *, at: datetime) -> None:
    """One line for each of these pages, written in bulk. To be called once the ledger is held, so that no page that is
    decided at the same moment is missed, and after the line of the page that changed: that one forgets these."""
    lines = list(told)
    if not lines:
        return
    first = ledger.take_numbers(changes=len(lines)).change - len(lines) + 1
    Change.objects.bulk_create(
        Change(seq=seq, kind=kind, type=ChangeType.UPDATED, page=page, version=page.version, at=at, summary=summary)
        for seq, (page, summary) in enumerate(lines, start=first)
    )


# --- Beside the content: confirmations and warnings ----------------------------------------------------------------


def verify(
    page: Page, *, on: date, by: User | None = None, origin: Origin = Origin.PERSON, source_url: str = ""
) -> Verification:
    """Note that the page was confirmed against its source that day. The same confirmation twice is one."""
    if origin == Origin.PERSON and (by is None or not permissions.can_propose(by)):
        raise NotAllowed
    if not page.is_published:
        raise PageRemoved
    if on > timezone.localdate():
        raise InvalidContent([_("Une confirmation ne peut pas être datée dans l'avenir.")])
    with transaction.atomic():
        page = Page.objects.select_for_update().get(pk=page.pk)
        now = timezone.now()
        verification, _created = Verification.objects.get_or_create(
            page=page, on=on, by=by, origin=origin, defaults={"source_url": source_url, "recorded_at": now}
        )
        index = page.index
        if index.verified_on is None:
            filing_history.date_back(page, on)
        if index.verified_on is None or on > index.verified_on:
            type(index).objects.filter(pk=page.pk).update(verified_on=on)
            summary = _("Confirmé le %s") % date_format(on, "j F Y")
            log(page, ChangeKind.VERIFICATION, summary, at=now)
    return verification


def warn(page: Page, *, code: WarningCode, by: User, step: str = "", days: int = WARNING_DAYS) -> Warning:
    """Warn readers now, alone: a coded sentence above the headline, or at one step. No fact changes."""
    if not page.is_published:
        raise PageRemoved
    if not permissions.can_moderate_page(by, page):
        raise NotAllowed
    if step and step not in {row.id for row in getattr(page.document, "steps", ())}:
        raise InvalidContent([_("Cette étape n'est pas sur la page publiée.")])
    with transaction.atomic():
        page = Page.objects.select_for_update().get(pk=page.pk)
        if page.warnings.standing().filter(step=step, code=code).exists():
            raise WarningStands
        now = timezone.now()
        warning = Warning.objects.create(
            page=page,
            step=step,
            code=WarningCode(code),
            put_by=by,
            put_at=now,
            expires_at=now + timedelta(days=days),
        )
        log(page, ChangeKind.WARNING, _("Mise en garde : %s") % warning.get_code_display(), at=now)
    return warning


def lift(warning: Warning, *, by: User) -> None:
    """End a warning. Lifting one that has already ended changes nothing."""
    if not permissions.can_moderate_page(by, warning.page):
        raise NotAllowed
    with transaction.atomic():
        page = Page.objects.select_for_update().get(pk=warning.page_id)
        end_warning(warning, page=page, by=by, at=timezone.now())


def sweep_calendar(now: datetime | None = None) -> int:
    """What the day has changed by itself: warnings whose term has come, facts that began or are over. One transaction
    each. Returns how many warnings ended and pages were told.

    What has no line in the log yet is work to do, found again by the next sweep whatever happened to this one.
    """
    now = now or timezone.now()
    done = 0
    for warning in Warning.objects.lapsed(now).select_related("page"):
        with transaction.atomic():
            page = Page.objects.select_for_update().get(pk=warning.page_id)
            done += end_warning(warning, page=page, by=None, at=now)
    today = timezone.localdate(now)
    for key in DueDate.objects.untold().filter(on__lte=today).order_by().values_list("page", flat=True).distinct():
        with transaction.atomic():
            page = Page.objects.select_for_update().get(pk=key)
            done += tell_dates(page, at=now)
    return done


def tell_dates(page: Page, *, at: datetime) -> bool:
    """Log what began or ended on a page, locked, by that moment, and index the page as it reads now. Whether there was
    anything left to tell: whoever holds the page tells it, once."""
    today, document = timezone.localdate(at), page.document
    if not any(timezone.localdate(page.edited_at) < due.on <= today for due in dues(document)):
        return False  # as of most pages: nothing to ask the database
    due = page.due_dates.untold().filter(on__lte=today)
    days = sorted(set(due.values_list("on", flat=True)))
    if not days:
        return False
    due.update(told_at=at)
    known = referents(document)
    sentences = [sentence for day in days for sentence in changes.turns(document, day, known.names)]
    log(page, ChangeKind.CALENDAR, first_of(sentences), at=at)
    reindex(page, document, day=today, known=known)
    return True


def tell_sources() -> int:
    """Tell the public what the checker found since it was last told: one transaction a source. Returns how many."""
    told = 0
    for source in citations.untold_sources():  # read to the end: SQLite does not write under an open cursor
        with transaction.atomic():
            state = {"verdict": source.verdict, "moved_to": source.moved_to, "text_hash": source.text_hash}
            before = SourceState.objects.filter(source=source).first()
            now = timezone.now()
            on = timezone.localdate(source.last_checked_at or now)
            SourceState.objects.update_or_create(source=source, defaults={**state, "checked_on": on})
            altered = before is not None and before.verdict == source.verdict and before.moved_to == source.moved_to
            found = _("texte modifié") if altered else source.get_verdict_display()
            summary = _("Source relue, %(found)s : %(url)s") % {"found": found, "url": citations.public_address(source)}
            for page in citations.pages_citing(source):
                log(page, ChangeKind.SOURCE, summary, at=now)
            told += 1
    return told


def end_warning(warning: Warning, *, page: Page, by: User | None, at: datetime) -> bool:
    """Whether this call ended it: a warning ends once, by whoever comes first."""
    if not page.warnings.standing().filter(pk=warning.pk).update(ended_at=at, ended_by=by):
        return False
    kind = ChangeKind.WARNING if by else ChangeKind.CALENDAR
    log(page, kind, _("Mise en garde levée : %s") % warning.get_code_display(), at=at)
    return True
