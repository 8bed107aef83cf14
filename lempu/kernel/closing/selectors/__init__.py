"""Months that wait to be closed, and what the desks counted in them."""

from lempu.kernel.closing.selectors.months import Ending, OpenMonth, ending_of, open_months

__all__ = ["Ending", "OpenMonth", "ending_of", "open_months"]
