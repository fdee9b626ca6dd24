"""Pages about the site itself: all template."""

from django.conf import settings
from django.shortcuts import render

from offices.views.public.access import public


def text_page(name: str):
    """The view of a page that is all template."""

    @public
    def page(request):
        context = {"publisher": settings.PUBLISHER, "contact": settings.CONTACT_EMAIL}
        return render(request, f"public/about/{name}.html", context)

    return page
