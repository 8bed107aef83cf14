"""What each format does in its own way: lists and symbols in Word, styles in Excel, encodings."""

import datetime
import json
import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from lempu.kernel.plans.readers import Reading, read
from lempu.kernel.plans.tests import paper
from lempu.kernel.plans.tests.paper import Style


def document_with_plan():
    """A Word document with the plan, and its cells by row and column."""
    grid = paper.spread(paper.table(paper.plan(), Style(merged=False)))
    document = docx.Document()
    table = document.add_table(len(grid), len(grid[0]))
    cells = [row.cells for row in table.rows]
    for at, line in enumerate(grid):
        for place, cell in enumerate(line):
            cells[at][place].text = cell.text if cell else ""
    return document, cells


def months_of(cells, at):
    return [cell for cell in cells[at][5:] if cell.text]


@pytest.mark.parametrize(
    ("font", "sign"), [("Wingdings", "ü"), ("Wingdings 2", "P"), ("Webdings", "a")]
)
def test_ticks_in_symbol_fonts_of_word(tmp_path, font, sign):
    document, cells = document_with_plan()
    for row in cells[2:]:
        for cell in row[5:]:
            run = cell.paragraphs[0].runs
            has_tick = bool(cell.text)
            for piece in run:
                piece.text = ""
            piece = cell.paragraphs[0].add_run(sign if has_tick else "o")
            piece.font.name = font
    document.save(str(tmp_path / "a.docx"))

    assert read(tmp_path / "a.docx").programmes == paper.plan()


def test_ticks_inserted_as_symbols_in_word(tmp_path):
    document, cells = document_with_plan()
    for row in cells[2:]:
        for cell in row[5:]:
            if cell.text:
                cell.text = ""
                symbol = OxmlElement("w:sym")
                symbol.set(qn("w:font"), "Wingdings")
                symbol.set(qn("w:char"), "F0FC")
                cell.paragraphs[0].add_run()._r.append(symbol)
    document.save(str(tmp_path / "a.docx"))

    assert read(tmp_path / "a.docx").programmes == paper.plan()


def add_list(document, style, text):
    """Adds a list to the document and gives back its number."""
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    return "77"


def make_item(cell, number):
    properties = cell.paragraphs[0]._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        )
    )


def test_letters_that_word_counts_by_itself_make_parts(tmp_path):
    document, cells = document_with_plan()
    number = add_list(document, "lowerLetter", "%1.")
    for row in cells[2:]:
        if row[3].text[:3] in ("a. ", "b. ", "c. "):
            row[3].text = row[3].text[3:]
            make_item(row[3], number)
    document.save(str(tmp_path / "a.docx"))

    assert read(tmp_path / "a.docx").programmes == paper.plan()


def test_numbers_that_word_counts_by_itself_number_programmes(tmp_path):
    document, cells = document_with_plan()
    number = add_list(document, "upperRoman", "%1.")
    for row in cells[2:]:
        if row[0].text:
            row[0].text = ""
            make_item(row[0], number)
    document.save(str(tmp_path / "a.docx"))

    assert read(tmp_path / "a.docx").programmes == paper.plan()


def test_deleted_text_of_tracked_changes_is_not_read(tmp_path):
    document, cells = document_with_plan()
    deleted = f'<w:del {nsdecls("w")} w:id="1"><w:r><w:delText>lama</w:delText></w:r></w:del>'
    inserted = f'<w:ins {nsdecls("w")} w:id="2"><w:r><w:t> tim kerja</w:t></w:r></w:ins>'
    cells[2][2].text = "Pembentukan"
    cells[2][2].paragraphs[0]._p.append(parse_xml(deleted))
    cells[2][2].paragraphs[0]._p.append(parse_xml(inserted))
    document.save(str(tmp_path / "a.docx"))

    assert read(tmp_path / "a.docx").programmes == paper.plan()


def test_table_in_a_content_control(tmp_path):
    document, _ = document_with_plan()
    table = document.tables[0]._tbl
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    table.addprevious(control)
    control[0].append(table)
    document.save(str(tmp_path / "a.docx"))

    assert read(tmp_path / "a.docx").programmes == paper.plan()


def test_mark_up_and_hard_spaces_are_not_words(tmp_path):
    rows = paper.table(paper.plan(), Style(merged=False))
    rows[2] = [*rows[2]]
    rows[2][3:5] = ["Penerbitan <i>keputusan</i>\u00a0tim", "Terbitnya  keputusan<br/>tim\u200b"]

    assert read(paper.write(tmp_path / "a.tsv", [rows])).programmes == paper.plan()


def sheet_with_plan(path, *, heading=str, tick=None):
    grid = paper.spread(paper.table(paper.plan(), Style(merged=False)))
    with xlsxwriter.Workbook(str(path)) as book:
        hidden = book.add_worksheet("Lama")
        hidden.write_row(0, 0, ["No", "Program", "Kegiatan", "Indikator", "Waktu"])
        hidden.write_row(1, 0, ["1", "Lama", "Lama", "Lama", "Januari"])
        sheet = book.add_worksheet("Rencana Aksi")
        sheet.activate()
        sheet.set_first_sheet()
        hidden.hide()
        dated = book.add_format({"num_format": "mmm yyyy"})
        symbol = book.add_format({"font_name": "Wingdings"})
        for at, line in enumerate(grid, 3):
            for place, cell in enumerate(line, 1):
                text = cell.text if cell else ""
                if at == 4 and text:
                    shown = heading(text)
                    sheet.write(at, place, shown, None if isinstance(shown, int) else dated)
                elif text == "√":
                    sheet.write(at, place, tick or text, symbol if tick else None)
                elif text:
                    sheet.write(at, place, text)


