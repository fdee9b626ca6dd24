"""`/espace/importer/`: dossiers brought by a moderator without a shell. Upload, look at what they would do, send once.

Sending decides nothing: what a dossier says waits in the queue for somebody else than whoever brought it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Access, allow
from offices import words
from offices.enums import ImportFate
from offices.forms.importing import ImportForm
from offices.importing import desk
from offices.importing.advice import USES
from offices.importing.anomalies import Anomaly
from offices.importing.reading import MAX_BYTES, read
from offices.models import ImportDraft, ImportedDocument
from offices.views.workspace.anomalies import Advised, advised
from offices.views.workspace.comparing import ShownChange, shown

PER_PAGE = 25
LINES_PER_PAGE = 400
LONGEST_LINE = 2_000  # characters shown of one line


@allow(Access.MODERATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def importing(request):
    """The form, what waits to be sent, and what was imported before."""
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    context = {
        "form": form,
        "drafts": ImportDraft.objects.filter(owner=request.user, sent_at=None).prefetch_related("texts"),
        "page": Paginator(ImportedDocument.objects.order_by("-imported_at", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "most": desk.MOST_FILES,
    }
    if not posted:
        return render(request, "espace/importing.html", context)
    if not form.is_valid():
        return render(request, "espace/importing.html", context, status=422)
    try:
        draft = desk.keep(list(texts_in(form)), request.user)
    except desk.NotRead as refusal:
        return render(request, "espace/importing.html", context | {"reasons": refusal.reasons}, status=422)
    return redirect("offices:import_report", uuid=draft.pk)


def texts_in(form: ImportForm) -> Iterator[desk.Text]:
    """What was uploaded, no more of each file than is needed to refuse it; then what was pasted, as a file holds it."""
    for file in form.cleaned_data["dossiers"]:
        yield desk.Text(file.name, file.read(MAX_BYTES + 1))
    if (pasted := form.cleaned_data["text"]).strip():
        yield desk.Text(form.cleaned_data["name"], pasted.replace("\r\n", "\n").encode())


@allow(Access.MODERATOR)
@require_safe
def import_report(request, uuid):
    """What sending these texts would do now. Looked at as often as one likes: nothing of it is kept."""
    draft = own_draft(request, uuid)
    if draft.sent_at:
        return already_sent(request)
    return looking(request, draft)


def looking(request, draft: ImportDraft, *, status: int = 200, **more):
    context = {"draft": draft, "texts": draft.texts.all(), "first": not more} | more
    try:
        rehearsal = desk.rehearse(draft)
    except desk.NotRead as refusal:
        return render(request, "espace/import_report.html", context | {"reasons": refusal.reasons}, status=422)
    context |= {"rehearsal": rehearsal, "reports": [ShownDocument(report) for report in rehearsal.documents]}
    return render(request, "espace/import_report.html", context, status=status)


@allow(Access.MODERATOR)
@require_POST
def import_send(request, uuid):
    """Send exactly what was looked at; where the site has changed since, show again instead."""
    draft = own_draft(request, uuid)
    try:
        sent = desk.send(draft, seen=request.POST.get("seen", ""))
    except desk.AlreadySent:
        return already_sent(request)
    except desk.SiteChanged:
        return looking(request, draft, status=409, changed=True)
    except desk.NotRead as refusal:
        context = {"draft": draft, "texts": draft.texts.all(), "reasons": refusal.reasons}
        return render(request, "espace/import_report.html", context, status=422)
    count = sent.proposed
    said = ngettext(
        "%s proposition attend maintenant dans la file\u00a0: une autre personne la décidera.",
        "%s propositions attendent maintenant dans la file\u00a0: une autre personne les décidera.",
        count,
    )
    messages.success(request, said % count if count else _("C'est noté. Aucune page n'avait à changer."))
    if len(sent.documents) == 1:
        return redirect("offices:imported", pk=sent.documents[0].document.pk)
    return redirect("offices:importing")


@allow(Access.MODERATOR)
@require_POST
def import_discard(request, uuid):
    draft = own_draft(request, uuid)
    if draft.sent_at:
        return already_sent(request)
    draft.delete()
    messages.success(request, _("Ces textes sont oubliés\u00a0: rien n'a été proposé."))
    return redirect("offices:importing")


@allow(Access.MODERATOR)
@require_safe
def import_lines(request, uuid, number):
    """One text line by line: its words, what they were taken for, and what is amiss."""
    draft = own_draft(request, uuid)
    text = draft.texts.filter(pk=number).first()
    if text is None:
        raise Http404
    try:
        [document] = desk.parsed([desk.Text(text.name, bytes(text.data))])
    except desk.NotRead as refusal:
        context = {"draft": draft, "texts": draft.texts.all(), "reasons": refusal.reasons}
        return render(request, "espace/import_report.html", context, status=422)
    amiss: dict[int, list[Anomaly]] = {}
    for anomaly in document.anomalies:
        amiss.setdefault(anomaly.line, []).append(anomaly)
    page = Paginator(read(text.name, bytes(text.data)).lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "number": number,
            "said": words.shortened(said, LONGEST_LINE),
            "use": USES[document.account[number]],
            "anomalies": [advised(one) for one in amiss.get(number, ())],
        }
        for number, said in enumerate(page.object_list, start=page.start_index())
    ]
    return render(request, "espace/import_lines.html", {"draft": draft, "text": text, "page": page, "lines": lines})


@allow(Access.MODERATOR)
@require_safe
def imported(request, pk):
    """One imported document: what became of it block by block, as far as its reader moderates."""
    document = get_object_or_404(ImportedDocument.objects.select_related("brought_by"), pk=pk)
    report = ShownDocument(desk.report_of(document, reader=request.user))
    return render(request, "espace/imported.html", {"document": document, "report": report})


def own_draft(request, uuid) -> ImportDraft:
    return get_object_or_404(ImportDraft, pk=uuid, owner=request.user)


def already_sent(request):
    messages.info(request, _("Cet envoi est déjà fait\u00a0: rien n'est envoyé deux fois."))
    return redirect("offices:importing")


# --- As the templates show it ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownPage:
    report: desk.PageReport
    changes: list[ShownChange]
    anomalies: list[Advised]

    @property
    def is_quiet(self) -> bool:
        return self.report.row.fate == ImportFate.UNCHANGED and not self.anomalies


class ShownDocument:
    """`quiet`: the pages of which there is nothing to say but that they say it already."""

    def __init__(self, report: desk.DocumentReport):
        self.report = report
        told = shown(change for page in report.pages for change in page.changes)  # one budget for the whole document
        at = 0
        pages: list[ShownPage] = []
        for page in report.pages:
            changes = told[at : at + len(page.changes)]
            at += len(page.changes)
            pages.append(ShownPage(page, changes, [advised(one) for one in page.anomalies]))
        self.pages = [page for page in pages if not page.is_quiet]
        self.quiet = [page for page in pages if page.is_quiet]
        self.anomalies = [advised(one) for one in report.anomalies]
