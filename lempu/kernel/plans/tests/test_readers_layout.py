"""Columns, tables, sheets and pages, however an office lays out its plan."""

import pytest

from lempu.kernel.plans.readers import read
from lempu.kernel.plans.tests import paper
from lempu.kernel.plans.tests.paper import MONTHS, Box, Style
from lempu.kernel.plans.tests.readings import (
    codes,
    finding,
    read_table,
    rows_of,
)


def test_plain_layout(path):
    reading = read_table(path, paper.table(paper.plan()))

    assert reading.programmes == paper.plan()
    assert codes(reading) == ["no_decree_text", "second_indicator"]


@pytest.mark.parametrize(
    "headings",
    [
        ("No", "Area Perubahan", "Kegiatan", "Rencana Aksi", "Indikator"),
        ("No", "Area Perubahan", "Rencana Aksi", "Sub Kegiatan", "Output"),
        ("No.", "Program", "Rencana Aksi", "Tahapan Kegiatan", "Ukuran Keberhasilan"),
        ("NOMOR", "Komponen", "Uraian Kegiatan", "Rincian Kegiatan", "Hasil yang Diharapkan"),
        ("No", "Sasaran", "Kegiatan", "Sub Kegiatan", "Indikator Kinerja"),
    ],
    ids=lambda headings: headings[1] + "-" + headings[4],
)
def test_other_names_of_columns(path, headings):
    reading = read_table(path, paper.table(paper.plan(), Style(headings=headings)))

    assert reading.programmes == paper.plan()


@pytest.mark.parametrize("order", [(1, 0, 3, 2, 4), (4, 3, 2, 1, 0), (0, 4, 1, 2, 3)], ids=str)
def test_columns_in_another_order(path, order):
    reading = read_table(path, paper.table(paper.plan(), Style(order=order)))

    assert reading.programmes == paper.plan()


def test_months_before_the_words(tmp_path):
    rows = [[*row[-12:], *row[:-12]] for row in paper.table(paper.plan(), Style(merged=False))]
    rows[0] = [Box("BULAN", right=12), *(Box(text, down=2) for text in paper.HEADINGS)]

    reading = read_table(tmp_path / "a.docx", rows)

    assert reading.programmes == paper.plan()


def with_extra(rows):
    """Adds the columns Target and Penanggung Jawab before and after the months."""
    extended = []
    for at, row in enumerate(rows):
        if at == 1:
            extended.append([*row])
            continue
        words, months = (row[:-1], row[-1:]) if at == 0 else (row[:-12], row[-12:])
        down = 2 if at == 0 else 1
        has_tick = any(paper.box(cell).text for cell in months)
        target = "Target" if at == 0 else f"{at} dokumen" if has_tick else ""
        owner = "Penanggung Jawab" if at == 0 else f"Subbagian {at}" if has_tick else ""
        extended.append([*words, Box(target, down), *months, Box(owner, down)])
    return extended


def test_further_columns_are_kept(path):
    rows = with_extra(paper.table(paper.plan()))

    reading = read_table(path, rows)

    first = reading.programmes[0].activities[0].sub_activities[0].indicators[0]
    assert first.text == "Terbitnya keputusan tim"
    assert first.months == (1,)
    assert first.extra == {"Target": "2 dokumen", "Penanggung Jawab": "Subbagian 2"}
    assert reading.totals() == read_table(path, paper.table(paper.plan())).totals()


