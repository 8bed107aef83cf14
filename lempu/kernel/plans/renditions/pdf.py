"""The annex as PDF/A."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

from lempu.kernel.plans.renditions import legal
from lempu.kernel.plans.renditions.annex import Annex
from lempu.shared.paper.pdf import typeset

TEMPLATE: Final = Path(__file__).with_name("annex.typ")


def write_pdf(annex: Annex) -> bytes:
    return typeset(
        TEMPLATE,
        {
            **asdict(annex),
            "document_title": annex.document_title,
            "headings": list(legal.HEADINGS),
            "months_heading": legal.MONTHS_HEADING,
        },
    )
