"""In which order tests run, so that two workers are done at about the same time."""


def pytest_collection_modifyitems(items):
    items.sort(key=_campaigns_first)
    _let_the_second_worker_begin_without_the_demo(items)


def _campaigns_first(item):
    """A long test taken last leaves the other worker idle."""
    return item.get_closest_marker("torture") is None


def _let_the_second_worker_begin_without_the_demo(items):
    """While the first builds the demo, the second lives a first year in an empty installation."""
    empty = [item for item in items if "fresh" in item.fixturenames]
    rest = [item for item in items if "fresh" not in item.fixturenames]
    middle = (len(items) + 1) // 2
    items[:] = rest[:middle] + empty + rest[middle:]
