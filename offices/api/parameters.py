"""The parameters of every address, as form fields: one definition validates them, filters with them and describes them.

Nothing is guessed and nothing is ignored: a parameter that is unknown, doubled, empty or of a bad value is a problem
that names it.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Model, Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geography.models import Commune, Department, Region
from geography.search import normalise
from offices.api.pagination import DEFAULT_LIMIT, MAX_LIMIT, Cursor
from offices.api.problems import InvalidParameters
from offices.competence import own_office, speaking_for
from offices.enums import Channel, Handling, OfficeKind
from offices.models import Ground, Office, Procedure
from sources.models import Source

LARGEST_NUMBER = 2**63 - 1  # what both databases can compare
LONGEST_QUERY = 200
LONGEST_CURSOR = 4_000  # of sources: a whole address, in base 64
MOST_WORDS = 10
KEY = r"[0-9a-zA-Z]+(-[0-9a-zA-Z]+)*"  # a slug, or a UUID


# --- Kinds of value ------------------------------------------------------------------------------------------------


class Number(forms.CharField):
    """A whole number in plain digits. `IntegerField` also takes "１０", " 10 " and "10.0"."""

    def __init__(self, *, minimum: int, maximum: int, **options):
        self.minimum, self.maximum = minimum, maximum
        super().__init__(strip=False, **options)

    def clean(self, value) -> int | None:
        if not (text := super().clean(value)):
            return self.initial
        if not re.fullmatch(r"[0-9]{1,19}", text) or not self.minimum <= int(text) <= self.maximum:
            raise ValidationError(
                _("Un nombre entier de %(minimum)s à %(maximum)s."),
                params={"minimum": self.minimum, "maximum": self.maximum},
            )
        return int(text)


class Day(forms.CharField):
    def clean(self, value) -> date | None:
        if not (text := super().clean(value)):
            return None
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError as error:
            raise ValidationError(_("Une date s'écrit AAAA-MM-JJ, par exemple 2023-02-09.")) from error


class PastDay(Day):
    def clean(self, value) -> date | None:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(_("Cette date est dans l'avenir."))
        return day


class Moment(forms.CharField):
    """A day (from its beginning, in Paris) or a moment with its offset; an unescaped "+" arrives as a space."""

    TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
    FORM = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(T{TIME})?")

    def clean(self, value) -> datetime | None:
        if not (text := super().clean(value).replace(" ", "+")):
            return None
        try:
            if not self.FORM.fullmatch(text):
                raise ValueError
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else timezone.make_aware(moment)
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                _("Une date (2023-02-09) ou un instant avec son décalage (2023-02-09T08:30:00Z).")
            ) from error


class Words(forms.CharField):
    """What is searched, as the words of the search columns."""

    def __init__(self, **options):
        super().__init__(strip=False, max_length=LONGEST_QUERY, **options)

    def clean(self, value) -> list[str] | None:
        if not (text := super().clean(value)):
            return None
        words = normalise(text).split()
        if not 1 <= len(words) <= MOST_WORDS:
            raise ValidationError(_("De 1 à %(most)s mots."), params={"most": MOST_WORDS})
        return words


class Coded(forms.ChoiceField):
    def __init__(self, codes: type[TextChoices], **options):
        refusal = _("Un de ces codes : %s.") % ", ".join(codes.values)
        super().__init__(choices=codes.choices, error_messages={"invalid_choice": refusal}, **options)


class Named(forms.CharField):
    """A code, slug or identifier that names a row; the value is the row."""

    def __init__(self, find: Callable[[str], QuerySet], *, pattern: str, refusal, **options):
        self.find, self.pattern, self.refusal = find, pattern, refusal
        super().__init__(
            strip=False, max_length=120, validators=[RegexValidator(rf"\A{pattern}\Z", refusal)], **options
        )

    def clean(self, value) -> Model | None:
        if not (text := super().clean(value)):
            return None
        if (row := self.find(text).first()) is None:
            raise ValidationError(self.refusal)
        return row


def as_uuid(key: str) -> UUID | None:
    return UUID(key) if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", key) else None


def by_key(rows: QuerySet, key: str) -> QuerySet:
    """Rows of an index table by the UUID of their page or by an address it has or had."""
    if uuid := as_uuid(key):
        return rows.filter(pk=uuid)
    return rows.filter(page__slugs__slug=key)


def region_field(**options):
    def find(key):
        return Region.objects.filter(code=key) if key.isdigit() else Region.objects.filter(slug=key)

    return Named(find, pattern=r"([0-9]{2}|[a-z]+(-[a-z]+)*)", refusal=_("Aucune région n'a ce code."), **options)


def department_field(**options):
    return Named(
        lambda code: Department.objects.filter(code=code),
        pattern=r"([0-9]{2,3}|2[AB])",
        refusal=_("Aucun département n'a ce code."),
        **options,
    )


def commune_field(**options):
    return Named(
        lambda code: Commune.objects.filter(code=code).select_related("department", "parent__department"),
        pattern=r"[0-9][0-9AB][0-9]{3}",
        refusal=_("Aucune commune n'a ce code INSEE."),
        **options,
    )


def office_field(**options):
    return Named(
        lambda key: by_key(Office.objects.published(), key),
        pattern=KEY,
        refusal=_("Aucun guichet publié n'a cette adresse."),
        **options,
    )


def ground_field(**options):
    return Named(
        lambda key: by_key(Ground.objects.published(), key).select_related("page", "parent"),
        pattern=KEY,
        refusal=_("Aucun fondement publié n'a cette adresse."),
        **options,
    )


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
        raise InvalidParameters(errors)
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


class ListFilters(django_filters.FilterSet):
    """The filters of one list, with the parameters of its pages."""

    class Meta:
        form = PageOfList

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
        help_text=_("Adresse ou identifiant d'un fondement ; ceux qu'il comprend sont compris."),
    )
    channel = By(Coded, "channels__channel", codes=Channel, help_text=_("Voie employée par une étape."))
    handling = By(Coded, codes=Handling, help_text=_("Compétence."))

    class Meta(ListFilters.Meta):
        model = Procedure
        fields: list[str] = []

    def of_commune(self, rows, name, commune):
        return rows.filter(pk__in=Procedure.objects.filter(speaking_for(commune)).values("pk"))

    def on_ground(self, rows, name, ground):
        on_it = Procedure.objects.filter(Q(grounds=ground) | Q(grounds__parent=ground))
        return rows.filter(pk__in=on_it.values("pk"))


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
    class Meta(ListFilters.Meta):
        model = Ground
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
