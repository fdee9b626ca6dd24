"""The domain's tables. Names are imported from here; the modules import only downwards, in this order."""

from offices.models.changes import Change, Ledger
from offices.models.imports import Anomaly, ImportedBlock, ImportedDocument
from offices.models.index import Ground, Indexed, Office, Procedure, ProcedureChannel, ProcedureOffice
from offices.models.pages import Page, PageSlug, Verification, Warning
from offices.models.proposals import Decision, Proposal

__all__ = [
    "Anomaly",
    "Change",
    "Decision",
    "Ground",
    "ImportedBlock",
    "ImportedDocument",
    "Indexed",
    "Ledger",
    "Office",
    "Page",
    "PageSlug",
    "Procedure",
    "ProcedureChannel",
    "ProcedureOffice",
    "Proposal",
    "Verification",
    "Warning",
]
