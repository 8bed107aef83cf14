"""Ticks, months, quarters and time in words, as offices write them."""

import dataclasses

import pytest

from lempu.kernel.plans.readers.enumeration import roman
from lempu.kernel.plans.tests import paper
from lempu.kernel.plans.tests.paper import MONTHS, Box, Style
from lempu.kernel.plans.tests.readings import (
    MONTH_NAMES,
    SHORT_NAMES,
    codes,
    finding,
    read_table,
    rows_of,
)


@pytest.mark.parametrize(
    "tick", ["√", "✓", "✔", "v", "V", "x", "X", "●", "■", "1", "•", "☑", "\uf0fc", "*"]
)
@pytest.mark.parametrize("suffix", ["docx", "xlsx", "tsv"])
def test_ticks_of_every_kind(tmp_path, suffix, tick):
    reading = read_table(tmp_path / f"a.{suffix}", paper.table(paper.plan(), Style(tick=tick)))

    assert reading.programmes == paper.plan()


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf"])
def test_shaded_cells_are_ticks(tmp_path, suffix):
    style = Style(tick="", fill="A6A6A6")

    reading = read_table(tmp_path / f"a.{suffix}", paper.table(paper.plan(), style))

    assert reading.programmes == paper.plan()
    assert finding(reading, "shaded_ticks").params == {"count": 6}


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf"])
def test_shade_of_a_whole_row_is_decoration(tmp_path, suffix):
    rows = paper.table(paper.plan(), Style(merged=False))
    rows[3] = [dataclasses.replace(paper.box(cell), fill="EEEEEE") for cell in rows[3]]

    reading = read_table(tmp_path / f"a.{suffix}", rows)

    assert reading.programmes == paper.plan()


@pytest.mark.parametrize(
    "months",
    [
        SHORT_NAMES,
        MONTH_NAMES,
        tuple(name.upper() for name in MONTH_NAMES),
        tuple(f"B{month:02}" for month in MONTHS),
        tuple(f"{name} 2025" for name in SHORT_NAMES),
        tuple(roman(month) for month in MONTHS),
        tuple("JFMAMJJASOND"),
        (
            "Januari",
            "Pebruari",
            "Maret",
            "April",
            "Mei",
            "Juni",
            "Juli",
            "Agust.",
            "Sept.",
            "Okt.",
            "Nop.",
            "Des.",
        ),
    ],
    ids=lambda months: months[1],
)
def test_headings_of_months(path, months):
    reading = read_table(path, paper.table(paper.plan(), Style(months=months)))

    assert reading.programmes == paper.plan()


@pytest.mark.parametrize(
    "over", ["PELAKSANAAN (BULAN)", "Jadwal Pelaksanaan Tahun 2025", "TAHUN 2025"]
)
def test_what_stands_over_the_months_does_not_matter(path, over):
    reading = read_table(path, paper.table(paper.plan(), Style(over_months=over)))

    assert reading.programmes == paper.plan()


def test_quarters_are_their_three_months_with_a_finding(path):
    rows = paper.table(paper.plan(), Style(months=("TW I", "TW II", "TW III", "TW IV")))

    reading = read_table(path, rows)

    months = [row.indicator.months for row in rows_of(reading)]
    assert months[:2] == [(1, 2, 3), (1, 2, 3, 4, 5, 6, 7, 8, 9)]
    assert finding(reading, "quarter_columns").severity == "look"


def test_quarters_in_bare_roman_numbers(path):
    style = Style(months=("I", "II", "III", "IV"), over_months="TRIWULAN")

    reading = read_table(path, paper.table(paper.plan(), style))

    assert next(iter(rows_of(reading))).indicator.months == (1, 2, 3)
    assert "quarter_columns" in codes(reading)


def in_words(times):
    rows = [[*paper.HEADINGS, "Waktu Pelaksanaan"]]
    for at, time in enumerate(times):
        number, name = ("1", "Manajemen Perubahan") if at == 0 else ("", "")
        rows.append([number, name, f"Kegiatan {at}", f"Tahap {at}", f"Hasil {at}", time])
    return rows


