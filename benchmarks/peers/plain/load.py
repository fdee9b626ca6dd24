"""Fill the tables. usage: python -m plain.load texts.json (made by benchmarks/ours.py)"""

import json
import sys
from pathlib import Path

import django
from django.core.management import call_command


def main(texts):
    call_command("migrate", "--run-syncdb", verbosity=0)
    for text in texts["pages"]:
        page = models.Page.objects.create(slug=text["slug"], title=text["title"])
        models.Section.objects.bulk_create(
            models.Section(page=page, position=position, **section) for position, section in enumerate(text["sections"])
        )
    for body in texts["procedures"]:
        load_procedure(body)


def load_procedure(body):
    department, _ = models.Department.objects.get_or_create(**body["department"])
    territory, links = body["territory"], body["links"]
    procedure = models.Procedure.objects.create(
        **columns(models.Procedure, body),
        department=department,
        arrondissements=territory["arrondissements"],
        territory_wording=territory["wording"],
        communes_url=territory["communes_url"],
        html=links["html"],
        report=links["report"],
    )
    procedure.offices.set([named(models.Office, office) for office in body["offices"]])
    procedure.grounds.set([named(models.Ground, ground) for ground in body["grounds"]])
    procedure.legal_notes.set([named(models.LegalNote, note) for note in body["legal_notes"]])
    for name, model in models.LISTS.items():
        for position, row in enumerate(body[name]):
            load_row(model, procedure, position, row)


def load_row(model, procedure, position, row):
    facts = columns(model, row)
    if model is models.Step:
        address, slots = row["address"] or {}, row["slots"] or {}
        facts |= {
            "address_lines": address.get("lines") or [],
            "office": row["office"] and named(models.Office, row["office"]),
        }
        facts |= {name: address.get(name) for name in ("postcode", "city")}
        facts |= {f"slots_{name}": value for name, value in slots.items()}
    if model is models.Warning:
        model.objects.create(procedure=procedure, **facts)
        return
    made = model.objects.create(procedure=procedure, position=position, row=row["id"], **facts)
    for place, hours in enumerate(row.get("hours", ())):
        models.Hours.objects.create(step=made, position=place, row=hours["id"], **columns(models.Hours, hours))


def columns(model, body):
    """What a body and a table have in common, but for relations and the table's own key."""
    fields = (field for field in model._meta.concrete_fields if not field.is_relation)
    own = {"id"} if model is not models.Procedure else set()
    return {field.name: body[field.name] for field in fields if field.name in body and field.name not in own}


def named(model, body):
    facts = {field.name: body[field.name] for field in model._meta.concrete_fields if field.name in body}
    return model.objects.get_or_create(id=facts.pop("id"), defaults=facts)[0]


if __name__ == "__main__":
    django.setup()
    from plain import models

    main(json.loads(Path(sys.argv[1]).read_text()))
