"""Every row of every table as text that any database takes back.

A table is a file of lines; a line is the JSON list of its columns. Dates are ISO 8601, decimals and
UUIDs text, bytes base64. What can be made anew is left out.
"""

import base64
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.apps import apps as current
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

#: Sessions, tries at passwords and finished tasks are of the running machine; the index of search and
#: the tallies are made anew.
LEFT_OUT: Final = (
    "django_session",
    "usersessions_usersession",
    "axes_",
    "django_tasks_",
    "search_",
    "oversight_tally",
)
AT_ONCE: Final = 1000


def models_of(apps: Any = current) -> dict[str, type[models.Model]]:
    """Table -> model, of all that is kept; tables that others point to come first or later alike,
    since the database judges references at the end."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return {table: found[table] for table in sorted(found) if not table.startswith(LEFT_OUT)}


def write_rows(folder: Path) -> dict[str, int]:
    """Write every table into ``folder``; table -> how many rows. Call it within ``one_moment``."""
    counts = {}
    for table, model in models_of().items():
        names = [field.attname for field in model._meta.concrete_fields]
        rows = model._base_manager.order_by("pk").values_list(*names)
        counts[table] = 0
        with (folder / f"{table}.jsonl").open("w", encoding="utf-8") as target:
            target.write(json.dumps(names) + "\n")
            for row in rows.iterator(chunk_size=AT_ONCE):
                target.write(json.dumps([_plain(value) for value in row], cls=DjangoJSONEncoder))
                target.write("\n")
                counts[table] += 1
    return counts


def read_rows(model: type[models.Model], lines: Iterable[str | bytes]) -> int:
    """Insert the rows of one table; how many."""
    lines = iter(lines)
    names = json.loads(next(lines))
    fields = {field.attname: field for field in model._meta.concrete_fields}
    chosen = [fields[name] for name in names]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in chosen)
    places = ", ".join(["%s"] * len(chosen))
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 -- names of our own models
    count, waiting = 0, []
    with connection.cursor() as cursor:
        for line in lines:
            values = json.loads(line)
            waiting.append([_saved(f, value) for f, value in zip(chosen, values, strict=True)])
            if len(waiting) == AT_ONCE:
                cursor.executemany(statement, waiting)
                count, waiting = count + len(waiting), []
        if waiting:
            cursor.executemany(statement, waiting)
    return count + len(waiting)


def empty(model: type[models.Model]) -> None:
    """Remove what migrations put into a table."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- a name of our own models


def reset_numbers(chosen: Iterable[type[models.Model]]) -> None:
    """New rows get numbers after those that were brought back."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(chosen)):
            cursor.execute(statement)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if hasattr(value, "isoformat"):  # with all its microseconds, which Django's encoder cuts off
        return value.isoformat()
    return value


def _saved(field: "models.Field[Any, Any]", value: Any) -> Any:
    """A value as this database keeps it."""
    if value is not None and isinstance(field, models.BinaryField):
        value = base64.b64decode(value)
    elif value is not None and not isinstance(field, models.JSONField):
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        value = target.to_python(value)
    return field.get_db_prep_save(value, connection)
