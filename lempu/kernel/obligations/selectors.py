"""What is due, by whom, until when."""

import datetime as dt
from typing import TYPE_CHECKING

from lempu.kernel.offices.calendar import WorkingCalendar
from lempu.kernel.offices.enums import DueShift
from lempu.kernel.plans.enums import DueRule
from lempu.shared.periods import Month

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office
    from lempu.kernel.plans.models import Indicator


def due_date(*, office: "Office", indicator: "Indicator", month: Month) -> dt.date:
    """The day an obligation falls due.

    The last day of its month, or a day of the next one (the month's last day where it has no such
    day), moved off days off as the office chose. The move never reaches back before the month
    begins.
    """
    if indicator.due_rule == DueRule.NEXT_MONTH_DAY and indicator.due_day:
        following = month.following
        day = following.first.replace(day=min(indicator.due_day, following.last.day))
    else:
        day = month.last
    return max(_shifted(day, office), month.first)


def _shifted(day: dt.date, office: "Office") -> dt.date:
    calendar = WorkingCalendar.load()
    step = {DueShift.NEXT: 1, DueShift.PREVIOUS: -1}.get(DueShift(office.due_shift), 0)
    if not step:
        return day
    while not calendar.is_working_day(day, counts_joint_leave=office.joint_leave_is_working):
        day += dt.timedelta(days=step)
    return day
