"""The annex as a Word file (.docx) that an office can finish, print and sign."""

from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from lempu.kernel.plans.renditions import legal
from lempu.kernel.plans.renditions.annex import Annex, Line
from lempu.shared.paper import word
from lempu.shared.paper.word import TABLE_SIZE, cell, element, table_row

#: In twentieths of a point: A4 landscape with 15 mm margins leaves 15,137.
COLUMNS: Final = (567, 2300, 2200, 2725, 2725)
MONTH: Final = 385
EXTRA: Final = 1200
TABLE_WIDTH: Final = 15137


def write_docx(annex: Annex) -> bytes:
    document = docx.Document()
    _page(document, annex)
    for label, text in annex.heading:
        _paragraph(document, f"{label} {text}".rstrip())
    for place, line in enumerate(annex.title):
        before = 10 if place == 0 else 0
        after = 8 if place == len(annex.title) - 1 else 0
        paragraph = _paragraph(document, line, before=before, after=after, align="center")
        paragraph.runs[0].bold = True
        paragraph.paragraph_format.keep_with_next = True
    document.element.body.insert(len(document.element.body) - 1, _table(annex))
    _legend(document, annex)
    _closing(document, annex)
    return word.content_of(document)


def _page(document: Document, annex: Annex) -> None:
    word.prepare(document, title=annex.document_title)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(18)
    section.header_distance = section.footer_distance = Mm(8)
    if annex.footer.left:
        word.footer(
            section.footer.paragraphs[0],
            left=annex.footer.left,
            page=annex.footer.page,
            width=TABLE_WIDTH,
        )


def _paragraph(
    document: Document,
    text: str,
    *,
    before: float = 0,
    after: float = 0,
    align: str = "",
    indent: int = 0,
) -> Paragraph:
    paragraph = document.add_paragraph(text)
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.0
    if indent:
        shape.left_indent = Mm(indent)
    if align:
        paragraph._p.get_or_add_pPr().append(element("jc", val=align))
    return paragraph


def _legend(document: Document, annex: Annex) -> None:
    if annex.legend:
        text = "    ".join(f"{sign} {word}" for sign, word in annex.legend)
        for run in _paragraph(document, text, before=6).runs:
            run.font.size = Pt(TABLE_SIZE)


def _closing(document: Document, annex: Annex) -> None:
    """Place, date, office and name at the right; kept together on one page."""
    lines = [(text, 0.0) for text in annex.closing.place_and_date]
    lines += [(text, 10 if place == 0 else 0) for place, text in enumerate(annex.closing.position)]
    if annex.closing.name:
        lines += [(annex.closing.signature, 14), (annex.closing.name, 14)]
    for place, (text, before) in enumerate(lines):
        paragraph = _paragraph(
            document, text, before=before + (12 if place == 0 else 0), indent=165
        )
        paragraph.paragraph_format.keep_with_next = place < len(lines) - 1


def _widths(annex: Annex) -> list[int]:
    extras = [EXTRA] * len(annex.extra_headings)
    room = TABLE_WIDTH - 12 * MONTH - sum(extras) - COLUMNS[0]
    share = max(room, 4000) / sum(COLUMNS[1:])
    return [COLUMNS[0], *(int(width * share) for width in COLUMNS[1:]), *[MONTH] * 12, *extras]


def _table(annex: Annex) -> Any:
    widths = _widths(annex)
    table = word.table(widths)
    for row in _heading_rows(annex, widths):
        table.append(row)
    reaching = [0] * len(legal.HEADINGS)
    for line in annex.lines:
        table.append(_row(line, widths, reaching))
    return table


def _heading_rows(annex: Annex, widths: list[int]) -> list[Any]:
    first, second = table_row(is_heading=True), table_row(is_heading=True)
    names = len(legal.HEADINGS)
    for place, text in enumerate(legal.HEADINGS):
        first.append(cell(widths[place], text, merge="restart", align="center", bold=True))
        second.append(cell(widths[place], "", merge="continue"))
    months = cell(
        sum(widths[names : names + 12]), legal.MONTHS_HEADING, span=12, align="center", bold=True
    )
    first.append(months)
    for month in range(1, 13):
        second.append(cell(MONTH, str(month), align="center", bold=True))
    for text in annex.extra_headings:
        first.append(cell(EXTRA, text, merge="restart", align="center", bold=True))
        second.append(cell(EXTRA, "", merge="continue"))
    return [first, second]


def _row(line: Line, widths: list[int], reaching: list[int]) -> Any:
    """``reaching`` counts, per column, the rows that the cell above still covers."""
    row = table_row()
    for place, found in enumerate(line.cells):
        if found is not None:
            merge = "restart" if found.rows > 1 else ""
            reaching[place] = found.rows - 1
            align = "center" if place == 0 else ""
            row.append(cell(widths[place], found.text, merge=merge, align=align))
        else:
            reaching[place] -= 1
            row.append(cell(widths[place], "", merge="continue"))
    for sign in line.months:
        row.append(cell(MONTH, sign, align="center"))
    for text in line.extra:
        row.append(cell(EXTRA, text))
    return row
