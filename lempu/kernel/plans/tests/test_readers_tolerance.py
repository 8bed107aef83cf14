"""One plan, laid out in the many ways in which offices lay out plans."""

import dataclasses

import pytest

from lempu.kernel.plans.readers import read, walk
from lempu.kernel.plans.readers.enumeration import roman
from lempu.kernel.plans.tests import paper
from lempu.kernel.plans.tests.paper import FORMATS, MONTHS, Box, Style

MONTH_NAMES = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT_NAMES = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des")


@pytest.fixture(params=FORMATS)
def path(request, tmp_path):
    return tmp_path / f"rencana.{request.param}"


def read_table(path, rows):
    return read(paper.write(path, [rows]))


def codes(reading):
    return [finding.code for finding in reading.findings]


def finding(reading, code):
    return next(finding for finding in reading.findings if finding.code == code)


def test_plain_layout(path):
    reading = read_table(path, paper.table(paper.plan()))

    assert reading.programmes == paper.plan()
    assert codes(reading) == ["no_decree_text", "second_indicator"]


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "blank"])
def test_upper_levels_merged_or_left_empty(path, merged):
    reading = read_table(path, paper.table(paper.plan(), Style(merged=merged)))

    assert reading.programmes == paper.plan()


def test_upper_levels_repeated_in_every_row(path):
    reading = read_table(path, paper.table(paper.plan(), Style(merged=False, repeat=True)))

    assert reading.programmes == paper.plan()


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


def test_programmes_in_roman_numbers(path):
    reading = read_table(path, paper.table(paper.plan(), Style(number=roman)))

    assert reading.programmes == paper.plan()


def test_programmes_numbered_within_their_names(path):
    programmes = paper.plan()
    for programme in programmes:
        programme.name = f"{roman(programme.number)}. {programme.name}"
    style = Style(number=lambda _: "")

    reading = read_table(path, paper.table(programmes, style))

    assert reading.programmes == paper.plan()


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


def rows_of(reading):
    return list(walk(reading.programmes))


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


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "unmerged"])
def test_programmes_as_rows_over_the_full_width(path, merged):
    style = Style(order=(2, 3, 4), merged=False)
    rows = [["No", *row] if at == 0 else row for at, row in enumerate(paper.heading_rows(style))]
    rows[0][0] = Box("No", down=2)
    for programme in paper.plan():
        name = f"{roman(programme.number)}. {programme.name}"
        rows.append([Box(name, right=16)] if merged else [name, *([""] * 15)])
        body = paper.body_rows([programme], style)
        rows += [[str(at), *row] for at, row in enumerate(body, 1)]

    assert read_table(path, rows).programmes == paper.plan()


def test_number_and_name_of_a_programme_in_a_row_of_their_own(path):
    style = Style(order=(2, 3, 4), merged=False)
    rows = [["No", *row] if at == 0 else row for at, row in enumerate(paper.heading_rows(style))]
    rows[0][0] = Box("No", down=2)
    for programme in paper.plan():
        rows.append([roman(programme.number), Box(programme.name, right=15)])
        rows += [["", *row] for row in paper.body_rows([programme], style)]

    assert read_table(path, rows).programmes == paper.plan()


def test_activities_and_sub_activities_carry_numbers_and_letters(path):
    programmes = paper.plan()
    for programme in programmes:
        for place, activity in enumerate(programme.activities, 1):
            activity.name = f"{programme.number}.{place} {activity.name}"
            for letter, sub in zip("abc", activity.sub_activities, strict=False):
                sub.name = f"{letter}. {sub.name}"

    reading = read_table(path, paper.table(programmes))

    assert reading.programmes == paper.plan()


def test_levels_shown_by_numbers_in_one_column(path):
    rows = [["No", "Program/Kegiatan/Sub Kegiatan", "Indikator", *MONTH_NAMES]]
    for programme in paper.plan():
        rows.append([roman(programme.number), programme.name, *([""] * 13)])
        for at, activity in enumerate(programme.activities, 1):
            rows.append([str(at), activity.name, *([""] * 13)])
            for letter, sub in zip("abc", activity.sub_activities, strict=False):
                first, *more = [
                    [one.text, *("v" if month in one.months else "" for month in MONTHS)]
                    for one in sub.indicators
                ]
                rows.append([letter, sub.name, *first])
                rows += [["", "", *indicator] for indicator in more]
    expected = paper.plan()
    expected[1].activities[0].sub_activities[0].parts = []

    reading = read_table(path, rows)

    assert reading.programmes == expected


