"""Pages about the site itself: all template."""

import re

from django.conf import settings
from django.shortcuts import render

from offices.models import Page
from offices.presentation.glossary import TERMS
from offices.views.public.access import public


def text_page(name: str):
    """The view of a page that is all template."""

    @public
    def page(request):
        context = {"publisher": settings.PUBLISHER, "contact": settings.CONTACT_EMAIL, "terms": TERMS}
        return render(request, f"public/about/{name}.html", context)

    return page


@public
def report(request):
    """How to say that something is no longer true: of the page that the address names, if it does."""
    named = re.fullmatch("[a-z0-9-]{1,120}", request.GET.get("page", ""))
    page = Page.objects.published().with_slug(named[0]).first() if named else None
    return render(request, "public/about/report.html", {"page": page, "contact": settings.CONTACT_EMAIL})
