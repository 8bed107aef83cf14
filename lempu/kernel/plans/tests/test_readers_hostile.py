"""Small files that would burn hours or gigabytes: refused in words, soon, within the bounds."""

import json
import os
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from lempu.kernel.plans.readers import UnreadableFile, command, read
from lempu.kernel.plans.tests.test_readers_bad_input import pdf

FILES = Path(__file__).parent / "files"
MEGABYTE = 2**20


def refused(path):
    """The code, and the seconds of CPU it took to find out."""
    begun = time.process_time()
    with pytest.raises(UnreadableFile) as refusal:
        read(path)
    return refusal.value.code, time.process_time() - begun


SIDE = 9_900


def grid(rows, columns):
    lines = [b"0 %d m %d %d l S" % (y, SIDE, y) for y in range(0, SIDE, SIDE // rows)]
    lines += [b"%d 0 m %d %d l S" % (x, x, SIDE) for x in range(0, SIDE, SIDE // columns)]
    return b"BT /F1 4 Tf (Program Kegiatan Indikator Jan Feb) Tj ET\n" + b"\n".join(lines)


@pytest.mark.parametrize(
    "script",
    [
        b"0 0 m " + b"9 9 l " * MEGABYTE + b"n",
        b"0 0 m " + b"9 9 l " * MEGABYTE,
        b"q Q " * MEGABYTE,
        b"1 " * (2 * MEGABYTE),
        b"[" * MEGABYTE,
        b"(" * MEGABYTE,
        b"BI /W 1 /H 1 ID " + b"E" * 400_000 + b" EI",
        grid(150, 200),
        grid(1_600, 1_600),
    ],
    ids=["path", "open path", "states", "numbers", "lists", "text", "picture", "grid", "mesh"],
)
def test_a_page_that_would_take_minutes_is_refused_in_seconds(tmp_path, script):
    code, seconds = refused(pdf(tmp_path / "a.pdf", script, side=SIDE))

    assert code == "too_much"
    assert seconds < 4


def test_a_drawing_used_again_and_again_counts_each_time(tmp_path):
    drawing = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 60000>>stream\n"
        + b"9 9 l " * 10_000
        + b"\nendstream"
    )

    code, seconds = refused(pdf(tmp_path / "a.pdf", b"/X0 Do " * 1_000, drawing))

    assert code == "too_much"
    assert seconds < 4


def book(path, rows, merges):
    """A workbook by hand: no library writes one like it."""
    cell = '<c r="%s" t="inlineStr"><is><t>v</t></is></c>'
    lines = "".join(
        f'<row r="{row}">{cell % f"A{row}"}{cell % f"NZ{row}"}</row>' for row in range(1, rows)
    )
    members = {
        "xl/workbook.xml": '<w xmlns:r="http://r"><sheets><sheet name="a" r:id="a"/></sheets></w>',
        "xl/_rels/workbook.xml.rels": '<R><R Id="a" Target="a.xml"/></R>',
        "xl/a.xml": f"<w><sheetData>{lines}</sheetData><mergeCells>{merges}</mergeCells></w>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_merges_upon_merges_are_refused(tmp_path):
    merges = '<mergeCell ref="A1:OI2500"/>' * 50_000

    code, seconds = refused(book(tmp_path / "a.xlsx", 2_500, merges))

    assert code == "too_large"
    assert seconds < 10


def apart(path, *words):
    """The command's answer, and the most memory its process held."""
    program = (
        "import sys\nfrom lempu.cli import main\n"
        "try:\n    main(['plan', 'read', *sys.argv[1:]])\n"
        "finally:\n"
        "    status = open('/proc/self/status').read()\n"
        "    open(sys.argv[1] + '.most', 'w').write(status.partition('VmHWM:')[2].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), "--json", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    most = path.with_name(path.name + ".most")
    return json.loads(done.stdout), int(most.read_text()) * 1024


def merged(tmp_path):
    merges = "".join(f'<mergeCell ref="A{row}:OI{row}"/>' for row in range(1, 200_000))
    return book(tmp_path / "a.xlsx", 2_500, merges)


def many_letters(tmp_path):
    return pdf(tmp_path / "a.pdf", b"BT /F1 2 Tf " + b"(kata kata) Tj " * 3_900 + b"ET")


def deep(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<a>" * 900_000 + "</a>" * 900_000)
    return tmp_path / "a.docx"


@pytest.mark.skipif(sys.platform != "linux", reason="the bounds are those of Linux")
@pytest.mark.parametrize("make", [merged, many_letters, deep])
def test_memory_is_bounded_and_the_answer_is_in_words(tmp_path, make):
    told, most = apart(make(tmp_path))

    assert told["error"]["code"] in ("too_large", "damaged", "no_table")
    assert told["error"]["message"].endswith(".")
    assert most < command.MEMORY_BYTES + 24 * MEGABYTE  # the libraries' own pages are shared


def repeated(path, cells, rows):
    """A sheet of OpenDocument whose rows hold one cell that says how often it comes again."""
    scheme = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{name}="{scheme}{name}:1.0"' for name in ("office", "table", "text"))
    cell = (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{cells}">'
        "<text:p>x</text:p></table:table-cell>"
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="a">{f"<table:table-row>{cell}</table:table-row>" * rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def test_cells_repeated_by_the_million_end_in_words(tmp_path):
    """The library ends its whole process where memory ends."""
    told, most = apart(repeated(tmp_path / "a.ods", 16_000, 4_000))

    assert told["error"]["code"] == "too_large"
    assert most < command.MEMORY_BYTES


@pytest.mark.skipif(sys.platform != "linux", reason="the bounds are those of Linux")
@pytest.mark.parametrize("ending", ["txt", "docx", "pdf"])
def test_a_real_decree_takes_half_of_what_it_may(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    path.write_bytes((FILES / f"luwu-2025.{ending}").read_bytes())

    told, most = apart(path)

    assert told["totals"]["obligations"] == 266
    assert most < command.MEMORY_BYTES * 0.65


@pytest.mark.skipif(sys.platform != "linux", reason="the bounds are those of Linux")
def test_when_the_seconds_are_used_up_the_answer_is_in_words(tmp_path):
    """One second only; the work itself stands for whatever no count foresees."""
    program = (
        "import sys\nfrom lempu.kernel.plans.readers import command\n"
        "command.CPU_SECONDS = 1\n"
        "def endless(path, name):\n    while True: pass\n"
        "command._read = endless\n"
        "sys.exit(command.main(['read', sys.argv[1], '--json']))\n"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [sys.executable, "-c", program, str(FILES / "luwu-2025.txt")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )

    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "too_much"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 5
