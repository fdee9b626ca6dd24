"""Pages about the site itself, and the two files that machines ask for."""

from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from offices.views.public.access import public

SECURITY_EXPIRES = date(2027, 11, 1)  # moved on with each yearly release, as RFC 9116 asks


def text_page(name: str):
    """The view of a page that is all template."""

    @public
    def page(request):
        context = {"publisher": settings.PUBLISHER, "contact": settings.CONTACT_EMAIL}
        return render(request, f"public/about/{name}.html", context)

    return page


@public
def robots(request):
    lines = ["User-agent: *", "Disallow: /espace/", "Disallow: /compte/", "Disallow: /admin/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
def security(request):
    """Whom to tell of a weakness (RFC 9116). The day on which this file ends is that of a release, not of a request."""
    contact = (
        f"mailto:{settings.CONTACT_EMAIL}" if settings.CONTACT_EMAIL else settings.SITE_URL + reverse("offices:about")
    )
    lines = [
        f"Contact: {contact}",
        f"Expires: {SECURITY_EXPIRES.isoformat()}T00:00:00Z",
        "Preferred-Languages: fr, en",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
