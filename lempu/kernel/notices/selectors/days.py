"""The days of one office: its own date and hour, and on which days it works."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from lempu.kernel.offices.calendar import ONE_DAY
from lempu.kernel.offices.models import Office


class OfficeDays:
    """Working days as the office counts them (joint leave too, if it chose so)."""

    def __init__(self, office: Office) -> None:
        self.zone = ZoneInfo(office.timezone)
        self._counts = office.joint_leave_is_working
        self._calendar = office.calendar

    def local(self, moment: dt.datetime) -> dt.datetime:
        """The moment on the clock of the office: WIB, WITA or WIT."""
        return moment.astimezone(self.zone)

    def works_on(self, day: dt.date) -> bool:
        return self._calendar.is_working_day(day, counts_joint_leave=self._counts)

    def after(self, day: dt.date, count: int) -> dt.date:
        """The ``count``-th working day after ``day``."""
        return self._calendar.add_working_days(day, count, counts_joint_leave=self._counts)

    def first_from(self, day: dt.date) -> dt.date:
        """``day``, or the first working day after it."""
        return self._calendar.next_working_day(day, counts_joint_leave=self._counts)

    def step_before(self, day: dt.date, due_on: dt.date, steps: Iterable[int]) -> int | None:
        """The nearest of ``steps`` (working days before) that ``due_on`` is within; None if none.

        What falls due on a day off counts as due on the last working day before it, since nobody
        is reminded in between.
        """
        if due_on < day:
            return None
        for step in sorted(set(steps)):
            reach = self.after(day, step) if step else self.first_from(day + ONE_DAY) - ONE_DAY
            if due_on <= reach:
                return step
        return None

    def weekly_day(self, day: dt.date, weekday: int) -> tuple[dt.date, dt.date]:
        """The last ``weekday`` up to ``day``, and the working day on which its summary goes out."""
        planned = day - dt.timedelta(days=(day.weekday() - weekday) % 7)
        return planned, self.first_from(planned)
