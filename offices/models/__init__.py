"""The domain's tables. Names are imported from here; the modules import only downwards, in this order."""

from offices.models.changes import Change, DueDate, Ledger, SourceState
from offices.models.imports import Anomaly, DraftText, ImportDraft, ImportedBlock, ImportedDocument, ImportedPage
from offices.models.index import (
    FilingPeriod,
    Ground,
    Guide,
    Indexed,
    LegalNote,
    Mention,
    Office,
    PageTopic,
    Procedure,
    ProcedureChannel,
    ProcedureOffice,
)
from offices.models.pages import Page, PageSlug, Verification, Warning
from offices.models.proposals import Decision, Proposal, ProposalGround
from offices.models.rendering import Rendering

__all__ = [
    "Anomaly",
    "Change",
    "Decision",
    "DraftText",
    "DueDate",
    "FilingPeriod",
    "Ground",
    "Guide",
    "ImportDraft",
    "ImportedBlock",
    "ImportedDocument",
    "ImportedPage",
    "Indexed",
    "Ledger",
    "LegalNote",
    "Mention",
    "Office",
    "Page",
    "PageSlug",
    "PageTopic",
    "Procedure",
    "ProcedureChannel",
    "ProcedureOffice",
    "Proposal",
    "ProposalGround",
    "Rendering",
    "SourceState",
    "Verification",
    "Warning",
]
