"""One ruled table of a PDF page as cells with merges and shades."""

from typing import Any, Final

from pdfplumber.table import TableFinder, edges_to_intersections

from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.grid import Cell, Table
from lempu.kernel.plans.readers.joins import unwrap
from lempu.kernel.plans.readers.limits import MAX_CROSSINGS, MAX_EDGE_PAIRS
from lempu.kernel.plans.readers.pdf_signs import Box, Signs
from lempu.kernel.plans.readers.pdf_turned import Word, turned_words

NEARLY_WHITE: Final = 0.985


class _Careful(TableFinder):
    """Looks how many lines cross before looking for the cells between them, which takes the square
    of that."""

    def get_edges(self) -> list[dict[str, Any]]:
        edges: list[dict[str, Any]] = super().get_edges()
        upright = sum(edge["orientation"] == "v" for edge in edges)
        pairs = upright * (len(edges) - upright)
        if pairs > MAX_EDGE_PAIRS or (
            pairs > MAX_CROSSINGS and len(edges_to_intersections(edges)) > MAX_CROSSINGS
        ):
            raise UnreadableFile("too_much")
        return edges


def find_tables(page: Any) -> list[Any]:
    """The ruled tables of a page. Raises too_much for a grid no paper holds."""
    return list(_Careful(page).tables)


def read_table(page: Any, table: Any) -> Table:
    """Reads a table that pdfplumber found. A place without a cell of its own is covered by the
    merged cell whose box lies over its middle."""
    lefts = _lefts(table)
    rights = [*lefts[1:], table.bbox[2]]
    texts = table.extract()
    fills = _fills(page, table.bbox)
    boxes = [
        (row_at, at, box)
        for row_at, row in enumerate(table.rows)
        for at, box in enumerate(row.cells)
        if box is not None
    ]
    signs = Signs.of(page, table.bbox)
    turned = turned_words(page.chars)
    rows: list[list[Cell]] = []
    for row_at, row in enumerate(table.rows):
        middle = (row.bbox[1] + min(box[3] for box in row.cells if box)) / 2
        cells: list[Cell] = []
        for at, box in enumerate(row.cells):
            if box is not None:
                text = (
                    signs.symbol_in(box)
                    or _turned_in(box, turned)
                    or unwrap(texts[row_at][at] or "")
                    or signs.drawing_in(box)
                )
                cells.append(Cell(text, _fill_of(box, fills)))
            else:
                cells.append(_covered(boxes, (lefts[at] + rights[at]) / 2, middle, row_at, at))
        rows.append(cells)
    return Table(rows)


def _lefts(table: Any) -> list[float]:
    count = len(table.rows[0].cells)
    lefts: list[float | None] = [None] * count
    for row in table.rows:
        for at, box in enumerate(row.cells):
            if box is not None and lefts[at] is None:
                lefts[at] = box[0]
    return [left if left is not None else table.bbox[0] for left in lefts]


def _covered(boxes: list[tuple[int, int, Box]], x: float, y: float, row_at: int, at: int) -> Cell:
    for other_row, other, (left, top, right, bottom) in boxes:
        if left <= x <= right and top <= y <= bottom:
            return Cell(above=other_row < row_at, left=other < at)
    return Cell()


def _fills(page: Any, bbox: Box) -> list[tuple[Box, str]]:
    fills: list[tuple[Box, str]] = []
    for rect in page.rects:
        if not rect.get("fill") or rect["width"] < 4 or rect["height"] < 4:
            continue
        colour = _colour(rect.get("non_stroking_color"))
        inside = (
            rect["x1"] > bbox[0]
            and rect["x0"] < bbox[2]
            and (rect["bottom"] > bbox[1] and rect["top"] < bbox[3])
        )
        if colour and inside:
            fills.append(((rect["x0"], rect["top"], rect["x1"], rect["bottom"]), colour))
    return fills


def _colour(value: Any) -> str:
    """The paint of a rectangle, empty when it is white or unknown."""
    parts = value if isinstance(value, list | tuple) else (value,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return ""
    is_white = (
        all(part <= 1 - NEARLY_WHITE for part in parts)
        if len(parts) == 4
        else all(part >= NEARLY_WHITE for part in parts)
    )
    return "" if is_white else ",".join(f"{part:.2f}" for part in parts)


def _fill_of(box: Box, fills: list[tuple[Box, str]]) -> str:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    colour = ""
    for (left, top, right, bottom), paint in fills:
        if left <= x <= right and top <= y <= bottom:
            colour = paint
    return colour


def _turned_in(box: Box, turned: list[Word]) -> str:
    left, top, right, bottom = box
    return " ".join(
        word["text"]
        for word in turned
        if left <= (word["x0"] + word["x1"]) / 2 <= right
        and top <= (word["top"] + word["bottom"]) / 2 <= bottom
    )
