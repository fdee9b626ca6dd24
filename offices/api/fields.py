"""The kinds of value that a parameter may have, as form fields. Each takes one spelling and refuses the others: what a
client sends by mistake is told, never guessed."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Model, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geography.models import Commune, Department, Region
from geography.search import normalise
from offices.models import Ground, LegalNote, Office

LONGEST_QUERY = 200
MOST_WORDS = 10
KEY = r"[0-9a-zA-Z]+(-[0-9a-zA-Z]+)*"  # a slug, or a UUID


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
            # Here and not in the query: the first day of year 1 in Paris has no date in UTC.
            return (moment if moment.tzinfo else timezone.make_aware(moment)).astimezone(UTC)
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


def legal_note_field(**options):
    return Named(
        lambda key: by_key(LegalNote.objects.published(), key).select_related("page"),
        pattern=KEY,
        refusal=_("Aucune note juridique publiée n'a cette adresse."),
        **options,
    )
