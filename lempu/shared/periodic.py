"""What the clock does: jobs that rooms register in their ``tasks.py`` and the timer runs.

A job may run twice and in several places at once, so it claims the rows it works on.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

Job = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Periodic:
    name: str
    interval: dt.timedelta
    run: Job


_jobs: dict[str, Periodic] = {}


def every(*, name: str, minutes: float) -> Callable[[Job], Job]:
    """Register a job under a name of its own (``plans.sweep_imports``)."""

    def decorate(run: Job) -> Job:
        if name in _jobs:
            raise ValueError(f"job {name!r} is registered twice")
        _jobs[name] = Periodic(name, dt.timedelta(minutes=minutes), run)
        return run

    return decorate


def jobs() -> list[Periodic]:
    return list(_jobs.values())
