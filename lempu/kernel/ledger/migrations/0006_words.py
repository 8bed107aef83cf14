"""What people wrote leaves the entries: kept beside them, and never changed either."""

import django.db.models.deletion
from django.db import migrations, models

WORDS = "what was written is never changed"
SQLITE = f"""CREATE TRIGGER ledger_words_no_update BEFORE UPDATE ON ledger_words
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
POSTGRESQL = [
    f"""CREATE FUNCTION ledger_words_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{WORDS}'; END $$""",
    """CREATE TRIGGER ledger_words_no_update BEFORE UPDATE ON ledger_words
    FOR EACH ROW EXECUTE FUNCTION ledger_words_refuse()""",
]
BACK = [
    "DROP TRIGGER ledger_words_no_update ON ledger_words",
    "DROP FUNCTION ledger_words_refuse",
]


def protect(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in [SQLITE] if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in ["DROP TRIGGER ledger_words_no_update"] if is_sqlite else BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_refuse_changes_of_seals")]
    operations = [
        migrations.CreateModel(
            name="Words",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="ledger.entry",
                    ),
                ),
                ("texts", models.JSONField(help_text="commitment -> [salt, text]")),
            ],
        ),
        migrations.RunPython(protect, release),
    ]
