"""The database itself refuses to change or remove keys, seals and time stamps, as it does with entries."""

from django.db import migrations

TABLES = ("ledger_key", "ledger_seal", "ledger_stamp")
WORDS = "a seal is never changed or removed"

SQLITE = [
    f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""CREATE FUNCTION ledger_seal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{WORDS}'; END $$""",
    *(
        f"""CREATE FUNCTION {table}_refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM {table}) THEN RAISE EXCEPTION '{WORDS}'; END IF;
            RETURN NULL;
        END $$"""
        for table in TABLES
    ),
    *(
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION ledger_seal_refuse()"""
        for table in TABLES
    ),
    *(
        f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_emptying()"""
        for table in TABLES
    ),
]
BACK = {
    "sqlite": [
        f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("update", "delete")
    ],
    "postgresql": [
        *(f"DROP TRIGGER {table}_no_change ON {table}" for table in TABLES),
        *(f"DROP TRIGGER {table}_no_truncate ON {table}" for table in TABLES),
        *(f"DROP FUNCTION {table}_refuse_emptying" for table in TABLES),
        "DROP FUNCTION ledger_seal_refuse",
    ],
}


def protect(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_seals")]
    operations = [migrations.RunPython(protect, release)]
