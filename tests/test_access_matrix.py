"""Who may open what: every route of the URL configuration, for every role, and every proposal in every state.

The table is generated. A route that declares no level fails here before anybody can open it.
"""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.access import ROLE_OF, Access, level_of
from offices import moderation, outcomes
from offices.enums import ProposalState, RefusalReason, WarningCode
from tests.plugins.cast import approve, propose, with_fee

pytestmark = pytest.mark.django_db


def routes(resolver=None, path="", names=()):
    """(path as declared, full name, view) of every route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        declared = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, declared, (*names, pattern.namespace) if pattern.namespace else names)
        elif isinstance(pattern, URLPattern):
            yield declared, ":".join([*names, pattern.name or ""]), pattern.callback


ROUTES = list(routes())


@pytest.mark.parametrize(("path", "name", "view"), ROUTES, ids=[path for path, _name, _view in ROUTES])
def test_every_route_declares_who_may_open_it(path, name, view):
    assert level_of(view, name) is not None, f"{path} declares no access level: see accounts/access.py"


@pytest.fixture
def addresses(isere, fee_proposal, claire):
    """A real address for every route of ours that takes arguments."""
    warning = moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)
    values = {
        "slug": isere.filing.slug,
        "code": "38",
        "number": 1,
        "uuid": fee_proposal.pk,
        "pk": warning.pk,
        "reference": isere.filing.slug,
    }

    def address(path: str) -> str | None:
        """The path with its arguments filled in, or None where it is not ours to fill (a library's pattern)."""
        if "(?P" in path or "^" in path:
            return None
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], "x")), path)
        return "/" + filled

    return address


def answers(client: Client, url: str) -> str:
    """What the door of a route says: let in, sent to the login page, or refused."""
    response = client.get(url)
    if response.status_code == 302 and response.url.startswith("/compte/connexion/"):
        return "login"
    return "refused" if response.status_code == 403 else "let in"


ROLES = {"anonymous": None, "amina": Access.VOLUNTEER, "claire": Access.MODERATOR, "emma": Access.ADMINISTRATOR}


@pytest.mark.parametrize("who", ROLES)
def test_each_role_opens_what_is_declared_for_it_and_nothing_else(who, request, addresses):
    client = Client()
    if ROLES[who] is not None:
        client.force_login(request.getfixturevalue(who))
    wrong = []
    for path, name, view in ROUTES:
        url, level = addresses(path), level_of(view, name)
        # Logging out logs out, and a library answers for its own login page: tests/accounts looks at those.
        if url is None or name.startswith(("account_", "admin:")):
            continue
        allowed = level is Access.PUBLIC or (ROLES[who] is not None and ROLES[who] >= level)
        expected = "let in" if allowed else "login" if who == "anonymous" else "refused"
        found = answers(client, url)
        if found != expected:
            wrong.append(f"{url} ({level.name}): {found}, expected {expected}")
    assert not wrong, "\n".join(wrong)


def test_roles_are_ordered_as_the_levels_are(amina, claire, emma):
    for level, role in ROLE_OF.items():
        assert [person.has_role(role) for person in (amina, claire, emma)] == [
            level <= Access.VOLUNTEER,
            level <= Access.MODERATOR,
            True,
        ]


@pytest.mark.parametrize("state", list(ProposalState))
def test_a_proposal_is_seen_by_its_author_and_the_moderators_of_its_scope_alone(
    state, isere, amina, bilal, claire, driss
):
    proposal = propose(isere.filing, with_fee(isere.filing.document, "75"), amina)
    match state:
        case ProposalState.APPROVED:
            approve(proposal, claire)
        case ProposalState.REFUSED:
            seen = proposal.content_hash
            moderation.refuse(proposal, by=claire, seen_hash=seen, code=RefusalReason.UNCLEAR)
        case ProposalState.WITHDRAWN:
            moderation.withdraw(proposal, by=amina)
    driss.memberships.update(scope_code="69")
    url = f"/espace/propositions/{proposal.pk}/"
    for person, status in ((amina, 200), (bilal, 404), (claire, 200), (driss, 404)):
        client = Client()
        client.force_login(person)
        assert client.get(url).status_code == status, person


@pytest.mark.parametrize("act", ["approuver", "refuser"])
def test_a_decision_needs_a_post_a_token_and_a_right(act, fee_proposal, amina, bilal, claire):
    url = f"/espace/propositions/{fee_proposal.pk}/{act}/"
    data = {"seen": fee_proposal.content_hash, "code": "unclear"}
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(claire)
    assert forged.post(url, data).status_code == 403
    assert forged.get(url).status_code == 405
    for person, refusals in ((amina, {403}), (bilal, {403})):
        client = Client()
        client.force_login(person)
        assert client.post(url, data).status_code in refusals
    fee_proposal.refresh_from_db()
    assert fee_proposal.is_pending


def test_a_moderator_who_wrote_a_proposal_is_told_that_another_decides(isere, claire):
    proposal = propose(isere.filing, with_fee(isere.filing.document, "75"), claire)
    client = Client()
    client.force_login(claire)
    seen = outcomes.outcome(proposal).hash
    response = client.post(f"/espace/propositions/{proposal.pk}/approuver/", {"seen": seen})
    assert response.status_code == 409
    assert "une autre personne" in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.is_pending
