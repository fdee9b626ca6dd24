"""How often each act and each screen asks the database: never more than this, however much is written.

The figures are those of the day on which they were counted (November 2026), with nothing to spare; whoever adds a query
to a page changes the figure here, knowingly. Time itself is measured by `python -m benchmarks.flat`.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, ScopeKind
from offices import moderation, outcomes
from offices.models import Procedure, Proposal
from offices.views.workspace import counting
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
def test_an_ordinary_edit_is_approved_in_sixteen_queries(isere, fee_proposal, scope):
    moderator = person("hana", (Role.MODERATOR, *scope))
    opened = Proposal.objects.get(pk=fee_proposal.pk)
    seen = outcomes.outcome(opened).hash

    with Queries() as queries:
        moderation.approve(opened, by=moderator, seen_hash=seen)

    assert len(queries.asked) <= 16, queries.asked


def test_deciding_asks_no_more_where_many_pages_name_the_office(isere, amina, claire):
    def approving(amount: str) -> int:
        isere.filing.refresh_from_db()
        proposal = propose(isere.filing, with_fee(isere.filing.document, amount), amina)
        seen = outcomes.outcome(proposal).hash
        with Queries() as queries:
            moderation.approve(proposal, by=claire, seen_hash=seen)
        return len(queries.asked)

    alone = approving("75")
    write_more(5, by=claire)
    assert approving("80") == alone


@pytest.fixture
def written(isere, amina, claire):
    """Twelve ways to file and as many proposals that wait."""
    write_more(11, by=claire)
    for row in Procedure.objects.select_related("page"):
        propose(row.page, with_fee(row.page.document, "75"), amina)
    return isere


PUBLIC = {
    "/modalites/{filing}/?": 6,
    "/modalites/{filing}/historique/?": 6,
    "/modalites/{filing}/versions/1/": 6,
    "/guichets/{office}/?": 8,
    "/departements/38/?": 8,
    "/?": 5,  # the map
    "/flux/?": 2,
    "/chiffres/?": 5,
    "/chiffres/guichets/": 4,
    "/chiffres/guichets.csv": 3,
    "/ou-deposer/?commune=38185&fondement={ground}": 12,
    "/api/v1/lookup/?commune=38185&ground={ground}": 8,
    "/api/v1/changes/": 2,
    "/api/v1/procedures/": 7,
    "/api/v1/procedures/?ground={ground}": 8,
    "/api/v1/procedures/?commune=38185": 10,
    "/api/v1/procedures/{filing}/versions/": 3,
    "/api/v1/offices/": 6,
    "/api/v1/sources/": 8,
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_asks_no_more_than_this(written, client, django_assert_max_num_queries, address):
    slugs = {"filing": written.filing.slug, "office": written.grenoble.slug, "ground": written.ground.slug}
    # "?x": an address with a query is rendered, never written to a file.
    live = address.format(**slugs).removesuffix("?") + ("?x" if address.endswith("?") else "")

    with django_assert_max_num_queries(PUBLIC[address]):
        assert client.get(live).status_code == 200


WORKING = {"/espace/file/": 13, "/espace/": 20, "/espace/couverture/": 30}


@pytest.mark.parametrize("address", WORKING)
def test_an_address_of_the_working_side_asks_no_more_than_this(
    written, client, claire, django_assert_max_num_queries, address
):
    client.force_login(claire)

    with django_assert_max_num_queries(WORKING[address]):
        assert client.get(address).status_code == 200


def test_a_queue_of_more_than_it_counts_says_so(written, client, claire, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 5)
    client.force_login(claire)

    assert "Plus de 5 propositions attendent" in client.get("/espace/file/").text
    assert len(client.get("/espace/file/").context["waiting"]) == 5
