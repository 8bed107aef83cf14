"""Rows that a page break or a new table cut in two."""

import re
from typing import Final

from lempu.kernel.plans.readers.enumeration import split_mark
from lempu.kernel.plans.readers.grid import clean, flat
from lempu.kernel.plans.readers.lines import TEXTS, Line
from lempu.kernel.plans.readers.vocabulary import group

_OPEN_END: Final = re.compile(r"[,\-/&(]$")
_WORD_END: Final = re.compile(r"([a-z]+)$")
_LOWER: Final = re.compile(r"^[a-z]{2}|^[)\],;&]")


def is_dangling(text: str) -> bool:
    """Whether a text stops where it cannot end: on a joining word, a comma, an open bracket."""
    text = text.rstrip()
    if _OPEN_END.search(text) or text.count("(") > text.count(")"):
        return True
    found = _WORD_END.search(text)
    return found is not None and found[1] in group("dangling")


def continues(line: Line, before: Line | None, last_texts: dict[str, str]) -> bool:
    """Whether a table's first row is the rest of the row before it.

    Every text of it has to go on with what its column said last, and only one of the two may
    carry ticks.
    """
    if before is None or not line.opens_table or line.number or (line.months and before.months):
        return False
    texts = line.texts or ({"activity": line.band} if line.band else {})
    if not texts:
        return bool(line.extra) and not line.months
    return all(
        bool(last_texts.get(role)) and (bool(_LOWER.match(text)) or is_dangling(last_texts[role]))
        for role, text in texts.items()
    )


def join(first: str, rest: str) -> str:
    """Two pieces of one text; a hyphen or slash at the seam keeps them together."""
    first, rest = first.rstrip(), rest.lstrip()
    if not first or not rest:
        return first or rest
    glue = "" if first[-1] in "-/" and first[-2:-1].isalpha() else " "
    return first + glue + rest


def unwrap(text: str) -> str:
    """The lines of a cell joined again; a line that begins with a letter or number of a list
    stays a line of its own."""
    lines = clean(text).split("\n")
    joined = lines[0]
    for line in lines[1:]:
        mark = split_mark(line)[0]
        if mark is not None and mark.style in ("lower", "arabic"):
            joined += "\n" + line
        else:
            head, _, last = joined.rpartition("\n")
            joined = (head + "\n" if head else "") + join(last, line)
    return joined


def join_lines(line: Line, rest: Line, last: dict[str, Line]) -> None:
    """Adds the rest of a row to the lines that hold the texts it goes on with."""
    texts = rest.texts or ({"activity": rest.band} if rest.band else {})
    for role, text in texts.items():
        holder = last.get(role, line)
        holder.texts[role] = join(holder.text(role), text)
    for label, text in rest.extra.items():
        line.extra[label] = join(line.extra.get(label, ""), text)
    line.time = join(line.time, rest.time)
    line.months |= rest.months
    line.glyphs += rest.glyphs
    line.odd.update(rest.odd)


def merge_split_rows(lines: list[Line]) -> tuple[list[Line], int]:
    """The lines without those that only go on with the one before, and how many there were."""
    kept: list[Line] = []
    last: dict[str, Line] = {}
    joined = 0
    for line in lines:
        last_texts = {role: flat(holder.text(role)) for role, holder in last.items()}
        if continues(line, kept[-1] if kept else None, last_texts):
            join_lines(kept[-1], line, last)
            joined += 1
            continue
        kept.append(line)
        last.update({role: line for role in TEXTS if line.text(role)})
    return kept, joined
