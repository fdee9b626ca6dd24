"""The rules of the door. Read it from top to bottom: it is the specification of what may become public, and how."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from reversion.models import Version

from accounts.models import Membership, Role, ScopeKind
from offices import moderation, outcomes, permissions, versions
from offices.content import canonical, parse
from offices.enums import (
    ChangeKind,
    DecisionMode,
    EvidenceKind,
    Origin,
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
    OwnProposal,
    PageRemoved,
    TextChanged,
    TooManyWaiting,
    WarningStands,
)
from offices.models import Change, Decision, Page, Procedure, Proposal
from sources.enums import Verdict
from tests.plugins.cast import (
    FILING,
    FROM_CODES,
    GRENOBLE,
    READ_ON_SITE,
    approve,
    changed,
    person,
    propose,
    publish,
    with_address,
    with_fee,
)

pytestmark = pytest.mark.django_db


def public_state(page):
    """Everything a reader could see of a page, and how many lines the public log has."""
    page.refresh_from_db()
    return page.content, page.version, page.edited_at, page.state, Change.objects.count()


class TestProposing:
    def test_a_proposal_changes_nothing_public(self, isere, amina):
        before = public_state(isere.filing)
        propose(isere.filing, with_fee(isere.filing.document, "75"), amina)
        assert public_state(isere.filing) == before

    def test_a_proposal_of_the_published_text_is_refused(self, isere, amina):
        with pytest.raises(NothingChanges):
            propose(isere.filing, isere.filing.document, amina)

    def test_an_account_of_which_nothing_was_approved_cannot_fill_the_queue(self, isere, amina, claire, monkeypatch):
        monkeypatch.setattr(permissions, "MOST_WAITING", 2)
        page = isere.filing
        first = propose(page, with_fee(page.document, "61"), amina)
        propose(page, with_fee(page.document, "62"), amina)
        with pytest.raises(TooManyWaiting):
            propose(page, with_fee(page.document, "63"), amina)
        assert propose(page, with_fee(page.document, "64"), amina, amending=first).is_pending
        moderation.withdraw(first, by=amina)
        second = propose(page, with_fee(page.document, "65"), amina)
        approve(second, claire)
        page.refresh_from_db()
        for amount in ("66", "67", "68"):
            propose(page, with_fee(page.document, amount), amina)

    def test_a_moderator_may_have_any_number_waiting(self, isere, claire, monkeypatch):
        monkeypatch.setattr(permissions, "MOST_WAITING", 1)
        for amount in ("61", "62"):
            propose(isere.filing, with_fee(isere.filing.document, amount), claire)

    def test_a_proposal_names_a_source_or_says_why_there_is_none(self, isere, amina):
        wanted = with_fee(isere.filing.document, "75")
        for evidence in (
            Evidence(kind=EvidenceKind.NONE),
            Evidence(kind=EvidenceKind.WEB_PAGE, date=date(2026, 3, 2)),
            Evidence(kind=EvidenceKind.LETTER),
            Evidence(kind=EvidenceKind.LETTER, date=timezone.localdate() + timedelta(days=1)),
        ):
            with pytest.raises(InvalidContent):
                moderation.submit(wanted, evidence=evidence, author=amina, page=isere.filing)
        assert not Proposal.objects.awaiting_review().exists()

    def test_a_proposal_cannot_point_to_what_does_not_exist(self, isere, amina):
        for wrong in (
            {"offices": ["prefecture-atlantis"]},
            {"grounds": ["inconnu"]},
            {"territory": {"arrondissements": ["331"]}},  # of Gironde
            {"fees": [{"id": "stamp", "amount": "50", "source": "nowhere"}]},
        ):
            with pytest.raises(InvalidContent):
                propose(isere.filing, changed(isere.filing.document, **wrong), amina)

    def test_a_disabled_account_proposes_nothing(self, isere, amina):
        amina.is_active = False
        amina.save()
        with pytest.raises(NotAllowed):
            propose(isere.filing, with_fee(isere.filing.document, "75"), amina)

    def test_two_clicks_are_one_proposal(self, isere, amina):
        wanted = with_fee(isere.filing.document, "75")
        first = propose(isere.filing, wanted, amina, key="k1")
        assert propose(isere.filing, wanted, amina, key="k1") == first
        with pytest.raises(KeyReused):
            propose(isere.filing, with_fee(isere.filing.document, "80"), amina, key="k1")

    def test_its_author_takes_it_back_and_nobody_else_does(self, fee_proposal, amina, bilal, claire):
        for other in (bilal, claire):
            with pytest.raises(NotAllowed):
                moderation.withdraw(fee_proposal, by=other)
        moderation.withdraw(fee_proposal, by=amina)
        with pytest.raises(AlreadyDecided):
            approve(fee_proposal, claire)

    def test_only_its_author_replaces_its_text(self, isere, fee_proposal, amina, bilal):
        better = with_fee(isere.filing.document, "80")
        with pytest.raises(NotAllowed):
            propose(isere.filing, better, bilal, amending=fee_proposal)
        amended = propose(isere.filing, better, amina, amending=fee_proposal)
        assert amended == fee_proposal
        assert Proposal.objects.awaiting_review().count() == 1


class TestApproving:
    def test_page_version_log_and_index_change_together(self, isere, fee_proposal, claire):
        decision = approve(fee_proposal, claire)
        page = Page.objects.get(pk=isere.filing.pk)
        assert page.document.fees[0].amount == "75.00"
        assert page.version == decision.version == 2
        assert page.edited_at == decision.at
        assert decision.content_hash == page.content_hash
        last = Change.objects.last()
        assert (last.kind, last.version, last.page) == (ChangeKind.DECISION, 2, page)
        assert "75" in last.summary
        assert versions.version(page, 2).decision == decision
        assert Version.objects.get_for_object(page).count() == 2

    def test_approving_confirms_nothing(self, isere, fee_proposal, claire):
        approve(fee_proposal, claire)
        assert Procedure.objects.get(pk=isere.filing.pk).verified_on is None

    def test_a_new_page_exists_only_once_approved(self, isere, amina, claire):
        wanted = parse(FILING | {"title": "Vienne", "offices": ["sous-prefecture-vienne"], "territory": {}})
        proposal = moderation.submit(wanted, evidence=READ_ON_SITE, author=amina)
        assert proposal.slug == "admission-exceptionnelle-au-sejour-38-sous-prefecture-vienne"
        assert not Page.objects.with_slug(proposal.slug).exists()
        approve(proposal, claire)
        assert Page.objects.published().with_slug(proposal.slug).exists()

    def test_a_taken_address_gets_a_number(self, isere):
        proposal = moderation.submit(parse(FILING), evidence=FROM_CODES, origin=Origin.FIXTURES)
        assert proposal.slug == f"{isere.filing.slug}-2"

    def test_a_removed_page_stays_as_a_tombstone_and_can_come_back(self, isere, amina, bilal, claire):
        page = isere.filing
        removal = propose(page, page.document, amina, action=ProposalAction.REMOVE)
        approve(removal, claire)
        page.refresh_from_db()
        assert not page.is_published
        assert not Procedure.objects.published().filter(pk=page.pk).exists()
        assert Change.objects.last().type == "removed"
        with pytest.raises(PageRemoved):
            propose(page, with_fee(page.document, "75"), amina)
        approve(moderation.revert(page, to_version=1, author=bilal, evidence=READ_ON_SITE), claire)
        page.refresh_from_db()
        assert page.is_published
        assert page.version == 3

    def test_restoring_an_old_version_makes_a_new_one(self, isere, fee_proposal, bilal, claire):
        approve(fee_proposal, claire)
        page = Page.objects.get(pk=isere.filing.pk)
        approve(moderation.revert(page, to_version=1, author=bilal, evidence=READ_ON_SITE), claire)
        page.refresh_from_db()
        assert page.version == 3
        assert page.document == versions.version(page, 1).document
        assert [entry.number for entry in versions.history(page)] == [3, 2, 1]

    def test_what_a_person_wrote_is_never_decided_unread(self, fee_proposal, claire):
        with pytest.raises(NotAllowed):
            approve(fee_proposal, claire, mode=DecisionMode.BATCH)


class TestWhoDecides:
    def test_a_volunteer_decides_nothing(self, fee_proposal, bilal):
        with pytest.raises(NotAllowed):
            approve(fee_proposal, bilal)
        with pytest.raises(NotAllowed):
            refuse(fee_proposal, bilal)

    def test_a_moderator_decides_within_her_scope(self, isere, amina, driss, claire):
        approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), driss)
        rhone = publish(
            {
                "kind": "office",
                "office_kind": "prefecture",
                "name": "Préfecture du Rhône",
                "department": "69",
                "seat": "69123",
            },
            by=claire,
        )
        elsewhere = propose(rhone, changed(rhone.document, website="https://www.rhone.gouv.fr"), amina)
        with pytest.raises(NotAllowed):
            approve(elsewhere, driss)

    def test_naming_ones_own_ground_opens_no_page_of_another(self, isere, amina, claire):
        publish({"kind": "ground", "title": "Étudiant", "short": "Étudiant", "filing": "office"}, by=claire)
        of_students = person("hana", (Role.MODERATOR, ScopeKind.GROUND, "etudiant"))
        grounds = [*isere.filing.document.grounds, "etudiant"]
        proposal = propose(isere.filing, changed(isere.filing.document, grounds=grounds), amina)
        with pytest.raises(NotAllowed):
            approve(proposal, of_students)
        approve(proposal, claire)
        isere.filing.refresh_from_db()
        approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), of_students)

    def test_what_the_office_of_another_departement_would_show_is_decided_by_who_moderates_both(
        self, isere, amina, driss, claire
    ):
        rhone = GRENOBLE | {"name": "Préfecture du Rhône", "department": "69", "seat": "69123", "arrondissements": []}
        lyon = publish(rhone, by=claire)
        both = changed(isere.filing.document, offices=["prefecture-grenoble", lyon.slug])
        proposal = propose(isere.filing, both, amina)
        with pytest.raises(NotAllowed):
            approve(proposal, driss)
        Membership.objects.create(user=driss, role=Role.MODERATOR, scope_kind=ScopeKind.DEPARTMENT, scope_code="69")
        approve(proposal, driss)

    def test_a_right_withdrawn_after_the_page_was_opened_is_withdrawn(self, fee_proposal, driss):
        driss.memberships.all()  # the page was opened: his rights were read
        Membership.objects.filter(user=driss).delete()
        with pytest.raises(NotAllowed):
            approve(fee_proposal, driss)

    def test_nobody_decides_what_they_wrote_administrators_included(self, isere, claire, emma):
        for writer in (claire, emma):
            proposal = propose(isere.filing, with_fee(isere.filing.document, "75"), writer)
            with pytest.raises(OwnProposal):
                approve(proposal, writer)
            with pytest.raises(OwnProposal):
                refuse(proposal, writer)

    def test_the_database_itself_refuses_an_author_who_decides(self, fee_proposal, amina, claire):
        decided = {"state": ProposalState.APPROVED, "decided_at": timezone.now()}
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=fee_proposal.pk).update(decided_by=amina, **decided)
        approve(fee_proposal, claire)
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=fee_proposal.pk).update(decided_by=amina)

    def test_the_database_itself_refuses_to_change_who_wrote(self, fee_proposal, bilal):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=fee_proposal.pk).update(author=bilal)
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=fee_proposal.pk).update(author=None, origin=Origin.DOSSIER)

    def test_the_database_itself_refuses_a_second_decision(self, fee_proposal, claire):
        decision = approve(fee_proposal, claire)
        decision.number += 1
        decision.version += 1
        with pytest.raises(IntegrityError), transaction.atomic():
            decision.save(force_insert=True)

    def test_the_database_itself_keeps_decisions_and_the_log_as_they_are(self, fee_proposal, claire):
        decision = approve(fee_proposal, claire)
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(content_hash="0" * 64)
        with pytest.raises(IntegrityError), transaction.atomic():
            Change.objects.filter(page=decision.page).update(summary="autre chose")


class TestTheTextThatWasRead:
    def test_a_text_that_changed_since_it_was_opened_is_not_published(self, isere, fee_proposal, amina, claire):
        opened = outcomes.outcome(fee_proposal).hash
        propose(isere.filing, with_fee(isere.filing.document, "90"), amina, amending=fee_proposal)
        with pytest.raises(TextChanged):
            moderation.approve(fee_proposal, by=claire, seen_hash=opened)
        with pytest.raises(TextChanged):
            moderation.refuse(fee_proposal, by=claire, seen_hash=opened, code=RefusalReason.UNCLEAR)

    def test_a_page_that_changed_since_it_was_opened_is_shown_again(self, isere, fee_proposal, bilal, claire):
        opened = outcomes.outcome(fee_proposal).hash
        approve(propose(isere.filing, with_address(isere.filing.document, "1 rue Neuve"), bilal), claire)
        with pytest.raises(TextChanged):
            moderation.approve(fee_proposal, by=claire, seen_hash=opened)

    def test_an_absent_hash_is_refused(self, fee_proposal, claire):
        for seen in ("", "0" * 64):
            with pytest.raises(TextChanged):
                moderation.approve(fee_proposal, by=claire, seen_hash=seen)
        fee_proposal.refresh_from_db()
        assert fee_proposal.is_pending

    def test_what_someone_else_decided_is_not_decided_again(self, fee_proposal, claire, driss):
        approve(fee_proposal, claire)
        for again in (approve, refuse):
            with pytest.raises(AlreadyDecided):
                again(fee_proposal, driss)
        assert Decision.objects.filter(proposal=fee_proposal).count() == 1


class TestAnOutdatedBase:
    def test_different_fields_merge(self, isere, fee_proposal, bilal, claire):
        moved = propose(isere.filing, with_address(isere.filing.document, "1 rue Neuve"), bilal)
        approve(fee_proposal, claire)
        approve(moved, claire)
        document = Page.objects.get(pk=isere.filing.pk).document
        assert document.fees[0].amount == "75.00"
        assert document.steps[1].address.lines == ("Bureau du séjour", "1 rue Neuve")

    def test_the_same_field_is_a_conflict_with_three_values_and_overwrites_nothing(
        self, isere, fee_proposal, bilal, claire
    ):
        other = propose(isere.filing, with_fee(isere.filing.document, "90"), bilal)
        approve(fee_proposal, claire)
        with pytest.raises(MergeConflict) as refused:
            approve(other, claire)
        (conflict,) = refused.value.conflicts
        assert (conflict.base, conflict.published, conflict.proposed) == ("50.00", "75.00", "90.00")
        assert Page.objects.get(pk=isere.filing.pk).document.fees[0].amount == "75.00"
        other.refresh_from_db()
        assert other.is_pending

    def test_the_same_change_twice_leaves_nothing_to_approve(self, isere, fee_proposal, bilal, claire):
        same = propose(isere.filing, with_fee(isere.filing.document, "75"), bilal)
        approve(fee_proposal, claire)
        with pytest.raises(NothingChanges):
            approve(same, claire)


def refuse(proposal, by, code=RefusalReason.SOURCE_SAYS_OTHERWISE, reason=""):
    return moderation.refuse(proposal, by=by, seen_hash=proposal.content_hash, code=code, reason=reason)


class TestRefusing:
    def test_nothing_public_changes_and_the_reason_stays(self, isere, fee_proposal, claire):
        before = public_state(isere.filing)
        refuse(fee_proposal, claire, reason="La page dit 50 euros.")
        assert public_state(isere.filing) == before
        fee_proposal.refresh_from_db()
        assert fee_proposal.decision.reason == "La page dit 50 euros."

    def test_other_reason_needs_words(self, fee_proposal, claire):
        with pytest.raises(InvalidContent):
            refuse(fee_proposal, claire, code=RefusalReason.OTHER)
        fee_proposal.refresh_from_db()
        assert fee_proposal.is_pending


class TestWarnings:
    def test_a_moderator_warns_alone_and_no_fact_changes(self, isere, driss):
        content = isere.filing.content
        moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=driss, step="book")
        isere.filing.refresh_from_db()
        assert isere.filing.content == content
        assert Change.objects.last().kind == ChangeKind.WARNING
        assert isere.filing.warnings.standing().count() == 1

    def test_a_volunteer_or_another_scope_does_not_warn(self, isere, amina, claire, driss):
        with pytest.raises(NotAllowed):
            moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=amina)
        with pytest.raises(NotAllowed):
            moderation.warn(isere.ground, code=WarningCode.REPORTED_WRONG, by=driss)

    def test_the_same_warning_stands_once(self, isere, claire, driss):
        moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)
        with pytest.raises(WarningStands):
            moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=driss)

    def test_it_leaves_with_the_correction(self, isere, fee_proposal, claire):
        warning = moderation.warn(isere.filing, code=WarningCode.REPORTED_WRONG, by=claire)
        approve(fee_proposal, claire, lifting=[warning])
        assert not isere.filing.warnings.standing().exists()

    def test_it_leaves_when_lifted_and_only_once(self, isere, claire):
        warning = moderation.warn(isere.filing, code=WarningCode.REPORTED_WRONG, by=claire)
        moderation.lift(warning, by=claire)
        lines = Change.objects.count()
        moderation.lift(warning, by=claire)
        assert Change.objects.count() == lines

    def test_it_leaves_after_thirty_days_and_the_log_says_so(self, isere, claire):
        moderation.warn(isere.filing, code=WarningCode.REPORTED_WRONG, by=claire)
        assert moderation.sweep_calendar(timezone.now() + timedelta(days=29)) == 0
        later = timezone.now() + timedelta(days=31)
        assert moderation.sweep_calendar(later) == 1
        assert moderation.sweep_calendar(later) == 0
        assert Change.objects.last().kind == ChangeKind.CALENDAR


class TestConfirmations:
    def test_it_moves_the_date_and_not_the_content(self, isere, amina):
        before = isere.filing.content_hash, isere.filing.version, isere.filing.edited_at
        moderation.verify(isere.filing, on=date(2026, 3, 1), by=amina)
        isere.filing.refresh_from_db()
        assert (isere.filing.content_hash, isere.filing.version, isere.filing.edited_at) == before
        assert Procedure.objects.get(pk=isere.filing.pk).verified_on == date(2026, 3, 1)

    def test_an_older_confirmation_moves_nothing(self, isere, amina, bilal):
        moderation.verify(isere.filing, on=date(2026, 3, 1), by=amina)
        lines = Change.objects.count()
        moderation.verify(isere.filing, on=date(2025, 3, 1), by=bilal)
        assert Procedure.objects.get(pk=isere.filing.pk).verified_on == date(2026, 3, 1)
        assert Change.objects.count() == lines

    def test_nobody_confirms_tomorrow(self, isere, amina):
        with pytest.raises(InvalidContent):
            moderation.verify(isere.filing, on=timezone.localdate() + timedelta(days=1), by=amina)

    def test_the_same_confirmation_twice_is_one(self, isere):
        for _ in range(2):
            moderation.verify(isere.filing, on=date(2023, 2, 9), origin=Origin.DOSSIER)
        assert isere.filing.verifications.count() == 1


class TestStatesOfSources:
    """The checker writes what it found to `sources`; only the door tells the public, and only what is new."""

    def found(self, page, verdict):
        source = page.index.sources.get()
        source.verdict, source.last_checked_at = verdict, timezone.now()
        source.save()

    def test_a_new_state_is_told_once_on_each_page_that_cites_the_source(self, isere):
        self.found(isere.grenoble, Verdict.DEAD)
        assert moderation.tell_sources() == 1
        last = Change.objects.last()
        assert (last.kind, last.page) == (ChangeKind.SOURCE, isere.grenoble)
        lines = Change.objects.count()
        assert moderation.tell_sources() == 0
        assert Change.objects.count() == lines

    def test_a_visit_that_finds_the_same_tells_nothing(self, isere):
        self.found(isere.grenoble, Verdict.ALIVE)
        moderation.tell_sources()
        lines = Change.objects.count()
        self.found(isere.grenoble, Verdict.ALIVE)
        assert moderation.tell_sources() == 0
        assert Change.objects.count() == lines

    def test_no_content_ever_changes(self, isere):
        before = isere.grenoble.content, isere.grenoble.version, isere.grenoble.edited_at
        self.found(isere.grenoble, Verdict.MOVED)
        moderation.tell_sources()
        isere.grenoble.refresh_from_db()
        assert (isere.grenoble.content, isere.grenoble.version, isere.grenoble.edited_at) == before


class TestTheLog:
    def test_numbers_follow_each_other_without_gaps(self, isere, fee_proposal, claire):
        moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)
        approve(fee_proposal, claire)
        moderation.verify(isere.filing, on=date(2026, 3, 1), by=claire)
        numbers = list(Change.objects.values_list("seq", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))

    def test_an_act_that_fails_takes_no_number(self, isere, fee_proposal, claire):
        last = Change.objects.last().seq
        with pytest.raises(TextChanged):
            moderation.approve(fee_proposal, by=claire, seen_hash="")
        approve(fee_proposal, claire)
        assert Change.objects.last().seq == last + 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_moderators_who_click_at_once_one_decides(isere, fee_proposal, claire, driss, emma):
    """Threads with connections of their own: on SQLite they meet its write lock, on PostgreSQL its row locks."""
    seen = outcomes.outcome(fee_proposal).hash
    deciders = [claire, driss, emma] * 3
    results = []
    together = threading.Barrier(len(deciders))

    def click(user):
        together.wait()
        try:
            moderation.approve(fee_proposal, by=user, seen_hash=seen)
            results.append("decided")
        except AlreadyDecided:
            results.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=[user]) for user in deciders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["decided"] + ["too late"] * (len(deciders) - 1)
    assert Decision.objects.filter(proposal=fee_proposal).count() == 1
    assert Page.objects.get(pk=isere.filing.pk).version == 2


def test_the_published_text_is_canonical(isere):
    assert isere.filing.content == canonical(isere.filing.document)
