"""Documents that a text asks for without listing them: the form that it gives to download, what its list lists."""

import re

from offices.content import Download, Requirement, Step
from offices.enums import Document, DocumentForm, DownloadKind, StepPurpose
from offices.importing.facts.documents import asked_in, named_in
from offices.importing.facts.rows import row
from offices.importing.markup import fold
from offices.importing.words import Sentence

OWN_SHEETS = (Document.SITUATION_SHEET, Document.WORK_PERMIT_REQUEST)
FORMS = (Document.APPLICATION_FORM, Document.SITUATION_SHEET)
# "prévoir une copie de chaque document et apporter l'original": of every document of the list.
EVERY_COPY = re.compile(r"copies? de (?:chaque|chacun des|tous les|l'ensemble des) (?:documents?|pieces?)")
NOT_THEIRS = re.compile(r"renouvellement|changement d'adresse|duplicata|modele")


def of_downloads(downloads: tuple[Download, ...], asked: list[Requirement], source: str) -> list[Requirement]:
    """A form given to download is one to hand in; a list of documents asks for what it lists."""
    known = {one.document for one in asked}
    found: list[Requirement] = []
    for download in downloads:
        title = fold(download.title)
        if download.form_number or NOT_THEIRS.search(title):
            continue
        wanted = named_in(title) if download.kind in (DownloadKind.FORM, DownloadKind.ANNEX) else None
        if download.kind == DownloadKind.FORM and wanted not in (
            Document.SITUATION_SHEET,
            Document.WORK_PERMIT_REQUEST,
        ):
            wanted = None if known & set(FORMS) else Document.APPLICATION_FORM
        if download.kind == DownloadKind.CHECKLIST:
            wanted = None if known & {Document.CHECKLIST} else Document.ALL_LISTED
        if wanted and wanted not in known:
            known.add(wanted)
            found.append(row(Requirement, document=wanted, source=source))
    return found


def with_every_copy(asked: list[Requirement], sentences: list[Sentence]) -> list[Requirement]:
    """Whether "all the listed documents" are to be brought as copies, or as originals too."""
    for sentence in sentences:
        if EVERY_COPY.search(sentence.folded):
            form = DocumentForm.BOTH if "origina" in sentence.folded else DocumentForm.COPY
            return [
                one.model_copy(update={"form": form}) if one.document == Document.ALL_LISTED and not one.form else one
                for one in asked
            ]
    return asked


def attached(steps: list[Step], read: list[Sentence], source: str) -> list[Requirement]:
    """Documents that a message must hold in some case only ("Si vous êtes hébergé, …"): requirements of that case."""
    found: list[Requirement] = []
    wanted = {document for step in steps for document in step.attachments if step.purpose != StepPurpose.FOLLOW_UP}
    for sentence in read:
        condition = re.match(r"(si vous [^,]{3,60}),.*\bjoindre\b", sentence.folded)
        if condition and wanted:
            only_if = sentence.text[condition.start(1) + 3 : condition.end(1)]
            made = asked_in(sentence, source)
            found += [one.model_copy(update={"only_if": only_if}) for one in made if one.document in wanted]
    return found
