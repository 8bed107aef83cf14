"""The form in which an entry is hashed. Pure: the offline verifier reads this file too.

An entry's body is one JSON object in the canonical form of RFC 8785 (sorted keys, no spaces,
UTF-8), kept in the database exactly as it was hashed. Its hash is SHA-256 over those bytes, in
lower-case hexadecimal. The body names the hash of the entry before it in the same office
(``GENESIS`` for the first), so that no entry can be changed, removed or put between two others
without every later hash changing.

Fields of format 1:

``format``    1
``office``    code of the office whose chain this is ("7317")
``seq``       number in the chain, from 1, without gaps
``at``        moment recorded by the system, UTC, RFC 3339 with microseconds ("2025-10-14T07:40:02.123456Z")
``actor``     "user:17", or "system" for what the clock does
``act``       what was done ("evidence.added")
``subject``   what it was done to ("obligations.obligation:113")
``payload``   facts of the act: strings, whole numbers, booleans, null, lists and objects of these
``previous``  hash of the entry before

Payloads carry no floating-point numbers (JSON has no exact form for them), no names of people
(keys only, so that a person's details can be corrected without breaking the chain), and nothing that a
person wrote: a text under one of ``WORDS`` stands in the payload as ``{"words": COMMITMENT}``, the SHA-256
of a random salt, a line break and the text. Salt and text are kept beside the entry and can be
removed; whoever has them can show that they are what was recorded. Entries before this rule carry
such texts themselves.
"""

import datetime as dt
import hashlib
import secrets
from decimal import Decimal
from typing import Any

import rfc8785

FORMAT = 1
GENESIS = "0" * 64
#: Members of a payload that hold what a person wrote, or the name or address of what they gave.
WORDS = frozenset(
    [
        "answer",
        "name",
        "note",
        "place",
        "problem",
        "purpose",
        "reason",
        "statement",
        "text",
        "texts",
        "url",
    ]
)
#: A commitment -> its salt and text.
Kept = dict[str, list[str]]


def moment(at: dt.datetime) -> str:
    """An aware moment as it stands in a body."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def actor_key(user_id: int | None) -> str:
    """How a person is named in a body; None is the system."""
    return "system" if user_id is None else f"user:{user_id}"


def plain(value: Any) -> Any:
    """A payload value in its JSON form: dates as ISO 8601, decimals as strings.

    Raises ``TypeError`` for what has no exact form (floats, bytes, objects).
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no exact form in a ledger payload")


def commitment(salt: str, text: str) -> str:
    """What stands in an entry for a text."""
    return digest(f"{salt}\n{text}".encode())


def withheld(value: Any, kept: Kept, member: str = "") -> Any:
    """A payload in its JSON form with commitments for what people wrote, which goes into ``kept``."""
    if isinstance(value, dict):
        return {
            name: withheld(item, kept, member if member in WORDS else name)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [withheld(item, kept, member) for item in value]
    if not isinstance(value, str) or not value or member not in WORDS:
        return value
    salt = secrets.token_hex(16)
    mark = commitment(salt, value)
    kept[mark] = [salt, value]
    return {"words": mark}


def joined(value: Any, kept: Kept) -> Any:
    """A payload with the texts again; one that was removed is empty."""
    if isinstance(value, dict):
        if value.keys() == {"words"} and isinstance(value["words"], str):
            return kept.get(value["words"], ["", ""])[1]
        return {name: joined(item, kept) for name, item in value.items()}
    return [joined(item, kept) for item in value] if isinstance(value, list) else value


def body(
    *,
    office: str,
    seq: int,
    at: dt.datetime,
    actor: str,
    act: str,
    subject: str,
    payload: dict[str, Any],
    previous: str,
) -> bytes:
    """The canonical bytes of an entry."""
    return rfc8785.dumps(
        {
            "format": FORMAT,
            "office": office,
            "seq": seq,
            "at": moment(at),
            "actor": actor,
            "act": act,
            "subject": subject,
            "payload": plain(payload),
            "previous": previous,
        }
    )


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(value: Any) -> str:
    """The fingerprint of a structure: SHA-256 of its canonical form."""
    return digest(rfc8785.dumps(plain(value)))


def seal_body(
    *,
    office: str,
    number: int,
    at: dt.datetime,
    size: int,
    root: str,
    head: str,
    key: str,
    previous: str,
) -> bytes:
    """The canonical bytes of a seal: the root of the tree (``shared/proof/merkle.py``) over the first
    ``size`` entries of an office, the hash of the last of them, the public key that signs, and the
    hash of the seal before (``GENESIS`` for the first)."""
    return rfc8785.dumps(
        {
            "format": FORMAT,
            "kind": "seal",
            "office": office,
            "number": number,
            "at": moment(at),
            "size": size,
            "root": root,
            "head": head,
            "key": key,
            "previous": previous,
        }
    )


def key_body(*, number: int, at: dt.datetime, public: str, previous: str, reason: str) -> bytes:
    """The canonical bytes of the statement with which a key takes over from the one before it."""
    return rfc8785.dumps(
        {
            "format": FORMAT,
            "kind": "key",
            "number": number,
            "at": moment(at),
            "public": public,
            "previous": previous,
            "reason": reason,
        }
    )
