"""What is said beside the content: a warning put or lifted, a confirmation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, allow
from offices import moderation, permissions
from offices.enums import WarningCode
from offices.exceptions import ModerationError
from offices.models import Warning
from offices.views.workspace.access import page_or_404


@allow(Access.MODERATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def warn(request, slug):
    """Three taps: "mettre en garde", the reason, the button."""
    page = page_or_404(slug)
    if not permissions.can_moderate_page(request.user, page):
        raise PermissionDenied
    context = {"page": page, "codes": WarningCode.choices, "days": moderation.WARNING_DAYS}
    if request.method != "POST":
        return render(request, "espace/warn.html", context)
    code = request.POST.get("code", "")
    if code not in WarningCode.values:
        context["refusal"] = _("Choisissez un motif : c'est la phrase que les personnes liront.")
        return render(request, "espace/warn.html", context, status=422)
    try:
        moderation.warn(page, code=WarningCode(code), by=request.user, step=request.POST.get("step", ""))
    except ModerationError as refusal:
        return render(request, "espace/warn.html", context | {"refusal": refusal}, status=409)
    messages.success(request, _("La mise en garde est affichée en haut de la page publique."))
    return redirect("offices:page", slug=page.slug)


@allow(Access.MODERATOR)
@require_POST
def lift(request, pk):
    warning = get_object_or_404(Warning.objects.select_related("page"), pk=pk)
    try:
        moderation.lift(warning, by=request.user)
    except ModerationError as refusal:
        raise PermissionDenied from refusal
    messages.success(request, _("La mise en garde est levée."))
    return redirect("offices:page", slug=warning.page.slug)


@allow(Access.VOLUNTEER)
@require_POST
def verify(request, slug):
    """ "I read the source today: still true." The content does not change; only the date of confirmation does."""
    page = page_or_404(slug)
    try:
        moderation.verify(page, on=timezone.localdate(), by=request.user)
    except ModerationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Merci : la page dit maintenant qu'elle a été confirmée aujourd'hui."))
    return redirect("offices:page", slug=page.slug)
