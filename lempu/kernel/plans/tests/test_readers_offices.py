"""Decrees as other offices write them: each made here in a layout of its own, and what it says."""

import pytest
import typst
import xlsxwriter

from lempu.kernel.plans.readers import read
from lempu.kernel.plans.tests import paper
from lempu.kernel.plans.tests.paper import MONTHS, Box
from lempu.kernel.plans.tests.readings import (
    MONTH_NAMES,
    SHORT_NAMES,
    codes,
    finding,
    rows_of,
)

LETTERHEAD = [
    "KOMISI PEMILIHAN UMUM",
    "KABUPATEN BONE",
    "KEPUTUSAN SEKRETARIS KOMISI PEMILIHAN UMUM KABUPATEN BONE",
    "NOMOR 7 TAHUN 2026",
    "TENTANG",
    "RENCANA AKSI PEMBANGUNAN ZONA INTEGRITAS TAHUN 2026",
]
SIGNATURE = [
    "Ditetapkan di Watampone",
    "pada tanggal 20 Januari 2026",
    "SEKRETARIS KOMISI PEMILIHAN UMUM KABUPATEN BONE,",
    "ttd.",
    "NAMA SEKRETARIS",
]
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
AREAS = {
    "Manajemen Perubahan": [
        ("Menyusun rencana kerja pembangunan ZI", "Dokumen rencana kerja", "1 dokumen", (1,)),
        ("Rapat pemantauan dan evaluasi tim kerja", "Notula rapat", "4 laporan", (3, 6, 9, 12)),
        ("Menetapkan agen perubahan", "Keputusan agen perubahan", "1 SK", (2,)),
    ],
    "Penataan Tata Laksana": [
        ("Reviu SOP pada setiap subbagian", "SOP mutakhir", "12 SOP", (4, 5)),
        ("Publikasi informasi melalui laman dan media sosial", "Tautan", "12 laporan", MONTHS),
    ],
    "Peningkatan Kualitas Pelayanan Publik": [
        ("Survei kepuasan masyarakat", "Laporan IKM", "2 laporan", (6, 12)),
    ],
}
COPIES = 5


def told(reading):
    return [
        (
            row.programme.name,
            row.activity.name,
            row.sub_activity.name,
            row.indicator.text,
            tuple(row.indicator.months),
        )
        for row in rows_of(reading)
    ]


def single(programme, activity, indicator, months):
    """What a plan without sub-activities says of a row."""
    return programme, activity, activity, indicator, tuple(months)


def ticks(months, sign="√"):
    return [sign if month in months else "" for month in MONTHS]


# --- PDF, as a word processor prints it: landscape, letterhead, numbers of pages, a note, a signature


def pages(months, *, turn=0, stroke="0.5pt", tick="[√]", merged=True):
    """The source of a decree of several pages whose headings are repeated on each."""
    names = ["No", "Area Perubahan", "Rencana Aksi", "Output", "Target", "Penanggung Jawab"]
    heading = [f"table.cell(rowspan: 2)[{name}]" for name in names]
    heading.append("table.cell(colspan: 12, align: center)[Waktu Pelaksanaan]")
    heading += [f"rotate({turn}deg, reflow: true)[{month}]" for month in months]
    cells = []
    for number, (area, rows) in enumerate(numbered_areas(), 1):
        for at, (action, output, target, ticked) in enumerate(rows):
            span = f"table.cell(rowspan: {len(rows)})" if merged else ""
            if at == 0:
                cells += [f"{span}[{number}]", f"{span}[{area}]"]
            elif not merged:
                cells += ["[]", "[]"]
            cells += [f"[{text}]" for text in (action, output, target, "Subbag Parmas dan SDM")]
            cells += [tick if month in ticked else "[]" for month in MONTHS]
    return f"""
#set page(paper: "a4", flipped: true, margin: 1.5cm, numbering: "- 1 -")
#set text(size: 8pt)
#align(center)[KOMISI PEMILIHAN UMUM KOTA PALOPO \\ Jalan Pemuda Nomor 9 Palopo]
#line(length: 100%)
#align(center)[RENCANA AKSI PEMBANGUNAN ZONA INTEGRITAS TAHUN 2026]
#table(columns: (auto, 3cm, 1fr, 1fr, 2cm, 2.4cm) + (0.75cm,) * 12, stroke: {stroke}, inset: 3pt,
  table.header({", ".join(heading)}), {", ".join(cells)})
#text(7pt)[\\*) Jadwal dapat disesuaikan dengan tahapan pemilihan.]
#align(right)[Ditetapkan di Palopo \\ pada tanggal 15 Januari 2026 \\ KETUA, \\ ttd. \\ NAMA KETUA]
"""


