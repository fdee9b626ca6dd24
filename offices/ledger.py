"""Numbers without gaps, in the order of commits; and the chain that shows when a decided row was altered."""

import hashlib
import json
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from offices.models import Decision, Ledger
from offices.prepared import Prepared

# One statement where the ORM needs two; SQLite (3.35) and PostgreSQL read it alike.
ADVANCE = """
    UPDATE offices_ledger SET last_change = last_change + %s, last_decision = last_decision + %s
    WHERE id = 1 RETURNING last_change, last_decision
"""


@dataclass(frozen=True)
class Numbers:
    change: int
    decision: int


def take_numbers(*, changes: int = 0, decisions: int = 0) -> Numbers:
    """Reserve the next numbers, inside the transaction that uses them: the row stays locked until it commits."""
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [changes, decisions])
        taken = cursor.fetchall()
    if not taken:
        Ledger.objects.create(pk=1, last_change=changes, last_decision=decisions)
        taken = [(changes, decisions)]
    return Numbers(*taken[0])


def last_change() -> tuple[str, int]:
    """(identifier of the log, number of its last row)."""
    ledger, _created = Ledger.objects.get_or_create(pk=1)
    return str(ledger.log), ledger.last_change


def last_decision() -> int:
    """Number of the last decision that was given one; 0 before the first."""
    return Ledger.objects.filter(pk=1).values_list("last_decision", flat=True).first() or 0


def chained(decision: Decision, previous: str) -> str:
    """SHA-256 of the decision's facts and of the link before it. Altering any decided row breaks every later link."""
    facts = {
        "number": decision.number,
        "proposal": str(decision.proposal_id),
        "author": decision.proposal.author_id,
        "origin": decision.proposal.origin,
        "decided_by": decision.proposal.decided_by_id,
        "outcome": decision.outcome,
        "mode": decision.mode,
        "reason": [decision.reason_code, decision.reason],
        "page": str(decision.page_id or ""),
        "version": decision.version,
        "content_hash": decision.content_hash,
        "at": decision.at.isoformat(),
    }
    return hashlib.sha256((previous + json.dumps(facts, sort_keys=True)).encode()).hexdigest()


def previous_link(number: int) -> str:
    return next(iter(links_before(number)), "")


@Prepared
def links_before(number: int) -> QuerySet:
    return Decision.objects.filter(number__lt=number).order_by("-number").values_list("chain", flat=True)[:1]
