"""PDF/A-2a and PDF/UA-1: tagged, every letter embedded, to be kept for as long as the papers count."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF of a Typst template that reads ``data`` as JSON from ``sys.inputs.data``."""
    made: bytes = typst.compile(
        template,
        root=template.parent,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["a-2a", "ua-1"],
    )
    return made


@cache
def _fonts() -> Any:
    """Bookman, the letter of official papers, where the machine has it; a free one otherwise."""
    return typst.Fonts()