def test_time_in_words(path):
    times = {
        "Januari s.d. Maret 2025": (1, 2, 3),
        "setiap bulan": MONTHS,
        "Triwulan I": (1, 2, 3),
        "Januari, Maret dan Mei": (1, 3, 5),
        "TW II dan IV": (4, 5, 6, 10, 11, 12),
        "Desember": (12,),
        "Februari - April": (2, 3, 4),
        "sesuai kebutuhan": (),
    }

    reading = read_table(path, in_words(times))

    rows = rows_of(reading)
    assert [row.indicator.months for row in rows] == list(times.values())
    by_row = [(item.row, item.code) for item in reading.findings if item.row]
    assert by_row == [
        ("1.3", "quarter_in_words"),
        ("1.5", "quarter_in_words"),
        ("1.8", "time_unread"),
    ]
    assert finding(reading, "time_unread").severity == "must"


def side_by_side(rows, *, over=("RENCANA", "REALISASI")):
    """Doubles the months; the second grid is ticked everywhere."""
    doubled = [
        [*rows[0][:-1], Box(over[0], right=12), Box(over[1], right=12)],
        [*rows[1], *rows[1]],
    ]
    return doubled + [[*row, *(["√"] * 12)] for row in rows[2:]]


@pytest.mark.parametrize(
    "over", [("RENCANA", "REALISASI"), ("Target", "Capaian"), ("", "")], ids=str
)
def test_of_plan_and_realisation_only_the_plan_counts(path, over):
    reading = read_table(path, side_by_side(paper.table(paper.plan()), over=over))

    assert reading.programmes == paper.plan()
    assert "realisation_ignored" in codes(reading)


def test_realisation_before_the_plan(path):
    rows = paper.table(paper.plan())
    doubled = [
        [*rows[0][:-1], Box("REALISASI", right=12), Box("RENCANA", right=12)],
        [*rows[1], *rows[1]],
    ]
    doubled += [[*row[:-12], *(["x"] * 12), *row[-12:]] for row in rows[2:]]

    assert read_table(path, doubled).programmes == paper.plan()


def test_plan_and_realisation_within_each_month(path):
    rows = paper.table(paper.plan(), Style(months=SHORT_NAMES))
    doubled = [
        [*(Box(cell.text, down=3) for cell in rows[0][:-1]), Box("BULAN", right=24)],
        [Box(name, right=2) for name in SHORT_NAMES],
        ["T", "R"] * 12,
    ]
    for row in rows[2:]:
        cells = [cell for tick in row[-12:] for cell in (tick, "v")]
        doubled.append([*row[:-12], *cells])

    reading = read_table(path, doubled)

    assert reading.programmes == paper.plan()


def test_weeks_within_the_months(tmp_path):
    rows = paper.table(paper.plan(), Style(months=SHORT_NAMES))
    weekly = [
        [*(Box(cell.text, down=3) for cell in rows[0][:-1]), Box("BULAN", right=48)],
        [Box(name, right=4) for name in SHORT_NAMES],
        ["1", "2", "3", "4"] * 12,
    ]
    for row in rows[2:]:
        cells = [cell for tick in row[-12:] for cell in ("", tick, "", "")]
        weekly.append([*row[:-12], *cells])

    for suffix in ("docx", "xlsx"):
        assert read_table(tmp_path / f"a.{suffix}", weekly).programmes == paper.plan()