def numbered_areas():
    for copy in range(1, COPIES + 1):
        for area, rows in AREAS.items():
            yield f"{area} {copy}", rows


DOT = "align(center, circle(radius: 2pt, fill: black))"
HOOK = "curve(stroke: 1pt, curve.move((0pt, 3pt)), curve.line((2pt, 5pt)), curve.line((5pt, 0pt)))"
EMPTY_BOX = "rect(width: 4pt, height: 4pt, stroke: 0.5pt)"


@pytest.mark.parametrize(
    ("months", "layout"),
    [
        (MONTH_NAMES, {"turn": 270}),
        (MONTH_NAMES, {"turn": 90}),
        (MONTH_NAMES, {"turn": 270, "stroke": "none", "merged": False}),
        (SHORT_NAMES, {"stroke": "(y: 0.5pt)", "merged": False}),
        (SHORT_NAMES, {"stroke": "(x: 0.5pt)", "merged": False}),
        (ROMAN, {"stroke": "none", "merged": False}),
        (SHORT_NAMES, {"stroke": "none", "merged": False, "tick": "[✔]"}),
        ("JFMAMJJASOND", {"tick": 'table.cell(fill: rgb("#92d050"))[]'}),
        (MONTHS, {"tick": DOT}),
        (SHORT_NAMES, {"tick": HOOK}),
    ],
    ids=[
        "names upwards",
        "names downwards",
        "names upwards without lines",
        "lines below rows",
        "lines between columns",
        "no lines",
        "no lines and close rows",
        "shades",
        "drawn dots",
        "drawn hooks",
    ],
)
def test_printed_pages(tmp_path, months, layout):
    path = tmp_path / "a.pdf"
    path.write_bytes(typst.compile(pages(months, **layout).encode()))

    reading = read(path)

    assert told(reading) == [
        single(area, action, output, ticked)
        for area, rows in numbered_areas()
        for action, output, _target, ticked in rows
    ]
    first = rows_of(reading)[0].indicator
    assert first.extra == {"Target": "1 dokumen", "Penanggung Jawab": "Subbag Parmas dan SDM"}
    assert reading.decree.date == "2026-01-15"
    assert reading.decree.signatory_name == "NAMA KETUA"


