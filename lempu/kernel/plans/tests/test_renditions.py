"""What the made files are: pages, headings, standards, fonts, closing."""

import io
import json
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
from docx.oxml.ns import qn
from pdfminer.pdftypes import resolve1

from lempu.kernel.plans.renditions import (
    Footer,
    Mark,
    annex_of,
    write_docx,
    write_form,
    write_pdf,
    write_xlsx,
)
from lempu.kernel.plans.renditions.form import DECREE, PLAN

FILES = Path(__file__).parent / "files"
LUWU = json.loads((FILES / "luwu-2025.expected.json").read_text("utf-8"))
FOOTER = Footer("KPU Kabupaten Luwu & tim · sidik jari 1a2b3c", "Halaman {page} dari {pages}")
HEADING = "NO. PROGRAM KEGIATAN KEGIATAN SUB KEGIATAN INDIKATOR KEBERHASILAN"


def luwu(*, signed=True, **options):
    return annex_of(LUWU, signed=signed, footer=FOOTER, **options)


def changed(**decree):
    return {**LUWU, "decree": {**LUWU["decree"], **decree}}


@pytest.fixture(scope="module")
def pdf():
    with pdfplumber.open(io.BytesIO(write_pdf(luwu()))) as opened:
        yield opened


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(write_docx(luwu())))


@pytest.fixture(scope="module")
def sheet():
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(luwu())))["Lampiran"]


def test_heading_says_what_the_annex_belongs_to():
    assert [" ".join(pair).strip() for pair in luwu().heading] == [
        "Lampiran",
        "Surat Keputusan Komisi Pemilihan Umum Kabupaten Luwu",
        "Nomor : 4 Tahun 2025",
        "Tanggal : 9 Januari 2025",
        f"Tentang : {LUWU['decree']['title']}",
    ]
    assert luwu().title == ["RENCANA AKSI ZONA INTEGRITAS", "KOMISI PEMILIHAN UMUM KABUPATEN LUWU"]


def test_closing_is_that_of_the_decree():
    closing = luwu().closing

    assert closing.place_and_date == ["Ditetapkan di Belopa", "pada tanggal 9 Januari 2025"]
    assert closing.position == ["KETUA KOMISI PEMILIHAN UMUM", "KABUPATEN LUWU,"]
    assert (closing.signature, closing.name) == ("ttd.", "ABDULLA SAPPE AMPIN MAJA")


def test_what_nobody_signed_bears_no_signature():
    annex = luwu(signed=False)

    assert annex.closing.signature == ""
    with pdfplumber.open(io.BytesIO(write_pdf(annex))) as opened:
        assert "ttd" not in opened.pages[-1].extract_text()
    assert "ttd." not in [p.text for p in docx.Document(io.BytesIO(write_docx(annex))).paragraphs]


def test_a_plan_without_a_decree_leaves_room_for_its_number():
    plan = {**LUWU, "decree": {"year": 2026}}

    annex = annex_of(plan, signed=False, footer=FOOTER, office="KPU Kabupaten Luwu")

    assert [" ".join(pair).strip() for pair in annex.heading] == [
        "Lampiran", "Surat Keputusan KPU Kabupaten Luwu", "Nomor :", "Tanggal :",
    ]  # fmt: skip
    assert annex.title[1:] == ["KPU KABUPATEN LUWU", "TAHUN 2026"]


@pytest.mark.parametrize(
    ("number", "date", "expected"),
    [
        ("4", "2025-01-09", "4 Tahun 2025"),
        ("120", "2024-12-30", "120 Tahun 2024"),
        ("7/HK.03.1-Kpt/7317/2025", "2025-01-09", "7/HK.03.1-Kpt/7317/2025"),
        ("4", None, "4 Tahun 2025"),
    ],
)
def test_number_bears_the_year_the_decree_was_made_in(number, date, expected):
    annex = annex_of(changed(number=number, date=date), signed=True, footer=FOOTER)

    assert annex.heading[2] == ("Nomor :", expected)


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("Ketua KPU Kabupaten Luwu", ["KETUA KPU KABUPATEN LUWU,"]),
        ("Ketua KPU Kabupaten Tojo Una-una", ["Ketua KPU Kabupaten Tojo Una-una,"]),
        (None, []),
    ],
)
def test_position_is_in_capitals_where_that_hides_nothing(position, expected):
    plan = changed(signatory={"name": "A", "position": position})

    assert annex_of(plan, signed=True, footer=FOOTER).closing.position == expected


def test_pdf_says_that_it_is_pdf_a_and_accessible(pdf):
    xmp = resolve1(pdf.doc.catalog["Metadata"]).get_data().decode()

    assert re.findall(r"<(pdfaid:part|pdfaid:conformance|pdfuaid:part)>(\w+)<", xmp) == [
        ("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1"),
    ]  # fmt: skip
    assert resolve1(pdf.doc.catalog["MarkInfo"])["Marked"] is True
    assert resolve1(pdf.doc.catalog["Lang"]) == b"id"
    profile = resolve1(resolve1(pdf.doc.catalog["OutputIntents"])[0])
    assert profile["DestOutputProfile"] is not None


def test_pdf_holds_all_its_letters(pdf):
    fonts = {}
    for page in pdf.pages:
        for name, font in resolve1(page.page_obj.resources["Font"]).items():
            fonts[name] = resolve1(resolve1(resolve1(font)["DescendantFonts"])[0])
    held = [
        {"FontFile2", "FontFile3"} & set(resolve1(font["FontDescriptor"]))
        for font in fonts.values()
    ]

    assert fonts
    assert all(held)


