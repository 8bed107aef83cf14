"""System checks of the inbox registry."""

from typing import Any

from django.apps import apps
from django.core import checks

from lempu.kernel.obligations import registry


@checks.register
def inbox_keys(**_: Any) -> list[checks.CheckMessage]:
    """A key begins with the label of the app that registers it, so that two desks never collide."""
    return [
        checks.Error(
            f"Inbox source {source.key!r} must begin with the label of its app.",
            id="obligations.E001",
        )
        for source in registry.sources()
        if not source.key.startswith(f"{_label_of(source)}.")
    ]


def _label_of(source: registry.Source) -> str:
    config = apps.get_containing_app_config(source.collect.__module__)
    return config.label if config else ""
