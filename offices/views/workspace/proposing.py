"""Proposing: a form that walks the shape, the change in sentences, a source, and then the door.

A proposal is sent only after its author has seen in sentences exactly what it changes: the button that sends names the
hash of the text that was shown, and another text is shown again instead of being sent.
"""

import json
import re
import secrets
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.views.decorators.http import require_http_methods

from accounts.access import Access, allow
from offices import changes, moderation, outcomes, versions
from offices.content import Content, canonical, content_hash
from offices.enums import PageKind, ProposalAction, ProposalState
from offices.exceptions import InvalidContent, KeyReused, ModerationError, UnknownVersion
from offices.forms import CitingForm, ShapeForm, cited_address
from offices.models import Page, Proposal
from offices.presentation.carriers import reach
from offices.presentation.moves import moved
from offices.references import broken_references, names_in
from offices.views.workspace.access import own_proposal, page_or_404
from offices.views.workspace.anomalies import contradictions_of
from offices.views.workspace.choices import choices_for
from offices.views.workspace.comparing import shown

SHOW, SEND = "show", "send"
NEW = {PageKind.LEGAL_NOTE: N_("Proposer une note juridique"), PageKind.GUIDE: N_("Dire à qui demander")}


@dataclass
class Draft:
    """What a proposing screen starts from. `base`: the published text that the author has before their eyes;
    `earlier`: the proposal that is taken up again; `office`: the name of that of a new page."""

    document: dict
    base: Content | None = None
    base_version: int = 0
    page: Page | None = None
    earlier: Proposal | None = None
    conflicts: list[changes.Conflict] = field(default_factory=list)
    opened: tuple[str, ...] = ()
    office: str = ""

    @property
    def about(self) -> str:
        """What is written about, as a title: a page, or the office of a new one; a new note is about nothing else."""
        if self.page:
            return self.page.document.title
        return self.office or self.document.get("title", "")

    @property
    def heading(self) -> str:
        if self.earlier:
            return _("Reprendre ma proposition")
        if self.page:
            return _("Proposer une modification")
        if heading := NEW.get(PageKind(self.document["kind"])):
            return _(heading)
        return _("Proposer de nouvelles modalités")


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, slug):
    page = page_or_404(slug)
    if not page.is_published:
        messages.error(request, _("Cette page est retirée\u00a0: on ne peut qu'y remettre une ancienne version."))
        return redirect("offices:page", slug=page.slug)
    draft = Draft(json.loads(page.content), base=page.document, base_version=page.version, page=page)
    return editing(request, draft)


@allow(Access.VOLUNTEER)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request, uuid):
    """One's own proposal again, carried over to what is published now; where both changed, a choice to make.

    One that still waits takes the new text; one that was refused or taken back is the beginning of another.
    """
    proposal = own_proposal(request.user, uuid)
    if not may_be_taken_up(proposal):
        messages.error(request, _("Cette proposition ne peut pas être reprise\u00a0: faites-en une nouvelle."))
        return redirect("offices:proposal", uuid=proposal.pk)
    document = proposal.document
    draft = Draft(json.loads(canonical(document)), earlier=proposal, page=proposal.page)
    if proposal.page:
        base, draft.base, draft.base_version = proposal.base_document, proposal.page.document, proposal.page.version
        names = names_in(base, draft.base, document)
        draft.conflicts = changes.merge(base, draft.base, document, names).conflicts
        draft.document = json.loads(canonical(changes.carried_over(base, draft.base, document)))
    return editing(request, draft)


def may_be_taken_up(proposal: Proposal) -> bool:
    """A text of its author's own that was not published, for a page that still stands or is new."""
    written = proposal.action in (ProposalAction.CREATE, ProposalAction.EDIT)
    stands = proposal.page is None or proposal.page.is_published
    return written and stands and proposal.state != ProposalState.APPROVED


# --- The screen ----------------------------------------------------------------------------------------------------


def editing(request, draft: Draft, *, op: str = ""):
    """The form in each of its states: being edited, shown in sentences, refused, sent. `op`: what to do on arrival."""
    posted = request.POST if request.method == "POST" else None
    if posted is not None:
        op = posted.get("op", SHOW)
        if draft.page:
            take_up(draft, posted)
    chosen = posted.getlist("grounds") if posted is not None else draft.document.get("grounds", ())
    form = ShapeForm(draft.document, posted=posted, opened=draft.opened, **choices_for(draft.document, chosen))
    evidence = CitingForm(posted) if op == SEND else CitingForm.unjudged(posted, draft.earlier)
    screen = Screen(request, draft, form, evidence, key=key_of(posted))
    if op in (SHOW, SEND):
        return review(screen, send=op == SEND, seen=(posted or {}).get("shown", ""))
    if op:
        form.operate(op)
    return screen.answer(status=422 if form.general_errors else 200)


