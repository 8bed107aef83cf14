"""Checks a whole bundle, or the proof of one document: every byte, entry, seal and signature."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from lempu.shared.proof import chain
from lempu.shared.proof.archive import Folder, Zip, fingerprint
from lempu.shared.proof.ed25519 import holds
from lempu.shared.proof.merkle import Growing, is_included
from lempu.shared.proof.signed import (
    Check,
    Key,
    Seal,
    is_signed,
    object_of,
    read_keys,
    read_seals,
    trusted,
)
from lempu.shared.proof.spans import holds_together

MANIFEST, SIGNATURE, KEYS = "manifest.json", "manifest.sig", "keys.txt"
PROOFS = "ledger/proofs.json"
#: What cannot be listed in the manifest: itself, and the signature over it.
OUTSIDE = (MANIFEST, SIGNATURE)
MOST_FAULTS = 1000
MOST_READERS = 4
Say = Callable[[str, int, int], None]


@dataclass
class Verdict:
    """``faults`` are pairs of place and fault; all holds when there are none."""

    faults: list[tuple[str, str]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def blame(self, where: str, what: str) -> None:
        if len(self.faults) < MOST_FAULTS and (where, what) not in self.faults:
            self.faults.append((where, what))


def silent(step: str, done: int, total: int) -> None:
    """Says nothing."""


class Bundle:
    """One check of one bundle; ``verdict`` grows as it goes."""

    def __init__(
        self, path: str, *, key: str = "", check: Check = holds, say: Say = silent
    ) -> None:
        self.verdict = Verdict()
        self.blame = self.verdict.blame
        self.key, self.check, self.say = key, check, say
        self.source: Any = None
        self.path = path
        self.manifest: dict[str, Any] = {}
        self.keys: list[Key] = []
        self.known: set[str] = set()
        self.seals: list[Seal] = []
        self.named: dict[int, list[dict[str, Any]]] = {}
        self.words: dict[int, dict[str, list[str]]] = {}

    def run(self) -> Verdict:
        """Every step is taken as far as it can be, so that one fault does not hide another."""
        steps = (self._open, self._manifest, self._keys, self._files, self._seals, self._ledger)
        for step in steps:
            try:
                step()
            except Exception as error:  # noqa: BLE001 -- whatever was made of it, it is told, not raised
                name = step.__name__.strip("_")
                place = {"open": "arsip", "keys": KEYS, "ledger": "ledger"}.get(name, MANIFEST)
                self.blame(place, f"tidak dapat dibaca ({type(error).__name__}: {error})")
            if self.source is None:
                break
        if self.source is not None:
            self.source.close()
        return self.verdict

    def _open(self) -> None:
        is_folder = os.path.isdir(self.path)
        self.source = (Folder if is_folder else Zip)(self.path, self.blame)

    def _text(self, name: str) -> str:
        if name not in self.source.names:
            self.blame(name, "tidak ada")
            return ""
        content: bytes = self.source.read(name)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            self.blame(name, "berubah: bukan teks")
            return ""

    def _manifest(self) -> None:
        self.manifest = object_of(self._text(MANIFEST))
        plain = json.dumps(self.manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if plain != self._text(MANIFEST):
            self.blame(MANIFEST, "tidak dalam bentuk bakunya")
        if self.manifest.get("format") != 1 or self.manifest.get("kind") not in {"bundle", "proof"}:
            self.blame(
                MANIFEST, "bentuk berkas bukti ini tidak dikenal; pakai pemeriksa yang lebih baru"
            )

    def _keys(self) -> None:
        self.keys = read_keys(self._text(KEYS), self.check, self.blame)
        signer = str(self.manifest.get("key", ""))
        known = {key.public for key in self.keys}
        if self.key:
            known = trusted(self.keys, self.key)
            if not known:
                self.blame(
                    KEYS, "kunci yang Anda sebut tidak ada di sini: bukan dari pemasangan itu"
                )
        elif any(key.reason == "lost" for key in self.keys):
            self.verdict.warnings.append(
                "Kunci pernah hilang dan diganti tanpa serah terima; bandingkan segel dengan yang tercetak."
            )
        if signer not in known:
            self.blame(MANIFEST, "ditandatangani kunci yang tidak dikenal")
        self.known = known
        signature = self._text(SIGNATURE)
        text = self.source.read(MANIFEST) if MANIFEST in self.source.names else b""
        if len(signature) != 129 or not is_signed(self.check, signer, text, signature[:-1]):
            self.blame(MANIFEST, f"tanda tangan di {SIGNATURE} tidak cocok")
        elif signature != bytes.fromhex(signature[:-1]).hex() + "\n":
            self.blame(SIGNATURE, "tidak dalam bentuk bakunya")

    def _files(self) -> None:
        listed = {item["path"]: item for item in self.manifest["files"]}
        if list(listed) != sorted(listed) or len(listed) != len(self.manifest["files"]):
            self.blame(MANIFEST, "daftar berkas tidak berurutan")
        there = [name for name in self.source.names if name not in OUTSIDE]
        for name in there:
            if name not in listed:
                self.blame(name, "ditambahkan: tidak tercantum di manifest.json")
        total, names = len(listed), set(self.source.names)
        for name in sorted(listed.keys() - names):
            self.blame(name, "hilang")
        # the two outside are read as well, so that their place in the archive is checked
        read = [name for name in [*listed, *OUTSIDE] if name in names]
        for done, (name, found) in enumerate(self._fingerprints(read)):
            self.say("berkas", min(done, total), total)
            item = listed.get(name)
            if item is not None and found != (item["sha256"], item["size"]):
                self.blame(name, "berubah: sidik jarinya tidak cocok")
        self.say("berkas", total, total)
        self.verdict.facts["files"] = total

    def _fingerprints(self, names: list[str]) -> Iterator[tuple[str, tuple[str, int]]]:
        """Several files at once: hashing leaves the interpreter to others."""
        with ThreadPoolExecutor(min(MOST_READERS, os.cpu_count() or 1)) as pool:
            yield from pool.map(lambda name: (name, fingerprint(self.source.chunks(name))), names)

    def _seals(self) -> None:
        self.seals = read_seals(self._text(chain.SEALS), self.known, self.check, self.blame)
        for seal in self.seals:
            if seal.office != self.manifest["office"]:
                self.blame(f"{chain.SEALS}, segel {seal.number}", "milik satker lain")
        if not self.seals:
            self.blame(chain.SEALS, "tidak ada segel")
        self.verdict.facts["seals"] = len(self.seals)

    def _ledger(self) -> None:
        proofs = object_of(self._text(PROOFS))
        for item in self.manifest["files"]:
            if item.get("entry"):
                self.named.setdefault(item["entry"], []).append(item)
        if chain.WORDS in self.source.names:
            for line in self._text(chain.WORDS).split("\n")[:-1]:
                facts = object_of(line)
                self.words[facts["entry"]] = facts["texts"]
        (self._single if self.manifest["kind"] == "proof" else self._segment)(proofs)
        for number in self.words:
            self.blame(f"{chain.WORDS}, entri {number}", "entri itu tidak ada")
        for number, items in self.named.items():
            self.blame(items[0]["path"], f"entri {number} yang disebutnya tidak ada")

    def _meet(self, number: int, body: bytes) -> None:
        for item in self.named.pop(number, ()):
            if item["sha256"].encode() not in body:
                self.blame(item["path"], f"entri {number} buku jejak tidak menyebut berkas ini")
        for mark, (salt, text) in self.words.pop(number, {}).items():
            made = fingerprint(iter([f"{salt}\n{text}".encode()]))[0]
            if made != mark or f'{{"words":"{mark}"}}'.encode() not in body:
                self.blame(f"{chain.WORDS}, entri {number}", "bukan yang tercatat di entri itu")

    def _bodies(self) -> list[bytes]:
        content: bytes = self.source.read(chain.ENTRIES)
        bodies = content.split(b"\n")
        if bodies.pop() != b"":
            self.blame(chain.ENTRIES, "baris terakhir tidak utuh")
        self.verdict.facts["entries"] = len(bodies)
        return bodies

    def _segment(self, proofs: dict[str, Any]) -> None:
        first = proofs["first"]
        tree = Growing(first - 1, [bytes.fromhex(peak) for peak in proofs["before"]])
        seals, last = self.seals, self.seals[-1]
        if seals[0].size < tree.size:
            if not chain.earlier_holds(seals[0], last, proofs["consistency"] or []):
                self.blame(PROOFS, "pohon segel terakhir bukan kelanjutan segel sebelumnya")
            seals = seals[1:]
        place = self.source.place(chain.ENTRIES)
        wanted = {*self.named, *self.words}
        found = holds_together(place, tree, seals, wanted, self.say)
        if found is None:  # something is wrong: entry by entry, to name it
            chain.walk(self._bodies(), tree, seals, self.blame, self._meet)
        else:
            self.verdict.facts["entries"] = found.entries
            for number, body in found.bodies.items():
                self._meet(number, body)
        if tree.size != last.size:
            self.blame(chain.ENTRIES, f"segel terakhir mencakup {last.size} entri, ada {tree.size}")

    def _single(self, proofs: dict[str, Any]) -> None:
        """One entry, and the path from it to the root that the seal names."""
        bodies, number, seal = self._bodies(), proofs["first"], self.seals[-1]
        if len(bodies) != 1 or len(self.seals) != 1:
            self.blame(chain.ENTRIES, "bukti satu dokumen memuat tepat satu entri dan satu segel")
        digest = bytes.fromhex(fingerprint(iter([bodies[0]]))[0])
        path = [bytes.fromhex(step) for step in proofs["inclusion"]]
        root = bytes.fromhex(seal.root)
        if not is_included(digest, number - 1, seal.size, path, root):
            self.blame(PROOFS, f"entri {number} tidak termasuk dalam pohon segel {seal.number}")
        self._meet(number, bodies[0])
