"""What no update may change: who wrote a proposal, a decision, a line of the public log. SQL itself is refused."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION offices_refuse_update() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql;
"""
# name of the trigger → (table, columns it guards, or none for all; condition on the old and new row)
TRIGGERS = {
    "proposal_keeps_its_author": (
        "offices_proposal",
        ["author_id", "origin"],
        "OLD.author_id {distinct} NEW.author_id OR OLD.origin {distinct} NEW.origin",
    ),
    "decision_is_final": ("offices_decision", [], "1 = 1"),
    "change_is_final": ("offices_change", [], "1 = 1"),
}


def create(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(FUNCTION, params=None)  # no parameters: its % is its own
    for name, (table, columns, condition) in TRIGGERS.items():
        of = f" OF {', '.join(columns)}" if columns else ""
        when = condition.format(distinct="IS DISTINCT FROM" if postgresql else "IS NOT")
        if postgresql:
            body = "EXECUTE FUNCTION offices_refuse_update()"
        else:
            body = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE{of} ON {table} FOR EACH ROW WHEN ({when}) {body}")


def drop(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, (table, _columns, _condition) in TRIGGERS.items():
        schema_editor.execute(f"DROP TRIGGER {name}{f' ON {table}' if postgresql else ''}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION offices_refuse_update()")


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