def test_outlines_of_boxes_in_a_pdf_are_no_ticks(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(typst.compile(pages(SHORT_NAMES, tick=EMPTY_BOX).encode()))

    assert {months for *_, months in told(read(path))} == {()}


# --- Text whose columns are held by spaces or by drawn lines


LINES = [
    ["No", "Area Perubahan", "Rencana Aksi", "Output", *map(str, MONTHS)],
    ["1", "Manajemen Perubahan", "Menetapkan SK tim", "SK tim terbit", *ticks((1,), "v")],
    ["", "", "Rapat rutin", "Notula rapat", *ticks(MONTHS, "v")],
    ["2", "Tata Laksana", "Reviu SOP", "SOP", *ticks((4, 5), "v")],
]
OF_LINES = [
    single("Manajemen Perubahan", "Menetapkan SK tim", "SK tim terbit", (1,)),
    single("Manajemen Perubahan", "Rapat rutin", "Notula rapat", MONTHS),
    single("Tata Laksana", "Reviu SOP", "SOP", (4, 5)),
]
WIDTHS = [4, 21, 20, 16, *([3] * 12)]


def aligned():
    return [
        "".join(cell.ljust(width + 1) for cell, width in zip(line, WIDTHS, strict=True))
        for line in LINES
    ]


def framed(upright, level, corner):
    rule = corner + corner.join(level * width for width in WIDTHS) + corner
    rows = [
        upright
        + upright.join(f" {cell}".ljust(width) for cell, width in zip(line, WIDTHS, strict=True))
        for line in LINES
    ]
    return [rule, *(line for row in rows for line in (row + upright, rule))]


@pytest.mark.parametrize(
    "lines",
    [aligned(), framed("|", "-", "+"), framed("│", "─", "┼")],
    ids=["spaces", "ascii", "frame"],
)
def test_text_in_columns(tmp_path, lines):
    path = tmp_path / "a.txt"
    path.write_text("\n".join([*LETTERHEAD, "", *lines, "", *SIGNATURE]), "utf-8")

    reading = read(path)

    assert told(reading) == OF_LINES
    assert (reading.decree.number, reading.decree.date) == ("7", "2026-01-20")


# --- Word and Excel


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_levels_by_codes_over_two_pages(tmp_path, suffix):
    names = ("Kode", "Program / Kegiatan / Rencana Aksi", "Indikator", "Target")
    heading = [
        [*(Box(name, down=2) for name in names), Box("Bulan Ke-", right=12)],
        list(map(str, MONTHS)),
    ]
    first = [
        ["1", "Manajemen Perubahan", "", "", *ticks(())],
        ["1.1", "Pembentukan tim", "", "", *ticks(())],
        ["1.1.1", "Menetapkan SK tim", "SK tim terbit", "1 SK", *ticks((1,), "x")],
        ["1.1.2", "Rapat rutin tim", "Notula rapat", "12 notula", *ticks(MONTHS, "x")],
        ["1.2", "Internalisasi", "", "", *ticks(())],
        ["1.2.1", "Apel pagi", "Foto apel", "52 foto", *ticks(MONTHS, "x")],
    ]
    second = [
        ["2", "Penataan Tata Laksana", "", "", *ticks(())],
        ["2.1", "SOP", "", "", *ticks(())],
        ["2.1.1", "Reviu SOP", "SOP hasil reviu", "10 SOP", *ticks((4, 5), "x")],
    ]

    blocks = [*LETTERHEAD, heading + first, heading + second, *SIGNATURE]
    reading = read(paper.write(tmp_path / f"a.{suffix}", blocks))

    assert told(reading) == [
        ("Manajemen Perubahan", "Pembentukan tim", "Menetapkan SK tim", "SK tim terbit", (1,)),
        ("Manajemen Perubahan", "Pembentukan tim", "Rapat rutin tim", "Notula rapat", MONTHS),
        ("Manajemen Perubahan", "Internalisasi", "Apel pagi", "Foto apel", MONTHS),
        ("Penataan Tata Laksana", "SOP", "Reviu SOP", "SOP hasil reviu", (4, 5)),
    ]


@pytest.mark.parametrize("suffix", paper.FORMATS)
def test_areas_as_rows_and_the_actions_counted_anew(tmp_path, suffix):
    names = ("No", "Area Perubahan/Rencana Aksi", "Kriteria Keberhasilan")
    rows = [
        [*(Box(name, down=2) for name in names), Box("2026", right=12), Box("PJ", down=2)],
        list(SHORT_NAMES),
        ["I", "MANAJEMEN PERUBAHAN", "", *ticks(()), ""],
        ["1", "Menetapkan SK tim", "SK tim terbit", *ticks((1,), "V"), "Sekretaris"],
        ["2", "Rapat rutin tim", "Notula rapat", *ticks(MONTHS, "V"), "Kasubbag"],
        ["II", "PENATAAN SISTEM MANAJEMEN SDM", "", *ticks(()), ""],
        ["1", "Bimbingan teknis", "Sertifikat", *ticks((3,), "V"), "Kasubbag"],
    ]

    reading = read(paper.write(tmp_path / f"a.{suffix}", [*LETTERHEAD, rows, *SIGNATURE]))

    assert told(reading) == [
        single("MANAJEMEN PERUBAHAN", "Menetapkan SK tim", "SK tim terbit", (1,)),
        single("MANAJEMEN PERUBAHAN", "Rapat rutin tim", "Notula rapat", MONTHS),
        single("PENATAAN SISTEM MANAJEMEN SDM", "Bimbingan teknis", "Sertifikat", (3,)),
    ]


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf"])
def test_one_table_with_the_time_in_words_below_each_area(tmp_path, suffix):
    names = ["No", "Rencana Aksi", "Output", "Target", "Waktu", "Penanggung Jawab"]
    change = [
        names,
        ["1", "Rapat tim", "Notula", "12", "Setiap akhir bulan", "Sekretaris"],
        ["2", "Keputusan tim", "SK", "1", "Minggu I Januari 2026", "Kasubbag"],
    ]
    process = [names, ["1", "Reviu SOP", "SOP", "5", "April s.d. Mei 2026", "Kasubbag"]]
    blocks = [
        *LETTERHEAD,
        "A. MANAJEMEN PERUBAHAN",
        change,
        "B. PENATAAN TATALAKSANA",
        process,
        *SIGNATURE,
    ]

    reading = read(paper.write(tmp_path / f"a.{suffix}", blocks))

    assert told(reading) == [
        single("MANAJEMEN PERUBAHAN", "Rapat tim", "Notula", MONTHS),
        single("MANAJEMEN PERUBAHAN", "Keputusan tim", "SK", (1,)),
        single("PENATAAN TATALAKSANA", "Reviu SOP", "SOP", (4, 5)),
    ]
    assert {finding.severity for finding in reading.findings} == {"note", "look"}


@pytest.mark.parametrize("suffix", paper.FORMATS)
def test_plan_and_realisation_side_by_side_by_quarters(tmp_path, suffix):
    names = ("No", "Rencana Aksi", "Output")
    quarters = ["TW I", "TW II", "TW III", "TW IV"]
    rows = [
        [
            *(Box(name, down=2) for name in names),
            Box("Target Waktu", right=4),
            Box("Realisasi", right=4),
            Box("Ket.", down=2),
        ],
        quarters * 2,
        [Box("A. MANAJEMEN PERUBAHAN", right=12)],
        ["1", "Rencana kerja", "Dokumen", "√", "", "", "", "√", "√", "", "", "-"],
        [Box("B. PENATAAN TATALAKSANA", right=12)],
        ["1", "Reviu SOP", "SOP", "", "√", "", "√", "", "", "", "", "-"],
    ]

    reading = read(paper.write(tmp_path / f"a.{suffix}", [*LETTERHEAD, rows, *SIGNATURE]))

    assert told(reading) == [
        single("MANAJEMEN PERUBAHAN", "Rencana kerja", "Dokumen", (1, 2, 3)),
        single("PENATAAN TATALAKSANA", "Reviu SOP", "SOP", (4, 5, 6, 10, 11, 12)),
    ]
    assert {"quarter_columns", "realisation_ignored"} <= set(codes(reading))


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_areas_stand_above_components_of_the_evaluation_sheet(tmp_path, suffix):
    names = ("No", "Komponen/Uraian", "Rencana Aksi", "Eviden")
    rows = [
        [*(Box(name, down=2) for name in names), Box("Bulan", right=12)],
        list(map(str, MONTHS)),
        ["A", Box("PENGUNGKIT", right=15)],
        ["I", Box("PEMENUHAN", right=15)],
        ["1", Box("MANAJEMEN PERUBAHAN", right=15)],
        ["a", "Penyusunan Tim Kerja", "Menetapkan SK tim", "SK", *ticks((1,))],
        ["b", "Rencana Pembangunan ZI", "Menyusun rencana", "Dokumen", *ticks((1, 2))],
        ["2", Box("PENATAAN TATALAKSANA", right=15)],
        ["a", "SOP", "Reviu SOP", "SOP", *ticks((4,))],
    ]

    reading = read(paper.write(tmp_path / f"a.{suffix}", [*LETTERHEAD, rows, *SIGNATURE]))

    assert told(reading) == [
        ("MANAJEMEN PERUBAHAN", "Penyusunan Tim Kerja", "Menetapkan SK tim", "SK", (1,)),
        ("MANAJEMEN PERUBAHAN", "Rencana Pembangunan ZI", "Menyusun rencana", "Dokumen", (1, 2)),
        ("PENATAAN TATALAKSANA", "SOP", "Reviu SOP", "SOP", (4,)),
    ]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_lettered_actions_below_one_that_only_opens_their_list(tmp_path, suffix):
    names = ("No", "Area Perubahan", "Rencana Aksi", "Target Output")
    rows = [
        [*(Box(name, down=2) for name in names), Box("Jadwal", right=12)],
        list(ROMAN),
        ["1", "Manajemen Perubahan", "Sosialisasi ZI:", "", *ticks(())],
        ["", "", "a. Internal", "Notula", *ticks((1, 2))],
        ["", "", "b. Eksternal", "Berita", *ticks((3,))],
        ["2", "Tata Laksana", "Reviu SOP", "SOP", *ticks((4,))],
    ]

    reading = read(paper.write(tmp_path / f"a.{suffix}", [*LETTERHEAD, rows, *SIGNATURE]))

    assert told(reading) == [
        ("Manajemen Perubahan", "Sosialisasi ZI:", "Internal", "Notula", (1, 2)),
        ("Manajemen Perubahan", "Sosialisasi ZI:", "Eksternal", "Berita", (3,)),
        single("Tata Laksana", "Reviu SOP", "SOP", (4,)),
    ]


def test_book_with_a_sheet_for_each_area_and_signatures_below_the_months(tmp_path):
    sheets = {
        "I. MP": (
            "Manajemen Perubahan",
            [("Rapat tim", "Notula", (1, 2, 3)), ("Agen", "SK", (2,))],
        ),
        "II. TL": ("Penataan Tata Laksana", [("Reviu SOP", "SOP", (4, 5))]),
    }
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        ticked = book.add_format({"bg_color": "#00B050"})
        book.add_worksheet("Petunjuk").write(0, 0, "Isi setiap lembar menurut areanya.")
        summary = book.add_worksheet("Rekap")
        summary.write_row(0, 0, ["No", "Area", "Jumlah Rencana Aksi", "Selesai"])
        summary.write_row(1, 0, [1, "Manajemen Perubahan", 2, 0])
        for name, (area, rows) in sheets.items():
            write_area(book.add_worksheet(name), area, rows, ticked)

    reading = read(tmp_path / "a.xlsx")

    assert told(reading) == [
        (area, action, f"Pelaksanaan {action}", output, months)
        for area, rows in sheets.values()
        for action, output, months in rows
    ]
    assert finding(reading, "total_rows").params == {"count": 2}
    assert reading.decree.signatory_name == "NAMA KETUA"


def write_area(sheet, area, rows, ticked):
    sheet.merge_range(0, 0, 0, 17, "RENCANA AKSI ZONA INTEGRITAS TAHUN 2026")
    sheet.write_row(2, 0, ["Area", f": {area}"])
    for place, name in enumerate(("No", "Rencana Aksi", "Sub Rencana Aksi", "Output", "Bobot (%)")):
        sheet.merge_range(4, place, 6, place, name)
    sheet.merge_range(4, 5, 4, 16, "TAHUN 2026")
    for quarter in range(4):
        sheet.merge_range(5, 5 + 3 * quarter, 5, 7 + 3 * quarter, f"Triwulan {quarter + 1}")
    sheet.write_row(6, 5, SHORT_NAMES)
    sheet.merge_range(4, 17, 6, 17, "Penanggung Jawab")
    for at, (action, output, months) in enumerate(rows, 7):
        sheet.write_row(at, 0, [at - 6, action, f"Pelaksanaan {action}", output, 0.25])
        for month in months:
            sheet.write_blank(at, 4 + month, None, ticked)
    foot = 7 + len(rows)
    sheet.write(foot, 1, "JUMLAH")
    for at, text in enumerate(
        ("Watampone, 20 Januari 2026", "Ketua Tim", "", "NAMA KETUA"), foot + 2
    ):
        sheet.write(at, 15, text)
