"""The queue, one proposal read field by field, and the two answers. The buttons name the text that was read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, allow
from geography.models import Department
from offices import moderation, permissions
from offices.enums import Origin, RefusalReason
from offices.exceptions import ModerationError
from offices.models import Anomaly, Proposal
from offices.views.workspace.access import own_proposal, proposal_for
from sources.models import Source

PER_PAGE = 25


@allow(Access.MODERATOR)
@require_safe
def queue(request):
    """What waits in this moderator's scope, oldest first, filtered by département and origin."""
    waiting = permissions.scoped_proposals(request.user).awaiting_review().select_related("page", "author")
    department, origin = request.GET.get("departement", ""), request.GET.get("origine", "")
    if department:
        waiting = waiting.filter(department_code=department)
    if origin in Origin.values:
        waiting = waiting.filter(origin=origin)
    codes = permissions.scoped_proposals(request.user).awaiting_review().order_by().values("department_code").distinct()
    context = {
        "proposals": Paginator(waiting, PER_PAGE).get_page(request.GET.get("page")),
        "departments": Department.objects.filter(code__in=codes),
        "origins": Origin.choices,
        "department": department,
        "origin": origin,
    }
    return render(request, "espace/queue.html", context)


@allow(Access.VOLUNTEER)
@require_safe
def proposal(request, uuid):
    """One proposal: for its author, what became of it; for a moderator, everything needed to decide."""
    found = proposal_for(request.user, uuid)
    return render(request, "espace/proposal.html", reading(request, found))


def reading(request, found: Proposal) -> dict:
    context = {
        "proposal": found,
        "is_author": found.author_id == request.user.pk,
        "decides": found.is_pending and permissions.can_decide(request.user, found),
        "reasons": RefusalReason.choices,
        "decision": getattr(found, "decision", None),
        "anomalies": anomalies_of(request.user, found),
    }
    if found.is_pending:
        context["outcome"] = moderation.outcome(found)
        context["warnings"] = found.page.warnings.standing() if found.page else []
    else:
        context["changes"] = moderation.asked(found)
    if found.evidence_url:
        context["source"] = Source.objects.for_url(found.evidence_url)
    return context


def anomalies_of(user, found: Proposal):
    if not permissions.can_moderate_proposal(user, found):
        return []
    return Anomaly.objects.filter(slug=found.slug).select_related("document")


@allow(Access.MODERATOR)
@require_POST
def approve(request, uuid):
    found = proposal_for(request.user, uuid)
    standing = found.page.warnings.standing() if found.page else []
    lifting = [warning for warning in standing if str(warning.pk) in request.POST.getlist("lift")]
    try:
        moderation.approve(found, by=request.user, seen_hash=request.POST.get("seen", ""), lifting=lifting)
    except ModerationError as refusal:
        return not_decided(request, found, refusal)
    messages.success(request, _("Approuvée : la page publique dit maintenant cela."))
    return next_in_queue(request)


@allow(Access.MODERATOR)
@require_POST
def refuse(request, uuid):
    found = proposal_for(request.user, uuid)
    code = request.POST.get("code", "")
    if code not in RefusalReason.values:
        context = reading(request, found) | {"refusal": _("Choisissez une raison : son auteur·rice la lira.")}
        return render(request, "espace/proposal.html", context, status=422)
    try:
        moderation.refuse(
            found,
            by=request.user,
            seen_hash=request.POST.get("seen", ""),
            code=RefusalReason(code),
            reason=request.POST.get("reason", "")[:5_000],
        )
    except ModerationError as refusal:
        return not_decided(request, found, refusal)
    messages.success(request, _("Refusée : son auteur·rice lira pourquoi."))
    return next_in_queue(request)


@allow(Access.VOLUNTEER)
@require_POST
def withdraw(request, uuid):
    found = own_proposal(request.user, uuid)
    try:
        moderation.withdraw(found, by=request.user)
    except ModerationError as refusal:
        return not_decided(request, found, refusal)
    messages.success(request, _("Votre proposition est retirée."))
    return redirect("offices:workspace")


def not_decided(request, found: Proposal, refusal: ModerationError):
    """The proposal as it is now, with what prevented the act."""
    fresh = proposal_for(request.user, found.pk)
    return render(request, "espace/proposal.html", reading(request, fresh) | {"refusal": refusal}, status=409)


def next_in_queue(request):
    """After a decision, the next proposal opens; after the last one, the empty queue."""
    waiting = permissions.scoped_proposals(request.user).awaiting_review()
    following = waiting.exclude(author=request.user).first()
    return redirect("offices:proposal", uuid=following.pk) if following else redirect("offices:queue")
