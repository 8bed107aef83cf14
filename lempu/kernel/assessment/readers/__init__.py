"""An evaluation sheet as offices keep it in Excel, read without believing it. Pure: no database."""

from lempu.kernel.assessment.readers.sheet import Read, read_workbook

__all__ = ["Read", "read_workbook"]
