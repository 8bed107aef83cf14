"""Tables without lines: columns from the white gutters, rows from the gaps between them."""

import itertools
import re
import statistics
from dataclasses import dataclass, field
from typing import Any, Final

from lempu.kernel.plans.readers.grid import Cell, Table, clean
from lempu.kernel.plans.readers.joins import unwrap
from lempu.kernel.plans.readers.months import month_of_label
from lempu.kernel.plans.readers.ticks import tick_of
from lempu.kernel.plans.readers.vocabulary import heading, role_of

Word = dict[str, Any]
NARROWEST_GUTTER: Final = 3.5
SAME_LINE: Final = 3.0
HEADING_HEIGHT: Final = 60.0
ROW_GAP: Final = 1.25
LINE_PITCH: Final = 1.9
SAME_COLUMN: Final = 2.0
FEWEST_EDGES: Final = 15
_PAGE_NUMBER: Final = re.compile(
    r"^[-–—\s]*(?:hal(?:aman)?\.?\s*)?\d{1,3}(?:\s*(?:/|dari)\s*\d{1,3})?[-–—\s]*$", re.I
)


@dataclass(slots=True)
class LooseTables:
    """Keeps the columns found on the page with the headings for the pages that follow."""

    edges: list[float] = field(default_factory=list)

    def read(self, words: list[Word], width: float) -> list[str | Table] | None:
        """A page of words as text and a table; None when no headings with months were met so far."""
        lines = _lines(words)
        at = next((at for at, line in enumerate(lines) if _months(line)), None)
        if at is None:
            return self._blocks([], lines) if self.edges and lines else None
        first = _first_heading(lines, at)
        edges = _edges(lines[at], lines[at + 1 :], width)
        if len(edges) > len(self.edges) or abs(edges[-1] - self.edges[-1]) > SAME_COLUMN:
            self.edges = edges
        if len(self.edges) < FEWEST_EDGES:
            self.edges = []
            return None
        before: list[str | Table] = [_text(line) for line in lines[:first]]
        return [*before, *self._blocks(self._headings(lines[first : at + 1]), lines[at + 1 :])]

    def _headings(self, lines: list[list[Word]]) -> list[list[Cell]]:
        """What stands over the months in a row of its own; names of columns are kept whole."""
        above, named = self._row(lines[:-1]), self._row(lines)
        months = self._row(lines[-1:])
        texts = len(self.edges) - 12
        over = [Cell() for _ in range(texts)] + above[texts:]
        return [over, named[:texts] + months[texts:]]

    def _blocks(self, headings: list[list[Cell]], lines: list[list[Word]]) -> list[str | Table]:
        """The rows of the table, and as text what stands before and after them on the page."""
        groups = self._groups(lines)
        ticked = [at for at, group in enumerate(groups) if self._ticks(group)]
        begin, end = 0, len(groups)
        if ticked:
            prose = [at for at, group in enumerate(groups) if self._is_prose(group)]
            begin = max((at + 1 for at in prose if at < ticked[0]), default=0)
            end = min((at for at in prose if at > ticked[-1]), default=end)
        rows = [*headings, *(self._row(group) for group in groups[begin:end])]
        before = [_text(line) for group in groups[:begin] for line in group]
        after = [_text(line) for group in groups[end:] for line in group]
        return [*before, *([Table(rows)] if rows else []), *after]

    def _groups(self, lines: list[list[Word]]) -> list[list[list[Word]]]:
        """The lines of each row. No month of a row is ticked twice: where that comes out, rows
        stand as close as lines do, and smaller gaps part them."""
        groups, widest = _rows(lines, None), _gaps(lines)
        while widest and any(self._collides(group) for group in groups):
            groups = _rows(lines, widest.pop())
        return groups

    def _collides(self, group: list[list[Word]]) -> bool:
        ticked = [place for line in group for place in self._ticks([line])]
        return len(ticked) > len(set(ticked))

    def _ticks(self, group: list[list[Word]]) -> list[int]:
        """The columns of months in which a sign stands."""
        months = len(self.edges) - 12
        return [
            column
            for line in group
            for word in line
            if (column := self._column(word)) >= months
            and (tick := tick_of(word["text"])) is not None
            and tick.glyph
        ]

    def _is_prose(self, group: list[list[Word]]) -> bool:
        """Running text takes no notice of columns; the number of a page stands alone."""
        words = [word for line in group for word in line]
        if _PAGE_NUMBER.match(_text(words)):
            return True
        return any(
            after["x0"] - before["x1"] < NARROWEST_GUTTER
            and self._column(before) != self._column(after)
            for line in group
            for before, after in itertools.pairwise(line)
        )

    def _row(self, lines: list[list[Word]]) -> list[Cell]:
        texts: list[list[str]] = [[] for _ in self.edges]
        for line in lines:
            pieces: dict[int, list[str]] = {}
            for word in line:
                pieces.setdefault(self._column(word), []).append(word["text"])
            for column, words in pieces.items():
                texts[column].append(" ".join(words))
        return [Cell(unwrap("\n".join(text))) for text in texts]

    def _column(self, word: Word) -> int:
        middle = (word["x0"] + word["x1"]) / 2
        return max((at for at, edge in enumerate(self.edges) if edge <= middle), default=0)


