"""The part of a ledger that goes into a bundle, with what proves that it belongs to the whole."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rfc8785

from lempu.kernel.bundles.enums import Act
from lempu.kernel.bundles.services.writing import Item
from lempu.kernel.ledger import canonical, selectors, services
from lempu.kernel.ledger.enums import Act as LedgerAct
from lempu.kernel.ledger.selectors import proofs
from lempu.kernel.offices.models import Office
from lempu.shared.proof import bundle, chain

if TYPE_CHECKING:
    from lempu.kernel.ledger.models import Entry, Seal

#: Acts that change nothing of what a bundle holds; alone they need no new seal.
QUIET = [*Act.values, LedgerAct.SEAL_ASKED]
FINGERPRINT = re.compile(r'"sha256":"([0-9a-f]{64})"')


@dataclass(slots=True)
class Segment:
    """``named`` maps the fingerprint of a file to the first entry that names it; ``about`` the key of a
    subject to the bodies of the entries about it."""

    items: list[Item] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)
    about: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))


def sealed(office: Office) -> "Seal | None":
    """The last seal, made anew when anything but exports was recorded after it."""
    last = selectors.last_seal(office)
    is_news = proofs.is_news(office, last.size if last else 0, QUIET)
    return services.seal_office(office=office) if is_news else last


def segment(office: Office, seal: "Seal", first: int, folder: Path, subjects: set[str]) -> Segment:
    """Entries ``first`` to the last sealed one, the seals over them, and the proofs; what people wrote
    only where it is about one of the subjects."""
    found = Segment()
    path = folder / "entries.jsonl"
    words = folder / "words.jsonl"
    with path.open("wb") as target, words.open("wb") as said:
        for number, subject, body, texts in proofs.bodies(office, first, seal.size):
            target.write(body.encode() + b"\n")
            for match in FINGERPRINT.finditer(body):
                found.named.setdefault(match[1], number)
            if subject in subjects:
                facts = json.loads(body)
                facts["payload"] = canonical.joined(facts["payload"], texts or {})
                found.about[subject].append(facts)
                if texts:
                    line: Any = {"entry": number, "texts": texts}
                    said.write(rfc8785.dumps(line) + b"\n")
    seals = proofs.seals_over(office, seal, first)
    is_earlier = seals[0].size < first - 1
    proof: Any = {
        "first": first,
        "before": proofs.peaks_before(office, first),
        "consistency": proofs.consistency(office, seals[0], seal) if is_earlier else None,
    }
    found.items = [
        Item(chain.ENTRIES, path),
        Item(chain.WORDS, words),
        Item(bundle.PROOFS, rfc8785.dumps(proof)),
        seals_item(seals),
        *stamp_items(seals),
    ]
    return found


def seals_item(seals: "list[Seal]") -> Item:
    lines = "".join(f"{seal.signature} {seal.body}\n" for seal in seals)
    return Item(chain.SEALS, lines.encode())


def stamp_items(seals: "list[Seal]") -> list[Item]:
    """What an authority said of the seals, as it came (RFC 3161), for ``openssl ts -verify``."""
    return [
        Item(f"ledger/stempel-waktu-{number}.tsr", token)
        for number, token in selectors.stamps_of(seals)
    ]


def inclusion_item(office: Office, entry: "Entry", seal: "Seal") -> Item:
    facts: Any = {"first": entry.seq, "inclusion": proofs.inclusion(office, entry, seal)}
    return Item(bundle.PROOFS, rfc8785.dumps(facts))
