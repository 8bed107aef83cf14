"""The annex as PDF/A-2a and PDF/UA-1: tagged, every letter embedded, to be kept for as long as the decree."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from lempu.kernel.plans.renditions import legal
from lempu.kernel.plans.renditions.annex import Annex

TEMPLATE: Final = Path(__file__).with_name("annex.typ")


def write_pdf(annex: Annex) -> bytes:
    data: dict[str, Any] = {
        **asdict(annex),
        "document_title": annex.document_title,
        "headings": list(legal.HEADINGS),
        "months_heading": legal.MONTHS_HEADING,
    }
    made: bytes = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["a-2a", "ua-1"],
    )
    return made


@cache
def _fonts() -> Any:
    """Bookman, the letter of official decrees, where the machine has it; a free one otherwise."""
    return typst.Fonts()