def test_plan_and_realisation_in_rows_below_each_other(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    doubled = [[*rows[0][:-1], Box("Uraian", down=2), rows[0][-1]], rows[1]]
    for row in rows[2:]:
        doubled.append([*row[:-12], "Rencana", *row[-12:]])
        doubled.append([*([""] * 5), "Realisasi", *(["√"] * 12)])

    assert read_table(path, doubled).programmes == paper.plan()


def test_ticks_beside_the_parts_go_to_the_indicator(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    at = next(at for at, row in enumerate(rows) if paper.box(row[3]).text.startswith("a. "))
    rows[at] = [*rows[at][:-12], *rows[at - 1][-12:]]
    rows[at - 1] = [*rows[at - 1][:-12], *([""] * 12)]

    reading = read_table(path, rows)

    assert reading.programmes == paper.plan()
    assert finding(reading, "months_on_parts").row == "2.1a"


def test_a_text_in_a_month_is_a_tick_with_a_finding(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    rows[2] = [*rows[2][:5], "2 keg", *rows[2][6:]]

    reading = read_table(path, rows)

    assert reading.programmes == paper.plan()
    assert finding(reading, "month_text").params == {"text": "2 keg", "months": [1]}


def test_dashes_and_zeros_are_no_ticks(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    filled = [
        [*row[:-12], *(cell if paper.box(cell).text else "-" for cell in row[-12:])]
        for row in rows[2:]
    ]

    assert read_table(path, [*rows[:2], *filled]).programmes == paper.plan()


def test_one_tick_merged_over_several_months(tmp_path):
    rows = paper.table(paper.plan(), Style(merged=False))
    rows[3] = [*rows[3][:5], Box("√", right=3), *([""] * 9)]

    for suffix in ("docx", "xlsx", "pdf"):
        assert read_table(tmp_path / f"a.{suffix}", rows).programmes == paper.plan()


def test_indicator_without_months_must_be_decided(path):
    programmes = paper.plan()
    programmes[0].activities[0].sub_activities[0].indicators[0].months = ()

    reading = read_table(path, paper.table(programmes))

    assert reading.programmes == programmes
    assert (finding(reading, "no_month").severity, finding(reading, "no_month").row) == (
        "must",
        "1.1",
    )


def test_indicator_and_ticks_merged_over_the_parts(tmp_path):
    rows = paper.table(paper.plan(), Style(merged=False))
    at = next(at for at, row in enumerate(rows) if paper.box(row[3]).text.startswith("a. "))
    rows[at - 1] = [
        *rows[at - 1][:4],
        *(dataclasses.replace(paper.box(cell), down=4) for cell in rows[at - 1][4:]),
    ]
    rows[at : at + 3] = [row[:4] for row in rows[at : at + 3]]

    for suffix in ("docx", "xlsx", "pdf"):
        reading = read_table(tmp_path / f"a.{suffix}", rows)
        assert reading.programmes == paper.plan()
        assert codes(reading) == ["no_decree_text", "second_indicator"]


def test_one_indicator_merged_over_two_sub_activities(tmp_path):
    programmes = paper.plan()
    subs = programmes[0].activities[1].sub_activities
    subs[1].indicators = [subs[0].indicators[0]]
    rows = paper.table(programmes, Style(merged=False))
    rows[3] = [*rows[3][:4], *(dataclasses.replace(paper.box(one), down=2) for one in rows[3][4:])]
    rows[4] = rows[4][:4]

    for suffix in ("docx", "xlsx", "pdf"):
        reading = read_table(tmp_path / f"a.{suffix}", rows)
        assert reading.programmes == programmes
        assert finding(reading, "indicator_shared").row == "1.2b"


def test_only_some_months_have_columns(path):
    style = Style(months=("B03", "B06", "B09", "B12"))
    rows = paper.table(paper.plan(), style)

    found = {month for row in rows_of(read_table(path, rows)) for month in row.indicator.months}

    assert found == {3, 6, 9, 12}


def test_beginning_and_end_in_two_columns(path):
    rows = [
        [*(Box(text, down=2) for text in paper.HEADINGS), Box("Waktu", right=2)],
        ["Mulai", "Selesai"],
        ["1", "Manajemen Perubahan", "Rapat", "Rapat tim", "Notulen", "Februari", "April 2025"],
        ["", "", "Laporan", "Laporan tim", "Laporan", "Desember", "Desember"],
    ]

    months = [row.indicator.months for row in rows_of(read_table(path, rows))]

    assert months == [(2, 3, 4), (12,)]
