"""Proposing: a form that walks the shape, the change in sentences, a source, and then the door.

A proposal is sent only after its author has seen in sentences exactly what it changes: the button that sends names the
hash of the text that was shown, and another text is shown again instead of being sent.
"""

import json
import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, allow
from geography.models import Arrondissement
from offices import changes, moderation, versions
from offices.content import Content, canonical, content_hash
from offices.enums import ProposalAction
from offices.exceptions import ModerationError, UnknownVersion
from offices.forms import EvidenceForm, ShapeForm
from offices.models import Ground, Office, Page, Proposal
from offices.references import names_in
from offices.views.workspace.access import own_proposal, page_or_404


@dataclass
class Draft:
    """What a proposing screen starts from."""

    document: dict
    published: Content | None
    base_version: int = 0
    page: Page | None = None
    amending: Proposal | None = None
    conflicts: list | None = None


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, slug):
    page = page_or_404(slug)
    draft = Draft(document=json.loads(page.content), published=page.document, base_version=page.version, page=page)
    return editing(request, draft)


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_procedure(request, slug):
    """New filing instructions for an office about which nothing is known, or for another ground."""
    office = page_or_404(slug).document
    document = {
        "kind": "procedure",
        "title": _("Dépôt d'une demande – %s") % office.title,
        "department": office.department,
        "offices": [slug],
        "grounds": [],
    }
    return editing(request, Draft(document=document, published=None))


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request, uuid):
    """One's own pending proposal again, carried over to what is published now; where both changed, a choice to make."""
    proposal = own_proposal(request.user, uuid)
    page, document, conflicts = proposal.page, proposal.document, []
    if page:
        base, published = proposal.base_document, page.document
        merge = changes.merge(base, published, document, names_in(base, published, document))
        document, conflicts = merge.content or document, merge.conflicts
    draft = Draft(
        document=json.loads(canonical(document)),
        published=page.document if page else None,
        base_version=page.version if page else 0,
        page=page,
        amending=proposal,
        conflicts=conflicts,
    )
    return editing(request, draft)


def editing(request, draft: Draft):
    posted = request.POST if request.method == "POST" else None
    form = ShapeForm(draft.document, posted=posted, choices=choices_for(draft.document))
    evidence = EvidenceForm(posted, initial=evidence_of(draft.amending))
    context = {
        "draft": draft,
        "page": draft.page,
        "form": form,
        "evidence": evidence,
        "base_version": (posted or {}).get("base_version") or draft.base_version,
        "key": (posted or {}).get("key") or secrets.token_hex(16),
    }
    if posted is None or posted.get("op") not in ("show", "send"):
        return render(request, "espace/propose.html", context)

    content = form.content()
    if content is None:
        return render(request, "espace/propose.html", context, status=422)
    context["changes"] = moderation.told(draft.published, content)
    context["shown"] = content_hash(canonical(content))
    if posted["op"] == "show" or posted.get("shown") != context["shown"]:
        return render(request, "espace/propose.html", context)
    if not evidence.is_valid():
        return render(request, "espace/propose.html", context, status=422)
    try:
        proposal = moderation.submit(
            content,
            evidence=evidence.evidence,
            author=request.user,
            page=draft.page,
            base_version=number(context["base_version"]) if draft.page else None,
            comment=evidence.cleaned_data["comment"],
            key=context["key"],
            amending=draft.amending,
        )
    except ModerationError as refusal:
        context["refusal"] = refusal
        return render(request, "espace/propose.html", context, status=409)
    return sent(request, proposal)


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_removal(request, slug):
    page = page_or_404(slug)
    return asking(request, page, ProposalAction.REMOVE, page.document, moderation.told(page.document, None))


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_revert(request, slug, number):
    """Ask that an older version be public again."""
    page = page_or_404(slug)
    try:
        old = versions.version(page, number).document
    except UnknownVersion as error:
        messages.error(request, str(error))
        return redirect("offices:page", slug=page.slug)
    found = moderation.told(page.document if page.is_published else None, old)
    return asking(request, page, ProposalAction.REVERT, old, found)


def asking(request, page: Page, action: ProposalAction, content: Content, found):
    """A proposal without a form: the change in sentences, the source, one button."""
    evidence = EvidenceForm(request.POST if request.method == "POST" else None)
    context = {
        "page": page,
        "action": action,
        "changes": found,
        "evidence": evidence,
        "key": request.POST.get("key") or secrets.token_hex(16),
    }
    if request.method != "POST":
        return render(request, "espace/ask.html", context)
    if not evidence.is_valid():
        return render(request, "espace/ask.html", context, status=422)
    try:
        proposal = moderation.submit(
            content,
            evidence=evidence.evidence,
            author=request.user,
            page=page,
            action=action,
            comment=evidence.cleaned_data["comment"],
            key=context["key"],
        )
    except ModerationError as refusal:
        context["refusal"] = refusal
        return render(request, "espace/ask.html", context, status=409)
    return sent(request, proposal)


def sent(request, proposal: Proposal):
    messages.success(
        request, _("Votre proposition est envoyée. Rien n'est public avant qu'une autre personne l'approuve.")
    )
    return redirect("offices:proposal", uuid=proposal.pk)


def choices_for(document: dict) -> dict[str, list[tuple[str, str]]]:
    """What the fields that name something offer: the offices and arrondissements of the département, the grounds."""
    department = document.get("department", "")
    offices = Office.objects.published().filter(department_id=department).values_list("page__slug", "title")
    grounds = Ground.objects.published().values_list("page__slug", "title")
    arrondissements = Arrondissement.objects.filter(department_id=department).values_list("code", "name")
    return {
        "offices": offices,
        "office": offices,
        "grounds": grounds,
        "parent": grounds,
        "arrondissements": arrondissements,
    }


def evidence_of(proposal: Proposal | None) -> dict:
    if proposal is None:
        return {}
    return {
        "kind": proposal.evidence_kind,
        "url": proposal.evidence_url,
        "date": proposal.evidence_date,
        "proof": proposal.evidence_proof,
        "no_source_reason": proposal.no_source_reason,
        "comment": proposal.comment,
    }


def number(text) -> int | None:
    return int(text) if str(text).isdecimal() and len(str(text)) < 10 else None
