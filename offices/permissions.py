"""Who may do what where. Asked by the screens to show a button, and by the door again, at the moment of the act."""

from django.db.models import Q

from accounts.models import Role, ScopeKind, User
from geography.models import Department
from offices.models import Office, Page, Proposal, ProposalGround


def can_propose(user: User) -> bool:
    return user.is_authenticated and user.is_active


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
    return can_moderate(user, department_code=proposal.department_code, ground_slugs=proposal.ground_slugs)


def can_decide(user: User, proposal: Proposal) -> bool:
    """A moderator of the scope who did not write the proposal (law 5 knows no exception), and of all that it touches.

    A proposal says itself of which grounds and offices it speaks: naming one of a moderator's own opens no page that
    was none of theirs, nor those of the offices of another département, which would show it.
    """
    if proposal.author_id == user.pk or not can_moderate_proposal(user, proposal):
        return False
    if proposal.page and not can_moderate_page(user, proposal.page):
        return False
    return all(
        can_moderate(user, department_code=code, ground_slugs=proposal.ground_slugs)
        for code in departments_of_offices(proposal) - {proposal.department_code}
    )


def departments_of_offices(proposal: Proposal) -> set[str]:
    slugs = getattr(proposal.document, "offices", ())
    offices = Office.objects.filter(page__slugs__slug__in=slugs) if slugs else Office.objects.none()
    return set(offices.values_list("department_id", flat=True))


def can_moderate_page(user: User, page: Page) -> bool:
    document = page.document
    return can_moderate(
        user,
        department_code=getattr(document, "department", ""),
        ground_slugs=ground_slugs_of(document, page.slug),
    )


def ground_slugs_of(document, slug: str) -> list[str]:
    """The grounds by which a page falls into a moderator's scope."""
    return [slug] if document.kind == "ground" else list(getattr(document, "grounds", ()))


def scoped_proposals(user: User):
    """The proposals this person may read in the queue: more than `can_decide`, which is asked of each one opened."""
    if not user.is_authenticated or not user.is_active:
        return Proposal.objects.none()
    scope = Q(pk__in=[])
    for membership in user.memberships.all():
        if membership.role == Role.ADMINISTRATOR:
            return Proposal.objects.all()
        if membership.role != Role.MODERATOR:
            continue
        match membership.scope_kind:
            case ScopeKind.FRANCE:
                return Proposal.objects.all()
            case ScopeKind.REGION:
                codes = Department.objects.filter(region_id=membership.scope_code).values("code")
                scope |= Q(department_code__in=codes)
            case ScopeKind.DEPARTMENT:
                scope |= Q(department_code=membership.scope_code)
            case ScopeKind.GROUND:
                scope |= Q(pk__in=ProposalGround.objects.filter(slug=membership.scope_code).values("proposal"))
    return Proposal.objects.filter(scope)
