from django.db.models import QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, allow
from accounts.models import Role, User
from offices import permissions
from offices.coverage import most_due
from offices.due import tally
from offices.models import ImportDraft, Procedure, Proposal, Warning
from offices.views.workspace.counting import MOST, counted

RECENT = 30
NEXT = 3  # pages to read again: what somebody with ten minutes can do


@allow(Access.VOLUNTEER)
@require_safe
def workspace(request):
    """My work: what to read again, what I proposed and what became of it; for moderators, how much waits for them."""
    today = timezone.localdate()
    mine = Proposal.objects.written_by(request.user).select_related("page", "decision").order_by("-submitted_at")
    context = {
        "proposals": mine[:RECENT],
        "moderates": request.user.has_role(Role.MODERATOR),
        "next": most_due(procedures_for(request.user), today, NEXT),
    }
    if context["moderates"]:
        waiting = permissions.scoped_proposals(request.user).awaiting_review()
        context["waiting"] = counted(waiting.for_another_than(request.user))
        context["most"] = MOST
        context["anomalies"] = permissions.scoped_anomalies(request.user).standing().count()
        context["drafts"] = ImportDraft.objects.filter(owner=request.user, sent_at=None)
        context["due"] = tally(permissions.scoped_pages(request.user), today)
        context["warnings"] = Warning.objects.standing().select_related("page")[:RECENT]
    return render(request, "espace/home.html", context)


def procedures_for(user: User) -> QuerySet[Procedure]:
    """Of the scope of a moderator who has one; of France for everybody else."""
    held = permissions.scope_of(user)
    published = Procedure.objects.published()
    if held.everything or not (held.departments or held.grounds):
        return published
    return published.filter(page__in=permissions.scoped_pages(user))
