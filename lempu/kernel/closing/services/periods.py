"""The month of an office: readings of everything that is bound, then a report for every row."""

import datetime as dt
import logging
from collections import Counter
from typing import TYPE_CHECKING

from lempu.kernel.closing.enums import Outcome
from lempu.kernel.closing.selectors.desk import fed_obligations, feeding_of, months_fed
from lempu.kernel.closing.services.readings import take_readings
from lempu.kernel.closing.services.reports import report_obligation
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.models import Binding
from lempu.shared.periods import Month, today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User

log = logging.getLogger(__name__)


def take_month(*, office: Office, month: Month, actor: "User | None") -> "Counter[Outcome]":
    """Take the readings of a month and make the reports of its rows; how many came to what.

    It may be run again at any time and stop anywhere: each report stands alone, and what did not
    change makes nothing. A month that is not over is read as far as it has come, without reports.
    """
    feeding = feeding_of(office)
    rows = list(fed_obligations(office, month, feeding))
    keys = sorted({each.measure for row in rows for each in feeding[row.indicator.key]})
    if not keys:
        return Counter()
    readings = take_readings(office=office, month=month, actor=actor, keys=keys)
    if month.last >= today(office.timezone):
        return Counter()
    return Counter(
        report_obligation(
            obligation=row, bindings=feeding[row.indicator.key], readings=readings, actor=actor
        )
        for row in rows
    )


def close_due(now: dt.date | None = None) -> int:
    """What the clock does: months that ended and still lack a report; how many reports it made.

    A month is left to people once it is older than three months.
    """
    made = 0
    bound = Binding.objects.in_force().values("office")
    for office in Office.objects.filter(pk__in=bound).order_by("pk"):
        day = now or today(office.timezone)
        for month in months_fed(office, day):
            if (day - month.last).days > 92:
                continue
            try:
                made += take_month(office=office, month=month, actor=None)[Outcome.MADE]
            except Exception:
                # one office must not take the month from the others
                log.exception("month %s of office %s failed", month, office.code)
    return made
