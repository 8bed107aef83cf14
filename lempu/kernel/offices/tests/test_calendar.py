import datetime as dt

import pytest
from django.utils import translation

from lempu.kernel.offices.calendar import UnknownYearError, WorkingCalendar

BEFORE_THE_CHANGE = dt.date(2025, 8, 6)
DAY_OF_THE_CHANGE = dt.date(2025, 8, 7)

# received: +3, +5, +10, +10 with joint leave as working days, +17, +30, +14
GOLDEN = {
    "2025-03-24": "2025-03-27 2025-04-09 2025-04-16 2025-04-09 2025-04-28 2025-05-20 2025-04-23",
    "2025-03-27": "2025-04-10 2025-04-14 2025-04-22 2025-04-14 2025-05-02 2025-05-23 2025-04-28",
    "2025-08-08": "2025-08-13 2025-08-15 2025-08-25 2025-08-22 2025-09-03 2025-09-23 2025-08-29",
    "2025-12-19": "2025-12-24 2025-12-30 2026-01-07 2026-01-06 2026-01-19 2026-02-05 2026-01-13",
    "2026-03-10": "2026-03-13 2026-03-17 2026-03-31 2026-03-25 2026-04-10 2026-04-29 2026-04-07",
    "2026-03-17": "2026-03-27 2026-03-31 2026-04-08 2026-04-01 2026-04-17 2026-05-07 2026-04-14",
    "2026-12-18": "2026-12-23 2026-12-29 2027-01-07 2027-01-06 2027-01-18 2027-02-04 2027-01-13",
}
COLUMNS = [(3, False), (5, False), (10, False), (10, True), (17, False), (30, False), (14, False)]

NATIONAL = {
    2025: "1/1 27/1 29/1 29/3 31/3 1/4 18/4 20/4 1/5 12/5 29/5 1/6 6/6 27/6 17/8 5/9 25/12",
    2026: "1/1 16/1 17/2 19/3 21/3 22/3 3/4 5/4 1/5 14/5 27/5 31/5 1/6 16/6 17/8 25/8 25/12",
}
JOINT_LEAVE = {
    2025: "28/1 28/3 2/4 3/4 4/4 7/4 13/5 30/5 9/6 18/8 26/12",
    2026: "16/2 18/3 20/3 23/3 24/3 15/5 28/5 24/12",
}


@pytest.fixture
def calendar():
    return WorkingCalendar.load()


def days_of(year):
    day = dt.date(year, 1, 1)
    while day.year == year:
        yield day
        day += dt.timedelta(days=1)


def days_off(calendar, year, kind):
    found = (calendar.day_off(day) for day in days_of(year))
    return [f"{each.day.day}/{each.day.month}" for each in found if each and each.kind == kind]


@pytest.mark.parametrize(
    ("received", "count", "counts_joint_leave", "due"),
    [
        (received, count, counted, due)
        for received, row in GOLDEN.items()
        for (count, counted), due in zip(COLUMNS, row.split(), strict=True)
    ],
)
def test_a_term_ends_on_the_golden_day(calendar, received, count, counts_joint_leave, due):
    ends = calendar.add_working_days(
        dt.date.fromisoformat(received), count, counts_joint_leave=counts_joint_leave
    )

    assert ends == dt.date.fromisoformat(due)


@pytest.mark.parametrize(
    ("as_of", "due"),
    [
        (BEFORE_THE_CHANGE, dt.date(2025, 8, 22)),
        (DAY_OF_THE_CHANGE, dt.date(2025, 8, 25)),
        (None, dt.date(2025, 8, 25)),
    ],
)
def test_a_term_is_counted_with_the_calendar_of_its_day(calendar, as_of, due):
    assert calendar.add_working_days(dt.date(2025, 8, 8), 10, as_of=as_of) == due


@pytest.mark.parametrize("year", NATIONAL)
def test_days_off_are_those_of_the_joint_decree(calendar, year):
    assert days_off(calendar, year, "national") == NATIONAL[year].split()
    assert days_off(calendar, year, "joint_leave") == JOINT_LEAVE[year].split()


