"""Every legal note, with what it speaks of."""

from django.shortcuts import render

from offices.models import LegalNote
from offices.presentation.pages import topics_named
from offices.views.public.access import public


@public
def legal_notes(request):
    found = LegalNote.objects.published().select_related("page").order_by("title", "page__slug")
    documents = [(note, note.page.document) for note in found]
    notes = [(note, topics_named(document), document) for note, document in documents]
    return render(request, "public/legal_notes.html", {"notes": notes})
