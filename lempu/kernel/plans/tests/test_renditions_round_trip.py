"""Any plan, written as annex or into the form, reads back identical."""

import datetime as dt
import io
import json
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lempu.kernel.plans import renditions
from lempu.kernel.plans.readers import Decree, Finding, Reading, read
from lempu.kernel.plans.renditions import Footer, annex_of, write_form
from lempu.kernel.plans.renditions.form import DECREE, FIRST_ROW, PLAN
from lempu.kernel.plans.renditions.legal import number_with_year
from lempu.kernel.plans.tests.test_readers_round_trip import plans

FILES = Path(__file__).parent / "files"
LUWU = json.loads((FILES / "luwu-2025.expected.json").read_text("utf-8"))
FOOTER = Footer("KPU Kabupaten Luwu · sidik jari 1a2b3c4d5e6f", "Halaman {page} dari {pages}")

regions = st.sampled_from(
    ["Kabupaten Luwu", "Kota Palopo", "Provinsi Sulawesi Selatan", "Kabupaten Tojo Una-una"]
)


@st.composite
def decrees(draw):
    """A decree as one is made: with a number, a date and a name, or still without them."""
    office = f"Komisi Pemilihan Umum {draw(regions)}"
    if not draw(st.booleans()):
        return Decree()
    day = draw(st.dates(min_value=dt.date(2021, 1, 1), max_value=dt.date(2029, 12, 31)))
    number = draw(st.sampled_from(["4", "120", f"7/HK.03.1-Kpt/7317/KPU-Kab/{day.year}"]))
    return Decree(
        number=number,
        year=day.year,
        date=day.isoformat(),
        place=draw(st.sampled_from(["Belopa", "Palopo", "Ujung Pandang"])),
        office=office,
        title=f"Penetapan Rencana Aksi Zona Integritas di Lingkungan {office}",
        signatory_name=draw(st.sampled_from(["ABDULLA SAPPE AMPIN MAJA", "Dr. Sitti, S.H., M.H."])),
        signatory_position=draw(st.sampled_from([f"Ketua {office}", "Plt. Ketua KPU"])),
    )


readings = st.builds(Reading, decrees(), plans())
slow = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def read_bytes(content, ending):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"lampiran.{ending}"
        path.write_bytes(content)
        return read(path)


def read_back(plan, ending, **options):
    annex = annex_of(plan, signed=True, footer=FOOTER, **options)
    return read_bytes(renditions.WRITERS[ending](annex), ending)


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_luwu_reads_back_identical(ending):
    reading = read_back(LUWU, ending).to_json()

    assert {key: reading[key] for key in LUWU} == LUWU


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
@settings(slow, max_examples=25)
@given(reading=readings)
def test_any_plan_reads_back_identical(ending, reading):
    found = read_back(reading.to_json(), ending)

    assert found.programmes == reading.programmes
    assert found.decree == reading.decree


@settings(slow, max_examples=10)
@given(reading=readings)
def test_any_plan_reads_back_identical_from_pdf(reading):
    found = read_back(reading.to_json(), "pdf")

    assert found.programmes == reading.programmes
    assert found.decree == reading.decree


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_further_columns_come_back(ending):
    plan = json.loads(json.dumps(LUWU))
    for programme in plan["programmes"]:
        for activity in programme["activities"]:
            for sub in activity["sub_activities"]:
                for indicator in sub["indicators"]:
                    indicator["extra"] = {"Keterangan": "DIPA", "Penanggung Jawab": "Subbag KUL"}

    found = read_back(plan, ending)

    assert found.to_json()["programmes"] == plan["programmes"]


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_words_are_words_and_never_formula_or_markup(ending):
    plan = json.loads(json.dumps(LUWU))
    texts = ["=HYPERLINK(1)", "#set page(width: 1cm)", "$x$ *tebal* <i", "@SUM(A1) & C:\\x"]
    for number, text in enumerate(texts):
        plan["programmes"][number]["activities"][0]["name"] = text

    found = read_back(plan, ending)

    names = [programme.activities[0].name for programme in found.programmes[: len(texts)]]
    assert names == texts


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_what_no_document_may_hold_is_left_out(ending):
    plan = json.loads(json.dumps(LUWU))
    plan["programmes"][0]["name"] = "Manajemen\x00\x0b Peru\ud800bahan\ufffe"

    found = read_back(plan, ending)

    assert found.programmes[0].name == "Manajemen Peru bahan"


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_a_text_longer_than_a_page_is_not_lost(ending):
    plan = json.loads(json.dumps(LUWU))
    text = "Terlaksananya " + " ".join(f"kegiatan ke-{number} pegawai" for number in range(150))
    plan["programmes"][4]["activities"][0]["sub_activities"][0]["indicators"][0]["text"] = text

    found = read_back(plan, ending)

    sub = found.programmes[4].activities[0].sub_activities[0]
    assert [indicator.text for indicator in sub.indicators] == [text]


def fill(reading):
    """Fills in the form as a person does: names once, ticks from the list, one row each."""
    workbook = openpyxl.load_workbook(io.BytesIO(write_form(office="KPU")))
    decree = reading.decree
    number = decree.number and number_with_year(decree.number, year=decree.year, date=decree.date)
    day = decree.date and annex_of(reading.to_json(), signed=False, footer=FOOTER).heading[3][1]
    values = [
        decree.office,
        number,
        decree.place,
        day,
        decree.signatory_position,
        decree.signatory_name,
        decree.title,
    ]
    for row, value in enumerate(values, 2):
        workbook[DECREE].cell(row, 2).value = value
    sheet = workbook[PLAN]
    for row, cells in enumerate(form_rows(reading), FIRST_ROW + 1):
        for column, value in enumerate(cells, 1):
            sheet.cell(row, column).value = value or None
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()


def form_rows(reading):
    for programme in reading.programmes:
        head = [programme.number, programme.name]
        for activity in programme.activities:
            head = [*head, activity.name]
            for sub in activity.sub_activities:
                head = [*head, sub.name]
                for indicator in sub.indicators:
                    ticks = ["√" if month in indicator.months else "" for month in range(1, 13)]
                    yield [*[""] * (4 - len(head)), *head, indicator.text, *ticks]
                    head = []
                for place, part in enumerate(sub.parts):
                    yield ["", "", "", f"{chr(97 + place)}. {part}"]


@settings(slow, max_examples=15)
@given(reading=readings)
def test_the_filled_form_reads_back_identical(reading):
    found = read_bytes(fill(reading), "xlsx")

    assert found.programmes == reading.programmes
    assert found.decree == reading.decree


def test_the_filled_form_raises_no_finding_of_its_own():
    reading = Reading.from_json(LUWU)
    from_annex = read_back(LUWU, "docx").findings

    found = read_bytes(fill(reading), "xlsx").findings

    assert [codes(item) for item in found] == [codes(item) for item in from_annex]


def codes(finding: Finding):
    return finding.code, finding.row
