"""Rows that are headings over the rows below them: a programme, or an activity, as a wide row."""

from dataclasses import replace
from typing import Final

from lempu.kernel.plans.readers.enumeration import mark_of
from lempu.kernel.plans.readers.hierarchy import Builder, programme_name
from lempu.kernel.plans.readers.lines import Line
from lempu.kernel.plans.readers.vocabulary import group, heading

Key = tuple[str, int]
FEWEST_AREAS: Final = 2


def band_levels(lines: list[Line]) -> dict[Key, str]:
    """Which kind of wide row is a programme and which an activity.

    Kinds are told apart by their numbering, the outer one comes first. Where a column names the
    programmes, wide rows only group them; where a column names the activities, the innermost kind
    is the programme.
    """
    keys: list[Key] = []
    for line in lines:
        if line.band and _key(line) not in keys:
            keys.append(_key(line))
    # Where some are numbered, those that are not are remarks.
    keys = [key for key in keys if key[0]] or keys
    plain = [line for line in lines if not line.band]
    areas = {_key(line) for line in lines if line.band and _is_area(line.band)}
    if len(areas) == 1 and not any(_is_area(line.text("programme")) for line in plain):
        return {areas.pop(): "programme"}
    if any(line.text("programme") for line in plain):
        return {}
    if any(line.text("activity") for line in plain):
        return {keys[-1]: "programme"} if keys else {}
    return dict(zip(keys, ("programme", "activity"), strict=False))


def add_band(builder: Builder, line: Line, levels: dict[Key, str]) -> None:
    level = levels.get(_key(line))
    if level == "programme":
        builder.add_programme(line.number, line.band)
    elif level == "activity":
        builder.add_activity(line.band)


def push_down(lines: list[Line]) -> list[Line]:
    """Where wide rows name the areas of the integrity zone, a column that seems to name the
    programmes stands one level lower."""
    bands = [line for line in lines if line.band and _is_area(line.band)]
    texts = [line for line in lines if line.text("programme")]
    if (
        not texts
        or len(bands) < FEWEST_AREAS
        or any(_is_area(line.text("programme")) for line in texts)
    ):
        return lines
    if any("sub_activity" in line.columns for line in lines):
        return lines
    return [_lower(line) for line in lines]


def _lower(line: Line) -> Line:
    below = {"programme": "activity", "activity": "sub_activity"}
    texts = {below.get(role, role): text for role, text in line.texts.items()}
    covered = {below.get(role, role) for role in line.covered}
    columns = frozenset(below.get(role, role) for role in line.columns)
    return (
        line
        if line.band
        else replace(line, texts=texts, covered=covered, columns=columns, number="")
    )


def _is_area(text: str) -> bool:
    return any(name in heading(text) for name in group("areas"))


def _key(line: Line) -> Key:
    mark = programme_name(line.band)[0] or mark_of(line.number)
    return (mark.style, mark.depth) if mark else ("", 0)
