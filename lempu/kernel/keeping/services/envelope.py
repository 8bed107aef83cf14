"""The sealed envelope of a back-up: a tar, encrypted with age while it is written.

Nothing is ever held whole: the tar goes through a pipe to a thread that encrypts, and back the
same way. Each 64 kB are authenticated, and so is the end: a back-up that was cut off does not open.
"""

import os
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyrage

from lempu.shared.errors import DomainError


def new_identity() -> tuple[str, str]:
    """A key that opens (to be kept elsewhere) and its address that closes."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


@contextmanager
def sealing(path: Path, recipient: str) -> Iterator[tarfile.TarFile]:
    """A tar to be filled, which lands encrypted at ``path``. Raises what the thread raised."""
    to = pyrage.x25519.Recipient.from_str(recipient)
    inward, outward = os.pipe()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with os.fdopen(inward, "rb") as reader, path.open("wb") as target:
                pyrage.encrypt_io(reader, target, [to])
                target.flush()
                os.fsync(target.fileno())
        except BaseException as error:  # noqa: BLE001 -- raised again where it is waited for
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        with os.fdopen(outward, "wb") as writer, tarfile.open(fileobj=writer, mode="w|") as tar:
            yield tar
    except BrokenPipeError:
        if not failed:
            raise
    finally:
        thread.join()
    if failed:
        raise failed[0]


@contextmanager
def opening(path: Path, identity: str) -> Iterator[tarfile.TarFile]:
    """The tar within, member by member. Refuses ``wrong_key`` and ``damaged``."""
    key = pyrage.x25519.Identity.from_str(identity)
    inward, outward = os.pipe()
    failed: list[Exception] = []

    def work() -> None:
        try:
            with os.fdopen(outward, "wb") as writer, path.open("rb") as source:
                pyrage.decrypt_io(source, writer, [key])
        except Exception as error:  # noqa: BLE001 -- told where it is waited for
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    reader = os.fdopen(inward, "rb")
    try:
        with tarfile.open(fileobj=reader, mode="r|") as tar:
            yield tar
        while reader.read(1 << 20):  # to the end, so that it is authenticated too
            pass
    except (tarfile.TarError, EOFError) as error:
        reader.close()
        thread.join()
        raise _refusal(failed) from error
    finally:
        if not reader.closed:
            reader.close()
        thread.join()
    if failed:
        raise _refusal(failed)


def _refusal(failed: list[Any]) -> DomainError:
    told = str(failed[0]) if failed else ""
    if "No matching keys" in told or "no matching" in told.lower():
        return DomainError("Kunci ini bukan kunci cadangan itu.", code="wrong_key")
    return DomainError(
        f"Cadangan rusak atau terpotong; tidak ada yang dikembalikan. {told}".strip(),
        code="damaged",
    )
