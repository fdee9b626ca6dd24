"""Who may do what where. Asked by the screens to show a button, and by the door again, at the moment of the act."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Membership, Role, ScopeKind, User
from geography.models import Department
from offices.content import Content
from offices.enums import ProposalState
from offices.models import Anomaly, ImportedPage, Page, Procedure, Proposal, ProposalGround
from offices.prepared import Prepared
from offices.references import Referents, pages_named

MOST_WAITING = 20  # proposals of one new account; exceptions.TooManyWaiting says the number in words


@Prepared
def roles_held(person: int) -> QuerySet:
    return Membership.objects.filter(user=person).select_related("user")


def as_of_now(person: User) -> User:
    """The person as the database knows them now, with every role that they hold: a right that was withdrawn since is
    withdrawn. One query where prefetch_related makes two, which are a twentieth of an approval."""
    roles = roles_held(person.pk)
    now = roles[0].user if roles else User.objects.get(pk=person.pk)
    held = Membership.objects.all()  # `now.memberships.all()` would write a query that nobody asks
    held._result_cache = roles
    now._prefetched_objects_cache = {"memberships": held}
    return now


def can_propose(user: User) -> bool:
    return user.is_authenticated and user.is_active


def has_too_many_waiting(user: User) -> bool:
    """Whether an account of which nothing was ever approved fills the queue. One query for those who send little."""
    theirs = Proposal.objects.written_by(user)
    if theirs.awaiting_review()[:MOST_WAITING].count() < MOST_WAITING or user.moderates:
        return False
    return not theirs.filter(state=ProposalState.APPROVED).exists()


def can_moderate(user: User, *, department_code: str = "", ground_slugs=()) -> bool:
    """Whether a scope of this person holds the department or one of the grounds. Administrators hold France."""
    if not user.is_authenticated or not user.is_active:
        return False
    for membership in user.memberships.all():
        if membership.role == Role.ADMINISTRATOR:
            return True
        if membership.role == Role.MODERATOR and scope_holds(membership, department_code, ground_slugs):
            return True
    return False


def scope_holds(membership, department_code: str, ground_slugs) -> bool:
    match membership.scope_kind:
        case ScopeKind.FRANCE:
            return True
        case ScopeKind.REGION:
            return Department.objects.filter(code=department_code, region_id=membership.scope_code).exists()
        case ScopeKind.DEPARTMENT:
            return department_code == membership.scope_code
        case ScopeKind.GROUND:
            return membership.scope_code in ground_slugs
    return False


def can_moderate_proposal(user: User, proposal: Proposal) -> bool:
    return can_moderate(user, department_code=proposal.department_code, ground_slugs=grounds_of(proposal))


def can_decide(user: User, proposal: Proposal, known: Referents | None = None) -> bool:
    """A moderator of the scope who neither wrote the proposal nor imported the dossier it comes from (law 5 knows no
    exception), and of all that it touches.

    A proposal says itself of which grounds and offices it speaks: naming one of a moderator's own opens no page that
    was none of theirs, nor those of the offices of another département, which would show it. `known`: what it points
    to, where that has been read already.
    """
    if proposal.is_by(user) or not can_moderate_proposal(user, proposal):
        return False
    if proposal.page and not can_moderate_page(user, proposal.page):
        return False
    return all(
        can_moderate(user, department_code=code, ground_slugs=grounds_of(proposal))
        for code in departments_of_offices(proposal, known) - {proposal.department_code}
    )


def departments_of_offices(proposal: Proposal, known: Referents | None = None) -> set[str]:
    slugs = getattr(proposal.document, "offices", ())
    pages = known.pages if known else pages_named(slugs)
    return {pages[slug].department for slug in slugs if slug in pages} - {""}


def can_moderate_page(user: User, page: Page) -> bool:
    document = page.document
    return can_moderate(
        user,
        department_code=getattr(document, "department", ""),
        ground_slugs=ground_slugs_of(document, page.slug),
    )


def can_bring(user: User, content: Content, slug: str) -> bool:
    """Whether an import by this moderator may propose what a document says of a page: both lie in their scope."""
    page = Page.objects.with_slug(slug).first()
    if page and not can_moderate_page(user, page):
        return False
    return can_moderate(
        user, department_code=getattr(content, "department", ""), ground_slugs=ground_slugs_of(content, slug)
    )


def grounds_of(proposal: Proposal) -> list[str]:
    """As its text says now; `ProposalGround` says the same, for the queue to filter on."""
    return ground_slugs_of(proposal.document, proposal.slug)


def ground_slugs_of(document, slug: str) -> list[str]:
    """The grounds by which a page falls into a moderator's scope."""
    return [slug] if document.kind == "ground" else list(getattr(document, "grounds", ()))


def scoped_proposals(user: User):
    """The proposals this person may read in the queue: more than `can_decide`, which is asked of each one opened."""
    held = scope_of(user)
    if held.everything:
        return Proposal.objects.all()
    of_grounds = ProposalGround.objects.filter(slug__in=held.grounds).values("proposal")
    return Proposal.objects.filter(Q(department_code__in=held.departments) | Q(pk__in=of_grounds))


def scoped_anomalies(user: User):
    """The anomalies this person may close: of their départements, of the pages of their grounds, and those of a whole
    document that speaks of one of them."""
    held = scope_of(user)
    if held.everything:
        return Anomaly.objects.all()
    of_grounds = Procedure.objects.filter(grounds__page__slug__in=held.grounds).values("page__slug")
    spoken_of = ImportedPage.objects.filter(department_code__in=held.departments).values("document")
    return Anomaly.objects.filter(
        Q(department_code__in=held.departments)
        | Q(slug__in=held.grounds)
        | Q(slug__in=of_grounds)
        | Q(department_code="", slug="", document__in=spoken_of)
    )


@dataclass(frozen=True)
class Scope:
    """Codes of départements and slugs of grounds that a moderator holds, or all of France."""

    everything: bool = False
    departments: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()


def scope_of(user: User) -> Scope:
    if not user.is_authenticated or not user.is_active:
        return Scope()
    regions, departments, grounds = set(), set(), set()
    for membership in user.memberships.all():
        if membership.role == Role.ADMINISTRATOR:
            return Scope(everything=True)
        if membership.role != Role.MODERATOR:
            continue
        match membership.scope_kind:
            case ScopeKind.FRANCE:
                return Scope(everything=True)
            case ScopeKind.REGION:
                regions.add(membership.scope_code)
            case ScopeKind.DEPARTMENT:
                departments.add(membership.scope_code)
            case ScopeKind.GROUND:
                grounds.add(membership.scope_code)
    if regions:
        departments |= set(Department.objects.filter(region__in=regions).values_list("code", flat=True))
    return Scope(departments=frozenset(departments), grounds=frozenset(grounds))


def scoped_pages(user: User):
    """The published pages that this person moderates, as `can_moderate_page` judges them one by one."""
    held = scope_of(user)
    if held.everything:
        return Page.objects.published()
    of_grounds = Procedure.objects.filter(grounds__page__slugs__slug__in=held.grounds).values("pk")
    return Page.objects.published().filter(
        Q(office__department__in=held.departments)
        | Q(procedure__department__in=held.departments)
        | Q(guide__department__in=held.departments)
        | Q(pk__in=of_grounds)
        | Q(kind="ground", slug__in=held.grounds)
    )
