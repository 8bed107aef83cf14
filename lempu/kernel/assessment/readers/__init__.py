"""An evaluation sheet as offices keep it in Excel, read without believing it. Pure: no database."""

from lempu.kernel.assessment.readers.expected import Expected, Item, Part
from lempu.kernel.assessment.readers.sheet import Read, read_workbook

__all__ = ["Expected", "Item", "Part", "Read", "read_workbook"]
