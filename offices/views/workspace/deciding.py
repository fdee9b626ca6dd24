"""One proposal read field by field, and the two answers. The buttons name the text that was read."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, allow
from offices import moderation, outcomes, permissions
from offices.enums import CONTRADICTIONS, RefusalReason
from offices.exceptions import ModerationError
from offices.forms.evidence import clean_words
from offices.models import Anomaly, Proposal
from offices.presentation.carriers import reach
from offices.presentation.moves import moved
from offices.views.workspace.access import own_proposal, proposal_for
from offices.views.workspace.anomalies import advised, contradictions_of
from offices.views.workspace.comparing import shown
from offices.views.workspace.proposing import may_be_taken_up
from sources.models import Source

CANDIDATES = 25  # proposals looked at for the next one to open; beyond, the queue


class RefusalForm(forms.Form):
    """Why not: its author will read it."""

    use_required_attribute = False

    code = forms.ChoiceField(
        label=gettext_lazy("Motif, que son auteur·rice lira"),
        choices=[("", "—"), *RefusalReason.choices],
        error_messages={
            "required": gettext_lazy("Choisissez un motif\u00a0: son auteur·rice le lira."),
            "invalid_choice": gettext_lazy("Choisissez un motif de la liste."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Explication"),
        help_text=gettext_lazy("Obligatoire pour une «\u00a0autre raison\u00a0». Dites ce qu'il faudrait."),
        required=False,
        max_length=5_000,
        validators=[clean_words],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        data = super().clean()
        if data.get("code") == RefusalReason.OTHER and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Dites en quelques mots pourquoi vous refusez."))
        return data


@allow(Access.VOLUNTEER)
@require_safe
def proposal(request, uuid):
    """One proposal: for its author, what became of it; for a moderator, everything needed to decide."""
    return reading(request, proposal_for(request.user, uuid))


def reading(request, found: Proposal, *, status: int = 200, refusing: RefusalForm | None = None, **more):
    is_author = found.author_id == request.user.pk
    context = {
        "proposal": found,
        "document": found.document,
        "is_author": is_author,
        "decides": found.is_pending and permissions.can_decide(request.user, found),
        "may_be_taken_up": is_author and may_be_taken_up(found),
        "refusing": refusing or RefusalForm(),
        "decision": getattr(found, "decision", None),
        "brought_it": found.brought_by_id == request.user.pk,
        "contradictions": contradictions_of(found.page, found.slug),
        "anomalies": anomalies_of(request.user, found),
        "source": Source.objects.for_url(found.evidence_url) if found.evidence_url else None,
    }
    if found.is_pending:
        context["outcome"] = outcome = outcomes.outcome(found)
        context["changes"] = shown(outcome.changes)
        context["reach"] = reach(outcome.before, outcome.after)
        context["moved"] = moved(outcome.before, outcome.after, found.page, found.slug)
        context["warnings"] = found.page.warnings.standing() if found.page else []
        context["outdated"] = found.page and found.base_version != found.page.version
    else:
        context["changes"] = shown(outcomes.asked(found))
    return render(request, "espace/proposal.html", context | more, status=status)


def anomalies_of(user, found: Proposal):
    """The rest of what was noted when its page was imported."""
    if not permissions.can_moderate_proposal(user, found):
        return []
    rest = Anomaly.objects.standing().filter(slug=found.slug).exclude(code__in=CONTRADICTIONS)
    return [advised(one) for one in rest.select_related("document")]


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
    return next_in_queue(request, _("Approuvée et publiée\u00a0: %s.") % found.document.title)


@allow(Access.MODERATOR)
@require_POST
def refuse(request, uuid):
    found = proposal_for(request.user, uuid)
    refusing = RefusalForm(request.POST)
    if not refusing.is_valid():
        return reading(request, found, status=422, refusing=refusing)
    try:
        moderation.refuse(
            found,
            by=request.user,
            seen_hash=request.POST.get("seen", ""),
            code=RefusalReason(refusing.cleaned_data["code"]),
            reason=refusing.cleaned_data["reason"],
        )
    except ModerationError as refusal:
        return not_decided(request, found, refusal, refusing=refusing)
    return next_in_queue(request, _("Refusée, son auteur·rice lira pourquoi\u00a0: %s.") % found.document.title)


@allow(Access.VOLUNTEER)
@require_POST
def withdraw(request, uuid):
    found = own_proposal(request.user, uuid)
    try:
        moderation.withdraw(found, by=request.user)
    except ModerationError as refusal:
        return not_decided(request, found, refusal)
    messages.success(request, _("Votre proposition est retirée\u00a0: %s.") % found.document.title)
    return redirect("offices:workspace")


def not_decided(request, found: Proposal, refusal: ModerationError, *, refusing: RefusalForm | None = None):
    """The proposal as it is now, with what prevented the act; what was typed stays."""
    fresh = proposal_for(request.user, found.pk)
    return reading(request, fresh, status=409, refusing=refusing, refusal=refusal)


def next_in_queue(request, said: str):
    """After a decision, the next proposal that this person may decide opens, and is said to be another: it is often of
    the same page. After the last one, the queue."""
    waiting = permissions.scoped_proposals(request.user).awaiting_review().for_another_than(request.user)
    candidates = waiting.select_related("page")[:CANDIDATES]
    following = next((found for found in candidates if permissions.can_decide(request.user, found)), None)
    if following is None:
        messages.success(request, said)
        return redirect("offices:queue")
    messages.success(request, _("%s Voici la proposition suivante.") % said)
    return redirect("offices:proposal", uuid=following.pk)
