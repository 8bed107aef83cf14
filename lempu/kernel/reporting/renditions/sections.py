"""What a report says, section by section."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lempu.kernel.plans.renditions import legal
from lempu.kernel.reporting.enums import Kind
from lempu.kernel.reporting.renditions.figures import (
    Figures,
    Row,
    figures_of,
    missed,
    state_of,
)
from lempu.kernel.reporting.renditions.narrative import (
    basis_of,
    moment_of,
    period_of,
    realisation,
    suggested_texts,
)
from lempu.shared.paper.blocks import (
    Block,
    Column,
    Section,
    heading,
    prose,
    table,
)

Json = Mapping[str, Any]
FOLLOW_UPS: Final = {
    "proposed": "Baru",
    "open": "Belum selesai",
    "done": "Dilaporkan selesai, belum diperiksa",
    "verified": "Selesai",
}
_FIGURES: Final = (
    Column("Rencana", 12, "right"),
    Column("Diterima", 12, "right"),
    Column("Nihil", 8, "right"),
    Column("Menunggu", 14, "right"),
    Column("Kembali", 12, "right"),
    Column("Tidak terlaksana", 14, "right"),
    Column("Belum", 10, "right"),
    Column("Realisasi", 13, "right"),
)


def sections_of(snapshot: Json) -> Iterator[Block]:
    """Headings bear letters: A, B, C, ..."""
    is_quarterly = snapshot["kind"] == Kind.QUARTERLY
    parts = _quarterly(snapshot) if is_quarterly else _monthly(snapshot)
    for place, (title, blocks) in enumerate(parts):
        yield heading(f"{chr(ord('A') + place)}. {title}")
        yield from blocks


def annexes_of(snapshot: Json) -> Iterator[Section]:
    """The list of evidence, where there is any."""
    pieces = snapshot["evidence"]
    if not pieces:
        return
    columns = (
        Column("No.", 6, "right"),
        Column("Baris", 8),
        Column("Jenis bukti", 18),
        Column("Nomor dan tanggal", 25),
        Column("Berkas atau tautan", 29),
        Column("Sidik jari", 19),
        Column("Keadaan", 18),
    )
    rows = [
        [
            str(place),
            _code(piece),
            piece["kind"],
            _numbered(piece),
            piece["name"],
            piece["sha256"][:12],
            piece["state"],
        ]
        for place, piece in enumerate(pieces, start=1)
    ]
    yield Section(f"DAFTAR BUKTI {period_of(snapshot).upper()}", [table(columns, rows)])


def _numbered(piece: Json) -> str:
    day = legal.long_date(piece["dated"]) if piece["dated"] else ""
    return ", ".join(part for part in (piece["number"], day) if part) or "-"


Parts = Iterator[tuple[str, list[Block]]]


def _monthly(snapshot: Json) -> Parts:
    rows, texts = snapshot["rows"], _texts(snapshot)
    yield "Pendahuluan", [*prose(texts["opening"]), *_grounds(snapshot)]
    yield "Rencana dan realisasi", _realisation(snapshot)
    if rows:
        yield "Rincian pelaksanaan", [_details(rows)]
    yield "Yang belum tercapai dan alasannya", _shortfall(rows)
    yield "Kendala", prose(texts["obstacles"])
    yield "Penutup", prose(texts["closing"])


def _quarterly(snapshot: Json) -> Parts:
    rows, texts = snapshot["rows"], _texts(snapshot)
    yield "Pendahuluan", [*prose(texts["opening"]), *_grounds(snapshot)]
    yield "Kemajuan", [*_by_month(rows), *_realisation(snapshot)]
    yield "Yang belum tercapai dan alasannya", _shortfall(rows, with_month=True)
    yield "Kendala", prose(texts["obstacles"])
    yield "Tindak lanjut rekomendasi sebelumnya", _followed(snapshot["follow_ups"])
    yield "Rekomendasi", _recommended(snapshot["recommendations"])
    yield "Penutup", prose(texts["closing"])


def _texts(snapshot: Json) -> dict[str, str]:
    """What a person wrote; where they wrote nothing, what follows from the numbers."""
    written = snapshot["letter"]["texts"]
    return {name: written[name] or text for name, text in suggested_texts(snapshot).items()}


def _version_of(plan: Json) -> str:
    """Which version of the plan it is; snapshots from before plans had versions say nothing."""
    if not plan.get("version"):
        return ""
    amends = f" yang mengubah Keputusan Nomor {plan['amends']}" if plan.get("amends") else ""
    return f", versi {plan['version']}{amends}"


def _grounds(snapshot: Json) -> list[Block]:
    """Of which plan and of which moment the numbers speak."""
    plan, basis = snapshot["plan"], basis_of(snapshot)
    decree = legal.number_with_year(plan["number"], year=None, date=plan["date"])
    number = f"dalam Keputusan Nomor {decree}" if basis else "yang belum bernomor keputusan"
    rests = f"rencana aksi tahun {snapshot['year']} {number}{_version_of(plan)}"
    text = (
        f"Angka dalam laporan ini dihitung dari {rests} "
        f"(sidik jari rencana {plan['fingerprint'][:12]}), dengan keadaan per {moment_of(snapshot)}."
    )
    former = sum(bool(row.get("former")) for row in snapshot["rows"])
    if former:
        text += (
            f" {former} kewajiban bertanda * diminta oleh versi rencana sebelumnya dan sudah dibuktikan "
            "atau dijelaskan sebelum berakhir, sehingga tetap dihitung."
        )
    open_months = [legal.month_name(number) for number in snapshot["open_months"]]
    if open_months:
        text += (
            f" Pada saat itu {' dan '.join(open_months)} belum ditutup, sehingga angkanya masih "
            "dapat berubah."
        )
    return [Block("text", text=text)]


def _realisation(snapshot: Json) -> list[Block]:
    rows = snapshot["rows"]
    figures = figures_of(rows)
    said = prose(realisation(figures, period_of(snapshot)))
    if not rows:
        return said
    lines = [
        [str(number), name, *_counted(figures_of(r for r in rows if r["programme"] == number))]
        for number, name in _programmes(rows).items()
    ]
    total = ["", "Jumlah", *_counted(figures)]
    columns = (Column("No.", 6, "right"), Column("Program", 30), *_FIGURES)
    return [*said, table(columns, [*lines, total], total=True)]


def _programmes(rows: list[Row]) -> dict[int, str]:
    """Each number once; where an amendment renamed a programme, by the name it has now."""
    names: dict[int, str] = {}
    for row in sorted(rows, key=lambda row: (row["programme"], not row.get("former"))):
        names[row["programme"]] = row["programme_name"]
    return names


def _code(row: Row) -> str:
    """The code of a row; with a star where the version in force does not ask for it any more."""
    return f"{row['code']}*" if row.get("former") else str(row["code"])


def _by_month(rows: list[Row]) -> list[Block]:
    months = sorted({row["month"] for row in rows})
    if not months:
        return []
    lines = [
        [legal.month_name(month), *_counted(figures_of(r for r in rows if r["month"] == month))]
        for month in months
    ]
    return [table((Column("Bulan", 24), *_FIGURES), lines)]


def _counted(figures: Figures) -> list[str]:
    numbers = (
        figures.total,
        figures.accepted,
        figures.nil,
        figures.waiting,
        figures.returned,
        figures.undone,
        figures.open,
    )
    return [*(str(number) for number in numbers), figures.share]


def _details(rows: Iterable[Row]) -> Block:
    columns = (
        Column("Baris", 8),
        Column("Sub kegiatan dan indikator", 50),
        Column("Penanggung jawab", 20),
        Column("Batas", 13),
        Column("Keadaan", 18),
        Column("Bukti", 7, "right"),
    )
    lines = [
        [
            _code(row),
            f"{row['name']}\n{row['indicator']}",
            row["owners"] or "-",
            legal.short_date(row["due_on"]),
            state_of(row),
            str(row["evidence"]),
        ]
        for row in rows
    ]
    return table(columns, lines)


def _shortfall(rows: Iterable[Row], *, with_month: bool = False) -> list[Block]:
    found = missed(rows)
    if not found:
        return prose("Semua kewajiban pada periode ini selesai.")
    month = [Column("Bulan", 17)] if with_month else []
    columns = [
        Column("Baris", 8),
        *month,
        Column("Sub kegiatan", 36),
        Column("Keadaan", 20),
        Column("Alasan", 36),
        Column("Penanggung jawab", 20),
    ]
    lines = [
        [
            _code(row),
            *([legal.month_name(row["month"])] if with_month else []),
            row["name"],
            state_of(row),
            row["reason"] or "Belum ada alasan yang dicatat.",
            row["owners"] or "-",
        ]
        for row in found
    ]
    return [table(columns, lines)]


def _followed(follow_ups: list[Json]) -> list[Block]:
    if not follow_ups:
        return prose("Tidak ada rekomendasi sebelumnya yang perlu ditindaklanjuti.")
    finished = sum(each["state"] == "verified" for each in follow_ups)
    said = f"Dari {len(follow_ups)} rekomendasi sebelumnya, {finished} selesai dan sudah diperiksa."
    columns = (
        Column("No.", 6, "right"),
        Column("Rekomendasi", 38),
        Column("Penanggung jawab", 20),
        Column("Batas", 13),
        Column("Keadaan", 18),
        Column("Yang dikerjakan", 30),
    )
    lines = [
        [
            str(place),
            each["text"],
            each["owner"],
            legal.short_date(each["due_on"]),
            FOLLOW_UPS[each["state"]] + (", terlambat" if each["late"] else ""),
            each["note"] or "-",
        ]
        for place, each in enumerate(follow_ups, start=1)
    ]
    return [*prose(said), table(columns, lines)]


def _recommended(recommendations: list[Json]) -> list[Block]:
    if not recommendations:
        return prose("Tidak ada rekomendasi baru.")
    columns = (
        Column("No.", 6, "right"),
        Column("Rekomendasi", 42),
        Column("Kendala yang dijawab", 34),
        Column("Penanggung jawab", 20),
        Column("Batas", 14),
    )
    lines = [
        [
            str(place),
            each["text"],
            each["obstacle"] or "-",
            each["owner"],
            legal.short_date(each["due_on"]),
        ]
        for place, each in enumerate(recommendations, start=1)
    ]
    return [table(columns, lines)]
