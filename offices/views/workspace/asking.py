"""Proposals without a form: remove a page, or have it say again what it said. The change in sentences, the source, one
button."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, allow
from offices import moderation, outcomes, versions
from offices.enums import ProposalAction
from offices.exceptions import ModerationError, UnknownVersion
from offices.forms import EvidenceForm
from offices.models import Proposal
from offices.presentation.carriers import reach
from offices.presentation.moves import moved
from offices.views.workspace.access import page_or_404
from offices.views.workspace.comparing import shown
from offices.views.workspace.proposing import key_of, sent, status_of


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_removal(request, slug):
    page = page_or_404(slug)
    if not page.is_published:
        messages.info(request, _("Cette page est déjà retirée."))
        return redirect("offices:page", slug=page.slug)

    def submit(**facts) -> Proposal:
        return moderation.submit(page.document, page=page, action=ProposalAction.REMOVE, **facts)

    document = page.document
    context = {
        "page": page,
        "changes": shown(outcomes.told(document, None)),
        "reach": reach(document, None),
        "moved": moved(document, None, page),
    }
    return asking(request, context, submit)


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_revert(request, slug, number):
    """Ask that an older version be public again."""
    page = page_or_404(slug)
    try:
        version = versions.version(page, number)
    except UnknownVersion as error:
        messages.error(request, str(error))
        return redirect("offices:page", slug=page.slug)

    def submit(**facts) -> Proposal:
        return moderation.revert(page, to_version=number, **facts)

    published = page.document if page.is_published else None
    told = outcomes.told(published, version.document)
    context = {
        "page": page,
        "version": version,
        "changes": shown(told),
        "reach": reach(published, version.document),
        "moved": moved(published, version.document, page),
    }
    return asking(request, context, submit)


def asking(request, context: dict, submit: Callable[..., Proposal]):
    posted = request.POST if request.method == "POST" else None
    evidence = EvidenceForm(posted)
    context |= {"evidence": evidence, "key": key_of(posted)}
    if posted is None:
        return render(request, "espace/ask.html", context)
    if not evidence.is_valid():
        return render(request, "espace/ask.html", context, status=422)
    try:
        proposal = submit(
            author=request.user,
            evidence=evidence.evidence,
            comment=evidence.cleaned_data["comment"],
            key=context["key"],
        )
    except ModerationError as refusal:
        return render(request, "espace/ask.html", context | {"refusal": refusal}, status=status_of(refusal))
    return sent(request, proposal)
