"""Parts of a Word file: page, footer with page numbers, tables whose heads repeat."""

import io
from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

FONT: Final = "Bookman Old Style"
TEXT_SIZE: Final = 11
TABLE_SIZE: Final = 9
FOOTER_SIZE: Final = 7.5


def prepare(document: Document, *, title: str) -> None:
    """Letter, language and title; nothing of the machine that made it."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(TEXT_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.element.rPr.append(element("lang", val="id-ID"))
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.language = "id-ID"


def content_of(document: Document) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def element(name: str, **attributes: str) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(name_of(key), value)
    return made


def name_of(name: str) -> str:
    """The name of an element or attribute as it stands in the file's XML."""
    return qn(f"w:{name}")


def keep_with_next(made: Any) -> None:
    """The paragraphs of a cell stay on the page of what follows."""
    for properties in made.iter(qn("w:pPr")):
        properties.insert(0, element("keepNext"))


def footer(paragraph: Paragraph, *, left: str, page: str, width: int) -> None:
    """``left`` at the left, the page at the right; ``page`` has the places {page} and {pages}."""
    tabs = element("tabs")
    tabs.append(element("tab", val="clear", pos="4680"))
    tabs.append(element("tab", val="clear", pos="9360"))
    tabs.append(element("tab", val="right", pos=str(width)))
    paragraph._p.get_or_add_pPr().append(tabs)
    paragraph.add_run(f"{left}\t")
    before, rest = page.split("{page}")
    between, after = rest.split("{pages}")
    paragraph.add_run(before)
    _page_field(paragraph, "PAGE")
    paragraph.add_run(between)
    _page_field(paragraph, "NUMPAGES")
    paragraph.add_run(after)
    for run in paragraph.runs:
        run.font.size = Pt(FOOTER_SIZE)


def _page_field(paragraph: Paragraph, name: str) -> None:
    """A field that Word fills in; "1" stands there until it does."""
    for kind in ("begin", None, "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = name
            run._r.append(instruction)
        elif kind != "1":
            run._r.append(element("fldChar", fldCharType=kind))


def table(widths: Sequence[int], *, borders: bool = True) -> Any:
    """An empty table of fixed columns (twentieths of a point), to which rows are appended."""
    made = element("tbl")
    properties = element("tblPr")
    properties.append(element("tblW", w=str(sum(widths)), type="dxa"))
    if borders:
        lines = element("tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            lines.append(element(side, val="single", sz="4", space="0", color="000000"))
        properties.append(lines)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    margins.append(element("left", w="60", type="dxa"))
    margins.append(element("right", w="60", type="dxa"))
    properties.append(margins)
    made.append(properties)
    grid = element("tblGrid")
    for width in widths:
        grid.append(element("gridCol", w=str(width)))
    made.append(grid)
    return made


def table_row(*, is_heading: bool = False) -> Any:
    """A row that stays on one page; a heading stands again on every page."""
    row = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    if is_heading:
        properties.append(element("tblHeader"))
    row.append(properties)
    return row


def cell(
    width: int,
    text: str,
    *,
    span: int = 1,
    merge: str = "",
    align: str = "",
    bold: bool = False,
    size: float = TABLE_SIZE,
) -> Any:
    """``text`` may have several lines; ``merge`` is "restart" or "continue" of a merged cell."""
    made = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=str(span)))
    if merge:
        properties.append(element("vMerge", val=merge))
    if bold:
        properties.append(element("vAlign", val="center"))
    made.append(properties)
    for line in text.split("\n"):
        made.append(_cell_paragraph(line, align=align, bold=bold, size=size))
    return made


def _cell_paragraph(text: str, *, align: str, bold: bool, size: float) -> Any:
    paragraph = element("p")
    properties = element("pPr")
    properties.append(element("spacing", before="20", after="20", line="240", lineRule="auto"))
    if align:
        properties.append(element("jc", val=align))
    paragraph.append(properties)
    if text:
        run = element("r")
        look = element("rPr")
        if bold:
            look.append(element("b"))
        look.append(element("sz", val=str(int(size * 2))))
        run.append(look)
        words = element("t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        paragraph.append(run)
    return paragraph