def test_parts_within_one_cell(tmp_path):
    programmes = paper.plan()
    sub = programmes[1].activities[0].sub_activities[0]
    lines = [f"{letter}. {part}" for letter, part in zip("abc", sub.parts, strict=True)]
    sub.name, sub.parts = "\n".join([sub.name, *lines]), []

    for suffix in ("docx", "xlsx", "csv", "tsv"):
        reading = read_table(tmp_path / f"a.{suffix}", paper.table(programmes))
        assert reading.programmes == paper.plan()


def test_ticks_beside_the_parts_go_to_the_indicator(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    at = next(at for at, row in enumerate(rows) if paper.box(row[3]).text.startswith("a. "))
    rows[at] = [*rows[at][:-12], *rows[at - 1][-12:]]
    rows[at - 1] = [*rows[at - 1][:-12], *([""] * 12)]

    reading = read_table(path, rows)

    assert reading.programmes == paper.plan()
    assert finding(reading, "months_on_parts").row == "2.1a"


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


def test_parts_without_letters_after_a_name_that_opens_a_list(path):
    rows = [
        [paper.box(cell).text[3:] if paper.box(cell).text[1:3] == ". " else cell for cell in row]
        for row in paper.table(paper.plan(), Style(merged=False))
    ]

    assert read_table(path, rows).programmes == paper.plan()


def test_further_columns_of_parts_are_kept(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    at = next(at for at, row in enumerate(rows) if paper.box(row[3]).text.startswith("a. "))
    kept = [[*row, f"Petugas {at}" if at > 1 else ""] for at, row in enumerate(rows)]
    kept[0][-1] = Box("PIC", down=2)
    kept[1] = rows[1]

    reading = read_table(path, kept)

    spip = reading.programmes[1].activities[0].sub_activities[0].indicators[0]
    expected = " ".join(f"Petugas {place}" for place in range(at - 1, at + 3))
    assert spip.extra == {"PIC": expected}


def test_headings_and_months_in_one_row(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    single = [*paper.HEADINGS, *(str(month) for month in MONTHS)]

    assert read_table(path, [single, *rows[2:]]).programmes == paper.plan()


def test_title_over_the_table_within_it(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    title = [Box("RENCANA AKSI ZONA INTEGRITAS TAHUN 2025", right=17)]

    assert read_table(path, [title, *rows]).programmes == paper.plan()


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


def test_table_of_markdown(tmp_path):
    rows = paper.spread(paper.table(paper.plan(), Style(merged=False)))
    lines = ["| " + " | ".join(cell.text if cell else "" for cell in line) + " |" for line in rows]
    lines.insert(2, "|---" * 17 + "|")
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")

    assert read(tmp_path / "a.txt").programmes == paper.plan()


def test_plan_without_sub_activities(path):
    reading = read_table(path, paper.table(paper.plan(), Style(order=(0, 1, 2, 4))))

    subs = [row.sub_activity.name for row in rows_of(reading)]
    assert subs == [row.activity.name for row in rows_of(reading)]
    assert "level_missing" in codes(reading)


def test_plan_without_programmes(path):
    reading = read_table(path, paper.table(paper.plan(), Style(order=(2, 3, 4))))

    expected = [activity for programme in paper.plan() for activity in programme.activities]
    assert [(one.number, one.activities) for one in reading.programmes] == [(1, expected)]
    assert "programme_missing" in codes(reading)


def test_gap_in_the_numbers_of_programmes(path):
    programmes = paper.plan()
    programmes[1].number = 4

    reading = read_table(path, paper.table(programmes))

    assert reading.programmes == programmes
    assert finding(reading, "programme_number").params == {"numbers": [1, 4]}


def test_numbers_that_count_activities_are_not_the_programmes(path):
    rows = paper.table(paper.plan(), Style(merged=False))
    counted = [[str(at) if paper.box(row[2]).text else "", *row[1:]] for at, row in enumerate(rows)]

    assert read_table(path, [*rows[:2], *counted[2:]]).programmes == paper.plan()


def test_names_of_officials_within_the_table_do_not_end_it(path):
    rows = [[*row, ""] for row in paper.table(paper.plan(), Style(merged=False))]
    rows[0][-1:], rows[1] = [Box("PIC", down=2)], rows[1][:-1]
    rows.insert(4, [*([""] * 17), "Sekretaris"])

    reading = read_table(path, rows)

    assert reading.totals() == read_table(path, paper.table(paper.plan())).totals()
    assert rows_of(reading)[1].indicator.extra == {"PIC": "Sekretaris"}
