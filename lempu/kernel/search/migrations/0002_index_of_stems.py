"""The full-text index: FTS5 kept by triggers on SQLite, a generated tsvector on PostgreSQL.

A later migration that makes SQLite rebuild ``search_entry`` drops the triggers: run ``forwards`` again.
"""

from django.db import migrations

SQLITE = [
    (
        "CREATE VIRTUAL TABLE search_words USING fts5(title_stems, body_stems, content='search_entry', "
        "content_rowid='id', tokenize='unicode61 remove_diacritics 0', detail='column')"
    ),
    (
        "CREATE TRIGGER search_entry_in AFTER INSERT ON search_entry BEGIN "
        "INSERT INTO search_words(rowid, title_stems, body_stems) "
        "VALUES (new.id, new.title_stems, new.body_stems); END"
    ),
    (
        "CREATE TRIGGER search_entry_out AFTER DELETE ON search_entry BEGIN "
        "INSERT INTO search_words(search_words, rowid, title_stems, body_stems) "
        "VALUES ('delete', old.id, old.title_stems, old.body_stems); END"
    ),
    (
        "CREATE TRIGGER search_entry_new AFTER UPDATE ON search_entry BEGIN "
        "INSERT INTO search_words(search_words, rowid, title_stems, body_stems) "
        "VALUES ('delete', old.id, old.title_stems, old.body_stems); "
        "INSERT INTO search_words(rowid, title_stems, body_stems) "
        "VALUES (new.id, new.title_stems, new.body_stems); END"
    ),
]
SQLITE_BACK = [
    "DROP TRIGGER search_entry_in",
    "DROP TRIGGER search_entry_out",
    "DROP TRIGGER search_entry_new",
    "DROP TABLE search_words",
]
POSTGRES = [
    (
        "ALTER TABLE search_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('simple', title_stems), 'A') || "
        "setweight(to_tsvector('simple', body_stems), 'B')) STORED"
    ),
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
]
POSTGRES_BACK = ["ALTER TABLE search_entry DROP COLUMN vector"]


def _run(editor, sqlite, postgres):
    for statement in sqlite if editor.connection.vendor == "sqlite" else postgres:
        editor.execute(statement)


def forwards(apps, editor):
    _run(editor, SQLITE, POSTGRES)


def backwards(apps, editor):
    _run(editor, SQLITE_BACK, POSTGRES_BACK)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_first")]
    operations = [migrations.RunPython(forwards, backwards)]
