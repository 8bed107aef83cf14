"""The cover sheet as PDF: what is scanned behind it, in words and in a code for the reader. Pure."""

import io
from pathlib import Path
from typing import Any, Final

import segno

from lempu.shared.paper.pdf import typeset

TEMPLATE: Final = Path(__file__).with_name("sheet.typ")
MARK: Final = "LEMPU1"


def text_of(office: str, code: str) -> str:
    """What stands in the code: "LEMPU1:7317:8F2K9Q4M7T"."""
    return f"{MARK}:{office}:{code}"


def parts_of(text: str) -> tuple[str, str] | None:
    """Office and code; None for a code that is none of ours."""
    parts = text.split(":")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == MARK else None


def write_sheet(office: str, code: str, words: dict[str, Any]) -> bytes:
    """The sheet; a code that is half torn off or stamped upon is still read (level Q)."""
    kept = io.BytesIO()
    segno.make(text_of(office, code), error="q", micro=False).save(
        kept, kind="svg", border=4, xmldecl=False
    )
    return typeset(TEMPLATE, {**words, "code": code, "qr": kept.getvalue().decode()})
