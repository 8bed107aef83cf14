"""The installation's own Ed25519 keys: made once, kept as PEM files, used by a process of its own.

``python -m lempu.shared.signing make|sign FILE`` is that process: it alone loads the cryptography,
so that web, worker and timer stay small, and it ends once it has answered. Signing reads a JSON list
of hexadecimal messages; the answer is JSON with the public key and the signatures.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60


class NoKey(Exception):
    """There is no key in that file, or none that can be used."""


@dataclass(frozen=True, slots=True)
class Signed:
    """``public`` and ``signatures`` in hexadecimal."""

    public: str
    signatures: list[str]


def make(path: Path) -> str:
    """The public key of the file; the key is made when there is none yet (mode 600)."""
    return _asked("make", path, []).public


def sign(path: Path, messages: Sequence[bytes]) -> Signed:
    """Sign with the key of the file. Raises ``NoKey`` when it is not there."""
    return _asked("sign", path, messages)


def _asked(act: str, path: Path, messages: Sequence[bytes]) -> Signed:
    command = [sys.executable, "-m", "lempu.shared.signing", act, str(path)]
    question = json.dumps([message.hex() for message in messages]).encode()
    done = subprocess.run(  # noqa: S603 -- our own module, no shell
        command, input=question, capture_output=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        raise NoKey(done.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    answer = json.loads(done.stdout)
    return Signed(answer["public"], answer["signatures"])


def _main(act: str, path: Path) -> None:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 -- slow import
        Ed25519PrivateKey,
    )

    if act == "make" and not path.exists():
        fresh = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _place(path, fresh)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SystemExit("not an Ed25519 key")
    messages = [bytes.fromhex(message) for message in json.load(sys.stdin)]
    answer = {
        "public": key.public_key().public_bytes_raw().hex(),
        "signatures": [key.sign(message).hex() for message in messages],
    }
    sys.stdout.write(json.dumps(answer))


def _place(path: Path, content: bytes) -> None:
    """Written whole before it has its name; of two that make it at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
        temporary.write(content)
        temporary.flush()
        os.fsync(temporary.fileno())
    try:
        os.link(temporary.name, path)
    except FileExistsError:
        pass
    finally:
        Path(temporary.name).unlink()


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
