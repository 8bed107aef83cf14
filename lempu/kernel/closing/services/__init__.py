"""A month ends: readings are taken, the desks report, the month is closed."""

from lempu.kernel.closing.services.months import close_month
from lempu.kernel.closing.services.periods import close_due, take_month
from lempu.kernel.closing.services.reports import report_obligation

__all__ = ["close_due", "close_month", "report_obligation", "take_month"]
