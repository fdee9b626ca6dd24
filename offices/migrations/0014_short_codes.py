"""A short code for every page there is, tombstones included: the one that its first approval would give it today."""

from django.db import migrations, models

from offices.short_codes import given


def fill(apps, schema_editor):
    Page = apps.get_model("offices", "Page")
    pages = {page.uuid: page for page in Page.objects.order_by("uuid").only("uuid")}
    for uuid, code in given(pages):
        pages[uuid].code = code
    Page.objects.bulk_update(pages.values(), ["code"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("offices", "0013_reading_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="page",
            name="code",
            field=models.CharField(editable=False, max_length=8, null=True, verbose_name="code court"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="page",
            name="code",
            field=models.CharField(editable=False, max_length=8, unique=True, verbose_name="code court"),
        ),
    ]