def _text(words: list[Word]) -> str:
    return clean(" ".join(word["text"] for word in words))


def _lines(words: list[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if lines and abs(lines[-1][0]["top"] - word["top"]) < SAME_LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word["x0"]) for line in lines]


def _months(line: list[Word]) -> list[Word]:
    """The twelve words of a line that name the months in order, if there are."""
    for start in range(len(line) - 11):
        twelve = line[start : start + 12]
        named = [month_of_label(word["text"]) for word in twelve]
        if [month[0] for month in named if month] == list(range(1, 13)):
            return twelve
    return []


def _first_heading(lines: list[list[Word]], at: int) -> int:
    """The headings' first line: a line above the months that names several columns."""
    first = at
    for place in range(at - 1, -1, -1):
        if lines[at][0]["top"] - lines[place][0]["top"] > HEADING_HEIGHT:
            break
        if len({role_of(heading(phrase)) for phrase in _phrases(lines[place])} - {None}) >= 2:
            first = place
    return first


def _phrases(line: list[Word]) -> list[str]:
    """The words of a line put together where no gutter parts them."""
    phrases = [line[0]["text"]]
    for before, after in itertools.pairwise(line):
        if after["x0"] - before["x1"] < NARROWEST_GUTTER:
            phrases[-1] += " " + after["text"]
        else:
            phrases.append(after["text"])
    return phrases


def _edges(months: list[Word], body: list[list[Word]], width: float) -> list[float]:
    """Where columns begin: left of the months at the gutters, then halfway between months."""
    twelve = _months(months)
    middles = [(word["x0"] + word["x1"]) / 2 for word in twelve]
    pitch = (middles[-1] - middles[0]) / 11
    start = middles[0] - pitch / 2
    covered = [False] * (int(width) * 2 + 2)
    for line in _until_last_tick(body, start, pitch):
        for word in line:
            if word["x1"] < start + pitch:
                for x in range(int(word["x0"] * 2), int(word["x1"] * 2) + 1):
                    covered[x] = True
    edges, gap = [], 2 * NARROWEST_GUTTER
    for x in range(int(start * 2)):
        if covered[x]:
            if gap >= 2 * NARROWEST_GUTTER:
                edges.append(x / 2 - 0.5)
            gap = 0
        else:
            gap += 1
    return edges + [start + pitch * place for place in range(12)]


def _until_last_tick(body: list[list[Word]], start: float, pitch: float) -> list[list[Word]]:
    """Without the notes and signatures below the table, which would hide its gutters."""
    for at in range(len(body) - 1, -1, -1):
        places = {
            int((word["x0"] - start) / pitch)
            for word in body[at]
            if word["x0"] > start and (tick := tick_of(word["text"])) is not None and tick.glyph
        }
        if places:
            return body[: at + 1]
    return body


def _gaps(lines: list[list[Word]]) -> list[float]:
    """Limits between the different gaps of the lines, from none at all upwards."""
    tops = [line[0]["top"] for line in lines]
    gaps = sorted({round(after - before, 1) for before, after in itertools.pairwise(tops)})
    between = [(less + more) / 2 for less, more in itertools.pairwise(gaps) if more - less > 0.4]
    return [0.0, *between]


def _rows(lines: list[list[Word]], widest: float | None) -> list[list[list[Word]]]:
    """Lines of one row stand closer together than rows do."""
    if len(lines) < 2:
        return [[line] for line in lines]
    tops = [line[0]["top"] for line in lines]
    gaps = [after - before for before, after in itertools.pairwise(tops)]
    if widest is None:
        height = statistics.median(word["bottom"] - word["top"] for line in lines for word in line)
        usual = min(statistics.median(gaps), min(gaps) * 1.5)
        widest = min(ROW_GAP * usual, LINE_PITCH * height)
    rows = [[lines[0]]]
    for line, gap in zip(lines[1:], gaps, strict=True):
        if gap > widest:
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows
