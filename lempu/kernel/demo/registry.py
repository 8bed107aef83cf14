"""What desks add to the demo: the kernel knows no desk, so each brings its own scene (``seeds.py``)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office
    from lempu.kernel.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Scene:
    """The demo office with its people by user name, and the plan of the running year, on ``now``."""

    office: "Office"
    plan: "Plan"
    people: "dict[str, User]"
    now: dt.datetime


Live: TypeAlias = Callable[[Scene], None]

_scenes: dict[str, Live] = {}


def register(key: str) -> Callable[[Live], Live]:
    """Decorator for a function that lives at a desk; a key registered twice raises ``ValueError``."""

    def decorate(live: Live) -> Live:
        if key in _scenes:
            raise ValueError(f"scene {key!r} is registered twice")
        _scenes[key] = live
        return live

    return decorate


def scenes() -> list[Live]:
    return list(_scenes.values())