@pytest.mark.parametrize(
    ("year", "national", "joint_leave", "working"),
    [(2024, 19, 10, 238), (2025, 17, 11, 237), (2026, 17, 8, 240), (2027, 18, 8, 242)],
)
def test_totals_of_the_year(calendar, year, national, joint_leave, working):
    assert len(days_off(calendar, year, "national")) == national
    assert len(days_off(calendar, year, "joint_leave")) == joint_leave
    assert sum(map(calendar.is_working_day, days_of(year))) == working


def test_joint_leave_is_a_working_day_only_for_rules_that_say_so(calendar):
    joint_leave, national = dt.date(2025, 4, 2), dt.date(2025, 4, 1)

    assert not calendar.is_working_day(joint_leave)
    assert calendar.is_working_day(joint_leave, counts_joint_leave=True)
    assert not calendar.is_working_day(national, counts_joint_leave=True)


def test_a_term_of_nothing_ends_where_it_begins_and_none_is_negative(calendar):
    sunday = dt.date(2026, 11, 22)

    assert calendar.add_working_days(sunday, 0) == sunday
    with pytest.raises(ValueError, match="negative"):
        calendar.add_working_days(sunday, -1)


@pytest.mark.parametrize(
    ("day", "earlier", "later"),
    [
        (dt.date(2026, 11, 23), dt.date(2026, 11, 23), dt.date(2026, 11, 23)),
        (dt.date(2026, 2, 28), dt.date(2026, 2, 27), dt.date(2026, 3, 2)),
        (dt.date(2025, 3, 31), dt.date(2025, 3, 27), dt.date(2025, 4, 8)),
        (dt.date(2025, 12, 25), dt.date(2025, 12, 24), dt.date(2025, 12, 29)),
    ],
)
def test_a_day_off_moves_to_the_nearest_working_day(calendar, day, earlier, later):
    assert calendar.previous_working_day(day) == earlier
    assert calendar.next_working_day(day) == later


def test_a_day_has_the_name_of_its_holiday_in_the_language_of_the_reader(calendar):
    eid = dt.date(2027, 3, 10)

    with translation.override("id"):
        assert calendar.holiday_name(eid) == "Hari Raya Idul Fitri"
    with translation.override("en"):
        assert calendar.holiday_name(eid) == "Eid al-Fitr"
    assert calendar.holiday_name(dt.date(2026, 11, 23)) is None


def test_days_that_wait_for_the_moon_are_marked(calendar):
    estimated = [day.isoformat() for day in days_of(2027) if is_estimated(calendar, day)]

    assert estimated == ["2027-03-10", "2027-03-11", "2027-05-17"]


def is_estimated(calendar, day):
    found = calendar.day_off(day)
    return found is not None and found.is_estimated


def test_the_night_journey_falls_twice_into_2027(calendar):
    days = [day for day in days_of(2027) if "Isra" in (calendar.holiday_name(day) or "")]

    assert days == [dt.date(2027, 1, 5), dt.date(2027, 12, 26)]


def test_a_year_before_the_calendar_is_refused(calendar):
    with pytest.raises(UnknownYearError) as refusal:
        calendar.previous_working_day(dt.date(2023, 12, 29))

    assert refusal.value.code == "calendar_year_unknown"
    assert "2023" in str(refusal.value)


def test_a_year_after_the_calendar_has_weekends_only_and_says_so(calendar):
    new_year = dt.date(2031, 1, 1)

    assert calendar.is_working_day(new_year)
    assert not calendar.is_working_day(dt.date(2031, 1, 4))
    assert [calendar.is_known(year) for year in (2023, 2024, 2027, 2031)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_year_is_known_from_the_signature_of_its_decree(calendar):
    assert not calendar.is_known(2026, as_of=dt.date(2025, 9, 18))
    assert calendar.is_known(2026, as_of=dt.date(2025, 9, 19))


def test_an_empty_calendar_is_no_calendar():
    with pytest.raises(ValueError, match="at least one"):
        WorkingCalendar([])
