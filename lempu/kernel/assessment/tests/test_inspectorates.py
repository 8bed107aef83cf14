"""An inspectorate's own sheet: found by places, nothing guessed, nothing applied before a person confirms."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lempu.kernel.assessment import selectors
from lempu.kernel.assessment.models import Answer, SheetImport
from lempu.kernel.assessment.selectors.importing import dry_run_of
from lempu.kernel.assessment.services.importing import apply_import, start_import
from lempu.kernel.assessment.tests.inspectorates import ANSWER, InspectorateSheet
from lempu.shared.errors import DomainError

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.fixture
def theirs(sheet):
    return InspectorateSheet(sheet.instrument)


def file_of(made):
    kept = io.BytesIO()
    made.book.save(kept)
    return SimpleUploadedFile("LKE Inspektorat.xlsx", kept.getvalue())


def read(sheet, made, by):
    run = start_import(assessment=sheet, actor=by, file=file_of(made), name="LKE Inspektorat.xlsx")
    dry = dry_run_of(run)
    return run, dry, {each.item: each for each in dry.verdicts}


def test_every_question_is_found_by_its_place(sheet, theirs, coordinator):
    _run, dry, verdicts = read(sheet, theirs, coordinator)

    assert {each.code for each in verdicts.values()} == {"empty"}
    assert {item: each.line for item, each in verdicts.items()} == theirs.lines
    assert (dry.by_place, dry.older, dry.other_weights, dry.missing_parts) == (113, "", [], [])


def test_answers_are_taken_once_confirmed_with_the_words_of_the_file_beside_them(
    client, sheet, theirs, coordinator
):
    theirs.answer("PPA1A", "ya", "SK 12/2025").answer("PRF1A", "b").answer("SPAK", "3,6")
    theirs.answer("PRA1A", "=I9/I8").answer(("PRA1A", "agents"), 8).answer(("PRA1A", "changes"), 6)
    theirs.answer("PRD1A", "80 %").answer("CAPAIAN", "C.")

    run, _dry, verdicts = read(sheet, theirs, coordinator)
    client.force_login(coordinator)
    shown = client.get(reverse("assessment:dry_run", args=[sheet.pk, run.pk])).text
    assert not Answer.objects.exists()
    run = apply_import(run=run, actor=coordinator)

    answers = selectors.given_in(selectors.current_round(sheet), "unit")
    assert verdicts["PPA1A"].label.startswith("a. Apakah pada unit kerja tim pembangunan zona")
    assert "Apakah pada unit kerja tim pembangunan zona" in shown
    assert {item: each.value for item, each in answers.items()} == {
        "PPA1A": "Ya", "PRF1A": "B", "SPAK": "3.6", "PRA1A": "0.75", "PRD1A": "0.8", "CAPAIAN": "C",
    }  # fmt: skip
    assert (answers["PPA1A"].note, dict(run.refused)) == ("SK 12/2025", {})


@pytest.mark.parametrize(
    ("item", "value", "code", "words"),
    [
        ("PPA1B", "=A1", "formula_empty", "rumus"),
        ("PPA1B", "sebagian", "outside", "A, B, C"),
        ("PPA1A", 1, "outside", "Ya, Tidak"),
        ("SPAK", 15.75, "outside", "0 sampai 4"),
        ("PRE2A", "seratus", "outside", "0 sampai 1"),
        ("PRE2A", 80, "outside", "0 sampai 1"),
        (("PRA1A", "agents"), "tujuh", "count_no_number", "bilangan bulat"),
    ],
)
def test_a_bad_cell_names_what_is_wrong(sheet, theirs, coordinator, item, value, code, words):
    theirs.answer(item, value)
    if isinstance(item, tuple):
        theirs.answer((item[0], "changes"), 3)

    run, _dry, verdicts = read(sheet, theirs, coordinator)
    apply_import(run=run, actor=coordinator)

    verdict = verdicts[item[0] if isinstance(item, tuple) else item]
    assert verdict.code == code
    assert words in str(verdict.words)
    assert not Answer.objects.exists()


def test_a_formula_with_its_last_value_and_one_that_failed(sheet, theirs, coordinator):
    """As Excel writes them: <f> with <v>, and an error as t="e"."""
    theirs.answer("PPA1A", "KEPT").answer("PPA1B", "BROKEN")
    content = cells_replaced(
        file_of(theirs).read(),
        {
            theirs.lines["PPA1A"]: 't="str"><f>X1</f><v>Ya</v></c>',
            theirs.lines["PPA1B"]: 't="e"><f>X2</f><v>#REF!</v></c>',
        },
    )

    file = SimpleUploadedFile("a.xlsx", content)
    run = start_import(assessment=sheet, actor=coordinator, file=file, name="a.xlsx")
    verdicts = {each.item: each for each in dry_run_of(run).verdicts}

    assert (verdicts["PPA1A"].code, verdicts["PPA1A"].value) == ("formula", "Ya")
    assert verdicts["PPA1B"].code == "error"


def cells_replaced(content, cells):
    """The workbook with the cells of the answers in these lines written otherwise."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = data.decode()
                for line, cell in cells.items():
                    text = re.sub(
                        rf'<c r="I{line}"[^>]*>.*?</c>', f'<c r="I{line}" {cell}', text, count=1
                    )
                data = text.encode()
            new.writestr(name, data)
    return made.getvalue()


