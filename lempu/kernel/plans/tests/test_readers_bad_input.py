"""Files that are not a plan: a clear refusal, quickly, and never an error of ours."""

import io
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import docx
import openpyxl
import pytest
import xlsxwriter
from PIL import Image

from lempu.kernel.plans.readers import UnreadableFile, read
from lempu.kernel.plans.tests import paper

FILES = Path(__file__).parent / "files"


def refusal(path, name=None):
    with pytest.raises(UnreadableFile) as refused:
        read(path, name=name)
    assert str(refused.value.message)
    return refused.value.code


def saved(path, data):
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf", "csv", "txt"])
def test_empty_file(tmp_path, suffix):
    assert refusal(saved(tmp_path / f"a.{suffix}", b"")) == "empty"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ\x90\0" + b"\0" * 200, "not_supported"),
        ("a.bin", bytes(range(256)) * 20, "not_supported"),
        ("a.rtf", b"{\\rtf1\\ansi Rencana aksi}", "not_supported"),
        ("a.html", b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "not_supported"),
        ("a.zip", None, "not_supported"),
        ("a.docx", b"Rencana aksi saja", "damaged"),
        ("a.pdf", b"%PDF-1.7\nputus di tengah", "damaged"),
        ("a.txt", b"Surat biasa tanpa tabel.\nBaris kedua.\n", "no_table"),
        ("a.txt", b"   \n\n", "empty"),
    ],
)
def test_wrong_kind_of_file(tmp_path, name, data, code):
    path = tmp_path / name
    if data is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("catatan.txt", "isi")
    else:
        path.write_bytes(data)

    assert refusal(path) == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_photo_of_a_decree_is_a_scan(tmp_path, kind):
    path = tmp_path / "sk.dat"
    Image.new("RGB", (40, 40), "white").save(path, kind)

    assert refusal(path) == "scan"


def test_content_and_not_the_name_decides(tmp_path):
    path = saved(tmp_path / "luwu.pdf", (FILES / "luwu-2025.docx").read_bytes())

    assert read(path).totals()["obligations"] == 266


