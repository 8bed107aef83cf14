"""The annex as a Word file (.docx) that an office can finish, print and sign."""

import io
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from lempu.kernel.plans.renditions import legal
from lempu.kernel.plans.renditions.annex import Annex, Line

FONT: Final = "Bookman Old Style"
TEXT_SIZE: Final = 11
TABLE_SIZE: Final = 9
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
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _page(document: Document, annex: Annex) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(TEXT_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.element.rPr.append(_element("lang", val="id-ID"))
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(18)
    section.header_distance = section.footer_distance = Mm(8)
    document.core_properties.title = annex.document_title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = "id-ID"
    _footer(section.footer.paragraphs[0], annex)


def _footer(paragraph: Paragraph, annex: Annex) -> None:
    """Office, moment and fingerprint at the left, the page at the right."""
    if not annex.footer.left:
        return
    tabs = _element("tabs")
    tabs.append(_element("tab", val="clear", pos="4680"))
    tabs.append(_element("tab", val="clear", pos="9360"))
    tabs.append(_element("tab", val="right", pos=str(TABLE_WIDTH)))
    paragraph._p.get_or_add_pPr().append(tabs)
    paragraph.add_run(f"{annex.footer.left}\t")
    before, rest = annex.footer.page.split("{page}")
    between, after = rest.split("{pages}")
    paragraph.add_run(before)
    _page_field(paragraph, "PAGE")
    paragraph.add_run(between)
    _page_field(paragraph, "NUMPAGES")
    paragraph.add_run(after)
    for run in paragraph.runs:
        run.font.size = Pt(7.5)


def _page_field(paragraph: Paragraph, name: str) -> None:
    """A field that Word fills in; "1" stands there until it does."""
    for kind in ("begin", None, "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = name
            run._r.append(instruction)
        elif kind != "1":
            run._r.append(_element("fldChar", fldCharType=kind))


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
        paragraph._p.get_or_add_pPr().append(_element("jc", val=align))
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


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _widths(annex: Annex) -> list[int]:
    extras = [EXTRA] * len(annex.extra_headings)
    room = TABLE_WIDTH - 12 * MONTH - sum(extras) - COLUMNS[0]
    share = max(room, 4000) / sum(COLUMNS[1:])
    return [COLUMNS[0], *(int(width * share) for width in COLUMNS[1:]), *[MONTH] * 12, *extras]


def _table(annex: Annex) -> Any:
    widths = _widths(annex)
    table = _element("tbl")
    properties = _element("tblPr")
    properties.append(_element("tblW", w=str(sum(widths)), type="dxa"))
    borders = _element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(side, val="single", sz="4", space="0", color="000000"))
    properties.append(borders)
    properties.append(_element("tblLayout", type="fixed"))
    margins = _element("tblCellMar")
    margins.append(_element("left", w="60", type="dxa"))
    margins.append(_element("right", w="60", type="dxa"))
    properties.append(margins)
    table.append(properties)
    grid = _element("tblGrid")
    for width in widths:
        grid.append(_element("gridCol", w=str(width)))
    table.append(grid)
    for row in _heading_rows(annex, widths):
        table.append(row)
    reaching = [0] * len(legal.HEADINGS)
    for line in annex.lines:
        table.append(_row(line, widths, reaching))
    return table


def _heading_rows(annex: Annex, widths: list[int]) -> list[Any]:
    first, second = _table_row(is_heading=True), _table_row(is_heading=True)
    names = len(legal.HEADINGS)
    for place, text in enumerate(legal.HEADINGS):
        first.append(_cell(widths[place], text, merge="restart", align="center", bold=True))
        second.append(_cell(widths[place], "", merge="continue"))
    months = _cell(
        sum(widths[names : names + 12]), legal.MONTHS_HEADING, span=12, align="center", bold=True
    )
    first.append(months)
    for month in range(1, 13):
        second.append(_cell(MONTH, str(month), align="center", bold=True))
    for text in annex.extra_headings:
        first.append(_cell(EXTRA, text, merge="restart", align="center", bold=True))
        second.append(_cell(EXTRA, "", merge="continue"))
    return [first, second]


def _table_row(*, is_heading: bool = False) -> Any:
    row = _element("tr")
    properties = _element("trPr")
    properties.append(_element("cantSplit"))
    if is_heading:
        properties.append(_element("tblHeader"))
    row.append(properties)
    return row


def _row(line: Line, widths: list[int], reaching: list[int]) -> Any:
    """``reaching`` counts, per column, the rows that the cell above still covers."""
    row = _table_row()
    for place, cell in enumerate(line.cells):
        if cell is not None:
            merge = "restart" if cell.rows > 1 else ""
            reaching[place] = cell.rows - 1
            align = "center" if place == 0 else ""
            row.append(_cell(widths[place], cell.text, merge=merge, align=align))
        else:
            reaching[place] -= 1
            row.append(_cell(widths[place], "", merge="continue"))
    for sign in line.months:
        row.append(_cell(MONTH, sign, align="center"))
    for text in line.extra:
        row.append(_cell(EXTRA, text))
    return row


def _cell(
    width: int, text: str, *, span: int = 1, merge: str = "", align: str = "", bold: bool = False
) -> Any:
    cell = _element("tc")
    properties = _element("tcPr")
    properties.append(_element("tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(_element("gridSpan", val=str(span)))
    if merge:
        properties.append(_element("vMerge", val=merge))
    if bold:
        properties.append(_element("vAlign", val="center"))
    cell.append(properties)
    cell.append(_cell_paragraph(text, align=align, bold=bold))
    return cell


def _cell_paragraph(text: str, *, align: str, bold: bool) -> Any:
    paragraph = _element("p")
    properties = _element("pPr")
    properties.append(_element("spacing", before="20", after="20", line="240", lineRule="auto"))
    if align:
        properties.append(_element("jc", val=align))
    paragraph.append(properties)
    if text:
        run = _element("r")
        look = _element("rPr")
        if bold:
            look.append(_element("b"))
        look.append(_element("sz", val=str(TABLE_SIZE * 2)))
        run.append(look)
        words = _element("t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        paragraph.append(run)
    return paragraph
