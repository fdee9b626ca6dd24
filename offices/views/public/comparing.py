"""Two procedures side by side, and the page on which one chooses the other."""

from functools import partial

from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone

from offices import words
from offices.content import ProcedureContent
from offices.enums import PageKind
from offices.headlines import headline
from offices.languages import french, in_french_too
from offices.models import Page, Procedure
from offices.presentation.around import Around, around
from offices.presentation.comparing import Side, compare
from offices.presentation.pages import territory
from offices.views.public.access import gone, of_page
from offices.views.public.crumbs import crumbs_to
from offices.views.public.pages import READ_WITH, as_read


@of_page(PageKind.PROCEDURE, *READ_WITH[PageKind.PROCEDURE])
def choose(request, page):
    """The other one is a link, which leads to the address of the two."""
    context = {
        "page": page,
        "crumbs": crumbs_to(page),
        "document": page.document,
        "departments": by_department(page),
    }
    return render(request, "public/choose_comparison.html", context)


def by_department(page: Page) -> list[tuple[str, list[Procedure]]]:
    """(département, its procedures) for all others on the same grounds, wider and narrower ones included."""
    grounds = [ground for row in page.procedure.grounds.all() for ground in (row.pk, row.parent_id) if ground]
    others = (
        Procedure.objects.published()
        .filter(Q(grounds__in=grounds) | Q(grounds__parent__in=grounds))
        .exclude(pk=page.pk)
        .select_related("department", "page")
        .order_by("department_id", "title", "pk")
        .distinct()
    )
    found: dict[str, list[Procedure]] = {}
    for other in others:
        found.setdefault(other.department.label, []).append(other)
    return list(found.items())


@of_page(PageKind.PROCEDURE, *READ_WITH[PageKind.PROCEDURE])
def compared(request, page, other):
    second = Page.objects.published().with_slug(other).filter(kind=PageKind.PROCEDURE).first()
    if second is None:
        return gone(request, other, PageKind.PROCEDURE)
    if second.slug != other:
        return redirect("offices:procedure_compared", page.slug, second.slug, permanent=True)
    if second == page:
        return redirect("offices:procedure_compare", page.slug)
    left, right = side(page), side(second)
    if left["side"].name == right["side"].name:  # two pages of the same offices
        left, right = side(page, by_title=True), side(second, by_title=True)
    return render(
        request,
        "public/compared.html",
        {
            "page": page,
            "crumbs": crumbs_to(page),
            "left": left,
            "right": right,
            "tables": compare(left["side"], right["side"]),
        },
    )


def side(page: Page, *, by_title: bool = False) -> dict:
    """One column: what stands above it, and what it says."""
    document, derived = as_read(page)
    warnings = list(page.warnings.standing())
    beside = around(document, warnings=warnings, with_states=False, derived=derived, day=timezone.localdate())
    said = partial(headline, document, beside.titles, day=beside.day, derived=derived)
    return {
        "page": page,
        "side": Side(french(document.title) if by_title else name_of(document, beside), document, beside),
        "headline": said(),
        "headline_in_french": in_french_too(said),
        "territory": territory(document, beside),
        "verified_on": page.index.verified_on,
        "warnings": warnings,
    }


def name_of(document: ProcedureContent, beside: Around) -> str:
    """ "Préfecture de l'Hérault et sous-préfecture de Lodève"."""
    titles = [beside.page(slug).title for slug in document.offices]
    return words.join(french(title) for title in [*titles[:1], *map(words.office_name, titles[1:])])
