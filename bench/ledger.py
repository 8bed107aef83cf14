"""Verification of a ledger beside raw SHA-256 of the same entries: ``python bench/ledger.py [ENTRIES]``."""

import hashlib
import sys
import time
from pathlib import Path

import rfc8785

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lempu.shared.proof import chain, merkle


def entries(count):
    """Bodies of the usual size, chained as the product chains them."""
    previous, made = "0" * 64, []
    for seq in range(1, count + 1):
        body = rfc8785.dumps(
            {
                "act": "evidence.added",
                "actor": "user:17",
                "at": "2025-10-14T07:40:02.123456Z",
                "format": 1,
                "office": "7317",
                "payload": {
                    "evidence": seq,
                    "kind": "minutes",
                    "name": f"Notulen rapat {seq}.pdf",
                    "sha256": hashlib.sha256(str(seq).encode()).hexdigest(),
                    "source": "",
                    "url": "",
                },
                "previous": previous,
                "seq": seq,
                "subject": f"obligations.obligation:{seq % 266}",
            }
        )
        previous = hashlib.sha256(body).hexdigest()
        made.append(body)
    return made


def measured(act):
    """The best of five: what the machine can do when it is not disturbed."""
    best = 1e9
    for _round in range(5):
        begun = time.process_time()
        act()
        best = min(best, time.process_time() - begun)
    return best


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    bodies = entries(count)
    size = sum(map(len, bodies)) / 1e6
    sha256 = hashlib.sha256

    def raw():
        for body in bodies:
            sha256(body).digest()

    def verify():
        faults = []
        chain.walk(bodies, merkle.Growing(), [], lambda *fault: faults.append(fault))
        assert faults == []

    plain, checked = measured(raw), measured(verify)
    print(f"{count} entries, {size:.1f} MB, CPU time, best of five")
    print(
        f"raw SHA-256, entry by entry  {count / plain:>10,.0f} entries/s  {size / plain:>7.1f} MB/s"
    )
    print(
        f"chain and Merkle tree        {count / checked:>10,.0f} entries/s  {size / checked:>7.1f} MB/s"
    )
    print(f"ratio {plain / checked:.0%}")


if __name__ == "__main__":
    main()
