import datetime as dt

import pytest

from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.tests.factories import OfficeFactory
from lempu.kernel.oversight.enums import Across, Sort, Why
from lempu.kernel.oversight.selectors import board
from lempu.kernel.oversight.tests.conftest import TODAY


def read(user, top, **rest):
    return board.read(user, top, 2025, TODAY, **rest)


def line_of(seen, code):
    return next(line for line in seen.lines if line.office.code == code)


def test_figures_count_what_they_say(observer, luwu):
    figures = line_of(read(observer, luwu.parent), "7317").figures

    assert (figures.total, figures.done, figures.late, figures.at_risk) == (13, 11, 1, 1)
    assert (figures.fell_due, figures.kept, figures.kept_late) == (12, 11, 1)
    assert (figures.kept_percent, figures.level) == (91, 4)


def test_rank_goes_by_the_share_of_what_fell_due(observer, luwu, palopo, idle):
    few = OfficeFactory(code="7302")
    ObligationFactory(office=few, month=1, accepted=True)

    seen = read(observer, luwu.parent)

    assert {line.office.code: line.rank for line in seen.lines} == {
        "73": None, "7301": None, "7302": None, "7317": 2, "7373": 1,
    }  # fmt: skip
    ranked = [line.office.code for line in board.in_order(seen.lines, Sort.RANK)]
    assert ranked == ["7373", "7317", "73", "7301", "7302"]
    assert board.in_order(seen.lines, Sort.LATE)[0].office.code == "7317"


def test_of_equal_shares_the_one_on_time_stands_before(observer, luwu, palopo):
    late = OfficeFactory(code="7302")
    for month in range(1, 10):
        ObligationFactory(office=late, month=month, accepted=True, was_late=True)
    ObligationFactory(office=late, month=1, accepted=True)

    seen = read(observer, luwu.parent)

    assert [line_of(seen, code).rank for code in ("7373", "7302", "7317")] == [1, 2, 3]


def test_who_has_not_started_and_why(observer, luwu, palopo, idle):
    seen = read(observer, luwu.parent)

    assert [(one.office.code, one.why) for one in seen.idle] == [
        ("73", Why.NO_PLAN),
        ("7301", Why.NO_PLAN),
        ("7317", Why.NO_PROOF),
    ]
    assert (seen.planned, seen.unplanned, seen.silent) == (2, 2, 1)


def test_a_province_holds_its_offices_and_nothing_of_another(observer, luwu, palopo, kendari):
    seen = read(observer, luwu.parent)

    assert {line.office.code for line in seen.lines} == {"73", "7317", "7373"}
    assert seen.whole.total == 13 + 11


def test_the_nation_holds_every_office_once(nation, luwu, palopo, kendari):
    seen = read(nation, luwu.parent.parent)

    assert {line.office.code: line.count for line in seen.lines} == {"0": 1, "73": 3, "74": 2}
    assert seen.whole.total == 13 + 11 + 5
    assert line_of(seen, "74").figures.late == 5


def test_an_observer_of_one_province_sees_only_it_from_above(observer, luwu, kendari):
    """Even where the nation is asked for, what the person may not see is not counted."""
    seen = read(observer, luwu.parent.parent)

    assert {line.office.code for line in seen.lines} == {"73"}
    assert seen.whole.total == 13


def test_areas_put_programmes_together(observer, luwu):
    seen = read(observer, luwu.parent, across=Across.AREA)

    across = line_of(seen, "7317").across
    assert {key: figures.total for key, figures in across.items()} == {"change": 10, "": 3}


@pytest.mark.parametrize("across", Across)
def test_queries_do_not_grow_with_offices(
    observer, luwu, palopo, django_assert_num_queries, across
):
    observer.memberships_cache = None
    with django_assert_num_queries(7):
        read(observer, luwu.parent, across=across)


def test_another_year_has_no_running_month(observer, luwu):
    ObligationFactory(office=luwu, year=2024, month=10, due_on=dt.date(2024, 10, 31),
                      begins_on=dt.date(2024, 10, 1))  # fmt: skip

    seen = board.read(observer, luwu.parent, 2024, TODAY)

    assert board.read(observer, luwu.parent, 2024, TODAY, across=Across.MONTH).idle == seen.idle
    assert [one.why for one in seen.idle] == [Why.NO_PLAN]
    assert seen.whole.late == 1
