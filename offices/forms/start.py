"""The few questions that begin new filing instructions, so that most of the form is answered before it opens."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offices import words
from offices.content import new_row_id
from offices.enums import Handling, HandlingScope, Way
from offices.forms.fields import Choices, offer


class Answer(TextChoices):
    HANDLED = "oui", gettext_lazy("oui, et je sais comment déposer une demande")
    WAY_UNKNOWN = "oui-sans-savoir-comment", gettext_lazy("oui, mais je ne sais pas comment déposer une demande")
    NOT_THESE = "pas-celles-ci", gettext_lazy("non, pas ces demandes")
    NONE_AT_ALL = "aucune", gettext_lazy("non, aucune demande de titre de séjour")


FACTS = {
    Answer.HANDLED: {"handling": Handling.HANDLED, "way": Way.KNOWN},
    Answer.WAY_UNKNOWN: {"handling": Handling.HANDLED, "way": Way.UNKNOWN},
    Answer.NOT_THESE: {"handling": Handling.NOT_HANDLED, "scope": HandlingScope.THESE_GROUNDS},
    Answer.NONE_AT_ALL: {"handling": Handling.NOT_HANDLED, "scope": HandlingScope.ALL_PERMITS},
}


class StartForm(forms.Form):
    """Does this office receive these requests? Asked by GET: the answer is an address one may come back to."""

    use_required_attribute = False

    fondement = forms.MultipleChoiceField(
        label=gettext_lazy("De quelles demandes parlez-vous\u00a0?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins une demande.")},
    )
    reponse = forms.ChoiceField(
        label=gettext_lazy("Ce guichet reçoit-il ces demandes\u00a0?"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une réponse.")},
    )
    ailleurs = forms.ChoiceField(
        label=gettext_lazy("Si ce guichet ne les reçoit pas, où s'adresser\u00a0?"), required=False
    )

    def __init__(self, data=None, *, grounds: Choices, offices: Choices, initial: dict | None = None):
        super().__init__(data, initial=initial)
        self.titles = {slug: str(title) for slug, title in grounds}
        offer(self, "fondement", grounds)
        offer(self, "ailleurs", [("", _("personne ne l'a encore dit")), *offices])

    @property
    def is_complete(self) -> bool:
        """Whether the answers alone make the page: how to file is the one thing they do not say."""
        return self.cleaned_data["reponse"] != Answer.HANDLED

    def document(self, office_slug: str, office_title: str, department: str) -> dict:
        """The beginning of the page that these answers describe."""
        chosen = self.cleaned_data["fondement"]
        facts = FACTS[Answer(self.cleaned_data["reponse"])]
        refused = facts["handling"] == Handling.NOT_HANDLED
        named = {"grounds": words.join(self.titles[slug] for slug in chosen), "office": office_title}
        return {
            "kind": "procedure",
            "title": _("%(grounds)s – %(office)s") % named,
            "department": department,
            "offices": [office_slug],
            "grounds": chosen,
            "see_instead": {"office": self.cleaned_data["ailleurs"]} if refused else {},
            "steps": [] if self.is_complete else [{"id": new_row_id()}],
            **{name: code.value for name, code in facts.items()},
        }
