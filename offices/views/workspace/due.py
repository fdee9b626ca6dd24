"""What the calendar brings: what begins or ends soon, what is over and still in a text, what was stated long ago."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, allow
from offices import permissions
from offices.due import agenda


@allow(Access.MODERATOR)
@require_safe
def due_dates(request):
    """Of the pages of this moderator's scope."""
    found = agenda(permissions.scoped_pages(request.user), timezone.localdate())
    return render(request, "espace/due_dates.html", {"agenda": found})