def test_merged_answers_are_refused_and_hidden_ones_too(sheet, theirs, coordinator):
    theirs.answer("PPA1A", "Ya")
    first, hidden = theirs.lines["PPA1A"], theirs.lines["PPB1A"]
    theirs.ws.merge_cells(
        start_row=first, end_row=first + 1, start_column=ANSWER, end_column=ANSWER
    )
    theirs.ws.merge_cells(start_row=hidden, end_row=hidden, start_column=8, end_column=ANSWER)

    _run, _dry, verdicts = read(sheet, theirs, coordinator)

    assert [verdicts[item].code for item in ("PPA1A", "PPA1B", "PPB1A")] == ["merged"] * 3


def test_a_missing_sub_area_shifts_nothing(sheet, coordinator):
    theirs = InspectorateSheet(sheet.instrument, without=("PPC1",))
    theirs.answer("PPC2A", "Ya").answer("PRC1A", "C")

    _run, dry, verdicts = read(sheet, theirs, coordinator)

    assert dry.missing_parts == ["PPC1 Perencanaan kebutuhan pegawai"]
    assert (verdicts["PPC1A"].code, verdicts["PPC2A"].value, verdicts["PRC1A"].value) == (
        "missing", "Ya", "C",
    )  # fmt: skip


def test_a_sub_area_with_a_question_too_many_is_refused_whole(sheet, theirs, coordinator):
    theirs.answer("PPA1A", "Ya").answer("PPA2A", "Ya")
    theirs.ws.insert_rows(theirs.lines["PPA1B"])
    line = theirs.lines["PPA1B"]
    theirs.ws.cell(line, 5).value, theirs.ws.cell(line, 8).value = "b. Pertanyaan baru?", "Ya/Tidak"

    _run, _dry, verdicts = read(sheet, theirs, coordinator)

    assert [verdicts[item].code for item in ("PPA1A", "PPA1B", "PPA2A")] == [
        "place",
        "place",
        "new",
    ]


def test_an_older_regulation_and_other_weights_are_said(sheet, coordinator):
    theirs = InspectorateSheet(sheet.instrument, law="NOMOR 52 TAHUN 2014", weights={1: 5})

    _run, dry, _verdicts = read(sheet, theirs, coordinator)

    assert dry.older == "PermenPANRB 52/2014"
    assert [tuple(each) for each in dry.other_weights] == [("Manajemen perubahan", "5", "4")]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (COMPOUND + "Workbook".encode("utf-16-le"), "old_excel", ".xls"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "encrypted", "kata sandi"),
        (b"%PDF-1.7 lembar kerja", "not_supported", ".xlsx"),
        (b"PK\x03\x04 terpotong", "damaged", "rusak"),
    ],
)
def test_a_file_of_another_kind_gets_clear_words(client, sheet, coordinator, content, code, words):
    with pytest.raises(DomainError) as refusal:
        start_import(
            assessment=sheet,
            actor=coordinator,
            file=SimpleUploadedFile("LKE.xlsx", content),
            name="LKE.xlsx",
        )
    client.force_login(coordinator)
    page = client.post(
        reverse("assessment:upload", args=[sheet.pk]),
        {"file": SimpleUploadedFile("LKE.xlsx", content)},
    )

    assert refusal.value.code == code
    assert (page.status_code, words in page.text) == (422, True)
    assert not SheetImport.objects.exists()
