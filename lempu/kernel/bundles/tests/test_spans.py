"""The fast walk says yes exactly where the walk entry by entry finds no fault."""

import random
from hashlib import sha256

import pytest
import rfc8785

from lempu.shared.proof import chain, merkle, spans
from lempu.shared.proof.archive import Place
from lempu.shared.proof.signed import Seal

COUNT = 150


def made(count=COUNT):
    previous, bodies = "0" * 64, []
    for seq in range(1, count + 1):
        facts = {"payload": {"note": "x" * (seq % 90)}, "previous": previous, "seq": seq}
        bodies.append(rfc8785.dumps(facts | {"act": "a", "subject": f"plans.plan:{seq}"}))
        previous = sha256(bodies[-1]).hexdigest()
    return bodies


def sealed(bodies, sizes):
    found, tree = [], merkle.Growing()
    for number, body in enumerate(bodies, 1):
        tree.add(sha256(body).digest())
        if number in sizes:
            head = sha256(body).hexdigest()
            found.append(Seal(len(found) + 1, "7317", number, tree.root().hex(), head, *[""] * 4))
    return found


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Spans and runs so short that a small ledger has many; in one process unless a test says."""
    monkeypatch.setattr(spans, "SPAN", 4000)
    monkeypatch.setattr(spans, "RUN", 900)
    monkeypatch.setattr(spans, "MOST_PROCESSES", 1)


def fast(tmp_path, bodies, seals, wanted=()):
    path = tmp_path / "entries.jsonl"
    path.write_bytes(b"".join(body + b"\n" for body in bodies))
    tree = merkle.Growing()
    found = spans.holds_together(Place(str(path), 0, path.stat().st_size), tree, seals, wanted)
    return found, tree


def slow(bodies, seals):
    faults, tree = [], merkle.Growing()
    chain.walk(bodies, tree, seals, lambda *fault: faults.append(fault))
    return faults, tree


@pytest.mark.parametrize("start", range(9))
def test_subtrees_joined_give_the_tree_that_grows_leaf_by_leaf(start):
    leaves = [bytes([n]) * 32 for n in range(start + 21)]
    plain, joined = merkle.Growing(), merkle.Growing()
    for leaf in leaves:
        plain.add(leaf)
    for leaf in leaves[:start]:
        joined.add(leaf)
    for height, digest in merkle.subtrees(start, leaves[start:]):
        joined.join(height, digest)

    assert (joined.size, joined.peaks) == (plain.size, plain.peaks)
    with pytest.raises(ValueError, match="no place"):
        merkle.Growing(1, [b"x"]).join(1, b"y")


@pytest.mark.parametrize("processes", [1, 2])
def test_a_whole_ledger_holds(tmp_path, monkeypatch, processes):
    monkeypatch.setattr(spans, "MOST_PROCESSES", processes)
    bodies = made()

    found, tree = fast(tmp_path, bodies, sealed(bodies, {1, 2, 63, 64, 101, COUNT}), {7, 120})

    assert found == spans.Result(COUNT, {7: bodies[6], 120: bodies[119]})
    assert tree.root() == slow(bodies, [])[1].root()


def test_what_one_walk_refuses_the_other_refuses(tmp_path):
    bodies = made()
    seals, seed = sealed(bodies, {40, COUNT}), random.randrange(2**32)
    chance, missed = random.Random(seed), []
    for number in range(60):
        changed, at = list(bodies), chance.randrange(COUNT)
        kind = chance.choice(["byte", "remove", "double", "swap", "cut", "line"])
        if kind == "byte":
            place = chance.randrange(len(bodies[at]))
            other = bytes([bodies[at][place] ^ chance.randrange(1, 256)])
            changed[at] = bodies[at][:place] + other + bodies[at][place + 1 :]
        elif kind == "line":
            changed[at] = bodies[at] + b"\n"
        elif kind == "swap":
            changed[at], changed[at - 1] = bodies[at - 1], bodies[at]
        else:
            end = {"remove": at + 1, "double": at, "cut": COUNT}[kind]
            changed = [*bodies[: at + (kind == "double")], *bodies[end:]]
        if fast(tmp_path, changed, seals)[0] is not None or not slow(changed, seals)[0]:
            missed.append((number, kind, at))

    assert missed == [], f"seed {seed}"


def test_a_seal_that_says_otherwise_and_an_entry_that_is_not_there(tmp_path):
    bodies = made(20)
    first, last = sealed(bodies, {10, 20})
    other = Seal(1, "7317", 10, last.root, first.head, *[""] * 4)
    later = Seal(2, "7317", 21, last.root, last.head, *[""] * 4)

    assert fast(tmp_path, bodies, [first, last])[0] is not None
    assert fast(tmp_path, bodies, [other, last])[0] is None
    assert fast(tmp_path, bodies, [first, later])[0] is None
    assert fast(tmp_path, bodies, [first, last], {21})[0] is None
    assert fast(tmp_path, bodies[1:], [])[0] is None


def test_the_first_entry_of_all_names_nothing_before_it(tmp_path):
    bodies = made(1)
    bodies[0] = bodies[0].replace(b"0" * 64, b"1" * 64)

    assert fast(tmp_path, bodies, [])[0] is None
    assert "tidak menyambung" in str(slow(bodies, [])[0])
