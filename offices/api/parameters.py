"""The parameters of every address, as form fields: one definition validates them, filters with them and describes them.

Nothing is guessed and nothing is ignored: a parameter that is unknown, doubled, empty or of a bad value is a problem
that names it.
"""

from collections.abc import Callable
from copy import copy
from functools import cache

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from geography.models import Commune, Department, Region
from offices.api.fields import (
    LONGEST_QUERY,
    Coded,
    Day,
    Moment,
    Number,
    PastDay,
    Words,
    commune_field,
    department_field,
    ground_field,
    legal_note_field,
    office_field,
    region_field,
)
from offices.api.pagination import DEFAULT_LIMIT, MAX_LIMIT, Cursor
from offices.api.problems import InvalidParameters
from offices.competence import own_office, speaking_for
from offices.enums import Channel, Document, Handling, OfficeKind, Practice
from offices.legal_notes import carriers
from offices.models import Ground, Guide, LegalNote, Office, PageTopic, Procedure
from offices.practices import topics_of
from sources.models import Source

LARGEST_NUMBER = 2**63 - 1  # what both databases can compare
LONGEST_CURSOR = 4_000  # of sources: a whole address, in base 64
MOST_ERRORS = 20  # told at once


# --- Checking ------------------------------------------------------------------------------------------------------


def checked(form: forms.Form) -> dict:
    """The values of a bound form. Raises InvalidParameters, the first of them in the order of the request."""
    errors = {}
    for name in form.data:
        if name not in form.fields:
            errors[name] = _("Paramètre inconnu. Admis : %s.") % ", ".join(form.fields)
        elif len(form.data.getlist(name)) > 1:
            errors[name] = _("Donné plusieurs fois.")
        elif not form.data[name]:
            errors[name] = _("Donné sans valeur.")
        elif name in form.errors:
            errors[name] = form.errors[name][0]
    errors |= {name: texts[0] for name, texts in form.errors.items() if name not in errors}
    if errors:
        raise InvalidParameters(dict(list(errors.items())[:MOST_ERRORS]))
    return form.cleaned_data


class NoParameters(forms.Form):
    pass


class PageOfList(forms.Form):
    limit = Number(
        minimum=1, maximum=MAX_LIMIT, initial=DEFAULT_LIMIT, required=False, help_text=_("Nombre de résultats.")
    )
    cursor = forms.CharField(
        strip=False,
        max_length=LONGEST_CURSOR,
        required=False,
        help_text=_("Repris tel quel de `next` ou de `previous`."),
    )

    def clean_cursor(self) -> Cursor | None:
        if not (text := self.cleaned_data["cursor"]):
            return None
        try:
            return Cursor.parse(text)
        except ValueError as error:
            raise ValidationError(_("Reprenez l'adresse de `next` ou de `previous` telle quelle.")) from error


class AsOf(forms.Form):
    as_of = PastDay(required=False, help_text=_("La page telle qu'elle était publiée à la fin de ce jour."))


class LookupParameters(forms.Form):
    commune = commune_field(help_text=_("Code INSEE d'une commune, actuelle ou ancienne."))
    ground = ground_field(help_text=_("Adresse ou identifiant d'un fondement."))


class ChangesParameters(forms.Form):
    since = Number(
        minimum=0,
        maximum=LARGEST_NUMBER,
        initial=0,
        required=False,
        help_text=_("Numéro de la dernière ligne déjà lue."),
    )
    log = forms.UUIDField(required=False, help_text=_("Identifiant du journal dont vient `since`."))
    limit = Number(minimum=1, maximum=MAX_LIMIT, initial=MAX_LIMIT, required=False, help_text=_("Nombre de lignes."))


# --- Filters -------------------------------------------------------------------------------------------------------


class By(django_filters.Filter):
    """A filter whose value is one of the kinds above."""

    def __init__(self, field: Callable[..., forms.Field], column: str | None = None, lookup: str = "exact", **options):
        self.field_class = field
        super().__init__(column, lookup, **options)

    def __deepcopy__(self, memo: dict) -> "By":
        """The filter of one request. What it shares with those of others is never changed: a form copies its fields."""
        own = copy(self)
        own.method = self.method
        return own


class ListFilters(django_filters.FilterSet):
    """The filters of one list, with the parameters of its pages."""

    class Meta:
        form = PageOfList

    @classmethod
    @cache
    def form_class(cls) -> type[forms.Form]:
        """Made once: the library would make every field anew for each request."""
        fields = {name: chosen.field for name, chosen in cls.base_filters.items()}
        return type(f"{cls.__name__}Form", (cls._meta.form,), fields)

    def get_form_class(self) -> type[forms.Form]:
        return self.form_class()

    def filter_queryset(self, queryset):
        for name, chosen in self.filters.items():
            queryset = chosen.filter(queryset, self.form.cleaned_data[name])
        return queryset


def search(rows: QuerySet, name: str, words: list[str]) -> QuerySet:
    for word in words:
        rows = rows.filter(search_text__contains=word)
    return rows


