"""The letter as a Word file (.docx) that an office can finish, print and sign."""

from collections.abc import Sequence
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from lempu.shared.paper import word
from lempu.shared.paper.blocks import Block, Column, Document
from lempu.shared.paper.word import cell, element, table_row

#: In twentieths of a point: A4 with 25 and 20 mm at the sides leaves 9,354.
WIDTH: Final = 9354
META: Final = (1300, 200, 4554, 3300)


def write_docx(letter: Document) -> bytes:
    document = docx.Document()
    _page(document, letter)
    _kop(document, letter)
    _append(document, _meta(letter))
    for place, line in enumerate(letter.recipient):
        _paragraph(document, line, before=14 if place == 0 else 0)
    _blocks(document, letter.blocks)
    if letter.signatures:
        _append(document, _signatures(letter))
    for annex in letter.annexes:
        _paragraph(document, "").add_run().add_break(WD_BREAK.PAGE)
        _heading(document, annex.title)
        _blocks(document, annex.blocks)
    return word.content_of(document)


def _page(document: WordDocument, letter: Document) -> None:
    word.prepare(document, title=letter.title)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    section.footer_distance = Mm(8)
    footer = section.footer.paragraphs[0]
    word.footer(footer, left=letter.footer, page=letter.page, width=WIDTH)
    style = document.styles["Heading 1"]
    style.font.name, style.font.size, style.font.bold = word.FONT, Pt(word.TEXT_SIZE), True
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(word.name_of(name), None)


def _kop(document: WordDocument, letter: Document) -> None:
    """The institution and its address over a double rule."""
    lines = [(line, 14.0, True) for line in letter.institution]
    lines += [(line, 9.0, False) for line in letter.address]
    for place, (text, size, bold) in enumerate(lines):
        paragraph = _paragraph(document, text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.runs[0].font.size, paragraph.runs[0].bold = Pt(size), bold
        if place == len(lines) - 1:
            rule = element("pBdr")
            rule.append(
                element("bottom", val="thickThinSmallGap", sz="18", space="4", color="000000")
            )
            paragraph._p.get_or_add_pPr().insert_element_before(
                rule, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
            )
            paragraph.paragraph_format.space_after = Pt(10)


def _meta(letter: Document) -> Any:
    table = word.table(META, borders=False)
    for place, (label, text) in enumerate(letter.meta):
        row = table_row()
        dated = letter.dated if place == 0 else ""
        for width, words, align in zip(
            META, (label, ":", text, dated), ("", "", "", "right"), strict=True
        ):
            row.append(cell(width, words, align=align, size=word.TEXT_SIZE))
        table.append(row)
    return table


def _blocks(document: WordDocument, blocks: Sequence[Block]) -> None:
    for block in blocks:
        if block.kind == "heading":
            _heading(document, block.text)
        elif block.kind == "text":
            paragraph = _paragraph(document, block.text, after=5)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        elif block.kind == "list":
            for item in block.items:
                _shaped(document.add_paragraph(item, style="List Bullet"), after=2)
        else:
            _append(document, _table(block))
            _paragraph(document, "", after=2)


def _heading(document: WordDocument, text: str) -> None:
    _shaped(document.add_paragraph(text, style="Heading 1"), before=10, after=4)


def _table(block: Block) -> Any:
    widths = _widths(block.columns)
    table = word.table(widths)
    head = table_row(is_heading=True)
    for width, column in zip(widths, block.columns, strict=True):
        head.append(cell(width, column.title, align="center", bold=True, size=8.5))
    table.append(head)
    for place, line in enumerate(block.rows):
        row, is_total = table_row(), block.total and place == len(block.rows) - 1
        for width, column, text in zip(widths, block.columns, line, strict=True):
            row.append(cell(width, text, align=column.align, bold=is_total, size=8.5))
        table.append(row)
    return table


def _widths(columns: Sequence[Column]) -> list[int]:
    total = sum(column.share for column in columns)
    return [WIDTH * column.share // total for column in columns]


def _signatures(letter: Document) -> Any:
    """Both signatures side by side, kept together on one page."""
    widths = [WIDTH // 2, WIDTH - WIDTH // 2]
    table = word.table(widths, borders=False)
    rows = [
        ["\n".join([s.above, *s.position]).strip("\n") for s in letter.signatures],
        ["\n\n\n" for _signature in letter.signatures],
        [f"{s.name}\nNIP {s.nip}" if s.nip else s.name for s in letter.signatures],
    ]
    for place, texts in enumerate(rows):
        row = table_row()
        for width, text in zip(widths, texts, strict=True):
            made = cell(width, text, align="center", size=word.TEXT_SIZE)
            if place < len(rows) - 1:
                word.keep_with_next(made)
            row.append(made)
        table.append(row)
    return table


def _append(document: WordDocument, table: Any) -> None:
    """After what is there; the section's own properties stay last."""
    document.element.body.insert(len(document.element.body) - 1, table)


def _paragraph(
    document: WordDocument, text: str, *, before: float = 0, after: float = 0
) -> Paragraph:
    return _shaped(document.add_paragraph(text), before=before, after=after)


def _shaped(paragraph: Paragraph, *, before: float = 0, after: float = 0) -> Paragraph:
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.0
    return paragraph
