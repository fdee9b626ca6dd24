from django.shortcuts import get_object_or_404, render

from plain.models import Page


def page(request, slug):
    """Two queries: the page, and its parts."""
    found = get_object_or_404(Page.objects.prefetch_related("sections"), slug=slug)
    return render(request, "page.html", {"page": found})
