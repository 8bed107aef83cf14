"""PostgreSQL empties a table past the triggers of its rows; it refuses that too, unless nothing is lost."""

from django.db import migrations

TABLE = "ledger_entry"

POSTGRESQL = [
    """CREATE FUNCTION ledger_entry_refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM ledger_entry) THEN
            RAISE EXCEPTION 'a ledger entry is never changed or removed';
        END IF;
        RETURN NULL;
    END $$""",
    f"""CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse_emptying()""",
]
BACK = [f"DROP TRIGGER {TABLE}_no_truncate ON {TABLE}", f"DROP FUNCTION {TABLE}_refuse_emptying"]


def protect(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in BACK:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_refuse_changes")]
    operations = [migrations.RunPython(protect, release)]
