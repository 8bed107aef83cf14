"""PDF tables drawn without lines: columns from the white gutters, rows from the gaps between them."""

import itertools
import statistics
from dataclasses import dataclass, field
from typing import Any, Final

from lempu.kernel.plans.readers.grid import Cell, Table, clean
from lempu.kernel.plans.readers.months import month_of_label
from lempu.kernel.plans.readers.pdf_tables import unwrap
from lempu.kernel.plans.readers.vocabulary import heading, role_of

Word = dict[str, Any]
NARROWEST_GUTTER: Final = 3.5
SAME_LINE: Final = 3.0
HEADING_HEIGHT: Final = 60.0
ROW_GAP: Final = 1.25
LINE_PITCH: Final = 1.9


@dataclass(slots=True)
class LooseTables:
    """Keeps the columns found on the page with the headings for the pages that follow."""

    edges: list[float] = field(default_factory=list)

    def read(self, page: Any) -> list[str | Table] | None:
        """The page as text and a table; None when no headings with months were met so far."""
        lines = _lines(page.extract_words(x_tolerance=2))
        at = next((at for at, line in enumerate(lines) if _months(line)), None)
        if at is None:
            return [self._table(lines)] if self.edges and lines else None
        first = _first_heading(lines, at)
        self.edges = _edges(lines[at], lines[at + 1 :], page.width)
        if len(self.edges) < 15:
            self.edges = []
            return None
        before: list[str | Table] = [
            clean(" ".join(word["text"] for word in line)) for line in lines[:first]
        ]
        headings = [self._row([line for line in lines[first:at] if line]), self._row([lines[at]])]
        body = self._table(lines[at + 1 :])
        return [*before, Table([*headings, *body.rows])]

    def _table(self, lines: list[list[Word]]) -> Table:
        return Table([self._row(group) for group in _rows(lines)])

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
        if len({role_of(heading(word["text"])) for word in lines[place]} - {None}) >= 2:
            first = place
    return first


def _edges(months: list[Word], body: list[list[Word]], width: float) -> list[float]:
    """Where columns begin: left of the months at the gutters, then halfway between months."""
    twelve = _months(months)
    middles = [(word["x0"] + word["x1"]) / 2 for word in twelve]
    pitch = (middles[-1] - middles[0]) / 11
    start = middles[0] - pitch / 2
    covered = [False] * (int(width) * 2 + 2)
    for line in body:
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


def _rows(lines: list[list[Word]]) -> list[list[list[Word]]]:
    """Lines of one row stand closer together than rows do."""
    if len(lines) < 2:
        return [[line] for line in lines]
    tops = [line[0]["top"] for line in lines]
    gaps = [after - before for before, after in itertools.pairwise(tops)]
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
