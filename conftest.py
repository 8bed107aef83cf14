"""Which tests run, and in which order, so that two workers are done at about the same time."""

import os

#: What a test asks for that touches the database.
DATABASE = {"_django_db_helper", "db", "transactional_db", "django_db_setup", "django_db_blocker"}


def pytest_collection_modifyitems(config, items):
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        _keep_what_uses_the_database(config, items)
    items.sort(key=_campaigns_first)
    _let_the_second_worker_begin_without_the_demo(items)


def _keep_what_uses_the_database(config, items):
    """On the second database the rest would only be run again."""
    kept = [item for item in items if DATABASE.intersection(item.fixturenames)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _campaigns_first(item):
    """A long test taken last leaves the other worker idle."""
    return item.get_closest_marker("torture") is None


def _let_the_second_worker_begin_without_the_demo(items):
    """While the first builds the demo, the second lives a first year in an empty installation."""
    empty = [item for item in items if "fresh" in item.fixturenames]
    rest = [item for item in items if "fresh" not in item.fixturenames]
    middle = (len(items) + 1) // 2
    items[:] = rest[:middle] + empty + rest[middle:]
