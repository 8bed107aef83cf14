"""Programmes, activities, sub-activities and parts, however a table shows them."""

import pytest

from lempu.kernel.plans.readers.enumeration import roman
from lempu.kernel.plans.tests import paper
from lempu.kernel.plans.tests.paper import MONTHS, Box, Style
from lempu.kernel.plans.tests.readings import (
    MONTH_NAMES,
    codes,
    finding,
    read_table,
    rows_of,
)


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "blank"])
def test_upper_levels_merged_or_left_empty(path, merged):
    reading = read_table(path, paper.table(paper.plan(), Style(merged=merged)))

    assert reading.programmes == paper.plan()


def test_upper_levels_repeated_in_every_row(path):
    reading = read_table(path, paper.table(paper.plan(), Style(merged=False, repeat=True)))

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
