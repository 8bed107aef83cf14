"""System checks of the door of desk records."""

from typing import Any

from django.apps import apps
from django.core import checks
from django.urls import NoReverseMatch, reverse

from lempu.kernel.evidence import registry
from lempu.kernel.offices.rules import GRANTS

#: Longer ones have no room in the index of search.
LONGEST = 20


def _is_short(key: str) -> bool:
    return len(key) <= LONGEST and ":" not in key


@checks.register
def records_sound(**_: Any) -> list[checks.CheckMessage]:
    """A key begins with the label of its app, its permission is in the table, its page opens a record."""
    found: list[checks.CheckMessage] = []
    for each in registry.record_sources():
        config = apps.get_containing_app_config(each.read.__module__)
        if config is None or not each.key.startswith(f"{config.label}.") or not _is_short(each.key):
            words = f"Records {each.key!r} must begin with the label of their app and be short."
            found.append(checks.Error(words, id="evidence.E001"))
        if each.permission not in GRANTS:
            words = f"Records {each.key!r} need a permission of the table."
            found.append(checks.Error(words, id="evidence.E002"))
        try:
            reverse(each.page, args=["1"])
        except NoReverseMatch:
            words = f"Records {each.key!r} name a page that opens none: {each.page!r}."
            found.append(checks.Error(words, id="evidence.E003"))
    return found
