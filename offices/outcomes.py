"""Reading a proposal: what it asks for, and what approving it now would publish. Nothing is decided here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from offices import changes
from offices.content import Content, canonical, content_hash
from offices.enums import ProposalAction
from offices.models import Proposal
from offices.references import Referents, names_in, referents


@dataclass(frozen=True)
class Outcome:
    """What approving a proposal now would publish. `hash` names that exact text; it is empty while conflicts stand."""

    content: Content | None
    hash: str
    before: Content | None
    after: Content | None
    conflicts: tuple[changes.Conflict, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def changes(self) -> list[changes.FieldChange]:
        """From `before` to `after`, for whoever reads it: what a reader would see change, or what was asked."""
        return changes.diff(self.before, self.after, self.names)


def outcome(proposal: Proposal, known: Referents | None = None) -> Outcome:
    """What approving now would publish: the proposal, merged field by field with what was decided since its base.
    `known`: what its texts point to, where that has been read already."""
    page, proposed = proposal.page, proposal.document
    names = (known or referents(*texts_of(proposal))).names
    if page and proposal.action == ProposalAction.REMOVE:
        return Outcome(page.document, page.content_hash, page.document, None, names=names)
    if page is None or not page.is_published:
        return Outcome(proposed, proposal.content_hash, None, proposed, names=names)
    base, published = proposal.base_document, page.document
    merge = changes.merge(base, published, proposed, names)
    if merge.content is None:
        return Outcome(None, "", base, proposed, tuple(merge.conflicts), names)
    return Outcome(merge.content, content_hash(canonical(merge.content)), published, merge.content, names=names)


def texts_of(proposal: Proposal) -> list[Content | None]:
    """All that approving it can bring together: whatever the outcome points to, one of these does."""
    return [proposal.base_document, proposal.page and proposal.page.document, proposal.document]


def told(before: Content | None, after: Content | None) -> list[changes.FieldChange]:
    """What changes from one text to the other, with the names of what they point to."""
    return changes.diff(before, after, names_in(before, after))


def asked(proposal: Proposal) -> list[changes.FieldChange]:
    """What a proposal wanted to change in the text its author had before their eyes."""
    if proposal.action == ProposalAction.REMOVE:
        return told(proposal.document, None)
    return told(proposal.base_document, proposal.document)
