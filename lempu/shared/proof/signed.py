"""Keys and seals as they lie in a bundle: signatures, then the exact text that was signed.

A line of ``keys.txt``: signature of the key itself, signature of the key before it (or "-"), statement.
A line of ``ledger/seals.txt``: signature, seal. Both texts are JSON in the form of RFC 8785.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
Blame = Callable[[str, str], None]
#: (public key, message, signature) -> whether it holds
Check = Callable[[bytes, bytes, bytes], bool]


@dataclass(frozen=True)
class Key:
    number: int
    public: str
    previous: str
    reason: str
    at: str


@dataclass(frozen=True)
class Seal:
    """A signed statement on the first ``size`` entries of one office."""

    number: int
    office: str
    size: int
    root: str
    head: str
    key: str
    previous: str
    at: str
    hash: str


def object_of(text: str) -> dict[str, Any]:
    """The JSON object of a text; ``ValueError`` for anything else."""
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError("bukan objek JSON")
    return value


def is_signed(check: Check, public: str, message: bytes, signature: str) -> bool:
    try:
        return check(bytes.fromhex(public), message, bytes.fromhex(signature))
    except ValueError:
        return False


def read_keys(text: str, check: Check, blame: Blame) -> list[Key]:
    """The keys of the installation in order, each handed over by the one before it."""
    keys: list[Key] = []
    for line in text.splitlines():
        signature, endorsement, body = line.split(" ", 2)
        facts = object_of(body)
        names = ("number", "public", "previous", "reason", "at")
        key = Key(**{name: facts[name] for name in names})
        where = f"keys.txt, kunci {key.number}"
        last = keys[-1] if keys else None
        if facts.get("kind") != "key" or key.number != len(keys) + 1:
            blame(where, "bukan pernyataan kunci, atau nomornya melompat")
        if not is_signed(check, key.public, body.encode(), signature):
            blame(where, "tanda tangan kunci itu sendiri tidak cocok")
        if key.previous != (last.public if last else ""):
            blame(where, "tidak menyebut kunci sebelumnya")
        if key.reason == "rotated" and last is not None:
            if not is_signed(check, last.public, body.encode(), endorsement):
                blame(where, "serah terima tidak ditandatangani kunci sebelumnya")
        elif key.reason != ("lost" if last else "first"):
            blame(where, "alasan penggantian kunci tidak dikenal")
        keys.append(key)
    return keys


def trusted(keys: Sequence[Key], public: str) -> set[str]:
    """The keys that follow from one that whoever checks knows: those before it, which it names as
    its own past, and those after it up to the first that it did not hand over to."""
    places = [place for place, key in enumerate(keys) if key.public == public]
    if not places:
        return set()
    found = {key.public for key in keys[: places[0] + 1]}
    for key in keys[places[0] + 1 :]:
        if key.reason != "rotated":
            break
        found.add(key.public)
    return found


def read_seals(text: str, known: set[str], check: Check, blame: Blame) -> list[Seal]:
    """The seals in order; each names the one before it, and covers more."""
    seals: list[Seal] = []
    for line in text.splitlines():
        signature, body = line.split(" ", 1)
        facts = object_of(body)
        names = ("number", "office", "size", "root", "head", "key", "previous", "at")
        digest = hashlib.sha256(body.encode()).hexdigest()
        seal = Seal(**{name: facts[name] for name in names}, hash=digest)
        where = f"ledger/seals.txt, segel {seal.number}"
        if facts.get("kind") != "seal":
            blame(where, "bukan segel")
        if seal.key not in known:
            blame(where, "dibuat dengan kunci yang tidak dikenal")
        if not is_signed(check, seal.key, body.encode(), signature):
            blame(where, "tanda tangan tidak cocok")
        fault = _does_not_follow(seal, seals[-1] if seals else None)
        if fault:
            blame(where, fault)
        seals.append(seal)
    return seals


def _does_not_follow(seal: Seal, last: Seal | None) -> str:
    if last is None:
        is_first = seal.number == 1
        return "bukan segel pertama" if is_first != (seal.previous == GENESIS) else ""
    if (seal.number, seal.previous) != (last.number + 1, last.hash):
        return "tidak menyambung pada segel sebelumnya"
    if seal.office != last.office:
        return "milik satker lain"
    return "" if seal.size > last.size else "tidak mencakup lebih dari segel sebelumnya"
