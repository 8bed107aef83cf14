"""The lettered lines a, b, c ... of which a sub-activity may consist."""

import re
from typing import Final

from lempu.kernel.plans.readers.enumeration import Mark, split_mark
from lempu.kernel.plans.readers.grid import flat
from lempu.kernel.plans.readers.structure import SubActivity

_INLINE: Final = re.compile(r"(?:(?<=\s)|^)([a-z])[.)]\s+")
_OPENING: Final = re.compile(r"(?::|meliputi|antara lain|yaitu|terdiri (?:dari|atas))\s*:?\s*$")


def split_parts(text: str) -> tuple[str, list[str]]:
    """Takes the lines a., b., c. out of a cell: "SPIP yang meliputi :", ["Menetapkan ...", ...].

    Lines that count on from a (or 1) after a first line are parts; within one line they are parts
    only after a colon or a word that opens a list. Otherwise the text stays whole.
    """
    lines = text.split("\n")
    for start in range(1, len(lines)):
        parts = _counted(lines[start:])
        if parts:
            return flat(" ".join(lines[:start])), parts
    return _split_inline(flat(text))


def opens_list(name: str) -> bool:
    """Whether a text ends as one does that a list follows."""
    return bool(_OPENING.search(name))


def _counted(lines: list[str]) -> list[str]:
    parts: list[str] = []
    style = ""
    for line in lines:
        mark, rest = split_mark(line)
        if mark is not None and mark.style in ("lower", "arabic") and mark.value == len(parts) + 1:
            if parts and mark.style != style:
                return []
            style = mark.style
            parts.append(rest)
        elif parts:
            parts[-1] = f"{parts[-1]} {line}"
        else:
            return []
    return parts if len(parts) >= 2 else []


def _split_inline(text: str) -> tuple[str, list[str]]:
    found = [match for match in _INLINE.finditer(text) if match.start() > 0]
    marks = [match for place, match in enumerate(found) if match[1] == chr(ord("a") + place)]
    if len(marks) < 2 or len(marks) != len(found):
        return text, []
    name = text[: marks[0].start()].strip()
    if not _OPENING.search(name):
        return text, []
    ends = [match.start() for match in marks[1:]] + [len(text)]
    parts = [text[match.end() : end].strip() for match, end in zip(marks, ends, strict=True)]
    return name, parts


def is_part(mark: Mark | None, sub: SubActivity, *, sibling: Mark | None, has_work: bool) -> bool:
    """Whether a row is the next part of the sub-activity above it.

    A part carries the next letter, or nothing but words after a name that opens a list. Where the
    sub-activities themselves are lettered (``sibling`` is the mark of the one above), the next
    letter is the next sub-activity, unless parts have begun and the row has neither indicator nor
    months (``has_work``) of its own.
    """
    if mark is None:
        return opens_list(sub.name) and not has_work and bool(sub.indicators)
    if mark.style not in ("lower", "arabic", "bullet", "upper"):
        return False
    known = len(sub.parts)
    is_next = sibling is not None and (sibling.style, sibling.value + 1) == (mark.style, mark.value)
    if is_next and (known == 0 or has_work):
        return False
    return mark.style == "bullet" or mark.value == known + 1
