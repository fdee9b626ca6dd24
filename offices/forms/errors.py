"""Errors of the shape: where they stand, and in words that say what to do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from offices.calendar import ends_before_it_begins
from offices.changes.shape import fields
from offices.content import Fact, Frozen, Hours
from offices.texts import POSTCODE

Path = tuple[str | int, ...]


def place(model: type[Frozen], location: Sequence[str | int]) -> Path:
    """The path of the field that pydantic speaks of: names, and places in lists of rows. What follows the last field
    (the member of a union, the place in a list of codes) is the library's own matter."""
    path: list[str | int] = []
    within: type[Frozen] | None = model
    for step in location:
        if isinstance(step, int):
            if within is None:
                break
        else:
            named = [field for field in fields(within) if field.name == step] if within else []
            if not named:
                break
            within = named[0].row or named[0].group
        path.append(step)
    return tuple(path)


def backwards(node: Frozen, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Where something ends before it begins, in words. The shape admits it: a dossier may say so; a person is asked."""
    if isinstance(node, Hours) and node.opens and node.closes and node.closes <= node.opens:
        yield (*path, "closes"), _("Cette heure vient avant celle de l'ouverture\u00a0: corrigez l'une des deux.")
    if isinstance(node, Fact) and ends_before_it_begins(node):
        yield (*path, "valid_until"), _("Cette date vient avant celle du début\u00a0: corrigez l'une des deux.")
    for field in fields(type(node)):
        value = getattr(node, field.name)
        if field.row:
            for number, row in enumerate(value):
                yield from backwards(row, (*path, field.name, number))
        elif field.group and value:
            yield from backwards(value, (*path, field.name))


def french(problem: Mapping[str, Any]) -> str:
    context = problem.get("ctx", {})
    match problem["type"]:
        case "value_error":
            message = str(context["error"])
            return f"{message[:1].upper()}{message[1:]}."
        case "missing" | "string_too_short":
            return _("Ce champ est obligatoire\u00a0: remplissez-le, ou supprimez la ligne où il se trouve.")
        case "too_short":
            return _("Choisissez au moins une réponse.")
        case "string_too_long":
            return _("Ce texte est trop long\u00a0: %s caractères au plus.") % context["max_length"]
        case "enum" | "literal_error":
            return _("Choisissez une réponse de la liste.")
        case "int_parsing" | "int_parsing_size" | "int_type" | "int_from_float":
            return _("Écrivez un nombre entier, en chiffres.")
        case "greater_than_equal":
            return _("Écrivez un nombre à partir de %s.") % context["ge"]
        case "less_than_equal":
            return _("Écrivez un nombre jusqu'à %s.") % context["le"]
        case "date_from_datetime_parsing" | "date_from_datetime_inexact" | "date_parsing" | "date_type":
            return _("Écrivez une date, par exemple 2026-03-09.")
        case "string_pattern_mismatch" if context["pattern"] == POSTCODE:
            return _("Un code postal a cinq chiffres, par exemple 43000.")
        case "string_pattern_mismatch":
            return _("Cette valeur n'a pas la forme attendue.")
        case "string_unicode":
            return _("Ce texte contient un caractère qui ne peut pas être enregistré\u00a0: effacez-le.")
    return _("Cette valeur n'est pas admise ici.")