def test_pdf_is_a4_across_with_heading_and_footer_on_every_page(pdf):
    assert {(round(page.width), round(page.height)) for page in pdf.pages} == {(842, 595)}
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert [HEADING.split()[-2:] == re.findall("INDIKATOR KEBERHASILAN", text)[0].split()
            for text in texts] == [True] * len(texts)  # fmt: skip
    footers = [text.split("sidik jari 1a2b3c ")[1] for text in texts]
    total = len(texts)
    assert footers == [f"Halaman {number} dari {total}" for number in range(1, total + 1)]


def test_pdf_keeps_the_closing_together(pdf):
    last = pdf.pages[-1].extract_text().split("\n")

    start = last.index("Ditetapkan di Belopa")
    assert last[start:-1] == [
        "Ditetapkan di Belopa",
        "pada tanggal 9 Januari 2025",
        "KETUA KOMISI PEMILIHAN UMUM",
        "KABUPATEN LUWU,",
        "ttd.",
        "ABDULLA SAPPE AMPIN MAJA",
    ]


def test_word_repeats_its_heading_and_splits_no_row(word):
    rows = [row._tr.trPr for row in word.tables[0].rows]

    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == (
        [True] * 2 + [False] * (len(rows) - 2)
    )
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
    assert len(rows) == 2 + 35 + 5


def test_word_is_a4_across_in_the_letter_of_decrees(word):
    section = word.sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert (word.styles["Normal"].font.name, word.styles["Normal"].font.size.pt) == (
        "Bookman Old Style", 11,
    )  # fmt: skip
    footer = section.footer.paragraphs[0]
    assert footer.text == "KPU Kabupaten Luwu & tim · sidik jari 1a2b3c\tHalaman 1 dari 1"
    assert re.findall(r"<w:instrText>(\w+)<", footer._p.xml) == ["PAGE", "NUMPAGES"]


def test_word_merges_what_reaches_over_rows(word):
    cells = [row.cells for row in word.tables[0].rows]

    first = cells[2]
    assert first[1].text == "Manajemen Perubahan"
    assert [row[1]._tc is first[1]._tc for row in cells[2:8]] == [True] * 5 + [False]


def test_excel_prints_one_page_wide_with_repeated_heading(sheet):
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.page_setup.fitToHeight == 0
    top = next(cell.row for cell in sheet["A"] if cell.value == "NO.")
    assert sheet.print_title_rows == f"${top}:${top + 1}"
    assert sheet.freeze_panes == f"A{top + 2}"
    assert "&&" in sheet.oddFooter.left.text
    assert f"B{top + 2}:B{top + 6}" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_excel_rows_have_room_for_their_words(sheet):
    top = next(cell.row for cell in sheet["A"] if cell.value == "NO.") + 2
    heights = [sheet.row_dimensions[row].height for row in range(top, top + 40)]

    assert min(heights) >= 15
    longest = max(range(top, top + 40), key=lambda row: len(str(sheet.cell(row, 5).value or "")))
    assert sheet.row_dimensions[longest].height == max(heights)


def test_files_hold_no_outside_link_and_no_formula():
    for content in (write_docx(luwu()), write_xlsx(luwu()), write_form()):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        assert [text for text in texts if 'TargetMode="External"' in text or "<f>" in text] == []


def test_the_same_plan_gives_the_same_layout():
    assert luwu() == luwu()


def marks():
    indicators = [
        indicator
        for programme in LUWU["programmes"]
        for activity in programme["activities"]
        for sub in activity["sub_activities"]
        for indicator in sub["indicators"]
    ]
    return [{month: Mark("✓", "Diterima", month == 2) for month in i["months"]} for i in indicators]


def test_state_shows_signs_and_their_legend_and_nobody_signs_it():
    legend = [("✓", "Diterima"), ("ᵗ", "selesai terlambat")]
    annex = luwu(marks=marks(), as_of="2025-10-14", legend=legend)

    assert annex.title[-2:] == ["TAHUN 2025", "per 14 Oktober 2025"]
    assert annex.lines[2].months == ("✓", "✓ᵗ", "✓", *[""] * 9)
    with pdfplumber.open(io.BytesIO(write_pdf(annex))) as opened:
        last = opened.pages[-1].extract_text()
    assert "✓ Diterima" in last.replace("\xa0", " ")
    assert "ABDULLA" not in last


def test_form_offers_the_tick_and_knows_the_office():
    book = openpyxl.load_workbook(io.BytesIO(write_form(office="KPU Kabupaten Luwu")))

    assert book[DECREE]["B2"].value == "KPU Kabupaten Luwu"
    validations = book[PLAN].data_validations.dataValidation
    assert [(item.type, item.formula1, str(item.sqref)) for item in validations] == [
        ("list", '"√"', "F3:Q202")
    ]
    assert book.active.title == PLAN
    assert book[PLAN].freeze_panes == "A3"


@pytest.mark.parametrize(
    "word", ["=1+1", "external:\\\\jahat\\bagi", "http://jahat.example/", "@SUM(A1)"]
)
def test_words_stay_words_in_excel(word):
    plan = json.loads(json.dumps(LUWU))
    plan["programmes"][0]["name"] = word
    plan["programmes"][0]["activities"][0]["name"] = word
    plan["decree"]["title"] = word

    made = write_xlsx(annex_of(plan, signed=True, footer=FOOTER))

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)
    assert word in strings
