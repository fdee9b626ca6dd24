"""How a public address finds its page: the page itself, its new address, its tombstone, or nothing."""

from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.access import Access, allow
from offices.enums import PageKind
from offices.models import Page
from offices.prepared import Prepared

# What a query asks of a page, of its history, or of two versions; what else it says was hung on it.
ASKED_OF_A_PAGE = ("au", "avant", "de", "a")


def public(view):
    """A page for everybody: GET and HEAD only. Nothing can be sent there, so that no token is asked for: who tries is
    told so, and not that a form has expired."""
    return allow(Access.PUBLIC)(csrf_exempt(require_safe(view)))


def of_page(kind: PageKind, *read_with: str):
    """Give the view the published page instead of a slug: 301 from an old address, 410 if removed, 404 if none.
    `read_with`: the relations that the view needs of it."""

    find = Prepared(lambda slug: Page.objects.published().with_slug(slug).filter(kind=kind).select_related(*read_with))

    def decorate(view):
        @wraps(view)
        def answer(request, slug, **rest):
            page = next(iter(find(slug)), None)
            if page is None:
                return gone(request, slug, kind)
            if page.slug != slug:
                address = reverse(request.resolver_match.view_name, kwargs={"slug": page.slug, **rest})
                asked = {name: request.GET[name] for name in ASKED_OF_A_PAGE if name in request.GET}
                return HttpResponsePermanentRedirect(f"{address}?{urlencode(asked)}" if asked else address)
            return view(request, page, **rest)

        return public(answer)

    return decorate


def gone(request, slug: str, kind: PageKind):
    """Of a page that was published once, its address and the day of its removal are all that is left to say."""
    removed = Page.objects.with_slug(slug).filter(kind=kind).first()
    if removed is None:
        raise Http404
    return render(request, "errors/410.html", {"removed_at": removed.edited_at}, status=410)
