"""Asking a ClamAV daemon about a file, where one is configured (``LEMPU_CLAMAV``).

The protocol is ``INSTREAM``: the bytes are sent in chunks, each after its length, and the daemon answers with
``OK`` or the name of what it found. Nothing is written to its disk by us.
"""

import socket
import struct
from typing import IO

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 60


def scan(content: IO[bytes]) -> str:
    """What the daemon found, empty when nothing (or none is configured); ``OSError`` without an answer."""
    if not settings.CLAMAV:
        return ""
    content.seek(0)
    with _connected(settings.CLAMAV) as line:
        line.sendall(b"zINSTREAM\0")
        try:
            while chunk := content.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough and says why
        answer = _answer(line)
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")[:100]
    if answer.endswith("OK"):
        return ""
    raise OSError(answer[:200] or "no answer")


def _answer(line: socket.socket) -> str:
    heard = b""
    while not heard.endswith(b"\0") and len(heard) < CHUNK:
        more = line.recv(4096)
        if not more:
            break
        heard += more
    return heard.strip(b"\0 \n").decode("utf-8", "replace")


def _connected(place: str) -> socket.socket:
    if place.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(place)
        return line
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
