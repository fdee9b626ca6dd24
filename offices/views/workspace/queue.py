"""What waits for a decision, oldest first, each with the first sentences of what it would change."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Access, allow
from geography.models import Department
from offices import changes, permissions
from offices.enums import EvidenceKind, Origin, ProposalAction
from offices.models import Proposal
from offices.references import names_in
from offices.views.workspace.counting import BoundedPaginator

PER_PAGE = 25
FIRST_SENTENCES = 2


@dataclass(frozen=True)
class Waiting:
    """One line of the queue. `outdated`: the page has another version since; the merge is made when one opens it."""

    proposal: Proposal
    title: str
    sentences: list[str]
    more: int
    outdated: bool
    unsourced: bool


@allow(Access.MODERATOR)
@require_safe
def queue(request):
    """What waits in this moderator's scope, filtered by département and origin."""
    scope = permissions.scoped_proposals(request.user).awaiting_review()
    # One look into an index for each of the 109: their distinct codes would be read off every waiting proposal.
    departments = Department.objects.filter(Exists(scope.order_by().filter(department_code=OuterRef("code"))))
    department = next((row for row in departments if row.code == request.GET.get("departement")), None)
    origin = next((code for code in Origin.values if code == request.GET.get("origine")), "")
    if department:
        scope = scope.filter(department_code=department.code)
    if origin:
        scope = scope.filter(origin=origin)
    page = BoundedPaginator(scope.select_related("page", "author"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": in_words(page.object_list),
        "departments": departments,
        "department": department,
        "origins": Origin.choices,
        "origin": origin,
    }
    return render(request, "espace/queue.html", context)


def in_words(proposals: Iterable[Proposal]) -> list[Waiting]:
    """As many queries for twenty-five as for two."""
    pairs = [(proposal, before(proposal), proposal.document) for proposal in proposals]
    names = names_in(*(content for _proposal, base, document in pairs for content in (base, document)))
    return [waiting(proposal, base, document, names) for proposal, base, document in pairs]


def before(proposal: Proposal):
    return proposal.document if proposal.action == ProposalAction.REMOVE else proposal.base_document


def waiting(proposal: Proposal, base, document, names) -> Waiting:
    after = None if proposal.action == ProposalAction.REMOVE else document
    sentences = [change.sentence for change in changes.diff(base, after, names)]
    return Waiting(
        proposal=proposal,
        title=document.title,
        sentences=sentences[:FIRST_SENTENCES],
        more=len(sentences[FIRST_SENTENCES:]),
        outdated=bool(proposal.page and proposal.base_version != proposal.page.version),
        unsourced=proposal.evidence_kind == EvidenceKind.NONE,
    )
