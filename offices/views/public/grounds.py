"""The grounds on which one asks for a permit, by where requests are filed, and the guides that explain it."""

from django.shortcuts import render

from offices.models import Guide
from offices.views.public.access import public
from offices.views.public.lookup import families_by_filing


@public
def grounds(request):
    guides = Guide.objects.published().select_related("page")
    return render(request, "public/grounds.html", {"families": families_by_filing(), "guides": guides})
