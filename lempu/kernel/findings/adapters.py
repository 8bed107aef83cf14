"""Asking a link whether everybody can open it, without letting it lead this server anywhere it should not go.

Only addresses of the open internet are asked, at the usual ports, and the connection goes to the very
address that was looked at, so that a name cannot change its meaning between. Nothing of the page is kept.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

PORTS: Final = {"http": 80, "https": 443}
PATIENCE_SECONDS: Final = 5
MOST_TURNS: Final = 5
#: Where a page that is not for everybody sends its visitors.
SIGN_IN: Final = ("accounts.google.com", "login.microsoftonline.com", "login.live.com")
SIGN_IN_PATHS: Final = ("/login", "/signin", "/sign-in", "/masuk", "/wp-login.php")

Judge = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """``open``, ``dead`` (not there), ``closed`` (not for all), ``away`` (no answer) or "" (not asked)."""

    verdict: str
    status: int = 0


def is_public(address: str) -> bool:
    """Whether an address is of the open internet."""
    return ipaddress.ip_address(address).is_global


def ask(url: str, *, may_go: Judge = is_public, ports: dict[str, int] | None = None) -> Answer:
    """Follow a link as a visitor without an account would; nothing is raised."""
    for _turn in range(MOST_TURNS):
        parts = urlsplit(url)
        try:
            answer, onward = _ask_once(parts, may_go, PORTS if ports is None else ports)
        except (OSError, http.client.HTTPException, ValueError):
            return Answer("away")
        if not onward:
            return answer
        url = urljoin(url, onward)
        if _is_sign_in(urlsplit(url)):
            return Answer("closed", answer.status)
    return Answer("away")


def _ask_once(parts: SplitResult, may_go: Judge, ports: dict[str, int]) -> tuple[Answer, str]:
    """The answer of one address, and where it sends the visitor on to."""
    port = ports.get(parts.scheme)
    if port is None or not parts.hostname or parts.port not in (None, port):
        return Answer(""), ""
    try:
        known = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except socket.gaierror:
        return Answer("away"), ""
    addresses = [str(place[0]) for *_kind, place in known]
    if not all(may_go(address) for address in addresses):
        return Answer("closed"), ""
    connection = _connected(parts, addresses[0], port)
    try:
        path = parts.path or "/"
        connection.request(
            "GET",
            f"{path}?{parts.query}" if parts.query else path,
            headers={"User-Agent": "Lempu (pemeriksa tautan)", "Accept": "text/html,*/*"},
        )
        response = connection.getresponse()
        if 300 <= response.status < 400 and response.headers.get("Location"):
            return Answer("open", response.status), str(response.headers["Location"])
        return Answer(_meaning(response.status), response.status), ""
    finally:
        connection.close()


def _connected(parts: SplitResult, address: str, port: int) -> http.client.HTTPConnection:
    """A connection to the address, which calls it by its name."""
    host = parts.hostname or ""
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    plain = socket.create_connection((address, port), timeout=PATIENCE_SECONDS)
    if parts.scheme == "https":
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    else:
        connection.sock = plain
    return connection


def _meaning(status: int) -> str:
    if status in (404, 410):
        return "dead"
    if status in (401, 403, 407):
        return "closed"
    return "away" if status >= 500 or status == 429 else "open"


def _is_sign_in(parts: SplitResult) -> bool:
    path = parts.path.lower().rstrip("/")
    return parts.hostname in SIGN_IN or path.endswith(SIGN_IN_PATHS)
