"""The letter as PDF/A."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

from lempu.shared.paper.blocks import Document
from lempu.shared.paper.pdf import typeset

TEMPLATE: Final = Path(__file__).with_name("letter.typ")


def write_pdf(document: Document) -> bytes:
    return typeset(TEMPLATE, asdict(document))
