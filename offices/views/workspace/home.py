from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, allow
from accounts.models import Role
from offices import permissions
from offices.due import tally
from offices.models import ImportDraft, Proposal, Warning
from offices.views.workspace.counting import MOST, counted

RECENT = 30


@allow(Access.VOLUNTEER)
@require_safe
def workspace(request):
    """My work: what I proposed and what became of it; for moderators, how much waits for them."""
    mine = Proposal.objects.written_by(request.user).select_related("page", "decision").order_by("-submitted_at")
    context = {"proposals": mine[:RECENT], "moderates": request.user.has_role(Role.MODERATOR)}
    if context["moderates"]:
        waiting = permissions.scoped_proposals(request.user).awaiting_review()
        context["waiting"] = counted(waiting.for_another_than(request.user))
        context["most"] = MOST
        context["anomalies"] = permissions.scoped_anomalies(request.user).standing().count()
        context["drafts"] = ImportDraft.objects.filter(owner=request.user, sent_at=None)
        context["due"] = tally(permissions.scoped_pages(request.user), timezone.localdate())
        context["warnings"] = Warning.objects.standing().select_related("page")[:RECENT]
    return render(request, "espace/home.html", context)
