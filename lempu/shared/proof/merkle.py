"""The tree over a ledger, as RFC 9162 builds it: root, proof of inclusion, proof of consistency.

A leaf is SHA-256(00 || hash of the entry), a node SHA-256(01 || left || right). The entry's own hash
covers its content and the entry before it, so a leaf stands for both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

sha256 = hashlib.sha256
EMPTY = sha256(b"").digest()
#: Height and root: a full tree over 2^height entries.
Subtree = tuple[int, bytes]


def leaf_of(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Growing:
    """A tree that grows at its right end; keeps only the roots of its full sub-trees (``peaks``)."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if bin(size).count("1") != len(self.peaks):
            raise ValueError(f"a tree of {size} leaves has other peaks")

    def add(self, entry: bytes) -> None:
        made, left = sha256(b"\x00" + entry).digest(), self.size
        while left & 1:
            made = sha256(b"\x01" + self.peaks.pop() + made).digest()
            left >>= 1
        self.peaks.append(made)
        self.size += 1

    def join(self, height: int, made: bytes) -> None:
        """Put a full sub-tree of 2^height leaves at the end, where one fits."""
        left = self.size >> height
        if left << height != self.size:
            raise ValueError(f"no place for {height} after {self.size} leaves")
        while left & 1:
            made = sha256(b"\x01" + self.peaks.pop() + made).digest()
            left >>= 1
        self.peaks.append(made)
        self.size += 1 << height

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY
        made = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            made = node_of(peak, made)
        return made


def subtrees(size: int, entries: Sequence[bytes]) -> list[Subtree]:
    """Entries that come after ``size`` others as the largest full sub-trees: height and root of each."""
    left: list[Subtree] = []
    right: list[Subtree] = []
    level = [sha256(b"\x00" + entry).digest() for entry in entries]
    height = 0
    while level:
        if size & 1:
            left.append((height, level.pop(0)))
            size += 1
        if len(level) & 1:
            right.append((height, level.pop()))
        pairs = zip(level[::2], level[1::2])  # noqa: B905 -- Python 3.9 knows no strict
        level = [sha256(b"\x01" + one + other).digest() for one, other in pairs]
        size, height = size >> 1, height + 1
    return left + right[::-1]


def inclusion(entries: Sequence[bytes], index: int) -> list[bytes]:
    """The path from the leaf at ``index`` (from 0) to the root of the tree over all entries."""
    path, level = [], [leaf_of(entry) for entry in entries]
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        level = _above(level)
        index >>= 1
    return path


def _above(level: list[bytes]) -> list[bytes]:
    pairs = range(0, len(level) - 1, 2)
    made = [node_of(level[place], level[place + 1]) for place in pairs]
    return made + level[-1:] if len(level) % 2 else made


def is_included(entry: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    here, last, made = index, size - 1, leaf_of(entry)
    for step in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            made = node_of(step, made)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            made = node_of(made, step)
        here, last = here >> 1, last >> 1
    return last == 0 and made == root


def consistency(entries: Sequence[bytes], first: int) -> list[bytes]:
    """The proof that the tree over the first ``first`` entries is the beginning of the whole."""
    leaves = [leaf_of(entry) for entry in entries]
    return _part(leaves, first, is_whole=True) if 0 < first < len(leaves) else []


def _part(leaves: list[bytes], first: int, *, is_whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if is_whole else [_root(leaves)]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if first <= half:
        return [*_part(leaves[:half], first, is_whole=is_whole), _root(leaves[half:])]
    return [*_part(leaves[half:], first - half, is_whole=False), _root(leaves[:half])]


def _root(leaves: list[bytes]) -> bytes:
    while len(leaves) > 1:
        leaves = _above(leaves)
    return leaves[0]


def is_consistent(
    first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """RFC 9162, 2.1.4.2: the later tree begins with the whole of the earlier."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not steps:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    early = late = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            early, late = node_of(step, early), node_of(step, late)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            late = node_of(late, step)
        here, last = here >> 1, last >> 1
    return last == 0 and early == first_root and late == second_root
