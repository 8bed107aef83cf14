"""Puts plans on paper for the tests of the readers: Word, Excel, PDF, CSV and tabbed text."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import typst
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from lempu.kernel.plans.readers import Activity, Indicator, Programme, SubActivity

FORMATS = ("docx", "xlsx", "pdf", "csv", "tsv")
MONTHS = tuple(range(1, 13))
HEADINGS = ("NO.", "PROGRAM KEGIATAN", "KEGIATAN", "SUB KEGIATAN", "INDIKATOR KEBERHASILAN")


@dataclass(frozen=True)
class Box:
    """A cell that may be merged over rows and columns and may be shaded."""

    text: str = ""
    down: int = 1
    right: int = 1
    fill: str = ""


Row = Sequence["Box | str"]
Block = "str | list[Row]"


def box(cell: "Box | str") -> Box:
    return cell if isinstance(cell, Box) else Box(cell)


def spread(rows: list[Row]) -> list[list[Box | None]]:
    """Every place of the grid: a box where one begins, None where one reaches over from."""
    taken: set[tuple[int, int]] = set()
    grid: list[list[Box | None]] = []
    for at, row in enumerate(rows):
        line: list[Box | None] = []
        cells = [box(cell) for cell in row]
        while cells or (at, len(line)) in taken:
            place = len(line)
            if (at, place) in taken:
                line.append(None)
                continue
            cell = cells.pop(0)
            line.append(cell)
            taken.update(
                (at + down, place + right)
                for down in range(cell.down)
                for right in range(cell.right)
                if down or right
            )
        grid.append(line)
    width = max(len(line) for line in grid)
    return [line + [Box()] * (width - len(line)) for line in grid]


def write(path: Path, blocks: "list[str | list[Row]]", *, sheets: Sequence[str] = ()) -> Path:
    """Writes lines of text and tables in the format of the path's suffix."""
    writer = {
        ".docx": _write_docx,
        ".pdf": _write_pdf,
        ".csv": _write_delimited,
        ".tsv": _write_delimited,
        ".txt": _write_delimited,
    }
    if path.suffix == ".xlsx":
        _write_xlsx(path, blocks, sheets)
    else:
        writer[path.suffix](path, blocks)
    return path


def _write_docx(path: Path, blocks: "list[str | list[Row]]") -> None:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        grid = spread(block)
        table = document.add_table(len(grid), len(grid[0]))
        cells = [row.cells for row in table.rows]
        for at, line in enumerate(grid):
            for place, cell in enumerate(line):
                if cell is None:
                    continue
                target = cells[at][place]
                if cell.down > 1 or cell.right > 1:
                    target = target.merge(cells[at + cell.down - 1][place + cell.right - 1])
                target.text = cell.text
                if cell.fill:
                    shade = OxmlElement("w:shd")
                    shade.set(qn("w:val"), "clear")
                    shade.set(qn("w:fill"), cell.fill)
                    target._tc.get_or_add_tcPr().append(shade)
        document.add_paragraph("")
    document.save(str(path))


