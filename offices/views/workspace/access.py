"""How the working space finds what a request names: for whom it is not, it does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from offices import permissions
from offices.models import Page, Proposal


def page_or_404(slug: str) -> Page:
    """The page that has, or had, this address; removed ones included: the working space can bring them back."""
    page = Page.objects.with_slug(slug).first()
    if page is None:
        raise Http404
    return page


def proposal_for(user, uuid) -> Proposal:
    """A proposal its reader may see: its author, or a moderator of its scope. For others it does not exist."""
    proposal = get_object_or_404(Proposal.objects.select_related("page", "author", "decided_by"), pk=uuid)
    if proposal.author_id != user.pk and not permissions.can_moderate_proposal(user, proposal):
        raise Http404
    return proposal


def own_proposal(user, uuid) -> Proposal:
    """One's own proposal; those of others cannot be taken up or taken back by anybody."""
    return get_object_or_404(Proposal.objects.select_related("page"), pk=uuid, author=user)