def test_rows_split_over_tables_with_repeated_heading(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    blocks = [rows[:4], rows[:2] + rows[4:]]

    reading = read(paper.write(path, blocks))

    assert reading.programmes == paper.plan()
    assert finding(reading, "header_repeated").params == {"count": 1}


def test_rows_split_over_tables_without_heading(path):
    rows = paper.table(paper.plan(), Style(merged=False))

    reading = read(paper.write(path, [rows[:5], rows[5:]]))

    assert reading.programmes == paper.plan()


def test_a_row_cut_by_the_end_of_a_page_is_put_together(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    cut = [[*rows[3]], [*rows[3]]]
    cut[0][3:5] = ["Sosialisasi internal", "Pegawai memahami budaya"]
    cut[1][:5] = ["", "", "", "kepada pegawai", "kerja"]
    cut[1][5:] = [""] * 12

    reading = read(paper.write(path, [[*rows[:3], cut[0]], [cut[1], *rows[4:]]]))

    assert reading.programmes == paper.plan()
    assert finding(reading, "rows_joined").params == {"count": 1}


def test_one_sheet_for_each_programme(tmp_path):
    tables = [paper.table([programme]) for programme in paper.plan()]

    reading = read(paper.write(tmp_path / "a.xlsx", tables, sheets=("Area 1", "Area 2")))

    assert reading.programmes == paper.plan()
    assert "header_repeated" not in codes(reading)


def test_one_sheet_for_each_programme_named_by_the_sheet(tmp_path):
    style = Style(order=(2, 3, 4))
    tables = [paper.table([programme], style) for programme in paper.plan()]
    names = [f"{programme.number}. {programme.name}" for programme in paper.plan()]

    reading = read(paper.write(tmp_path / "a.xlsx", tables, sheets=names))

    assert reading.programmes == paper.plan()


def test_one_table_for_each_programme_named_by_the_line_above(path):
    style = Style(order=(2, 3, 4))
    blocks = []
    for programme in paper.plan():
        blocks += [f"Program {programme.number}: {programme.name}", paper.table([programme], style)]

    reading = read(paper.write(path, blocks))

    assert reading.programmes == paper.plan()


def test_numbers_of_columns_under_the_heading(path):
    rows = paper.table(paper.plan())
    numbering = [str(number) for number in range(1, 18)]

    assert read_table(path, [*rows[:2], numbering, *rows[2:]]).programmes == paper.plan()


def test_numbers_of_columns_with_one_for_all_months(path):
    rows = paper.table(paper.plan())
    numbering = ["(1)", "(2)", "(3)", "(4)", "(5)", Box("(6)", right=12)]

    assert read_table(path, [*rows[:2], numbering, *rows[2:]]).programmes == paper.plan()


def test_empty_rows_between_and_a_row_of_totals(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    spaced = [*rows[:4], [""] * 17, *rows[4:], ["", "JUMLAH", "", "", "", *(["3"] * 12)]]

    reading = read_table(path, spaced)

    assert reading.programmes == paper.plan()
    assert finding(reading, "total_rows").params == {"count": 1}


def test_other_tables_are_left_out(path):
    team = [
        ["NO", "NAMA", "JABATAN", "KETERANGAN"],
        ["1", "Pertama", "Ketua", "-"],
        ["2", "Kedua", "Anggota", "-"],
    ]
    schedule = [["NO", "KEGIATAN", "WAKTU", "TEMPAT"], ["1", "Rapat", "Januari", "Kantor"]]

    reading = read(paper.write(path, [team, paper.table(paper.plan()), schedule]))

    assert reading.programmes == paper.plan()
    assert finding(reading, "tables_skipped").params == {"count": 2}


def test_headings_and_months_in_one_row(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    single = [*paper.HEADINGS, *(str(month) for month in MONTHS)]

    assert read_table(path, [single, *rows[2:]]).programmes == paper.plan()


def test_title_over_the_table_within_it(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    title = [Box("RENCANA AKSI ZONA INTEGRITAS TAHUN 2025", right=17)]

    assert read_table(path, [title, *rows]).programmes == paper.plan()


def test_table_of_markdown(tmp_path):
    rows = paper.spread(paper.table(paper.plan(), Style(merged=False)))
    lines = ["| " + " | ".join(cell.text if cell else "" for cell in line) + " |" for line in rows]
    lines.insert(2, "|---" * 17 + "|")
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")

    assert read(tmp_path / "a.txt").programmes == paper.plan()


def test_names_of_officials_within_the_table_do_not_end_it(path):
    rows = [[*row, ""] for row in paper.table(paper.plan(), Style(merged=False))]
    rows[0][-1:], rows[1] = [Box("PIC", down=2)], rows[1][:-1]
    rows.insert(4, [*([""] * 17), "Sekretaris"])

    reading = read_table(path, rows)

    assert reading.totals() == read_table(path, paper.table(paper.plan())).totals()
    assert rows_of(reading)[1].indicator.extra == {"PIC": "Sekretaris"}
