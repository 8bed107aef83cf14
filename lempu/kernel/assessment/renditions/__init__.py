"""The sheet as files: the Excel workbook with formulas of its own, the report of the evaluation."""

from lempu.kernel.assessment.renditions.workbook import Filled, write_workbook

__all__ = ["Filled", "write_workbook"]
