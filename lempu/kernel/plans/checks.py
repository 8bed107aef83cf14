"""System checks of the registry of measures."""

from typing import Any

from django.apps import apps
from django.core import checks

from lempu.kernel.plans import suggestions
from lempu.kernel.plans.registry import measures


@checks.register
def measures_sound(**_: Any) -> list[checks.CheckMessage]:
    """A key begins with the label of its app; versions count from 1; kinds of evidence exist."""
    kinds = {kind.key for kind in suggestions.kinds()}
    found: list[checks.CheckMessage] = []
    for each in measures.measures():
        config = apps.get_containing_app_config(each.read.__module__)
        if config is None or not each.key.startswith(f"{config.label}."):
            words = f"Measure {each.key!r} must begin with the label of its app."
            found.append(checks.Error(words, id="plans.E001"))
        if each.version < 1:
            found.append(checks.Error(f"Measure {each.key!r} needs a version.", id="plans.E002"))
        if unknown := set(each.proves) - kinds:
            words = f"Measure {each.key!r} proves unknown kinds: {', '.join(sorted(unknown))}."
            found.append(checks.Error(words, id="plans.E003"))
    return found
