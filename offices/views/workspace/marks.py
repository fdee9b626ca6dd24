"""What is said beside the content: a warning put or lifted, a confirmation."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, allow
from offices import moderation, permissions
from offices.changes import describe
from offices.content import Content
from offices.enums import WarningCode
from offices.exceptions import ModerationError
from offices.forms.fields import Choices, offer
from offices.models import Warning
from offices.views.workspace.access import page_or_404


class WarningForm(forms.Form):
    """Which of the known sentences people will read, and where on the page."""

    use_required_attribute = False

    code = forms.ChoiceField(
        label=gettext_lazy("Ce que les personnes liront"),
        choices=WarningCode.choices,
        error_messages={"required": gettext_lazy("Choisissez une phrase\u00a0: c'est elle que les personnes liront.")},
    )
    step = forms.ChoiceField(label=gettext_lazy("Sur toute la page, ou sur une étape"), required=False)

    def __init__(self, data=None, *, steps: Choices):
        super().__init__(data)
        offer(self, "step", [("", _("toute la page")), *steps])
        if not steps:
            del self.fields["step"]


def steps_of(document: Content) -> Choices:
    """The steps of a page, by their ids, as people name them."""
    rows = enumerate(getattr(document, "steps", ()), start=1)
    return [(step.id, f"{number}. {describe(step)}") for number, step in rows]


@allow(Access.MODERATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def warn(request, slug):
    """Three taps from the public page: to the working side, "mettre en garde", and the sentence, which is a button."""
    page = page_or_404(slug)
    if not permissions.can_moderate_page(request.user, page):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = WarningForm(posted, steps=steps_of(page.document))
    context = {"page": page, "document": page.document, "form": form, "days": moderation.WARNING_DAYS}
    if posted is None:
        return render(request, "espace/warn.html", context)
    if not form.is_valid():
        return render(request, "espace/warn.html", context, status=422)
    code, step = WarningCode(form.cleaned_data["code"]), form.cleaned_data.get("step", "")
    try:
        moderation.warn(page, code=code, by=request.user, step=step)
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
        messages.success(request, _("Merci\u00a0: la page dit maintenant qu'elle a été confirmée aujourd'hui."))
    return redirect("offices:page", slug=page.slug)
