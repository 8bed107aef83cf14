"""Tables that show the levels by numbering (I, 1, a or 1, 1.1, 1.1.1) and not by columns."""

from dataclasses import replace

from lempu.kernel.plans.readers.enumeration import Mark, mark_of, split_mark
from lempu.kernel.plans.readers.lines import Line
from lempu.kernel.plans.readers.parts import opens_list

Key = tuple[str, int]


def deepen(lines: list[Line], roles: set[str]) -> list[Line]:
    """Spreads one column over several levels when its numbering shows more than one.

    A table with an activity column only becomes programme, activity and sub-activity by the order
    in which the ways of numbering first appear; one that lacks only the sub-activity column is
    spread over activity and sub-activity.
    """
    if "sub_activity" in roles:
        return lines
    hierarchy = [role for role in ("programme", "activity") if role in roles]
    if not hierarchy:
        return lines
    source = hierarchy[-1]
    lines, given = _nest_lettered(lines, source), lines
    if lines is not given:
        return lines
    has_programme = len(hierarchy) == 2 or any(line.band for line in lines)
    if len(hierarchy) == 1 and has_programme and any(line.band for line in lines):
        lines = [_unband(line, source) for line in lines]
        has_programme = False
    targets = (
        ["activity", "sub_activity"] if has_programme else ["programme", "activity", "sub_activity"]
    )
    keys = _keys(lines, source, in_cell_only=has_programme)
    if len(keys) < 2 or (not has_programme and not _opens_without_work(lines, source, keys)):
        return given
    levels = {key: targets[min(place, len(targets) - 1)] for place, key in enumerate(keys)}
    return [_spread(line, source, levels, in_cell_only=has_programme) for line in lines]


def _nest_lettered(lines: list[Line], source: str) -> list[Line]:
    """Lettered rows below a row that only opens their list ("Sosialisasi:", a., b.) are its
    sub-activities; the same lines when there is no such row."""
    nested: list[Line] = []
    count, found = -1, False
    for line in lines:
        mark = split_mark(line.text(source))[0] if line.text(source) else None
        if count >= 0 and mark is not None and (mark.style, mark.value) == ("lower", count + 1):
            texts = dict(line.texts)
            texts["sub_activity"] = split_mark(texts.pop(source))[1]
            line, count, found = replace(line, texts=texts), count + 1, True
        elif line.text(source):
            count = 0 if opens_list(line.text(source)) and not _has_work(line) else -1
        nested.append(line)
    return nested if found else lines


def _has_work(line: Line) -> bool:
    return bool(line.months or line.time or line.text("indicator"))


def _unband(line: Line, source: str) -> Line:
    if not line.band:
        return line
    return replace(line, band="", texts={source: line.band})


def _mark(line: Line, source: str, *, in_cell_only: bool) -> Mark | None:
    if not line.text(source):
        return None
    own = split_mark(line.text(source))[0]
    if own is not None or in_cell_only:
        return own if own is None or own.style != "bullet" else None
    return mark_of(line.number)


def _key(mark: Mark) -> Key:
    """Arabic 1 is the first depth of 1.1; letters that can be Roman numbers are settled later."""
    return ("arabic", 1) if mark.style == "dotted" and mark.depth == 1 else (mark.style, mark.depth)


def _keys(lines: list[Line], source: str, *, in_cell_only: bool) -> list[Key]:
    keys: list[Key] = []
    for line in lines:
        mark = _mark(line, source, in_cell_only=in_cell_only)
        if mark is None:
            continue
        key = _key(mark)
        if key not in keys:
            keys.append(key)
    return keys[:3] if len(keys) <= 4 else []


def _opens_without_work(lines: list[Line], source: str, keys: list[Key]) -> bool:
    """The top level has to be headings only: rows of it carry no months."""
    for line in lines:
        mark = _mark(line, source, in_cell_only=False)
        if mark is not None and _key(mark) == keys[0] and (line.months or line.time):
            return False
    return True


def _spread(line: Line, source: str, levels: dict[Key, str], *, in_cell_only: bool) -> Line:
    mark = _mark(line, source, in_cell_only=in_cell_only)
    target = levels.get(_key(mark)) if mark is not None else None
    if target is None:
        return line
    texts = dict(line.texts)
    text = texts.pop(source)
    texts[target] = split_mark(text)[1]
    number = line.number
    if target == "programme" and mark is not None:
        number = number or str(mark.value)
    return replace(line, texts=texts, number=number if target == "programme" else "")
