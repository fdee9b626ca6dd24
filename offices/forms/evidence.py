from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offices.enums import EvidenceKind, NoSourceReason
from offices.moderation import Evidence
from offices.texts import web_address


class EvidenceForm(forms.Form):
    """The source of a proposal (kind, date, proof), or a coded reason for having none."""

    prefix = "evidence"

    kind = forms.ChoiceField(label=_("D'où vient cette information ?"), choices=EvidenceKind.choices)
    url = forms.CharField(label=_("Adresse de la page lue"), required=False, max_length=2_000)
    date = forms.DateField(
        label=_("Lu, reçu ou constaté le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    proof = forms.CharField(
        label=_("Ce que dit la source"),
        help_text=_("Recopiez la phrase, ou dites qui a répondu et quoi. Ne nommez aucune personne."),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    no_source_reason = forms.ChoiceField(
        label=_("S'il n'y a pas de source, pourquoi ?"), required=False, choices=[("", "—"), *NoSourceReason.choices]
    )
    comment = forms.CharField(
        label=_("Un mot pour la modération (facultatif, non publié)"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_url(self):
        try:
            return web_address(self.cleaned_data["url"].strip())
        except ValueError as error:
            raise forms.ValidationError(str(error).capitalize() + ".") from error

    def clean_date(self):
        value = self.cleaned_data["date"]
        if value and value > timezone.localdate():
            raise forms.ValidationError(_("Cette date est dans l'avenir : corrigez-la."))
        return value

    def clean(self):
        data = super().clean()
        kind = data.get("kind")
        if kind == EvidenceKind.NONE and not data.get("no_source_reason"):
            self.add_error("no_source_reason", _("Dites pourquoi il n'y a pas de source."))
        if kind == EvidenceKind.WEB_PAGE and not data.get("url") and "url" not in self.errors:
            self.add_error("url", _("Indiquez l'adresse de la page que vous avez lue."))
        if kind and kind != EvidenceKind.NONE and not data.get("date") and "date" not in self.errors:
            self.add_error("date", _("Indiquez le jour où vous avez lu, reçu ou constaté cela."))
        return data

    @property
    def evidence(self) -> Evidence:
        data = self.cleaned_data
        sourced = data["kind"] != EvidenceKind.NONE
        return Evidence(
            kind=EvidenceKind(data["kind"]),
            url=data["url"] if sourced else "",
            date=data["date"] if sourced else None,
            proof=data["proof"],
            no_source_reason="" if sourced else data["no_source_reason"],
        )
