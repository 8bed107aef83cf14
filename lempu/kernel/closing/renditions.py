"""The report of the desks as an official paper: pure, from its content to blocks and bytes."""

from collections.abc import Mapping
from typing import Any, Final

from lempu.kernel.plans.renditions.legal import long_date, month_name
from lempu.shared.paper.blocks import (
    Block,
    Column,
    Document,
    Signature,
    clean,
    heading,
    prose,
    table,
)

Json = Mapping[str, Any]
BLANK: Final = "." * 36


def document_of(
    content: Json,
    *,
    number: int,
    changes: list[dict[str, Any]],
    fingerprint: str,
    seal: Json | None,
) -> Document:
    period = f"{month_name(content['month'])} {content['year']}"
    subject = f"Laporan meja kerja {content['code']} bulan {period}"
    return Document(
        title=f"{subject}, {content['office']}",
        institution=[clean(content["office"]).upper()],
        address=[],
        meta=[
            ("Nomor", BLANK),
            ("Lampiran", "-"),
            ("Hal", subject),
        ],
        dated="",
        recipient=["Yth. Koordinator pembangunan zona integritas", "di tempat"],
        blocks=[
            *_opening(content, period),
            *_figures(content),
            *_records(content),
            *_changes(changes, number),
        ],
        signatures=[
            Signature("Mengetahui,", ["Atasan langsung"], BLANK, ""),
            Signature("Yang bertanggung jawab,", ["Pemilik kewajiban"], BLANK, ""),
        ],
        annexes=[],
        footer=_footer(number, fingerprint, seal),
    )


def write_pdf(document: Document) -> bytes:
    from lempu.shared.paper import letter  # noqa: PLC0415 -- heavy

    return letter.write_pdf(document)


def figure(value: str | None, unit: str) -> str:
    if value is None:
        return "tidak ada yang diukur"
    said = value.replace(".", ",")
    return f"{said}%" if unit == "percent" else said


def _opening(content: Json, period: str) -> list[Block]:
    return [
        heading("Kewajiban"),
        *prose(f"{content['programme']}. {content['sub_activity']}."),
        *prose(f"Indikator keberhasilan: {content['indicator']}."),
        *prose(
            f"Angka di bawah ini dihitung dari catatan kerja satker untuk bulan {period}. "
            "Setiap angka dapat ditelusuri ke catatan yang terdaftar sesudahnya."
        ),
    ]


def _figures(content: Json) -> list[Block]:
    columns = [
        Column("Ukuran", 6),
        Column("Capaian", 3, "center"),
        Column("Dihitung", 3, "center"),
        Column("Sasaran", 3, "center"),
        Column("Keterangan", 5),
    ]
    rows = [
        [
            each["label"],
            figure(each["value"], each["unit"]),
            f"{each['numerator']} dari {each['denominator']}",
            f"paling sedikit {figure(each['target'], each['unit'])}",
            _verdict(each),
        ]
        for each in content["readings"]
    ]
    return [heading("Capaian"), table(columns, rows)]


def _verdict(each: Json) -> str:
    if each["value"] is None:
        said = "Tidak ada yang diukur"
    else:
        is_met = float(each["value"]) >= float(each["target"])
        said = "Tercapai" if is_met else "Belum tercapai"
    return f"{said}. {each['note']}" if each["note"] else said


def _records(content: Json) -> list[Block]:
    blocks = []
    for each in content["readings"]:
        blocks.append(heading(f"Catatan: {each['label']}"))
        if not each["records"]:
            blocks += prose("Tidak ada catatan pada bulan ini.")
            continue
        columns = [
            Column("No.", 1, "center"),
            Column("Catatan", 10),
            Column("Tanggal", 3, "center"),
            Column("Dihitung", 2, "center"),
        ]
        rows = [
            [
                str(place),
                row["words"],
                long_date(row["day"]) if row["day"] else "-",
                "ya" if row["counts"] else "tidak",
            ]
            for place, row in enumerate(each["records"], start=1)
        ]
        blocks.append(table(columns, rows))
    return blocks


def _changes(changes: list[dict[str, Any]], number: int) -> list[Block]:
    if not changes:
        return []
    lines = []
    for each in changes:
        before, after = (each[name] or "tidak ada" for name in ("before", "after"))
        lines.append(f"- {each['label']}: dari {before} menjadi {after}")
        lines += [f"- bertambah: {words}" for words in each["came"]]
        lines += [f"- tidak lagi: {words}" for words in each["went"]]
    return [heading(f"Yang berubah sejak versi {number - 1}"), *prose("\n".join(lines))]


def _footer(number: int, fingerprint: str, seal: Json | None) -> str:
    parts = [f"dibuat oleh Lempu dari catatan meja kerja, versi {number}"]
    parts.append(f"sidik jari isi {fingerprint[:12]}")
    if seal:
        parts.append(f"segel buku jejak {seal['number']}, sidik jari {seal['hash'][:16]}")
    return " · ".join(parts)
