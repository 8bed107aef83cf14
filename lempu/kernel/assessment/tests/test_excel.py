"""The workbook both ways: its own formulas give the score; bad sheets get a verdict, never an effect."""

import csv
import io
import os
import re
import shutil
import subprocess

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lempu.kernel.assessment import selectors
from lempu.kernel.assessment.models import Answer, SheetImport
from lempu.kernel.assessment.renditions.workbook import HEAD, TOTAL
from lempu.kernel.assessment.selectors.exporting import workbook_of
from lempu.kernel.assessment.selectors.importing import dry_run_of
from lempu.kernel.assessment.services.importing import apply_import, start_import
from lempu.kernel.assessment.tests.factories import say
from lempu.shared.errors import DomainError

#: LibreOffice keeps what a foreign workbook says unless it is told to compute it anew.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item
oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>0</value></prop></item></oor:items>"""
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def filled(sheet, member):
    for item, value in (
        ("PPA1A", "Ya"), ("PPA1B", "B"), ("PPA2B", "C"), ("PPC3A", "Tidak"), ("PPB1B", "D"),
        ("PPA3A", "B"), ("SPAK", "3.6"), ("CAPAIAN", "B"), ("SPKP", "3.21"),
    ):  # fmt: skip
        say(sheet, item, value, by=member, note="Lihat bukti")
    say(sheet, "PRA1A", by=member, counts={"agents": 7, "changes": 5}, note="Daftar agen")
    say(sheet, "PRD1A", "0.8", by=member, note="LKj")
    return sheet


def opened(sheet, **options):
    return openpyxl.load_workbook(io.BytesIO(workbook_of(sheet).content), **options)["LKE"]


def given(book):
    kept = io.BytesIO()
    book.save(kept)
    return SimpleUploadedFile("LKE.xlsx", kept.getvalue())


def line_of(ws, code):
    return next(row for row in range(HEAD, ws.max_row + 1) if ws.cell(row, 1).value == code)


def read(sheet, ws, by):
    run = start_import(assessment=sheet, actor=by, file=given(ws.parent), name="LKE.xlsx")
    return run, {each.item: each for each in dry_run_of(run).verdicts}


def compute(ws):
    """A small spreadsheet program of our own: enough for SUM-free formulas of +, *, /, IF, MIN, MAX, N."""
    kept = {}

    def number(cell):
        value = v(cell)
        return value if isinstance(value, int | float) else 0

    def v(cell):
        if cell not in kept:
            raw = ws[cell].value
            is_formula = isinstance(raw, str) and raw.startswith("=")
            kept[cell] = run(raw[1:]) if is_formula else "" if raw is None else raw
        return kept[cell]

    def run(formula):
        text = re.sub(r"\b([A-Z])(\d+)\b", r'v("\1\2")', formula)
        text = re.sub(r"(?<![<>=])=(?!=)", "==", text)
        text = re.sub(r'N\(v\(("[A-Z]\d+")\)\)', r"number(\1)", text)
        names = {
            "v": v,
            "number": number,
            "MIN": min,
            "MAX": max,
            "IF": lambda c, a, b: a if c else b,
        }
        text = re.sub(r"/\((.+?)\)\)$", r"/(\1 or 1))", text) if "==0" in text else text
        return eval(text, {"__builtins__": {}}, names)

    return v


def test_the_formulas_of_the_workbook_give_the_score(filled):
    ws = opened(filled)
    value = compute(ws)
    scored = selectors.scores_of(filled).claimed

    total = next(r for r in range(HEAD, ws.max_row + 1) if ws.cell(r, 2).value == TOTAL)
    enablers = next(r for r in range(HEAD, ws.max_row + 1) if ws.cell(r, 2).value == "Pengungkit")

    assert value(f"G{total}") == pytest.approx(float(scored.total), abs=1e-9)
    assert value(f"G{enablers}") == pytest.approx(float(scored.enablers), abs=1e-9)
    assert value(f"G{line_of(ws, 'SPAK')}") == pytest.approx(15.75)


@pytest.mark.skipif(
    OFFICE is None and "CI" not in os.environ,
    reason="LibreOffice is not installed: totals were NOT recalculated by it (make browsers)",
)
def test_libreoffice_opens_the_workbook_with_the_same_totals(filled, tmp_path):
    file = tmp_path / "LKE.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(filled).content))
    book.save(file)  # without the values that stood beside the formulas
    settings = tmp_path / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(RECALCULATE, encoding="utf-8")
    subprocess.run(
        [OFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false",
         "--outdir", tmp_path, file],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip

    scored = selectors.scores_of(filled).claimed
    text = (tmp_path / "LKE.csv").read_text(encoding="utf-8")
    line = next(each for each in csv.reader(text.splitlines()) if TOTAL in each)

    assert float(line[6]) == pytest.approx(float(scored.total), abs=1e-6)


def test_the_official_order_and_columns(filled):
    ws = opened(filled)
    codes = [ws.cell(row, 1).value for row in range(HEAD + 1, ws.max_row + 1)]

    assert [ws.cell(HEAD, column).value for column in range(2, 11)] == [
        "Penilaian", "Bobot", "Penjelasan", "Pilihan Jawaban", "Jawaban", "Nilai", "%",
        "Catatan/Keterangan/Penjelasan", "Eviden",
    ]  # fmt: skip
    assert codes.index("PPA1A") < codes.index("PPF5C") < codes.index("PRA1A") < codes.index("SPAK")
    assert len({code for code in codes if code in filled.instrument.questions}) == 110
    assert sum("." in (code or "") for code in codes) == 24


def test_the_same_file_again_changes_nothing(filled, coordinator):
    _run, verdicts = read(filled, opened(filled), coordinator)

    assert {each.code for each in verdicts.values()} == {"same", "empty"}


def test_a_filled_file_is_taken_over_once_confirmed(sheet, filled, coordinator):
    ws = opened(filled)
    ws.cell(line_of(ws, "PPA1B"), 6).value = "a"
    ws.cell(line_of(ws, "PPC5A"), 6).value = "B"
    before = Answer.objects.count()

    run, verdicts = read(filled, ws, coordinator)
    assert (verdicts["PPA1B"].code, verdicts["PPC5A"].code) == ("change", "new")
    assert Answer.objects.count() == before

    apply_import(run=run, actor=coordinator)
    answers = selectors.given_in(selectors.current_round(filled), "unit")
    assert (answers["PPA1B"].value, answers["PPC5A"].value) == ("A", "B")
    with pytest.raises(DomainError) as refusal:
        apply_import(run=run, actor=coordinator)
    assert refusal.value.code == "already_applied"


def test_columns_may_have_moved(filled, coordinator):
    ws = opened(filled)
    ws.insert_cols(3, 2)
    ws.cell(line_of(ws, "PPA1B"), 8).value = "A"

    _run, verdicts = read(filled, ws, coordinator)

    assert (verdicts["PPA1B"].code, verdicts["PPA1B"].value) == ("change", "A")


def test_a_sheet_without_codes_is_read_by_its_words(filled, coordinator):
    ws = opened(filled)
    ws.cell(line_of(ws, "PPC5A"), 6).value = "B"
    ws.delete_cols(1)

    _run, verdicts = read(filled, ws, coordinator)

    assert verdicts["PPC5A"].code == "new"


@pytest.mark.parametrize(
    ("item", "value", "code"),
    [
        ("PPA1B", "=B1", "formula_empty"),
        ("PPA1B", "Z", "outside"),
        ("SPAK", "tinggi", "outside"),
        ("SPAK", 4.5, "outside"),
        ("PRD1A", "delapan puluh", "outside"),
    ],
)
def test_a_bad_cell_has_its_verdict(filled, coordinator, item, value, code):
    ws = opened(filled)
    ws.cell(line_of(ws, item), 6).value = value

    run, verdicts = read(filled, ws, coordinator)
    apply_import(run=run, actor=coordinator)

    assert verdicts[item].code == code
    assert selectors.given_in(selectors.current_round(filled), "unit")[item].value != str(value)


def test_text_where_a_count_belongs(filled, coordinator):
    ws = opened(filled)
    ws.cell(line_of(ws, "PRA1A.agents"), 6).value = "tujuh"

    _run, verdicts = read(filled, ws, coordinator)

    assert verdicts["PRA1A"].code == "count_no_number"


def test_a_merged_answer_is_refused(filled, coordinator):
    ws = opened(filled)
    row = line_of(ws, "PPA1A")
    ws.merge_cells(start_row=row, end_row=row + 1, start_column=6, end_column=6)

    _run, verdicts = read(filled, ws, coordinator)

    assert verdicts["PPA1A"].code == "merged"


def test_a_missing_sub_area_is_named(filled, coordinator):
    ws = opened(filled)
    for item in ("PPC1A", "PPC1B", "PPC1C"):
        ws.delete_rows(line_of(ws, item))

    run, verdicts = read(filled, ws, coordinator)

    assert dry_run_of(run).missing_parts == ["PPC1 Perencanaan kebutuhan pegawai"]
    assert verdicts["PPC1A"].code == "missing"


def test_an_older_sheet_says_so(filled, coordinator):
    ws = opened(filled)
    ws.cell(4, 2).value = "permenpan-10-2019"
    ws.cell(line_of(ws, "PPC1A"), 1).value = "PPC9Z"
    ws.cell(line_of(ws, "PPC9Z"), 2).value = "Pertanyaan lama"

    run, _verdicts = read(filled, ws, coordinator)

    assert (dry_run_of(run).older, dry_run_of(run).unknown) == ("permenpan-10-2019", ["PPC9Z"])


def test_a_question_twice_is_refused(filled, coordinator):
    ws = opened(filled)
    ws.cell(line_of(ws, "PPC1B"), 1).value = "PPC1A"

    _run, verdicts = read(filled, ws, coordinator)

    assert verdicts["PPC1A"].code == "twice"


def test_an_answer_given_since_the_dry_run_stays(filled, coordinator, member):
    ws = opened(filled)
    ws.cell(line_of(ws, "PPA1B"), 6).value = "A"
    run, _verdicts = read(filled, ws, coordinator)
    say(filled, "PPA1B", "C", by=member, note="Baru")

    run = apply_import(run=run, actor=coordinator)

    assert list(run.refused) == ["PPA1B"]
    assert selectors.given_in(selectors.current_round(filled), "unit")["PPA1B"].value == "C"


@pytest.mark.parametrize(
    ("content", "code"), [(b"PK broken", "unreadable"), (b"", "empty_file"), (None, "no_head")]
)
def test_what_is_no_sheet_is_refused(sheet, coordinator, content, code):
    file = given(openpyxl.Workbook()) if content is None else SimpleUploadedFile("a.xlsx", content)

    with pytest.raises(DomainError):
        start_import(assessment=sheet, actor=coordinator, file=file, name="a.xlsx")

    assert not SheetImport.objects.exists()


def test_the_pages(client, filled, coordinator):
    client.force_login(coordinator)
    ws = opened(filled)
    ws.cell(line_of(ws, "PPA1B"), 6).value = "A"

    sent = client.post(reverse("assessment:upload", args=[filled.pk]), {"file": given(ws.parent)})
    shown = client.get(sent["Location"])
    client.post(reverse("assessment:apply", args=[filled.pk, SheetImport.objects.get().pk]))
    out = client.get(reverse("assessment:workbook", args=[filled.pk]))

    assert shown.context["dry"].taken == 1
    assert SheetImport.objects.get().applied_at
    assert out.content[:2] == b"PK"
