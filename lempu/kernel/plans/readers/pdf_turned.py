"""Words of a PDF page that stand on their side, as the names of months over narrow columns do."""

import itertools
from typing import Any, Final

Word = dict[str, Any]
NEW_WORD: Final = 0.25
NEW_LINE: Final = 0.5
LAID_HEIGHT: Final = 8.0


def is_turned(char: Word) -> bool:
    """Whether a letter was turned by a quarter, to either side."""
    across, along = char["matrix"][:2]
    return bool(abs(across) < 0.1 * abs(along))


def turned_words(chars: list[Word]) -> list[Word]:
    """The turned letters put together again to texts, each with the box it takes on the page."""
    lines: list[list[Word]] = []
    turned = [char for char in chars if is_turned(char)]
    for upwards, group in itertools.groupby(sorted(turned, key=_order), key=_is_upwards):
        before: Word | None = None
        for char in group:
            if before is None or not _goes_on(before, char, upwards=upwards):
                lines.append([])
            lines[-1].append(char)
            before = char
    return [word for line in lines if (word := _word(line))["text"]]


def _is_upwards(char: Word) -> bool:
    return bool(char["matrix"][1] > 0)


def _order(char: Word) -> tuple[bool, int, float]:
    """Line by line, and within a line the way one reads with the head on the shoulder."""
    upwards = _is_upwards(char)
    side = round(char["x0"] if upwards else -char["x1"])
    return upwards, side, -char["bottom"] if upwards else char["top"]


def _goes_on(before: Word, char: Word, *, upwards: bool) -> bool:
    size = max(char["x1"] - char["x0"], 1)
    gap = before["top"] - char["bottom"] if upwards else char["top"] - before["bottom"]
    same_line = abs(before["x0"] - char["x0"]) < NEW_LINE * size
    return bool(same_line and -size < gap < 2 * size)


def _word(line: list[Word]) -> Word:
    text = line[0]["text"]
    for before, char in itertools.pairwise(line):
        gap = max(before["top"] - char["bottom"], char["top"] - before["bottom"])
        is_apart = gap > NEW_WORD * max(char["x1"] - char["x0"], 1)
        text += (" " if is_apart else "") + char["text"]
    return {
        "text": " ".join(text.split()),
        "x0": min(char["x0"] for char in line),
        "x1": max(char["x1"] for char in line),
        "top": min(char["top"] for char in line),
        "bottom": max(char["bottom"] for char in line),
    }


def words_of(page: Any) -> list[Word]:
    """The words of a page. Names of months that stand on their side are laid on one line."""
    turned = turned_words(page.chars)
    if not turned:
        return list(page.extract_words(x_tolerance=2))
    foot = max(word["bottom"] for word in turned)
    laid = [{**word, "top": foot - LAID_HEIGHT, "bottom": foot} for word in turned]
    plain = page.filter(lambda one: one["object_type"] != "char" or not is_turned(one))
    return [*plain.extract_words(x_tolerance=2), *laid]
