"""A report as it stands on paper, whatever the format: kop, letter head, sections, signatures."""

from collections.abc import Mapping
from typing import Any, Final

from lempu.kernel.plans.renditions import legal
from lempu.kernel.reporting.renditions import sections
from lempu.kernel.reporting.renditions.narrative import moment_of, subject_of
from lempu.shared.paper.blocks import Document, Signature, clean

Json = Mapping[str, Any]
#: Letters of the fingerprint that a person compares.
SHORT: Final = 12
#: Of a seal more: paper is what it anchors to.
SEAL: Final = 16
#: A line to be filled in by hand.
BLANK: Final = "." * 36


def document_of(snapshot: Json, *, version: int = 0, fingerprint: str = "") -> Document:
    """Lays a snapshot out. ``version`` 0 is a preview: nothing was made of it yet."""
    letter, head = snapshot["letter"], snapshot["letterhead"]
    annexes = list(sections.annexes_of(snapshot))
    return Document(
        title=f"{subject_of(snapshot)}, {snapshot['office']['name']}",
        institution=[line for line in clean(head["name"]).split("\n") if line],
        address=[clean(line) for line in (head["address"], head["contact"]) if line],
        meta=[
            ("Nomor", clean(letter["number"]) or BLANK),
            ("Sifat", "Biasa"),
            ("Lampiran", f"{len(annexes)} (satu) berkas" if annexes else "-"),
            ("Hal", subject_of(snapshot)),
        ],
        dated=_dated(clean(head["place"]), letter["date"]),
        recipient=_recipient(clean(letter["recipient"]), clean(head["place"])),
        blocks=list(sections.sections_of(snapshot)),
        signatures=_signatures(letter),
        annexes=annexes,
        footer=_footer(snapshot, version, fingerprint),
    )


def _dated(place: str, date: str | None) -> str:
    day = legal.long_date(date) if date else BLANK
    return f"{place}, {day}" if place else day


def _recipient(recipient: str, place: str) -> list[str]:
    return [f"Yth. {recipient}", f"di {place}" if place else "di tempat"]


def _signatures(letter: Json) -> list[Signature]:
    """Who answers for it at the left, who made it at the right."""
    return [
        Signature(
            above,
            [line.rstrip(",") for line in legal.signing_lines(clean(letter[f"{who}_position"]))],
            clean(letter[f"{who}_name"]) or BLANK,
            clean(letter[f"{who}_nip"]),
        )
        for above, who in (("Mengetahui,", "leader"), ("Yang membuat laporan,", "maker"))
    ]


def _footer(snapshot: Json, version: int, fingerprint: str) -> str:
    parts = [snapshot["office"]["name"], f"keadaan per {moment_of(snapshot)}"]
    parts.append(f"versi {version}" if version else "pratinjau, belum menjadi versi")
    if fingerprint:
        parts.append(f"sidik jari isi {fingerprint[:SHORT]}")
    if seal := snapshot.get("seal"):  # older snapshots have none
        parts.append(f"segel buku jejak {seal['number']}, sidik jari {seal['hash'][:SEAL]}")
    return " · ".join(parts)