def test_docx_cut_in_the_middle(tmp_path):
    data = (FILES / "luwu-2025.docx").read_bytes()

    assert refusal(saved(tmp_path / "a.docx", data[: len(data) // 2])) == "damaged"


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_pdf_cut_in_the_middle(tmp_path, share):
    data = (FILES / "luwu-2025.pdf").read_bytes()

    code = refusal(saved(tmp_path / "a.pdf", data[: int(len(data) * share)]))
    assert code in ("damaged", "empty")


def test_old_word_file_and_locked_office_file(tmp_path):
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500

    old = saved(tmp_path / "a.doc", head + "WordDocument".encode("utf-16-le"))
    locked = saved(tmp_path / "b.docx", head + "EncryptedPackage".encode("utf-16-le"))
    other = saved(tmp_path / "c.msg", head)
    broken = saved(tmp_path / "d.xls", head + "Workbook".encode("utf-16-le"))

    assert [refusal(path) for path in (old, locked, other, broken)] == [
        "not_supported",
        "encrypted",
        "not_supported",
        "damaged",
    ]


def test_locked_pdf(tmp_path):
    # The smallest PDF with a standard security handler whose password is not the empty one.
    trailer = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<"
        + b"11" * 32
        + b">/U<"
        + b"22" * 32
        + b">>>endobj\n"
    )
    offsets = [trailer.index(b"%d 0 obj" % number) for number in (1, 2, 3, 4)]
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(
        b"%010d 00000 n \n" % at for at in offsets
    )
    end = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF"

    path = saved(tmp_path / "a.pdf", trailer + table + end % len(trailer))

    assert refusal(path) == "encrypted"


def test_pdf_without_anything_on_its_page(tmp_path):
    path = tmp_path / "a.pdf"
    paper.write(path, [""])

    assert refusal(path) == "empty"


def test_pdf_that_only_talks(tmp_path):
    path = paper.write(tmp_path / "a.pdf", ["Keputusan tanpa lampiran. " * 20])

    assert refusal(path) == "no_table"


def test_docx_without_a_table(tmp_path):
    path = paper.write(tmp_path / "a.docx", ["Rencana aksi", "tanpa tabel"])

    assert refusal(path) == "no_table"


def test_docx_that_holds_a_picture_is_a_scan(tmp_path):
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    document = docx.Document()
    document.add_picture(picture)
    document.save(str(tmp_path / "a.docx"))

    assert refusal(tmp_path / "a.docx") == "scan"


@pytest.mark.parametrize("suffix", paper.FORMATS)
def test_table_without_months(tmp_path, suffix):
    rows = [["No", "Program", "Kegiatan", "Indikator"], ["1", "Perubahan", "Rapat", "Notulen"]]

    assert refusal(paper.write(tmp_path / f"a.{suffix}", [rows])) == "no_months"


@pytest.mark.parametrize("suffix", paper.FORMATS)
def test_table_of_something_else(tmp_path, suffix):
    rows = [["No", "Nama", "Jabatan", "Keterangan"], ["1", "Pertama", "Ketua", "-"]]

    assert refusal(paper.write(tmp_path / f"a.{suffix}", [rows])) == "not_a_plan"


def test_headings_without_rows(tmp_path):
    path = paper.write(tmp_path / "a.xlsx", [paper.heading_rows(paper.Style())])

    assert refusal(path) == "no_rows"


def bomb(path, member, size):
    """A small file that unpacks into a large one."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name in ("word/document.xml", "xl/workbook.xml"):
            if name.split("/")[0] == member.split("/")[0] and name != member:
                archive.writestr(name, "<a/>")
        with archive.open(member, "w", force_zip64=True) as file:
            for _ in range(size // 2**20):
                file.write(b"\0" * 2**20)
    return path


@pytest.mark.parametrize("member", ["word/document.xml", "word/media/image1.png"])
def test_zip_bomb_is_refused_at_once(tmp_path, member):
    path = bomb(tmp_path / "a.docx", member, 300 * 2**20)
    start = time.perf_counter()

    code = refusal(path)

    assert code == "too_large"
    assert time.perf_counter() - start < 1


def test_xml_that_declares_entities_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')

    assert refusal(path) == "damaged"


def test_sheet_of_200_000_rows_ends_quickly(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(200_000):
            sheet.write_row(row, 0, [row, "Program", "Kegiatan", "v"])
    start = time.process_time()

    code = refusal(path)

    assert code == "too_large"
    assert time.process_time() - start < 10


@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_text_of_200_000_rows_ends_quickly(tmp_path, suffix):
    line = "1,Program,Kegiatan,Sub,Indikator,v\n" if suffix == "csv" else "1\tP\tK\tS\tI\tv\n"
    path = saved(tmp_path / f"a.{suffix}", (line * 200_000).encode())
    start = time.perf_counter()

    code = refusal(path)

    assert code == "too_large"
    assert time.perf_counter() - start < 5


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(tmp_path):
    book = openpyxl.Workbook()
    for row in paper.spread(paper.table(paper.plan(), paper.Style(merged=False))):
        book.active.append([cell.text if cell else "" for cell in row])
    book.active["A1048576"] = "jauh"
    book.save(tmp_path / "a.xlsx")

    assert read(tmp_path / "a.xlsx").programmes == paper.plan()


def test_file_beyond_the_limit_of_bytes(tmp_path):
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(80 * 2**20)

    assert refusal(path) == "too_large"


def pdf(path, content, *more, side=99):
    """One page that draws ``content``; ``more`` are objects from number 5 on, 5 being its /X0."""
    packed = zlib.compress(content, 9)
    things = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</X0 5 0 R>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<<%s>>>>"
        % (side, side, things),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        *more,
    ]
    objects = [b"%d 0 obj%s\nendobj\n" % (at, part) for at, part in enumerate(parts, 1)]
    head = b"%PDF-1.4\n"
    starts = [len(head) + sum(map(len, objects[:at])) for at in range(len(objects))]
    count, end = len(objects) + 1, len(head) + sum(map(len, objects))
    table = b"xref\n0 %d\n0000000000 65535 f \n" % count
    table += b"".join(b"%010d 00000 n \n" % start for start in starts)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, end)
    return saved(path, head + b"".join(objects) + table + tail)


def form(at):
    """Draws the next form ten times."""
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X0 %d 0 R>>>>" % at
    return head + b"/Length 80>>stream\n" + b"/X0 Do  " * 10 + b"\nendstream"


@pytest.mark.parametrize(
    ("content", "more"),
    [
        (b"0 0 m 9 9 l S\n" * (8 * 2**20), []),
        (b"0 0 m 9 9 l S\n" * 20_000, []),
        (b"BT /F1 4 Tf " + b"(kata kata) Tj " * 10_000 + b"ET", []),
        (b"/X0 Do", [form(at) for at in range(6, 12)]),
    ],
    ids=["bytes", "lines", "letters", "forms in forms"],
)
def test_bomb_within_a_pdf(tmp_path, content, more):
    path = pdf(tmp_path / "a.pdf", content, *more)
    start = time.perf_counter()

    code = refusal(path)

    assert code in ("too_large", "too_much")
    assert time.perf_counter() - start < 3


def test_size_that_a_zip_forges_is_not_believed(tmp_path):
    path = bomb(tmp_path / "a.docx", "word/document.xml", 300 * 2**20)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02") + 24
    data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    tracemalloc.start()

    code = refusal(path)

    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code == "damaged"
    assert most < 20 * 2**20


def test_small_xml_of_very_many_elements(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a>" + "<b/>" * 2_100_000 + "</a>")

    assert refusal(path) == "too_large"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ((";".join("v" * 300) + "\n") * 1_000, "too_large"),
        ("a;" * 9 * 2**20, "too_large"),
        ("Program;Kegiatan;Indikator;Jan\n" * 3 + "x" * 200_000 + ";b;c;d\n", "damaged"),
    ],
    ids=["wide", "one long line", "one long cell"],
)
def test_text_beyond_what_a_plan_has(tmp_path, text, code):
    assert refusal(saved(tmp_path / "a.csv", text.encode())) == code


def test_strings_beyond_what_a_plan_has(tmp_path):
    whole = paper.write(tmp_path / "a.xlsx", [paper.table(paper.plan())])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for name in source.namelist():
            if name != "xl/sharedStrings.xml":
                target.writestr(name, source.read(name))
        target.writestr("xl/sharedStrings.xml", "<sst>" + "<si><t>a</t></si>" * 300_000 + "</sst>")

    assert refusal(tmp_path / "b.xlsx") == "too_large"


@pytest.mark.parametrize("member", ["xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
def test_xlsx_that_lacks_a_part(tmp_path, member):
    whole = paper.write(tmp_path / "a.xlsx", [paper.table(paper.plan())])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for name in source.namelist():
            if name != member:
                target.writestr(name, source.read(name))

    assert refusal(tmp_path / "b.xlsx") in ("damaged", "empty")
