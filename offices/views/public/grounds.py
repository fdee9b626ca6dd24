"""The grounds on which one asks for a permit, by where requests are filed, and the guide that explains it."""

from django.shortcuts import render

from offices.enums import SectionKind
from offices.models import Guide
from offices.presentation.around import around
from offices.presentation.pages import body, guide_sections
from offices.views.public.access import public
from offices.views.public.lookup import families_by_filing


@public
def grounds(request):
    guides = list(Guide.objects.published().filter(department=None).select_related("page"))
    # The first guide is told whole, around the grounds it speaks of; one that comes later has its own page.
    told = in_full(guides[0]) if guides else {}
    return render(request, "public/grounds.html", {"families": families_by_filing(), "others": guides[1:], **told})


def in_full(guide: Guide) -> dict:
    document = guide.page.document
    told = guide_sections(document)
    context = [part for part in told if part[1].kind == SectionKind.CONTEXT]
    return {
        "guide": guide,
        "document": document,
        "context": context,
        "rest": [part for part in told if part not in context],
        "body": body(document, around(document)),
        "warnings": guide.page.warnings.standing(),
    }
