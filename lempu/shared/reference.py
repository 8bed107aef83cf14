"""Rules and reference data that stand as dated JSON files in ``lempu/data``."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).resolve().parents[1] / "data"


@cache
def read(name: str) -> Any:
    """The content of ``lempu/data/<name>.json``; shared by the process, never to be changed."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def names(folder: str) -> list[str]:
    """What ``read`` takes for the files of a folder, in the order of their names."""
    return sorted(f"{folder}/{path.stem}" for path in (DATA / folder).glob("*.json"))
