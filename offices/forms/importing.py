from django import forms
from django.utils.translation import gettext_lazy as _


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each as it was uploaded."""

    widget = FilesInput(attrs={"accept": ".txt,.md,text/plain"})

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class ImportForm(forms.Form):
    """The texts of dossiers: files, or one text pasted with a name for it."""

    use_required_attribute = False

    dossiers = FilesField(
        label=_("Fichiers texte (.txt)"),
        help_text=_("Vingt au plus, un dossier régional par fichier."),
        required=False,
        error_messages={"empty": _("Un des fichiers est vide\u00a0: enregistrez-le, puis choisissez-le de nouveau.")},
    )
    name = forms.CharField(
        label=_("Nom du texte collé"),
        help_text=_("Par exemple «\u00a0Bretagne, mars 2024\u00a0»."),
        required=False,
        max_length=100,
    )
    text = forms.CharField(
        label=_("Texte collé"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self):
        data = super().clean()
        pasted = data.get("text", "").strip()
        if pasted and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Donnez un nom à ce texte\u00a0: c'est lui qui dira d'où viennent les faits."))
        if not pasted and not data.get("dossiers") and not self.errors:
            self.add_error("dossiers", _("Choisissez un fichier, ou collez un texte."))
        return data
