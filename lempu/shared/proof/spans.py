"""Walks long ledgers fast: runs of entries checked as one text, on every core.

What holds is found here; what does not is named by ``chain.walk``, entry by entry. So every function answers
None as soon as anything is not exactly as the product writes it, and says no more.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from lempu.shared.proof.archive import Place
from lempu.shared.proof.merkle import Growing, Subtree, subtrees
from lempu.shared.proof.signed import GENESIS, Seal

#: Bytes of entries that are held and compared at once; small enough for the caches of a processor.
RUN = 1 << 18
#: Bytes of entries that one process takes at a time; a ledger of less is not worth a second process.
SPAN = 1 << 22
MOST_PROCESSES = 8
#: Keys of an entry are sorted and a subject holds no quotation mark, so a canonical body ends like this.
BEFORE = b',"previous":"'
END = re.compile(rb'^(.{64})","seq":([0-9]+),"subject":"[^"\n]*"}\n', re.MULTILINE)


@dataclass(frozen=True)
class Task:
    """A span of a ledger; ``cuts`` are sizes at which roots are asked for, ``wanted`` numbers of entries
    whose bodies are."""

    place: Place
    cuts: Sequence[int]
    wanted: Sequence[int]


@dataclass
class Walked:
    """A span whose entries follow each other. ``marks`` are pairs of size and hash of the last entry, each
    with the sub-trees since the mark before."""

    first: int
    previous: str
    marks: list[tuple[int, str, list[Subtree]]]
    bodies: dict[int, bytes]


@dataclass
class Result:
    """A whole segment that holds: how many entries, and the bodies that were asked for."""

    entries: int
    bodies: dict[int, bytes]


def holds_together(
    place: Place, tree: Growing, seals: Sequence[Seal], wanted: Iterable[int], say: Any = None
) -> Result | None:
    """Whether the entries at ``place`` go on from ``tree`` without a fault and every seal stands over
    them. ``tree`` is grown only when they do."""
    grown, due = Growing(tree.size, tree.peaks), {seal.size: seal for seal in seals}
    if any(seal.root != grown.root().hex() for seal in seals if seal.size <= tree.size):
        return None
    cuts, numbers = sorted(due), sorted(wanted)
    tasks = [Task(part, cuts, numbers) for part in _parts(place)]
    last, done = "" if tree.size else GENESIS, 0
    bodies: dict[int, bytes] = {}
    for task, span in _each(tasks):
        if span is None or span.first != grown.size + 1 or (last and span.previous != last):
            return None
        for size, last, trees in span.marks:
            for height, digest in trees:
                grown.join(height, digest)
            seal = due.pop(size, None)
            if seal is not None and (seal.root, seal.head) != (grown.root().hex(), last):
                return None
        bodies.update(span.bodies)
        done += task.place.size
        if say is not None:
            say("entri", done, place.size)
    if any(size > tree.size for size in due) or bodies.keys() != set(numbers):
        return None
    count = grown.size - tree.size
    tree.size, tree.peaks = grown.size, grown.peaks
    return Result(count, bodies)


def _each(tasks: list[Task]) -> Iterator[tuple[Task, Walked | None]]:
    """The spans in order, from as many processes as the machine has cores; where it allows none, one
    after the other."""
    processes = min(MOST_PROCESSES, os.cpu_count() or 1, len(tasks))
    done = 0
    if processes > 1:
        try:
            with ProcessPoolExecutor(processes) as pool:
                for span in pool.map(walked, tasks):
                    yield tasks[done], span
                    done += 1
        except (OSError, RuntimeError, ImportError, NotImplementedError):
            pass  # no second process here: the rest is walked in this one
    for task in tasks[done:]:
        yield task, walked(task)


def _parts(place: Place) -> list[Place]:
    """The place cut at line ends into spans of about ``SPAN`` bytes."""
    made: list[Place] = []
    at, end = place.start, place.start + place.size
    with open(place.path, "rb") as content:
        while at < end:
            content.seek(min(at + SPAN, end) - 1)
            content.readline()
            after = min(content.tell(), end)
            made.append(Place(place.path, at, after - at))
            at = after
    return made


def walked(task: Task) -> Walked | None:
    """Walk one span on its own, from the number that its first entry gives itself."""
    span: Walked | None = None
    size, last, wanted = 0, "", set(task.wanted)
    for run in _runs(task.place):
        found = _followed(run)
        if found is None:
            return None
        first, previous, digests, bodies = found
        if span is None:
            span, size = Walked(first, previous, [], {}), first - 1
        elif (first, previous) != (size + 1, last):
            return None
        for number in wanted.intersection(range(first, first + len(bodies))):
            span.bodies[number] = bodies[number - first]
        end = size + len(digests)
        for cut in [cut for cut in task.cuts if size < cut < end] + [end]:
            part, digests = digests[: cut - size], digests[cut - size :]
            last = part[-1].hex()
            span.marks.append((cut, last, subtrees(size, part)))
            size = cut
    return span


def _runs(place: Place) -> Iterator[bytes]:
    """Whole lines, about ``RUN`` bytes at a time."""
    left = place.size
    with open(place.path, "rb") as content:
        content.seek(place.start)
        while left > 0:
            run = content.read(min(RUN, left))
            if run and run[-1:] != b"\n" and len(run) < left:
                run += content.readline(left - len(run))
            if not run:
                return
            left -= len(run)
            yield run


def _followed(run: bytes) -> tuple[int, str, list[bytes], list[bytes]] | None:
    """Number of the first entry, the hash that it names, hashes and bodies of all; None unless each
    follows the one before it and ends as a canonical body does."""
    bodies = run.split(b"\n")
    if bodies.pop() or not bodies:
        return None
    ends = END.findall(b"\n".join([body.rpartition(BEFORE)[2] for body in bodies]) + b"\n")
    if len(ends) != len(bodies):
        return None
    first, digests = int(ends[0][1]), [sha256(body).digest() for body in bodies]
    numbers = ",".join(map(str, range(first, first + len(bodies)))).encode()
    named = b"".join([end[0] for end in ends])
    if numbers != b",".join([end[1] for end in ends]):
        return None
    if named[64:] != b"".join(digests[:-1]).hex().encode():
        return None
    return first, named[:64].decode("ascii", "replace"), digests, bodies
