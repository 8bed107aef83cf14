"""Cover sheets, the watched folder, and what people do with the tray."""

from lempu.kernel.scans.services.settling import file_by_hand, set_aside
from lempu.kernel.scans.services.sheets import make_sheet, sheet_pdf
from lempu.kernel.scans.services.watching import folder_of, sweep

__all__ = ["file_by_hand", "folder_of", "make_sheet", "set_aside", "sheet_pdf", "sweep"]