def test_months_of_excel_as_dates_beside_a_hidden_sheet(tmp_path):
    def first_day(month):
        return datetime.date(2025, int(month), 1)

    sheet_with_plan(tmp_path / "a.xlsx", heading=first_day)

    assert read(tmp_path / "a.xlsx").programmes == paper.plan()


def test_ticks_in_a_symbol_font_of_excel(tmp_path):
    sheet_with_plan(tmp_path / "a.xlsx", heading=int, tick="P")

    assert read(tmp_path / "a.xlsx").programmes == paper.plan()


@pytest.mark.parametrize("tick", [True, 1, "=1"], ids=["boolean", "number", "formula"])
def test_ticks_of_excel_as_values(tmp_path, tick):
    grid = paper.spread(paper.table(paper.plan(), Style(merged=False)))
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate(grid):
            for place, cell in enumerate(line):
                text = cell.text if cell else ""
                if text == "√" and tick == "=1":
                    sheet.write_formula(at, place, tick, None, 1)
                else:
                    sheet.write(at, place, tick if text == "√" else text)

    assert read(tmp_path / "a.xlsx").programmes == paper.plan()


def csv_text(delimiter):
    rows = paper.spread(paper.table(paper.plan(), Style(merged=False, tick="v")))
    lines = [delimiter.join(f'"{cell.text}"' if cell else "" for cell in line) for line in rows]
    return "\r\n".join(lines)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiters_and_encodings(tmp_path, delimiter, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text(delimiter).encode(encoding))

    assert read(path).programmes == paper.plan()


def test_quotes_within_unquoted_tabbed_text(tmp_path):
    programmes = paper.plan()
    programmes[0].activities[0].name = '"Offline" dan kerja'
    rows = paper.spread(paper.table(programmes, Style(merged=False)))
    text = "\n".join("\t".join(cell.text if cell else "" for cell in line) for line in rows)
    (tmp_path / "a.txt").write_text(text, "utf-8")

    assert read(tmp_path / "a.txt").programmes == programmes


def test_line_breaks_within_cells_of_csv(tmp_path):
    text = csv_text(";").replace("Terbitnya keputusan tim", "Terbitnya\nkeputusan tim")
    (tmp_path / "a.csv").write_text(text, "utf-8")

    assert read(tmp_path / "a.csv").programmes == paper.plan()


def test_trailing_tabs_may_be_missing(tmp_path):
    rows = paper.spread(paper.table(paper.plan(), Style(merged=False)))
    lines = ["\t".join(cell.text if cell else "" for cell in line).rstrip("\t") for line in rows]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")

    assert read(tmp_path / "a.txt").programmes == paper.plan()


def ods(path, rows):
    """The least that is a sheet in OpenDocument."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{cell.text if cell else ''}</text:p></table:table-cell>"
            for cell in line
        )
        + "</table:table-row>"
        for line in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="Rencana">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )


def test_sheet_of_open_document(tmp_path):
    ods(tmp_path / "a.ods", paper.spread(paper.table(paper.plan(), Style(merged=False))))

    assert read(tmp_path / "a.ods").programmes == paper.plan()


@pytest.mark.parametrize("suffix", paper.FORMATS)
def test_signature_below_the_table_is_no_row(tmp_path, suffix):
    rows = [*paper.table(paper.plan())]
    blocks = [
        "KEPUTUSAN KETUA KPU KABUPATEN LUWU",
        "NOMOR 5 TAHUN 2026",
        "TENTANG",
        "RENCANA AKSI TAHUN 2026",
        rows,
        "Ditetapkan di Belopa",
        "pada tanggal 5 Januari 2026",
        "KETUA KPU KABUPATEN LUWU,",
        "ttd.",
        "NAMA KETUA",
    ]

    reading = read(paper.write(tmp_path / f"a.{suffix}", blocks))

    assert reading.programmes == paper.plan()
    assert reading.decree.to_json() == {
        "number": "5",
        "year": 2026,
        "date": "2026-01-05",
        "place": "Belopa",
        "office": "KPU Kabupaten Luwu",
        "title": "Rencana Aksi Tahun 2026",
        "signatory": {"name": "NAMA KETUA", "position": "Ketua KPU Kabupaten Luwu"},
    }


def luwu():
    expected = Path(__file__).parent / "files" / "luwu-2025.expected.json"
    return Reading.from_json(json.loads(expected.read_text("utf-8"))).programmes


@pytest.mark.parametrize("programmes", [paper.plan(), luwu()], ids=["small", "luwu"])
def test_pdf_table_drawn_without_lines(tmp_path, programmes):
    blocks = ["Rencana aksi tahun 2026", paper.table(programmes, Style(merged=False))]

    path = paper.write_pdf_without_lines(tmp_path / "a.pdf", blocks)

    assert read(path).programmes == programmes
