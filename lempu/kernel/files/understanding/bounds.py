"""What a process that opens untrusted files may use, and how much of a file is read."""

import ctypes
import os
import signal
import sys
from contextlib import suppress

try:
    import resource
except ImportError:  # pragma: no cover -- not on Windows
    resource = None  # type: ignore[assignment]

#: What a process may write to for itself, as for previews and a little more.
MEMORY_BYTES = 512 * 1024**2
SECONDS = 60
NICE = 10
UNPACKED_LIMIT = 200 * 1024**2
#: Letters of text kept of one file, and pages looked at.
TEXT_LIMIT = 2_000_000
PAGES_LIMIT = 1_000
PR_SET_PDEATHSIG = 1


class Refused(Exception):
    """The step cannot be done; the argument is the code."""


def bound(*, memory: int = MEMORY_BYTES, seconds: int = SECONDS) -> None:
    """Hold this process, and what it becomes, to memory, processor time and the lowest rank."""
    end_with_parent()
    with suppress(OSError):
        os.nice(NICE)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_parent() -> None:
    """A worker that is killed takes what it started with it (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
