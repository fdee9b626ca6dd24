"""What the person who asks can do next for an office: one link a line, decided before it is confirmed or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Role, User
from offices import permissions
from offices.coverage import Standing, State
from offices.enums import PageKind
from offices.models import Page, Proposal
from offices.rhythm import is_due

MOST_NEW_PAGES = 200  # waiting new pages that are opened to see which offices they name


@dataclass(frozen=True)
class Act:
    label: str
    url: str


def next_acts(standings: Sequence[Standing], ground: str, user: User, day: date) -> list[Act | None]:
    """In the order given; None where there is nothing to do. Four queries at most, for one line as for fifty."""
    deciding: Mapping[str, UUID] = {}
    if user.has_role(Role.MODERATOR):
        theirs = permissions.scoped_proposals(user).awaiting_review().for_another_than(user)
        deciding = waiting_for(standings, ground, theirs)
    own = waiting_for(standings, ground, Proposal.objects.awaiting_review().written_by(user))
    return [next_act(one, ground, deciding, own, day) for one in standings]


def next_act(
    one: Standing, ground: str, deciding: Mapping[str, UUID], own: Mapping[str, UUID], day: date
) -> Act | None:
    slug = one.office.slug
    if slug in deciding:
        return Act(_("Décider la proposition en attente"), reverse("offices:proposal", args=[deciding[slug]]))
    if one.state == State.WARNED:
        return Act(_("Regarder la mise en garde"), reverse("offices:page", args=[one.warned]))
    if slug in own:
        return Act(_("Voir votre proposition, en attente"), reverse("offices:proposal", args=[own[slug]]))
    if one.state == State.UNKNOWN and one.said:
        return Act(_("Dire ce que l'on sait"), reverse("offices:propose", args=[one.said.slug]))
    if one.state == State.UNKNOWN:
        start = reverse("offices:propose_procedure", args=[slug])
        return Act(_("Dire ce que l'on sait"), f"{start}?{urlencode({'fondement': ground})}")
    if one.state == State.DUE and one.said:
        return Act(_("Relire la source et confirmer"), reverse("offices:page", args=[one.said.slug]))
    if is_due(PageKind.OFFICE, one.office.verified_on, day):
        return Act(_("Confirmer l'adresse du guichet"), reverse("offices:page", args=[slug]))
    return None


def waiting_for(standings: Sequence[Standing], ground: str, pending: QuerySet[Proposal]) -> dict[str, UUID]:
    """Address of each office → one of these proposals that speaks of it: the oldest on its page or on the page that
    decides there, else a new page for it on this ground."""
    about: dict[str, set[str]] = {}  # address of a page → the offices of which it speaks
    for one in standings:
        for page in filter(None, (one.office, one.said)):
            about.setdefault(page.slug, set()).add(one.office.slug)
    # The first of each page, however many wait on it.
    first = pending.filter(page=OuterRef("pk")).order_by("submitted_at", "uuid").values("pk")[:1]
    found: dict[str, UUID] = {}
    for slug, proposal in Page.objects.filter(slug__in=about).values_list("slug", Subquery(first)):
        if proposal:
            found.update(dict.fromkeys(about[slug], proposal))
    new = pending.filter(
        page=None,
        kind=PageKind.PROCEDURE,
        grounds__slug=ground,
        department_code__in={one.office.department for one in standings},
    )
    for proposal in new[:MOST_NEW_PAGES]:
        for office in proposal.document.offices:
            found.setdefault(office, proposal.pk)
    return found
