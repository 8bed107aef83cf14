"""The annex as an Excel workbook: the same grid, ready to print on one page's width."""

import io
import math
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

from lempu.kernel.plans.renditions import legal
from lempu.kernel.plans.renditions.annex import Annex, Line

#: Every text is written as text: none becomes a formula or a link.
SAFE: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
FONT: Final = "Bookman Old Style"
SIZE: Final = 9
#: In characters of the standard font, as Excel measures columns.
WIDTHS: Final = (5, 20, 22, 28, 28)
MONTH_WIDTH: Final = 3.7
EXTRA_WIDTH: Final = 16
LINE_HEIGHT: Final = 12.5
A4: Final = 9
FIRST_MONTH: Final = len(WIDTHS)
LAST_MONTH: Final = FIRST_MONTH + 11


@dataclass(slots=True)
class Sheet:
    """A worksheet with the formats its cells share."""

    workbook: Any
    page: Any
    plain: Any
    centred: Any
    bold: Any
    head: Any
    text: Any
    sign: Any


def write_xlsx(annex: Annex) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, dict(SAFE)) as workbook:
        workbook.set_properties({"title": annex.document_title})
        sheet = new_sheet(workbook, "Lampiran")
        top = _heading(sheet, annex)
        write_headings(sheet, top, annex.extra_headings)
        row = _grid(sheet, top + 2, annex)
        _closing(sheet, row + 1, annex)
        _print_setting(sheet, annex, top)
    return kept.getvalue()


def new_sheet(workbook: Any, name: str) -> Sheet:
    """A sheet with the annex's column widths and letters."""
    page = workbook.add_worksheet(name)
    base = {"font_name": FONT, "font_size": SIZE}
    framed = {**base, "border": 1, "valign": "top", "text_wrap": True}
    middle = {"align": "center", "valign": "vcenter"}
    large = {**base, "font_size": 11}
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.set_column(FIRST_MONTH, LAST_MONTH, MONTH_WIDTH)
    return Sheet(
        workbook,
        page,
        plain=workbook.add_format(large),
        centred=workbook.add_format({**large, "bold": True, "align": "center"}),
        bold=workbook.add_format({**large, "bold": True}),
        head=workbook.add_format({**framed, **middle, "bold": True}),
        text=workbook.add_format(framed),
        sign=workbook.add_format({**framed, "align": "center"}),
    )


def write_headings(sheet: Sheet, top: int, extra_headings: tuple[str, ...] = ()) -> None:
    """The two rows over the grid."""
    page, head = sheet.page, sheet.head
    for column, text in enumerate(legal.HEADINGS):
        page.merge_range(top, column, top + 1, column, text, head)
    page.merge_range(top, FIRST_MONTH, top, LAST_MONTH, legal.MONTHS_HEADING, head)
    for month in range(1, 13):
        page.write_number(top + 1, FIRST_MONTH + month - 1, month, head)
    for column, text in enumerate(extra_headings, LAST_MONTH + 1):
        page.set_column(column, column, EXTRA_WIDTH)
        page.merge_range(top, column, top + 1, column, "", head)
        page.write_string(top, column, text, head)


def _heading(sheet: Sheet, annex: Annex) -> int:
    for row, (label, text) in enumerate(annex.heading):
        sheet.page.write_string(row, 0, f"{label} {text}".rstrip(), sheet.plain)
    row = len(annex.heading) + 1
    for text in annex.title:
        sheet.page.merge_range(row, 0, row, LAST_MONTH, "", sheet.centred)
        sheet.page.write_string(row, 0, text, sheet.centred)
        row += 1
    return row + 1


def _grid(sheet: Sheet, top: int, annex: Annex) -> int:
    heights = _heights(annex.lines)
    for row, (line, height) in enumerate(zip(annex.lines, heights, strict=True), top):
        sheet.page.set_row(row, height)
        for column, cell in enumerate(line.cells):
            if cell is None:
                continue
            if cell.rows > 1:
                sheet.page.merge_range(row, column, row + cell.rows - 1, column, "", sheet.text)
            write = sheet.page.write_string
            shape = sheet.sign if column == 0 else sheet.text
            if cell.text:
                write(row, column, cell.text, shape)
            else:
                sheet.page.write_blank(row, column, None, shape)
        _signs(sheet, row, line)
    return top + len(annex.lines)


def _signs(sheet: Sheet, row: int, line: Line) -> None:
    for column, sign in enumerate(line.months, FIRST_MONTH):
        if sign:
            sheet.page.write_string(row, column, sign, sheet.sign)
        else:
            sheet.page.write_blank(row, column, None, sheet.sign)
    for column, text in enumerate(line.extra, LAST_MONTH + 1):
        sheet.page.write_string(row, column, text, sheet.text)


def _heights(lines: list[Line]) -> list[float]:
    """Excel does not fit the height of merged cells by itself, so that heights are reckoned.

    What a merged cell needs beyond its rows is added to the last of them.
    """
    needs = [
        max(
            [
                _lines_of(cell.text, WIDTHS[column])
                for column, cell in enumerate(line.cells)
                if cell is not None and cell.rows == 1
            ]
            + [_lines_of(text, EXTRA_WIDTH) for text in line.extra]
            + [1]
        )
        for line in lines
    ]
    for row, line in enumerate(lines):
        for column, cell in enumerate(line.cells):
            if cell is not None and cell.rows > 1:
                last = row + cell.rows
                missing = _lines_of(cell.text, WIDTHS[column]) - sum(needs[row:last])
                needs[last - 1] += max(0, missing)
    return [min(need * LINE_HEIGHT + 3, 409) for need in needs]


def _lines_of(text: str, width: float) -> int:
    """How many lines a text takes when words are not broken; 9 point is narrower than Excel's unit."""
    fitting = max(1, math.floor(width * 1.1))
    lines, used = 1, 0
    for word in text.split():
        length = len(word)
        if used and used + 1 + length > fitting:
            lines, used = lines + 1, 0
        used += length + (1 if used else 0)
        while used > fitting:
            lines, used = lines + 1, used - fitting
    return lines


def _closing(sheet: Sheet, row: int, annex: Annex) -> None:
    if annex.legend:
        text = "    ".join(f"{sign} {word}" for sign, word in annex.legend)
        sheet.page.write_string(row, 0, text, sheet.plain)
        row += 2
    column = len(WIDTHS) - 1
    lines = [*annex.closing.place_and_date]
    if annex.closing.position:
        lines += ["", *annex.closing.position]
    if annex.closing.name:
        lines += ["", annex.closing.signature, "", annex.closing.name]
    for place, text in enumerate(lines):
        if text:
            sheet.page.write_string(row + place, column, text, sheet.plain)


def _print_setting(sheet: Sheet, annex: Annex, top: int) -> None:
    page = sheet.page
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top, top + 1)
    page.freeze_panes(top + 2, 0)
    if annex.footer.left:
        left = annex.footer.left.replace("&", "&&")
        number = annex.footer.page.format(page="&P", pages="&N")
        page.set_footer(f"&L&7{left}&R&7{number}")
