"""The counter exists from the start, so that reading the public log never writes."""

from django.db import migrations


def create(apps, schema_editor):
    apps.get_model("offices", "Ledger").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("offices", "0003_source_states")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
