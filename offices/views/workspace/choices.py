"""What the fields that name something offer: pages of the département, grounds, arrondissements."""

from collections.abc import Iterable

from geography.models import Arrondissement
from offices import words
from offices.enums import PageKind
from offices.forms.fields import Choices
from offices.models import Ground, Office, Procedure


def choices_for(document: dict, chosen_grounds: Iterable[str]) -> dict:
    """The arguments of a `ShapeForm` that say what there is to choose from."""
    department = document.get("department", "")
    offices = list(Office.objects.published().filter(department_id=department).select_related("page"))
    office_choices = [(office.page.slug, office.title) for office in offices]
    procedures = Procedure.objects.published().filter(department_id=department)
    arrondissements = Arrondissement.objects.filter(department_id=department)
    grounds = grounds_in_order()
    ground_choices = [(slug, title) for slug, title, _parent in grounds]
    own_grounds = within(grounds, set(chosen_grounds))
    return {
        "choices": {
            "offices": office_choices,
            "office": office_choices,
            "procedure": list(procedures.values_list("page__slug", "title")),
            "grounds": ground_choices,
            "parent": [(slug, title) for slug, title, parent in grounds if not parent],
            "arrondissements": list(arrondissements.values_list("code", "name")),
        },
        # A fact of a procedure holds for some of its own grounds, not for others.
        "row_choices": {"grounds": own_grounds if document["kind"] == PageKind.PROCEDURE else ground_choices},
        "addresses": {office.page.slug: addresses_of(office) for office in offices},
    }


def grounds_in_order() -> list[tuple[str, str, str]]:
    """(slug, title, slug of the wider ground) of every ground, each family together."""
    found = list(Ground.objects.published().values_list("page__slug", "title", "parent__page__slug"))
    narrower: dict[str, list[tuple[str, str, str]]] = {}
    for slug, title, parent in found:
        narrower.setdefault(parent or "", []).append((slug, title, parent or ""))
    return [ground for wide in narrower.get("", []) for ground in (wide, *narrower.get(wide[0], []))]


def within(grounds: list[tuple[str, str, str]], chosen: set[str]) -> Choices:
    return [(slug, title) for slug, title, parent in grounds if {slug, parent} & chosen]


def addresses_of(office: Office) -> Choices:
    return [(row.id, words.address(row.address)) for row in office.page.document.addresses]
