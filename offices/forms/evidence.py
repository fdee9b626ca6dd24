from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offices import texts, words
from offices.enums import EvidenceKind, NoSourceReason
from offices.evidence import Evidence
from offices.models import Proposal


def clean_words(text: str) -> None:
    """Refuses invisible signs, as every text of a page does."""
    try:
        texts.clean(text)
    except ValueError as error:
        raise forms.ValidationError(words.capital(f"{error}.")) from error


def clean_address(text: str) -> None:
    try:
        texts.web_address(text)
    except ValueError as error:
        raise forms.ValidationError(words.capital(f"{error}.")) from error


class EvidenceForm(forms.Form):
    """The source of a proposal (kind, date, proof), or a coded reason for having none."""

    prefix = "evidence"
    use_required_attribute = False  # the answer says in French what is missing

    kind = forms.ChoiceField(label=_("D'où vient cette information\u00a0?"), choices=EvidenceKind.choices)
    url = forms.CharField(
        label=_("Adresse de la page lue"),
        required=False,
        max_length=2_000,
        validators=[clean_words, clean_address],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )
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
        validators=[clean_words],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    no_source_reason = forms.ChoiceField(
        label=_("S'il n'y a pas de source, pourquoi\u00a0?"),
        required=False,
        choices=[("", "—"), *NoSourceReason.choices],
    )
    comment = forms.CharField(
        label=_("Un mot pour la modération (facultatif, non publié)"),
        required=False,
        max_length=2_000,
        validators=[clean_words],
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def unjudged(cls, posted: QueryDict | None, proposal: Proposal | None = None) -> "EvidenceForm":
        """What was typed so far, or what a proposal says, without a word on what is missing: nobody has sent it."""
        if posted is None:
            return cls(initial=facts_of(proposal) if proposal else {})
        return cls(initial={name: posted.get(f"{cls.prefix}-{name}", "") for name in cls.base_fields})

    def clean_date(self):
        value = self.cleaned_data["date"]
        if value and value > timezone.localdate():
            raise forms.ValidationError(_("Cette date est dans l'avenir\u00a0: corrigez-la."))
        return value

    def clean(self):
        data = super().clean()
        kind = data.get("kind")
        if kind == EvidenceKind.NONE and not data.get("no_source_reason") and "no_source_reason" not in self.errors:
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


class CitingForm(EvidenceForm):
    """With the wish to have the page that was read among the sources of the page that is written."""

    cited = forms.BooleanField(label=_("Ajouter cette adresse aux sources de la page"), required=False)

    field_order = ("kind", "url", "cited")


def cited_address(posted: QueryDict) -> str:
    """The address to add to the sources of the page, if its author asks for it and it is one."""
    prefix = EvidenceForm.prefix
    if not posted.get(f"{prefix}-cited") or posted.get(f"{prefix}-kind") != EvidenceKind.WEB_PAGE:
        return ""
    try:
        return texts.web_address(texts.clean(posted.get(f"{prefix}-url", "")))
    except ValueError:
        return ""  # the form says what is wrong with it


def facts_of(proposal: Proposal) -> dict:
    return {
        "kind": proposal.evidence_kind,
        "url": proposal.evidence_url,
        "date": proposal.evidence_date,
        "proof": proposal.evidence_proof,
        "no_source_reason": proposal.no_source_reason,
        "comment": proposal.comment,
    }
