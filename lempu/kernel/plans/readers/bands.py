"""Rows that are headings over the rows below them: a programme, or an activity, as a wide row."""

from lempu.kernel.plans.readers.enumeration import mark_of
from lempu.kernel.plans.readers.hierarchy import Builder, programme_name
from lempu.kernel.plans.readers.lines import Line

Key = tuple[str, int]


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


def _key(line: Line) -> Key:
    mark = programme_name(line.band)[0] or mark_of(line.number)
    return (mark.style, mark.depth) if mark else ("", 0)
