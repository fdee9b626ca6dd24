"""The permanent short address of every page, and the same address as a drawing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from offices.enums import PageKind
from offices.models import Page
from offices.presentation import qr
from offices.views.public.access import of_page, public


@public
def short(request, code):
    """To the page's address of today; of a removed page, that address tells when it was removed.

    302 and not 301 or 308: a browser keeps those for ever, and the page may be given another address. Never a file:
    the answer is one row, read under its own index. People type the code in capitals, and telephones begin with one.
    """
    response = redirect(get_object_or_404(Page, code=code.lower()))
    response.headers["X-Robots-Tag"] = "noindex"  # the page is found under its own address
    return response


def qr_of(kind: PageKind):
    """The view of the drawings of a kind's pages.

    Made of the short address alone, which never changes: a browser keeps it, and no decision has to forget a file.
    """

    @of_page(kind)
    def drawing(request, page):
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Robots-Tag": "noindex"}
        return HttpResponse(qr.svg(page.short_address), content_type="image/svg+xml", headers=headers)

    return drawing
