"""How often each act and each screen asks the database. A number that grows with what is written is an N+1."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, ScopeKind
from offices import moderation
from offices.models import Proposal
from tests.plugins.cast import FILING, person, propose, publish, with_fee

pytestmark = pytest.mark.django_db
CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


class Queries(CaptureQueriesContext):
    """The statements sent inside the block, those that only open and close transactions left out."""

    def __init__(self):
        super().__init__(connection)

    @property
    def asked(self) -> list[str]:
        told = [query["sql"].strip() for query in self.captured_queries]
        return [sql for sql in told if not sql.startswith(CONTROL)]


def write_more(number: int, *, by) -> None:
    """As many other ways to file at the same office."""
    for title in (f"Autre modalité {index}" for index in range(number)):
        publish(FILING | {"title": title}, by=by)


@pytest.mark.parametrize("scope", [(ScopeKind.FRANCE, ""), (ScopeKind.DEPARTMENT, "38")])
def test_an_ordinary_edit_is_approved_in_twenty_queries(isere, fee_proposal, scope):
    moderator = person("hana", (Role.MODERATOR, *scope))
    opened = Proposal.objects.get(pk=fee_proposal.pk)
    seen = moderation.outcome(opened).hash

    with Queries() as queries:
        moderation.approve(opened, by=moderator, seen_hash=seen)

    assert len(queries.asked) <= 20, queries.asked


def test_deciding_asks_no_more_where_many_pages_name_the_office(isere, amina, claire):
    def approving(amount: str) -> int:
        isere.filing.refresh_from_db()
        proposal = propose(isere.filing, with_fee(isere.filing.document, amount), amina)
        seen = moderation.outcome(proposal).hash
        with Queries() as queries:
            moderation.approve(proposal, by=claire, seen_hash=seen)
        return len(queries.asked)

    alone = approving("75")
    write_more(5, by=claire)
    assert approving("80") == alone
