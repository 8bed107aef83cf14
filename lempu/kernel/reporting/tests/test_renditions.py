"""What the papers are: standard, heads that repeat, signatures, nothing read as markup."""

import io

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from pdfminer.pdftypes import resolve1

from lempu.kernel.reporting.renditions import (
    document_of,
    figures_of,
    suggested_texts,
    write_docx,
    write_pdf,
)

STATES = ("accepted", "nil", "submitted", "returned", "undone", "late", "due")


def row(number, state="accepted", **different):
    return {
        "pk": number, "month": 9, "code": f"1.{number}", "programme": 1, "programme_name": "Perubahan",
        "name": f"Rapat {number} #emph[x]", "indicator": "Notulen\x07", "owners": "Andi",
        "due_on": "2025-09-30", "state": state, "late": False, "reason": "Listrik padam." if state == "undone"
        else "", "evidence": 1,
    } | different  # fmt: skip


def snapshot(rows, **different):
    return {
        "format": 1, "kind": "monthly", "year": 2025, "period": 9, "as_of": "2025-10-14T02:00:00+00:00",
        "office": {"code": "7317", "name": "KPU Kabupaten Luwu", "timezone": "Asia/Makassar"},
        "letterhead": {"name": "KOMISI PEMILIHAN UMUM\nKABUPATEN LUWU", "address": "Jl. A", "contact": "",
                       "place": "Belopa"},
        "plan": {"pk": 1, "number": "4", "date": "2025-01-09", "office": "KPU Luwu", "fingerprint": "a" * 64},
        "open_months": [9],
        "letter": {"number": "12/PW", "date": "2025-10-14", "recipient": "Ketua", "leader_name": "Abdullah",
                   "leader_position": "Ketua KPU", "leader_nip": "", "maker_name": "Andi",
                   "maker_position": "Koordinator", "maker_nip": "1970",
                   "texts": {"opening": "", "obstacles": "", "closing": ""}},
        "rows": rows, "evidence": [], "follow_ups": [], "recommendations": [],
    } | different  # fmt: skip


@pytest.fixture(scope="module")
def document():
    return document_of(snapshot([row(n) for n in range(1, 60)]), version=2, fingerprint="b" * 64)


def test_pdf_is_kept_for_ever_and_repeats_its_heads(document):
    with pdfplumber.open(io.BytesIO(write_pdf(document))) as pdf:
        metadata = resolve1(pdf.doc.catalog["Metadata"]).get_data().decode()
        pages = [page.extract_text() for page in pdf.pages]

    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert [("Sub kegiatan dan indikator" in page) for page in pages] == [True, True, True]
    assert f"Halaman 1 dari {len(pages)}" in pages[0]
    assert "versi 2 · sidik jari isi bbbbbbbbbbbb" in pages[0]
    assert "#emph[x]" in pages[0] + pages[1]
    assert "NIP 1970" in pages[-1]
    assert "Mengetahui," in pages[-1]


def test_word_has_the_same_sections_and_heads(document):
    word = docx.Document(io.BytesIO(write_docx(document)))

    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings == [block.text for block in document.blocks if block.kind == "heading"]
    details = word.tables[2]
    assert details.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    assert len(details.rows) == 60
    assert word.tables[0].cell(0, 2).text == "12/PW"
    assert word.tables[0].cell(0, 3).text == "Belopa, 14 Oktober 2025"


def test_every_number_is_counted_from_the_rows():
    figures = figures_of([row(n, state) for n, state in enumerate(STATES)])

    parts = (figures.accepted, figures.nil, figures.waiting, figures.returned, figures.undone)
    assert parts == (1, 1, 1, 1, 1)
    assert (figures.open, figures.total, figures.done, figures.share) == (2, 7, 2, "28,6%")
    assert figures_of([]).share == "-"


def test_obstacles_are_the_reasons_that_were_given_each_once():
    said = suggested_texts(snapshot([row(1, "undone"), row(2, "undone"), row(3)]))

    assert said["obstacles"].split("\n")[1:] == ["- Listrik padam (baris 1.1 dan 1.2)."]
    nothing = suggested_texts(snapshot([row(1)]))["obstacles"]
    assert nothing == "Tidak ada kendala yang dicatat pada periode ini."


def test_a_month_that_is_not_closed_is_said_to_be_open(document):
    said = [block.text for block in document.blocks if block.kind == "text"]

    assert any("September belum ditutup" in text for text in said)


def test_a_letter_without_number_leaves_room_for_it():
    bare = snapshot([row(1)])
    bare["letter"] = bare["letter"] | {"number": "", "date": None}

    document = document_of(bare)

    assert set(document.meta[0][1]) == {"."}
    assert document.footer.endswith("pratinjau, belum menjadi versi")


def test_what_an_earlier_version_asked_for_is_marked_and_counted_once():
    rows = [
        row(1, former=True, programme_name="Penataan lama"),
        row(2, programme_name="Penataan baru"),
    ]

    said = document_of(snapshot(rows)).blocks

    text = repr(said)
    assert "1 kewajiban bertanda * diminta oleh versi rencana sebelumnya" in text
    assert "1.1*" in text
    assert "1.2*" not in text
    assert ("Penataan baru" in text, "Penataan lama" in text) == (True, False)


def test_without_an_amendment_no_row_bears_a_star():
    assert "bertanda *" not in repr(document_of(snapshot([row(1)])).blocks)
