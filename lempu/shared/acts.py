"""The acts that the ledger knows: each room registers its own, with words a person can read."""

from typing import TypeVar

from django.db.models import TextChoices
from django.utils.functional import Promise

_acts: dict[str, str | Promise] = {}
Acts = TypeVar("Acts", bound=type[TextChoices])


def register(acts: Acts) -> Acts:
    """Class decorator for a room's ``Act``; a second act of the same name raises ``ValueError``."""
    for act in acts:
        if act.value in _acts:
            raise ValueError(f"act {act.value!r} is registered twice")
        _acts[act.value] = act.label
    return acts


def is_known(act: str) -> bool:
    return act in _acts


def sentence(act: str) -> str | Promise:
    """The act in words; the bare name when its room no longer exists."""
    return _acts.get(act, act)


def choices() -> list[tuple[str, str | Promise]]:
    return sorted(_acts.items())