class PageFilters(ListFilters):
    q = By(Words, method=search, help_text=_("Mots du titre."))
    verified_before = By(Day, "verified_on", "lte", help_text=_("Confirmées pour la dernière fois ce jour ou avant."))
    verified_after = By(Day, "verified_on", "gte", help_text=_("Confirmées pour la dernière fois ce jour ou après."))
    modified_after = By(Moment, "page__edited_at", "gte", help_text=_("Modifiées à cet instant ou après."))

    def on_topic(self, rows, name, code):
        """`name` is "practice" or "document", as the topics of pages have it."""
        return rows.filter(pk__in=PageTopic.objects.filter(kind=name, code=code).values("page"))


class ProcedureFilters(PageFilters):
    region = By(region_field, "department__region", help_text=_("Code ou adresse d'une région."))
    department = By(department_field, "department", help_text=_("Code d'un département."))
    commune = By(
        commune_field,
        method="of_commune",
        help_text=_("Code INSEE : les modalités dont le territoire comprend cette commune."),
    )
    office = By(office_field, "offices", help_text=_("Adresse ou identifiant d'un guichet."))
    ground = By(
        ground_field,
        method="on_ground",
        help_text=_(
            "Adresse ou identifiant d'un fondement ; ceux qu'il comprend, et les lignes limitées à lui, aussi."
        ),
    )
    channel = By(Coded, "channels__channel", codes=Channel, help_text=_("Voie employée par une étape."))
    handling = By(Coded, codes=Handling, help_text=_("Compétence."))
    practice = By(Coded, codes=Practice, method="on_topic", help_text=_("Pratique que portent les modalités."))
    document = By(Coded, codes=Document, method="on_topic", help_text=_("Pièce qu'elles demandent."))
    legal_note = By(
        legal_note_field, method="of_note", help_text=_("Adresse ou identifiant d'une note juridique qui s'y lit.")
    )

    class Meta(ListFilters.Meta):
        model = Procedure
        fields: list[str] = []

    def of_commune(self, rows, name, commune):
        return rows.filter(pk__in=Procedure.objects.filter(speaking_for(commune)).values("pk"))

    def of_note(self, rows, name, note):
        return rows.filter(pk__in=carriers(topics_of(note.page.document)).values("pk"))

    def on_ground(self, rows, name, ground):
        # Asked for apart: joined by OR, PostgreSQL reads every procedure of France (107,000 blocks for a page of 20).
        own, particular = Procedure.grounds.through.objects, Procedure.particular_grounds.through.objects
        ways = (own.filter(ground=ground), own.filter(ground__parent=ground), particular.filter(ground=ground))
        parts = [way.values("procedure") for way in ways]
        on_it = parts[0].union(*parts[1:])
        return rows.filter(pk__in=on_it)


class OfficeFilters(PageFilters):
    region = By(region_field, "department__region", help_text=_("Code ou adresse d'une région."))
    department = By(department_field, "department", help_text=_("Code d'un département."))
    commune = By(commune_field, method="of_commune", help_text=_("Code INSEE : le guichet de cette commune."))
    kind = By(Coded, codes=OfficeKind, help_text=_("Type de guichet."))

    class Meta(ListFilters.Meta):
        model = Office
        fields: list[str] = []

    def of_commune(self, rows, name, commune):
        own = own_office(commune)
        return rows.filter(pk=own and own.pk)


class GroundFilters(PageFilters):
    parent = By(ground_field, "parent", help_text=_("Adresse ou identifiant d'un fondement : ses cas particuliers."))

    class Meta(ListFilters.Meta):
        model = Ground
        fields: list[str] = []


class GuideFilters(PageFilters):
    class Meta(ListFilters.Meta):
        model = Guide
        fields: list[str] = []


class LegalNoteFilters(PageFilters):
    practice = By(Coded, codes=Practice, method="on_topic", help_text=_("Pratique dont parle la note."))
    document = By(Coded, codes=Document, method="on_topic", help_text=_("Pièce dont parle la note."))

    class Meta(ListFilters.Meta):
        model = LegalNote
        fields: list[str] = []


class SourceFilters(ListFilters):
    class Meta(ListFilters.Meta):
        model = Source
        fields: list[str] = []


class RegionFilters(ListFilters):
    class Meta(ListFilters.Meta):
        model = Region
        fields: list[str] = []


class CommuneFilters(ListFilters):
    q = By(
        forms.CharField,
        method="ranked_elsewhere",
        strip=False,
        max_length=LONGEST_QUERY,
        help_text=_("Nom, ancien nom ou code postal ; les fautes de frappe sont admises."),
    )
    department = By(department_field, "department", help_text=_("Code d'un département."))

    class Meta(ListFilters.Meta):
        model = Commune
        fields: list[str] = []

    def ranked_elsewhere(self, rows, name, text):
        """`geography.search` ranks: its answer is a list, and stands in place of these rows."""
        return rows.none()


class DepartmentFilters(ListFilters):
    region = By(region_field, "region", help_text=_("Code ou adresse d'une région."))

    class Meta(ListFilters.Meta):
        model = Department
        fields: list[str] = []


def parameters_of(data: QueryDict, filters: type[ListFilters], rows: QuerySet) -> tuple[QuerySet, dict]:
    """(filtered rows, checked values)"""
    chosen = filters(data, rows)
    values = checked(chosen.form)
    return chosen.qs, values
