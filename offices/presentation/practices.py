"""Our law beside their practice: which legal notes speak of what a procedure demands."""

from offices.content import LegalNoteContent, ProcedureContent
from offices.enums import Channel, FeeDue, IncompleteOutcome, Need, PageKind, Practice, StepPurpose
from offices.models import Page

FILING = (StepPurpose.SEND, StepPurpose.HAND_IN)
TURNED_AWAY = (IncompleteOutcome.REFUSED, IncompleteOutcome.NOT_REGISTERED, IncompleteOutcome.RETURNED)


def practices(procedure: ProcedureContent) -> set[Practice]:
    """What a procedure demands that the law may have something to say about, read from its codes alone."""
    found = set()
    filing = {step.channel for step in procedure.steps if step.purpose in FILING}
    booking = {step.channel for step in procedure.steps if step.purpose == StepPurpose.BOOK}
    if filing == {Channel.ONLINE_FORM}:
        found.add(Practice.ONLINE_ONLY)
    if booking == {Channel.BOOKING}:
        found.add(Practice.BOOKING_ONLY)
    if any(fee.due == FeeDue.AT_FILING for fee in procedure.fees):
        found.add(Practice.FEE_AT_FILING)
    if any(rule.outcome in TURNED_AWAY for rule in procedure.incomplete):
        found.add(Practice.INCOMPLETE_REFUSED)
    if any(Need.EMAIL_ADDRESS in step.needs for step in procedure.steps):
        found.add(Practice.EMAIL_REQUIRED)
    return found


def notes_on(procedure: ProcedureContent) -> list[tuple[Page, LegalNoteContent]]:
    """The published legal notes that speak of this procedure's practices or documents: few, so they are read whole."""
    demanded = practices(procedure)
    documents = {row.document for row in procedure.requirements}
    notes = [(page, page.document) for page in Page.objects.published().filter(kind=PageKind.LEGAL_NOTE)]
    return [(page, note) for page, note in notes if demanded & set(note.practices) or documents & set(note.documents)]
