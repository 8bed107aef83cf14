import pytest
from django.http import QueryDict

from lempu.kernel.home.selectors import grid, matrix
from lempu.kernel.home.selectors.grid import Tally
from lempu.kernel.home.tests.conftest import TODAY
from lempu.kernel.home.tests.grids import row, tick
from lempu.kernel.obligations.tests.factories import PlanOfYearFactory
from lempu.kernel.offices.tests.factories import UnitFactory, person

pytestmark = pytest.mark.django_db


def build(plan, query="", **kwargs):
    filters = matrix.Filters.from_query(QueryDict(query), **kwargs)
    return matrix.build(grid.read(plan, TODAY), filters)


def codes(page):
    return [row.indicator.code for group in page.groups for row in group.rows]


def counts(page):
    return {chip.key: chip.count for chip in page.chips if chip.count}


def test_rows_stand_under_their_programmes_in_the_order_of_the_annex(plan):
    row(plan, 1), row(plan, 2), row(plan, 2)

    page = build(plan)

    assert [(g.programme.number, len(g.rows)) for g in page.groups] == [(1, 1), (2, 2)]
    assert codes(page) == ["1.1", "2.2", "2.3"]


def test_cells_show_the_eight_states_and_the_late_mark(plan):
    indicator = row(plan)
    tick(indicator, 1, accepted=True)
    tick(indicator, 2, accepted=True, was_late=True)
    tick(indicator, 3, nil=True)
    tick(indicator, 4, undone=True)
    tick(indicator, 5)
    tick(indicator, 6, returned=True)
    tick(indicator, 7, submitted=True, was_late=True)
    tick(indicator, 10)
    tick(indicator, 11)

    page = build(plan)

    cells = page.groups[0].rows[0].cells
    assert {month: (cell.shown, cell.late) for month, cell in cells.items()} == {
        1: ("accepted", False),
        2: ("accepted", True),
        3: ("nil", False),
        4: ("undone", False),
        5: ("late", False),
        6: ("returned", False),
        7: ("submitted", True),
        10: ("due", False),
        11: ("scheduled", False),
    }
    assert page.tally == Tally(done=3, waiting=1, action=2, undone=1, rest=2)
    assert counts(page) == {
        "late": 1,
        "returned": 1,
        "due": 1,
        "submitted": 1,
        "accepted": 2,
        "nil": 1,
        "undone": 1,
        "scheduled": 1,
        "done_late": 1,
    }


def test_programme_filter_keeps_its_rows(plan):
    row(plan, 1), row(plan, 2)

    assert codes(build(plan, "program=2")) == ["2.2"]


def test_unit_filter_keeps_its_rows(plan, office):
    unit = UnitFactory(office=office, key="hukum")
    row(plan, 1, unit=unit), row(plan, 1, unit=UnitFactory(office=office)), row(plan, 1)

    page = build(plan, "pj=sub-hukum")

    assert codes(page) == ["1.1"]
    assert page.units[0].key == "hukum"


def test_person_filter_keeps_the_rows_they_own(plan, office):
    owner = person(office)
    row(plan, 1, owners=[owner]), row(plan, 1, owners=[person(office)])

    page = build(plan, f"pj=orang-{owner.pk}")

    assert codes(page) == ["1.1"]
    assert owner in page.people


def test_rows_of_nobody_can_be_found(plan, office):
    (
        row(plan, 1),
        row(plan, 1, unit=UnitFactory(office=office)),
        row(plan, 1, owners=[person(office)]),
    )

    page = build(plan, "pj=kosong")

    assert (codes(page), page.unowned) == (["1.1"], 1)


def test_state_filter_keeps_rows_whole(plan):
    late = row(plan, 1)
    tick(late, 5), tick(late, 6, accepted=True)
    tick(row(plan, 1), 6, accepted=True)

    page = build(plan, "keadaan=late")

    assert codes(page) == ["1.1"]
    assert sorted(page.groups[0].rows[0].cells) == [5, 6]
    assert (page.in_sight, page.row_count) == (3, 1)
    assert counts(page) == {"late": 1, "accepted": 2}


def test_done_late_is_a_state_of_the_legend(plan):
    tick(row(plan, 1), 6, accepted=True, was_late=True)
    tick(row(plan, 1), 6, accepted=True)

    assert codes(build(plan, "keadaan=done_late")) == ["1.1"]


def test_counts_of_the_legend_follow_the_other_filters(plan):
    tick(row(plan, 1), 5)
    tick(row(plan, 2), 5)

    page = build(plan, "program=1&keadaan=late")

    assert (counts(page), page.tally.total) == ({"late": 1}, 2)


@pytest.mark.parametrize(
    "query",
    ["program=x", "program=" + "9" * 5000, "keadaan=besok", "pj=orang-x", "pj=sub-", "pj=apa"],
)
def test_words_without_meaning_are_passed_over(plan, query):
    row(plan, 1)

    assert codes(build(plan, query)) == ["1.1"]


@pytest.mark.parametrize(
    ("query", "mode", "is_full"),
    [
        ("", "", False),
        ("", "lengkap", True),
        ("teks=ringkas", "lengkap", False),
        ("teks=lengkap", "", True),
    ],
)
def test_text_mode_is_asked_or_remembered(query, mode, is_full):
    assert matrix.Filters.from_query(QueryDict(query), mode=mode).is_full is is_full


@pytest.mark.parametrize("whose", ["", "kosong", "sub-hukum", "orang-7"])
def test_whose_gives_back_what_was_asked(whose):
    assert matrix.Filters.from_query(QueryDict(f"pj={whose}")).whose == whose


def test_rows_of_one_sub_activity_show_their_indicators(plan):
    first = row(plan, 1)
    row(plan, 1, sub_activity=first.sub_activity), row(plan, 1)

    assert [r.has_siblings for r in build(plan).groups[0].rows] == [True, True, False]


@pytest.mark.parametrize(("year", "chosen"), [(None, 2025), (2026, 2026), (2024, None)])
def test_plan_of_today_is_shown_unless_a_year_is_asked(plan, office, year, chosen):
    later = PlanOfYearFactory(office=office, year=2026)

    found = grid.plan_of_year([later, plan], year, TODAY)

    assert (found.year if found else None) == chosen


def test_latest_plan_is_shown_where_none_is_of_today(office):
    old, older = (
        PlanOfYearFactory(office=office, year=2023),
        PlanOfYearFactory(office=office, year=2022),
    )

    assert grid.plan_of_year([old, older], None, TODAY) == old
    assert grid.plan_of_year([], None, TODAY) is None