def _write_xlsx(path: Path, blocks: "list[str | list[Row]]", sheets: Sequence[str]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = None if sheets else book.add_worksheet("Rencana Aksi")
        names = list(sheets)
        row = 0
        for block in blocks:
            if isinstance(block, str):
                if sheet is not None:
                    sheet.write_string(row, 0, block)
                    row += 1
                continue
            if names:
                sheet, row = book.add_worksheet(names.pop(0)), 0
            row = _write_sheet(book, sheet, row, spread(block)) + 1


def _write_sheet(book, sheet, top: int, grid: list[list[Box | None]]) -> int:
    for at, line in enumerate(grid, top):
        for place, cell in enumerate(line):
            if cell is None:
                continue
            style = book.add_format({"bg_color": f"#{cell.fill}"}) if cell.fill else None
            if cell.down > 1 or cell.right > 1:
                sheet.merge_range(
                    at, place, at + cell.down - 1, place + cell.right - 1, cell.text, style
                )
            elif cell.text.isdigit():
                sheet.write_number(at, place, int(cell.text), style)
            elif cell.text or cell.fill:
                sheet.write_string(at, place, cell.text, style)
    return top + len(grid)


def _write_delimited(path: Path, blocks: "list[str | list[Row]]") -> None:
    delimiter = "," if path.suffix == ".csv" else "\t"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        for block in blocks:
            if isinstance(block, str):
                file.write(block + "\n")
                continue
            for line in spread(block):
                writer.writerow([cell.text if cell else "" for cell in line])
            file.write("\n")


def write_pdf_without_lines(path: Path, blocks: "list[str | list[Row]]") -> Path:
    _write_pdf(path, blocks, stroke="none")
    return path


def _write_pdf(path: Path, blocks: "list[str | list[Row]]", *, stroke: str = "1pt + black") -> None:
    source = ["#set page(width: 60cm, height: 25cm, margin: 1cm)", "#set text(size: 7pt)"]
    for block in blocks:
        if isinstance(block, str):
            source.append(f"#par({_quoted(block)})")
            continue
        grid = spread(block)
        widths = ", ".join(_width(grid, place) for place in range(len(grid[0])))
        cells = [_typst_cell(cell) for line in grid for cell in line if cell is not None]
        source.append(f"#table(stroke: {stroke}, columns: ({widths}), {', '.join(cells)})")
    path.write_bytes(typst.compile("\n".join(source).encode()))


def _width(grid: list[list[Box | None]], place: int) -> str:
    """Narrow for ticks and short headings, a fair share of the page for texts."""
    texts = [line[place].text for line in grid if line[place] and line[place].right == 1]
    longest = max((len(text) for text in texts), default=0)
    return "1fr" if longest > 12 else f"{max(0.8, 0.22 * longest)}cm"


def _typst_cell(cell: Box) -> str:
    fill = f', fill: rgb("#{cell.fill}")' if cell.fill else ""
    return f"table.cell(rowspan: {cell.down}, colspan: {cell.right}{fill}, {_quoted(cell.text)})"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'text("{escaped}")'


def plan() -> list[Programme]:
    """A small plan with everything a plan can have."""
    return [
        Programme(
            1,
            "Manajemen Perubahan",
            [
                Activity(
                    "Pembentukan tim kerja",
                    [
                        SubActivity(
                            "Penerbitan keputusan tim",
                            [],
                            [Indicator("Terbitnya keputusan tim", (1,))],
                        )
                    ],
                ),
                Activity(
                    "Sosialisasi budaya kerja",
                    [
                        SubActivity(
                            "Sosialisasi internal kepada pegawai",
                            [],
                            [Indicator("Pegawai memahami budaya kerja", (1, 2, 3))],
                        ),
                        SubActivity(
                            "Sosialisasi eksternal kepada masyarakat",
                            [],
                            [
                                Indicator(
                                    "Masyarakat mengetahui program", (6, 7, 8, 9, 10, 11, 12)
                                ),
                                Indicator("Lembar survei terisi", (6, 12)),
                            ],
                        ),
                    ],
                ),
            ],
        ),
        Programme(
            2,
            "Penguatan Pengawasan",
            [
                Activity(
                    "Pengendalian gratifikasi",
                    [
                        SubActivity(
                            "Kegiatan pengendalian yang meliputi :",
                            [
                                "Menetapkan lingkungan",
                                "Melakukan penilaian",
                                "Melakukan pemantauan",
                            ],
                            [Indicator("Terlaksananya pengendalian", MONTHS)],
                        ),
                        SubActivity(
                            "Pelaporan berkala",
                            [],
                            [Indicator("Laporan tersampaikan", (3, 6, 9, 12))],
                        ),
                    ],
                )
            ],
        ),
    ]


@dataclass(frozen=True)
class Style:
    """How a plan is laid out as rows."""

    tick: str = "√"
    months: Sequence[str] = tuple(str(month) for month in MONTHS)
    headings: Sequence[str] = HEADINGS
    over_months: str = "PELAKSANAAN (BULAN)"
    order: Sequence[int] = (0, 1, 2, 3, 4)
    merged: bool = True
    number: "object" = str
    fill: str = ""
    repeat: bool = False


def heading_rows(style: Style) -> list[Row]:
    top = [Box(style.headings[column], down=2) for column in style.order]
    return [[*top, Box(style.over_months, right=len(style.months))], list(style.months)]


def body_rows(programmes: list[Programme], style: Style) -> list[Row]:
    """One row for each indicator and part; what stands further up is merged or left empty."""
    records: list[list[object]] = []
    for programme in programmes:
        for activity in programme.activities:
            for sub in activity.sub_activities:
                for at, indicator in enumerate(sub.indicators):
                    texts = [
                        programme,
                        programme,
                        activity,
                        sub if at == 0 or style.repeat else None,
                    ]
                    records.append([*texts, indicator])
                    if at == 0:
                        records += [[*texts[:3], text, None] for text in _lettered(sub.parts)]
    return [_row(records, at, style) for at in range(len(records))]


def _lettered(parts: list[str]) -> list[str]:
    return [f"{chr(97 + at)}. {part}" for at, part in enumerate(parts)]


def _row(records: list[list[object]], at: int, style: Style) -> Row:
    cells: list[Box | str] = []
    for column in style.order:
        value = records[at][column]
        is_same = at > 0 and column < 3 and records[at - 1][column] is value
        down = 1
        while column < 3 and at + down < len(records) and records[at + down][column] is value:
            down += 1
        text = _text_of(value, column, style)
        if is_same and style.merged:
            continue
        cells.append(Box("" if is_same and not style.repeat else text, down if style.merged else 1))
    indicator = records[at][4]
    ticked = indicator.months if isinstance(indicator, Indicator) else ()
    for month in range(1, len(style.months) + 1):
        is_ticked = month in ticked
        cells.append(Box(style.tick if is_ticked else "", fill=style.fill if is_ticked else ""))
    return cells


def _text_of(value: object, column: int, style: Style) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if column == 0:
        return style.number(value.number)
    return value.text if isinstance(value, Indicator) else value.name


def table(programmes: list[Programme], style: Style | None = None) -> list[Row]:
    style = style or Style()
    return heading_rows(style) + body_rows(programmes, style)
