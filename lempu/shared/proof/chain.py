"""Walks entries of a ledger: each follows the one before it, and the seals stand over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from lempu.shared.proof.merkle import Growing, is_consistent
from lempu.shared.proof.signed import GENESIS, Seal, object_of

Blame = Callable[[str, str], None]
ENTRIES = "ledger/entries.jsonl"
SEALS = "ledger/seals.txt"
WORDS = "ledger/words.jsonl"


def previous_in(body: bytes) -> str:
    """The hash of the entry before, as the body names it."""
    return str(object_of(body.decode())["previous"])


def walk(
    bodies: Iterable[bytes],
    tree: Growing,
    seals: Sequence[Seal],
    blame: Blame,
    keep: Callable[[int, bytes], None] | None = None,
) -> int:
    """Chain the bodies onto ``tree``, comparing its root with every seal on the way.

    ``keep`` is given number and body of each entry. Returns how many seals were compared.
    """
    waiting = list(seals)
    compared, previous, add = 0, "" if tree.size else GENESIS, tree.add
    while waiting and waiting[0].size == tree.size:
        compared += _compare(waiting.pop(0), tree, previous, blame)
    due = waiting[0].size if waiting else -1
    number = tree.size
    for body in bodies:
        number += 1
        if not _follows(body, previous, number):
            _tell(body, previous, number, blame)
        digest = sha256(body)
        previous = digest.hexdigest()
        add(digest.digest())
        if keep is not None:
            keep(number, body)
        while number == due:
            compared += _compare(waiting.pop(0), tree, previous, blame)
            due = waiting[0].size if waiting else -1
    for seal in waiting:
        blame(f"{SEALS}, segel {seal.number}", f"mencakup {seal.size} entri; hanya ada {number}")
    return compared


def _follows(body: bytes, previous: str, number: int) -> bool:
    """Whether the end of a canonical body is ``"previous":...,"seq":...,"subject":"..."}``.

    Keys of an entry are sorted and a subject holds no quotation mark, so its last three members
    stand at the end; nothing within the payload can look like that. The first entry of a segment
    names an entry that is not here.
    """
    middle = b'","seq":%d,"subject":"' % number
    at = body.rfind(middle)
    if at < 77 or body.find(b'"', at + len(middle)) != len(body) - 2 or body[-1:] != b"}":
        return False
    if body[at - 77 : at - 64] != b',"previous":"':
        return False
    return not previous or body[at - 64 : at] == previous.encode()


def _tell(body: bytes, previous: str, number: int, blame: Blame) -> None:
    where = f"{ENTRIES}, entri {number}"
    try:
        facts = object_of(body.decode())
    except ValueError:
        blame(where, "bukan entri")
        return
    if facts.get("seq") != number:
        blame(where, f"berisi nomor {facts.get('seq')}: entri hilang, ditambah, atau ditukar")
    elif facts.get("previous") != previous:
        blame(where, "tidak menyambung pada entri sebelumnya")
    else:
        blame(where, "tidak dalam bentuk bakunya")


def _compare(seal: Seal, tree: Growing, previous: str, blame: Blame) -> int:
    where = f"{SEALS}, segel {seal.number}"
    if tree.root().hex() != seal.root:
        blame(where, f"akar pohon atas {seal.size} entri tidak cocok")
    elif previous and previous != seal.head:
        blame(where, "menyebut entri terakhir yang lain")
    return 1


def earlier_holds(first: Seal, last: Seal, path: Sequence[str]) -> bool:
    """Whether the tree of the last seal begins with that of an earlier one."""
    steps = [bytes.fromhex(step) for step in path]
    early, late = bytes.fromhex(first.root), bytes.fromhex(last.root)
    return is_consistent(first.size, early, last.size, late, steps)
