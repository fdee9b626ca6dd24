"""What `manage.py verify` finds when somebody wrote past the door, straight into the tables."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from offices import moderation
from offices.enums import RefusalReason
from offices.integrity import findings
from offices.models import Change, Decision, Page, Proposal
from tests.plugins.cast import approve, propose, with_fee

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(isere, amina, claire):
    approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
    return isere


def test_nothing_is_found_where_everything_went_through_the_door(decided):
    assert list(findings()) == []
    call_command("verify")


@pytest.mark.parametrize(
    ("write", "found"),
    [
        (lambda: Page.objects.filter(kind="procedure").update(content='{"kind":"procedure"}'), "le texte publié"),
        (lambda: Page.objects.filter(kind="procedure").update(content_hash="0" * 64), "l'empreinte enregistrée"),
        (lambda: Decision.objects.get(number=3).delete(), "il manque des décisions"),
        (lambda: Change.objects.get(seq=2).delete(), "la ligne 2 manque"),
        (lambda: Change.objects.order_by("seq").last().delete(), "numéros donnés"),
        (
            lambda: Proposal.objects.filter(state="approved").update(state="pending", decided_by=None, decided_at=None),
            "l'état de sa proposition",
        ),
    ],
)
def test_what_was_written_past_the_door_is_named(decided, write, found):
    write()

    assert any(found in finding for finding in findings())
    with pytest.raises(CommandError):
        call_command("verify")


def test_a_decision_deleted_at_the_end_of_the_chain_is_missed(decided, amina, claire):
    """A refusal leaves no page behind: only the number it was given tells that it was there."""
    decided.filing.refresh_from_db()
    proposal = propose(decided.filing, with_fee(decided.filing.document, "80"), amina)
    refusal = moderation.refuse(proposal, by=claire, seen_hash=proposal.content_hash, code=RefusalReason.UNCLEAR)
    refusal.delete()

    assert list(findings()) == ["Décisions : 5 lignes, mais 6 numéros donnés."]


@pytest.mark.django_db(transaction=True)
def test_verifying_goes_on_while_somebody_decides(isere, fee_proposal, claire):
    """On SQLite, whoever still reads what stood before another's commit may not write, and is refused at once."""
    slugs = ["0-first", *(f"zz-{number:03d}" for number in range(250))]  # more than a cursor hands over at once
    columns = ("kind", "shape", "content", "content_hash", "version", "edited_at")
    written = {name: getattr(isere.ground, name) for name in columns}
    Page.objects.bulk_create(Page(slug=slug, code=slug[:8], **written) for slug in slugs)
    found = findings()

    assert next(found).startswith("0-first :")
    in_thread(lambda: approve(fee_proposal, claire))

    assert len([finding for finding in found if finding.endswith("publiée sans décision.")]) == 250


def in_thread(act) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(act).result()
        pool.submit(connections.close_all).result()