def take_up(draft: Draft, posted) -> None:
    """The page as it was when the form was opened: what was published meanwhile is merged by the door, not undone."""
    opened = number(posted.get("base_version", ""))
    if opened is None or opened == draft.base_version:
        return
    try:
        draft.base = versions.version(draft.page, opened).document
    except UnknownVersion:
        return  # not a version that any form of ours was opened on: the current one
    draft.base_version = opened


@dataclass
class Screen:
    request: HttpRequest
    draft: Draft
    form: ShapeForm
    evidence: CitingForm
    key: str

    def answer(self, *, status: int = 200, **more):
        """The form as it stands, with `more` said above it."""
        sections = self.form.sections()
        problems = [problem for section in sections for problem in section.problems()]
        context = {
            "draft": self.draft,
            "page": self.draft.page,
            "form": self.form,
            "sections": sections,
            "problems": problems,
            "evidence": self.evidence,
            "key": self.key,
            "contradictions": contradictions_of(self.draft.page) if self.draft.page else [],
            "outdated": self.draft.page and self.draft.base_version != self.draft.page.version,
            "has_problems": bool(problems or self.form.general_errors or self.evidence.errors or more.get("refusal")),
        }
        return render(self.request, "espace/propose.html", context | more, status=status)


def review(screen: Screen, *, send: bool, seen: str):
    """Say what changes; send it where its author asks to send exactly what they were shown."""
    request, draft, form, evidence = screen.request, screen.draft, screen.form, screen.evidence
    form.cite(cited_address(request.POST))
    content = form.content()
    if content is not None:
        form.general_errors += broken_references(content)
    if content is None or form.general_errors:
        return screen.answer(status=422)
    told = outcomes.told(draft.base, content)
    to_send = {
        "shown": content_hash(canonical(content)),
        "changes": shown(told),
        "reach": reach(draft.base, content),
        "moved": moved(draft.base, content, draft.page),
    }
    draft.conflicts = met_meanwhile(draft, content)
    if not send or seen != to_send["shown"]:
        return screen.answer(unseen=send, **to_send)
    if not evidence.is_valid():
        return screen.answer(status=422, **to_send)
    try:
        proposal = moderation.submit(
            content,
            evidence=evidence.evidence,
            author=request.user,
            page=draft.page,
            base_version=draft.base_version if draft.page else None,
            comment=evidence.cleaned_data["comment"],
            key=screen.key,
            amending=draft.earlier if draft.earlier and draft.earlier.is_pending else None,
        )
    except KeyReused:
        screen.key = key_of(None)
        refusal = _(
            "Ce formulaire a déjà servi à envoyer un autre texte. Pour envoyer aussi celui-ci, envoyez de nouveau."
        )
        return screen.answer(status=409, refusal=refusal, **to_send)
    except ModerationError as refusal:
        return screen.answer(status=status_of(refusal), refusal=refusal, **to_send)
    return sent(request, proposal)


def met_meanwhile(draft: Draft, content: Content) -> list[changes.Conflict]:
    """Where the page changed, since the form was opened, what the author changes too."""
    if not draft.page or draft.base_version == draft.page.version:
        return []
    published = draft.page.document
    return changes.merge(draft.base, published, content, names_in(draft.base, published, content)).conflicts


def sent(request, proposal: Proposal):
    messages.success(
        request, _("Votre proposition est envoyée. Rien n'est public avant qu'une autre personne l'approuve.")
    )
    return redirect("offices:proposal", uuid=proposal.pk)


def status_of(refusal: ModerationError) -> int:
    """422: what was sent must be corrected; 409: what was sent no longer fits what is there."""
    return 422 if isinstance(refusal, InvalidContent) else 409


def key_of(posted) -> str:
    """One key for one submission, however often it is clicked; a new one where the form brings none of ours."""
    key = (posted or {}).get("key", "")
    return key if re.fullmatch("[0-9a-f]{32}", key) else secrets.token_hex(16)


def number(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None
