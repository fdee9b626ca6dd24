"""France, kept aside once and given back to the tests that come after one that committed: such a test leaves every
table empty, and loading France again from its files takes seconds."""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from geography.models import Region


def france_again() -> None:
    if not Region.objects.exists():
        restore_geography()


def geography() -> list:
    return list(apps.get_app_config("geography").get_models(include_auto_created=True))


def keep_geography() -> None:
    """A copy beside the tables, which no test empties: loading France again from its files takes seconds."""
    with connection.cursor() as cursor:
        for model in geography():
            table = connection.ops.quote_name(model._meta.db_table)
            kept = connection.ops.quote_name(f"kept_{model._meta.db_table}")
            cursor.execute(f"DROP TABLE IF EXISTS {kept}")
            cursor.execute(f"CREATE TABLE {kept} AS SELECT * FROM {table}")  # noqa: S608 (names of our own tables)


def restore_geography() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for model in geography():
            table = connection.ops.quote_name(model._meta.db_table)
            kept = connection.ops.quote_name(f"kept_{model._meta.db_table}")
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {kept}")  # noqa: S608
        for statement in connection.ops.sequence_reset_sql(no_style(), geography()):
            cursor.execute(statement)
