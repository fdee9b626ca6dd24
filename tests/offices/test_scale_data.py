"""`manage.py scale_data`: invented pages hold every law of real ones, and never stand beside them."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from reversion.models import Version

from offices import fixtures_reading, versions
from offices.integrity import findings
from offices.models import Change, Decision, Page, Procedure, Proposal
from offices.synthetic import filling
from offices.synthetic.history import BUSIEST, OLDEST, History, identifier, order, versions_each
from offices.synthetic.texts import Place, subjects

pytestmark = pytest.mark.django_db
NUMBERS = ("--procedures=12", "--versions=400", "--proposals=30")


@pytest.fixture
def few_places(monkeypatch, france):
    """Two offices and two grounds instead of all of France, which takes half a minute."""
    pages = fixtures_reading.wanted_pages()
    offices = [page for page in pages if page.content.kind == "office"][:2]
    grounds = [page for page in pages if page.content.kind == "ground" and not page.content.parent][:2]
    monkeypatch.setattr(filling, "wanted_pages", lambda: [*offices, *grounds])


def fill() -> None:
    call_command("scale_data", *NUMBERS, verbosity=0)


def test_what_it_writes_is_as_if_it_had_been_decided(few_places):
    fill()

    assert list(findings()) == []
    assert Procedure.objects.published().count() == 12
    assert Decision.objects.filter(page__kind="procedure").count() == Version.objects.count() - 4 == 400
    assert Change.objects.count() == 404
    assert Proposal.objects.awaiting_review().count() == 30


def test_its_pages_have_a_history_that_can_be_read(few_places):
    fill()
    page = Page.objects.get(pk=identifier(1, OLDEST))

    entries = versions.history(page, limit=1000)

    assert [entry.number for entry in entries] == list(range(page.version, 0, -1))
    assert entries[0].document == page.document != entries[1].document


def test_the_same_numbers_give_the_same_rows():
    place = Place("prefecture-grenoble", "Préfecture de l'Isère", "38", ("381",), "aes", "Admission exceptionnelle")

    def rows() -> list[dict]:
        made = History(
            subjects=subjects([place], 3),
            people=[1, 2],
            moderator=3,
            content_type=1,
            number=0,
            seq=0,
            revision=0,
            previous="",
            step=timedelta(days=1),
        )
        return [made.decide(turn, index) for turn, index in enumerate(order([2, 2, 2]))]

    assert rows() == rows()


def test_a_hundredth_of_the_versions_are_of_one_page():
    counts = versions_each(pages=1000, versions=100_000)

    assert sum(counts) == 100_000
    assert counts[BUSIEST] == 1000
    turns = list(order(counts))
    assert [turns.count(index) for index in (BUSIEST, OLDEST)] == [counts[BUSIEST], counts[OLDEST]]
    assert len(turns) == 100_000


def test_nothing_is_written_beside_what_is_real(isere):
    with pytest.raises(CommandError, match="pages réelles"):
        fill()
    assert not Procedure.objects.exclude(pk=isere.filing.pk).exists()


def test_a_proposal_of_somebody_is_real_content_too(few_places, amina):
    fill()
    with pytest.raises(CommandError, match="déjà là"):
        fill()
    Proposal.objects.awaiting_review().update(page=None, action="create")
    with pytest.raises(CommandError, match="propositions réelles"):
        fill()
