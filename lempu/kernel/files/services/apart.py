"""Having a file read by a bounded process of its own."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any

import structlog

from lempu.kernel.files import understanding
from lempu.kernel.files.models import StoredFile
from lempu.kernel.files.services.previews import on_disk

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 90
#: What a process that opens untrusted files has no business to know.
SECRETS = ("LEMPU_", "DATABASE_URL", "AWS_")


@dataclass(slots=True)
class Answers:
    """What each step answered; ``ended`` is why there are no more, empty if all did."""

    by_step: dict[str, dict[str, Any]] = field(default_factory=dict)
    ended: str = ""


def look(file: StoredFile, job: dict[str, Any]) -> Answers:
    """Do the steps of ``job`` on the file."""
    with file.open() as content, on_disk(content) as source:
        return read(source, job)


def read(source: IO[bytes], job: dict[str, Any]) -> Answers:
    """Do the steps of ``job``. A process that ended keeps what it had answered."""
    output, status = b"", None
    while status is None:  # it went to rest while we asked: ask a new one
        output, status = _reader().ask(source, job)
    if status:
        log.warning("file could not be read", kind=job["kind"], status=status)
    return Answers(_lines(output), _why(status))


class Reader:
    """A process that forks one for each file. It belongs to the thread that started it, and ends with it."""

    def __init__(self) -> None:
        self.line, there = socket.socketpair()
        with there:
            self.process = subprocess.Popen(  # noqa: S603 -- our own module, no shell
                [sys.executable, "-m", understanding.__name__, str(there.fileno())],
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if not _is_secret(name)},
            )

    def ask(self, source: IO[bytes], job: dict[str, Any]) -> tuple[bytes, int | None]:
        """What was answered and how its process ended; None when it was at rest and did not begin."""
        until = time.monotonic() + PATIENCE_SECONDS
        here, there = socket.socketpair()
        with here:
            with there:
                try:
                    words = json.dumps(job).encode()
                    socket.send_fds(self.line, [words], [source.fileno(), there.fileno()])
                except ConnectionError:
                    return b"", self.end() or None
            output = b"".join(_parts(here, until))
        return output, self._status(until)

    def _status(self, until: float) -> int | None:
        try:
            self.line.settimeout(_left(until))
            said = self.line.recv(16)
        except TimeoutError:
            self.process.kill()
            said = b""
        except ConnectionError:
            said = b""
        return int(said) if said else self.end() or None

    def end(self) -> int:
        """Let it go; how it ended. One at rest ends well."""
        _own.__dict__.pop("reader", None)
        self.line.close()
        return self.process.wait()


_own = threading.local()


def _reader() -> Reader:
    if not hasattr(_own, "reader"):
        _own.reader = Reader()
    reader: Reader = _own.reader
    return reader


@atexit.register
def rest() -> None:
    """Let the process of this thread go, if there is one."""
    if hasattr(_own, "reader"):
        _own.reader.end()


def _is_secret(name: str) -> bool:
    return name.startswith(SECRETS)


def _parts(answers: socket.socket, until: float) -> Iterator[bytes]:
    """All that is said until the process ends or the time is up."""
    with suppress(TimeoutError):
        while True:
            answers.settimeout(_left(until))
            part = answers.recv(1 << 16)
            if not part:
                return
            yield part


def _left(until: float) -> float:
    return max(until - time.monotonic(), 0.001)


def _why(status: int) -> str:
    """Ended by the system is too much; ended by itself is a file it did not understand."""
    if status in (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGSEGV):
        return "too_long"
    return "broken" if status else ""


def _lines(output: bytes) -> dict[str, dict[str, Any]]:
    whole = output.split(b"\n")[:-1]
    answers = (json.loads(line) for line in whole if line.startswith(b"{"))
    return {answer.pop("step"): answer for answer in answers}
