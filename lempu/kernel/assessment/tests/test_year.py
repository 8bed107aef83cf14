"""The score through the year, from readings that are stored."""

import datetime as dt
from decimal import Decimal

import pytest

from lempu.kernel.assessment.models import Reading
from lempu.kernel.assessment.selectors.year import year_of


def read(sheet, day, verified, *, claimed="60", forecast="80", held=None):
    return Reading.objects.create(
        assessment=sheet,
        day=day,
        claimed=Decimal(claimed),
        verified=Decimal(verified),
        forecast=Decimal(forecast),
        held=held or {"WBK": [3, 12], "WBBM": [0, 12]},
    )


def test_no_sheet_no_score(office, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert year_of(office, 2025) is None


def test_a_sheet_without_a_reading_says_so(sheet, office):
    found = year_of(office, 2025)

    assert (found.chart, found.heading) == (
        None,
        "Belum ada nilai yang dibaca: pembacaan pertama dalam satu jam",
    )


@pytest.mark.parametrize("count", [1, 60])
def test_two_queries_for_any_number_of_readings(sheet, office, count, django_assert_num_queries):
    for number in range(count):
        read(sheet, dt.date(2025, 3, 1) + dt.timedelta(days=number), "40")

    with django_assert_num_queries(2):
        found = year_of(office, 2025)

    assert found.chart.path.count("L") == min(count - 1, 1)


def test_each_month_shows_its_last_reading_and_three_numbers_apart(sheet, office):
    read(sheet, dt.date(2025, 1, 1), "0")
    read(sheet, dt.date(2025, 9, 2), "40")
    read(sheet, dt.date(2025, 9, 30), "70.1234", claimed="74.9", forecast="76.35")

    found = year_of(office, 2025)

    assert [(str(m.month.name), m.verified, m.claimed, m.forecast) for m in found.months] == [
        ("Januari", "0,00", "60,00", "80,00"),
        ("September", "70,12", "74,90", "76,35"),
    ]
    assert found.heading == "Belum cukup untuk WBK, kurang 4,88 poin"
    assert found.finding == (
        "Nilai terverifikasi bergerak dari 0,00 pada Januari menjadi 70,12 pada September; "
        "perkiraan 76,35"
    )
    assert found.chart.path.startswith("M34.0 184.0L")
    assert [(each.text, each.y) for each in found.chart.goals] == [
        ("WBK 75", "56.5"),
        ("WBBM 85", "39.5"),
    ]
    assert found.chart.end.y == "54.2"


def test_a_reading_of_the_next_year_lengthens_the_line(sheet, office):
    read(sheet, dt.date(2025, 6, 1), "50")
    read(sheet, dt.date(2026, 1, 20), "80", held={"WBK": [12, 12], "WBBM": [3, 12]})

    found = year_of(office, 2025)

    assert found.heading == "Cukup untuk WBK menurut bukti yang diterima"
    assert (found.chart.ahead, found.chart.end, found.chart.dot.x) == ("", None, "452.0")
    assert [m.month.year for m in found.months] == [2025, 2026]


def test_the_total_is_enough_but_a_test_fails(sheet, office):
    read(sheet, dt.date(2025, 6, 1), "80", held={"WBK": [10, 12], "WBBM": [3, 12]})

    assert year_of(office, 2025).heading == "Belum cukup untuk WBK: 2 syarat belum terpenuhi"
