"""Walking an office's whole chain: every entry, every seal, every signature."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lempu.kernel.ledger import canonical
from lempu.kernel.ledger.models import Entry, Head, Seal
from lempu.shared.proof import ed25519
from lempu.shared.proof.merkle import Growing

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office

#: After so many entries the progress is told.
STEP = 2000


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold; ``seq`` is an entry, or the number of a seal."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a walk saw; ``fault`` is None when everything holds."""

    entries: int
    seals: int
    fault: Break | None


def first_break(office: "Office") -> Break | None:
    """Walk an office's chain from its first entry; None when it holds."""
    return walk(office).fault


def walk(office: "Office", tell: Callable[[int], object] | None = None) -> Found:
    """Recompute everything, in constant memory; ``tell`` is given the number of entries done.

    Reasons: ``gap`` (a number is missing), ``previous`` (an entry does not follow the one before),
    ``hash`` (a body is not what was hashed), ``columns`` and ``words`` (what pages show is not what was
    hashed), ``end`` (the chain stops before or after its last recorded entry), ``seal`` (a seal
    does not stand over its entries), ``seal_order`` (a seal is missing or does not follow the one
    before), ``seal_text`` (what pages show of a seal is not what was signed), ``signature``.
    """
    head = Head.objects.filter(office=office).first()
    end = (head.seq, head.hash) if head else (0, canonical.GENESIS)
    seals = _Seals(office)
    previous, seq, tree, at_end = canonical.GENESIS, 0, Growing(), ""
    entries = Entry.objects.filter(office=office).select_related("words").order_by("seq")
    for entry in entries.iterator(chunk_size=STEP):
        seq += 1
        reason = _fault(entry, office.code, seq, previous)
        if reason:
            return Found(seq, seals.seen, Break(seq if reason == "gap" else entry.seq, reason))
        previous = entry.hash
        tree.add(bytes.fromhex(previous))
        fault = seals.fault_at(tree, previous)
        if fault is not None:
            return Found(seq, seals.seen, fault)
        if seq == end[0]:
            at_end = previous
        if tell is not None and seq % STEP == 0:
            tell(seq)
    return Found(seq, seals.seen, _last_fault(office, seq, at_end, end) or seals.left_over())


def _last_fault(office: "Office", seq: int, at_end: str, end: tuple[int, str]) -> Break | None:
    """Entries may have been recorded during the walk, with the head that goes with them."""
    if seq < end[0] or (end[0] and at_end != end[1]):
        return Break(seq + 1, "end")
    if seq > end[0]:
        now = Head.objects.filter(office=office).first()
        if now is None or now.seq < seq:
            return Break(seq + 1, "end")
    return None


class _Seals:
    """The seals of an office, met one after the other as the chain grows."""

    def __init__(self, office: "Office") -> None:
        self.code = office.code
        rows = Seal.objects.of(office).select_related("key").order_by("number")
        self.waiting = rows.iterator(chunk_size=100)
        self.seal = next(self.waiting, None)
        self.previous, self.seen = canonical.GENESIS, 0

    def fault_at(self, tree: Growing, head: str) -> Break | None:
        if self.seal is None or tree.size < self.seal.size:
            return None
        seal = self.seal
        reason = self._fault(seal, tree, head)
        self.previous, self.seen = seal.hash, self.seen + 1
        self.seal = next(self.waiting, None)
        return Break(seal.number, reason) if reason else None

    def left_over(self) -> Break | None:
        return Break(self.seal.number, "seal") if self.seal else None

    def _fault(self, seal: Seal, tree: Growing, head: str) -> str:
        if seal.number != self.seen + 1:
            return "seal_order"
        if (
            seal.body.encode() != self._body(seal)
            or canonical.digest(self._body(seal)) != seal.hash
        ):
            return "seal_text"
        if (seal.size, seal.root, seal.head) != (tree.size, tree.root().hex(), head):
            return "seal"
        public, signature = bytes.fromhex(seal.key.public), bytes.fromhex(seal.signature)
        return "" if ed25519.holds(public, seal.body.encode(), signature) else "signature"

    def _body(self, seal: Seal) -> bytes:
        return canonical.seal_body(
            office=self.code,
            number=seal.number,
            at=seal.made_at,
            size=seal.size,
            root=seal.root,
            head=seal.head,
            key=seal.key.public,
            previous=self.previous,
        )


def _fault(entry: Entry, code: str, seq: int, previous: str) -> str:
    if entry.seq != seq:
        return "gap"
    if canonical.digest(entry.body.encode()) != entry.hash:
        return "hash"
    body = _body_of(entry)
    if entry.previous_hash != previous or body.get("previous") != previous:
        return "previous"
    columns = _columns(entry, code)
    if columns != {key: body.get(key) for key in columns}:
        return "columns"
    told = texts_of(entry).items()
    is_true = all(mark in entry.body and canonical.commitment(*said) == mark for mark, said in told)
    return "" if is_true else "words"


def texts_of(entry: Entry) -> canonical.Kept:
    """What people wrote in an act; empty where nothing was or is kept."""
    words = getattr(entry, "words", None)
    return words.texts if words is not None else {}


def _body_of(entry: Entry) -> dict[str, Any]:
    """Empty for a text that is no object: somebody who forges a body can hash anything."""
    try:
        body = json.loads(entry.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _columns(entry: Entry, code: str) -> dict[str, Any]:
    """The columns beside a body, in the form they have within it."""
    return {
        "office": code,
        "seq": entry.seq,
        "at": canonical.moment(entry.recorded_at),
        "actor": canonical.actor_key(entry.actor_id),
        "act": entry.act,
        "subject": entry.subject,
    }
