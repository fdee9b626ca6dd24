"""The past of the invented pages: who decided which version, in which order, chained like any other decision.

Every version costs a row in five tables, as through the door; only the objects, the merge and the index are saved.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from offices import ledger
from offices.content import SHAPE, content_hash
from offices.synthetic.texts import PREFIX, Subject

BEGAN = datetime(2015, 1, 1, tzinfo=UTC)
LASTED = timedelta(days=3650)
BUSIEST, OLDEST = 0, 1  # one page has a hundredth of all versions; one was left alone since the beginning


def versions_each(pages: int, versions: int) -> list[int]:
    """How many versions each page has."""
    busiest = max(1, versions // 100)
    each, more = divmod(versions - busiest, pages - 1)
    return [busiest, *(each + (index < more) for index in range(pages - 1))]


def order(counts: Sequence[int]) -> Iterator[int]:
    """The number of a page for each decision, in their order: the oldest page first, then all others by turns, the
    busiest at even distances among them."""
    yield from [OLDEST] * counts[OLDEST]
    others = counts[OLDEST + 1 :]
    left, distance = counts[BUSIEST], max(1, sum(others) // counts[BUSIEST])
    done = 0
    for round in range(max(others, default=0)):
        for index, count in enumerate(others, OLDEST + 1):
            if round < count:
                if left and done % distance == 0:
                    yield BUSIEST
                    left -= 1
                yield index
                done += 1
    yield from [BUSIEST] * left


def identifier(family: int, number: int) -> UUID:
    """Of a page (1), of the proposal of a decision (2), of one that waits (3)."""
    return UUID(int=(0xE55A1 << 108) | (family << 64) | number, version=4)


@dataclass
class History:
    """Makes the rows of decision after decision; `previous` is the last link of the chain."""

    subjects: Sequence[Subject]
    people: Sequence[int]  # identifiers of accounts: volunteers, who write
    moderator: int  # who decides
    content_type: int  # of Page, for django-reversion
    number: int  # of the last decision taken
    seq: int  # of the last line of the log
    revision: int  # of the last revision
    previous: str
    step: timedelta
    reached: dict[int, int] = field(default_factory=dict)  # page → its version

    def decide(self, turn: int, index: int) -> dict[str, tuple]:
        """The rows of one decision, by table. `turn`: how many were taken before."""
        subject = self.subjects[index]
        version = self.reached[index] = self.reached.get(index, 0) + 1
        self.number, self.seq, self.revision = self.number + 1, self.seq + 1, self.revision + 1
        page, proposal, at = identifier(1, index), identifier(2, turn), self.moment(turn)
        author = self.people[turn % len(self.people)]
        text = subject.version(version)
        hash = content_hash(text)
        act, mode, key = ("edit", "read", None) if version > 1 else ("create", "read", f"{PREFIX}:{subject.slug}")
        decision = {
            "number": self.number,
            "proposal_id": proposal,
            "outcome": "approved",
            "mode": mode,
            "reason_code": "",
            "reason": "",
            "page_id": page,
            "version": version,
            "content_hash": hash,
            "at": at,
        }
        people = SimpleNamespace(author_id=author, origin="person", decided_by_id=self.moderator)
        self.previous = ledger.chained(SimpleNamespace(proposal=people, **decision), self.previous)
        base = subject.version(version - 1) if version > 1 else ""
        fields = {
            "kind": "procedure",
            "slug": subject.slug,
            "shape": SHAPE,
            "content": text,
            "content_hash": hash,
            "version": version,
            "state": "published",
            "edited_at": at.isoformat().replace("+00:00", "Z"),
        }
        serialized = json.dumps([{"model": "offices.page", "pk": str(page), "fields": fields}], ensure_ascii=False)
        summary = f"Essai {subject.number} : version {version}."
        return {
            "revision": (self.revision, at, self.moderator, ""),
            "version": (
                self.revision,
                self.revision,
                str(page),
                self.content_type,
                "default",
                "json",
                serialized,
                subject.slug,
            ),
            "proposal": (
                *(proposal, act, page, "procedure", subject.slug, subject.department),
                *(version - 1, base, SHAPE, text, hash, "person", author, None),
                *("letter", "", at.date(), "", "", "", at, key, "approved", self.moderator, at),
            ),
            "decision": (*decision.values(), text, SHAPE, self.revision, self.previous),
            "change": (self.seq, "decision", "updated" if version > 1 else "created", page, version, at, summary),
        }

    def waiting(self, turn: int, index: int, at: datetime) -> tuple:
        """The row of a proposal that nobody has decided."""
        subject, version = self.subjects[index], self.reached[index]
        text = subject.version(version + 1 + turn // len(self.subjects))
        author = self.people[turn % len(self.people)]
        return (
            *(identifier(3, turn), "edit", identifier(1, index), "procedure", subject.slug, subject.department),
            *(version, subject.version(version), SHAPE, text, content_hash(text), "person", author, None),
            *("letter", "", at.date(), "", "", "", at, None, "pending", None, None),
        )

    def moment(self, turn: int) -> datetime:
        return BEGAN + self.step * turn


PROPOSAL = (
    *("uuid", "action", "page", "kind", "slug", "department_code"),
    *("base_version", "base_content", "shape", "content", "content_hash", "origin", "author", "brought_by"),
    *("evidence_kind", "evidence_url", "evidence_date", "evidence_proof", "no_source_reason", "comment"),
    *("submitted_at", "submission_key", "state", "decided_by", "decided_at"),
)
DECISION = (
    *("number", "proposal", "outcome", "mode", "reason_code", "reason", "page", "version", "content_hash", "at"),
    *("content", "shape", "revision", "chain"),
)
REVISION = ("id", "date_created", "user", "comment")
VERSION = ("id", "revision", "object_id", "content_type", "db", "format", "serialized_data", "object_repr")
CHANGE = ("seq", "kind", "type", "page", "version", "at", "summary")
PAGE = ("uuid", "code", "kind", "slug", "shape", "content", "content_hash", "version", "state", "edited_at")
