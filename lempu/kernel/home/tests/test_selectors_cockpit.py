import datetime as dt

import pytest
from django.utils import translation

from lempu.kernel.home.selectors import chart, cockpit, grid, sentences
from lempu.kernel.home.selectors.grid import Tally
from lempu.kernel.home.tests.conftest import TODAY
from lempu.kernel.home.tests.grids import row, tick
from lempu.kernel.offices.tests.factories import UnitFactory, person

pytestmark = pytest.mark.django_db


def build(plan, day=TODAY):
    return cockpit.build(grid.read(plan, day), plan.year, day)


def heading(page):
    with translation.override("en"):
        return sentences.cockpit_heading(page)


def test_figures_count_what_they_say(plan):
    indicator = row(plan)
    tick(indicator, 1, accepted=True)
    tick(indicator, 2, nil=True)
    tick(indicator, 3)
    tick(indicator, 4, returned=True)
    tick(indicator, 9, submitted=True)
    tick(indicator, 10, due_on=dt.date(2025, 10, 21))
    tick(row(plan), 10, due_on=dt.date(2025, 10, 22))
    tick(indicator, 11)

    page = build(plan)

    assert (page.year.done, page.year.total) == (2, 8)
    assert (page.late, page.returned, page.action) == (1, 1, 2)
    assert page.at_risk == 1
    assert (page.until.number, page.due) == (9, Tally(done=2, waiting=1, action=2))
    assert heading(page) == "2 of 5 obligations up to September done, 2 need action"


def test_heading_when_nothing_needs_action(plan):
    tick(row(plan), 9, accepted=True)

    assert heading(build(plan)) == "1 of 1 obligations up to September done, none needs action"


def test_heading_before_the_first_month_has_ended(plan):
    tick(row(plan), 1, accepted=True)
    tick(row(plan), 2)

    page = build(plan, dt.date(2025, 1, 20))

    assert (page.until, heading(page)) == (None, "1 of 2 obligations of this year done")


def test_heading_of_a_year_that_is_over(plan):
    tick(row(plan), 12, accepted=True)

    assert build(plan, dt.date(2026, 3, 1)).until.number == 12


def test_programmes_know_how_many_they_are_short(plan):
    first, second = row(plan, 1), row(plan, 2)
    tick(first, 8, accepted=True), tick(first, 9), tick(first, 12)
    tick(second, 9, accepted=True)

    lines = build(plan).programmes

    assert [(line.number, line.tally.total, line.due.total, line.short) for line in lines] == [
        (1, 3, 2, 1),
        (2, 1, 1, 0),
    ]


def test_people_and_units_stand_with_most_to_do_first(plan, office):
    ani, budi = person(office), person(office)
    unit = UnitFactory(office=office, short_name="Teknis dan Hukum")
    tick(row(plan, owners=[ani], unit=unit), 9, accepted=True)
    both = row(plan, owners=[ani, budi])
    tick(both, 8), tick(both, 9)
    tick(row(plan, owners=[budi]), 7)

    page = build(plan)

    assert [(line.name, line.tally.action) for line in page.people] == [
        (budi.name, 3),
        (ani.name, 2),
    ]
    assert [(line.name, line.tally.total) for line in page.units] == [
        ("Teknis dan Hukum", 1),
        ("", 3),
    ]


def test_failing_is_the_longest_overdue_first(plan):
    indicator = row(plan)
    tick(indicator, 10, due_on=dt.date(2025, 10, 16))
    tick(indicator, 9, returned=True)
    tick(indicator, 5)
    tick(indicator, 8, accepted=True)
    tick(indicator, 11)

    page = build(plan)

    assert [(one.month.number, one.cell.shown, one.days) for one in page.failing] == [
        (5, "late", 136),
        (9, "returned", 14),
        (10, "due", 2),
    ]


def test_failing_is_cut_but_counted_whole(plan):
    for _ in range(cockpit.FAILING_SHOWN + 2):
        tick(row(plan), 5)

    page = build(plan)

    assert (len(page.failing), page.failing_count) == (6, 8)


def test_months_are_twelve_and_know_which_is_now(plan):
    tick(row(plan), 9, accepted=True)

    months = build(plan).months

    assert [one.tally.total for one in months] == [0] * 8 + [1] + [0] * 3
    assert [one.month.number for one in months if one.is_now] == [10]


def test_columns_fill_the_box_from_zero(plan):
    indicator, other, third = row(plan), row(plan), row(plan)
    tick(indicator, 9, accepted=True), tick(other, 9, submitted=True), tick(third, 9)
    tick(indicator, 12)

    drawn = chart.columns(build(plan).months)

    assert [line.value for line in drawn.lines] == [0, 1, 2, 3]
    assert [line.y for line in drawn.lines][::3] == ["184.0", "14.0"]
    assert [block.css for block in drawn.columns[8].blocks] == ["fill-done", "fill-wait", "hatch"]
    assert drawn.columns[8].blocks[-1].y == "14.0"
    assert [block.css for block in drawn.columns[11].blocks] == ["fill-plan"]
    assert drawn.columns[0].blocks == []


def test_bullet_is_as_long_as_its_share(plan):
    indicator = row(plan)
    tick(indicator, 8, accepted=True), tick(indicator, 9), tick(indicator, 11), tick(indicator, 12)

    bullet = chart.bullets(build(plan).programmes)[0]

    assert (bullet.fill, bullet.tick) == ("75.0", "150.0")


def test_finding_of_the_chart_is_a_sentence(plan):
    tick(row(plan), 9, accepted=True), tick(row(plan), 9, undone=True)

    with translation.override("en"):
        finding = sentences.months_finding(build(plan))

    assert finding == (
        "Obligations by month: 1 of 2 done up to September, 1 late, returned or not carried out"
    )
