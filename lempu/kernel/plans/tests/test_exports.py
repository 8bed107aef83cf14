import datetime as dt
import io
import tempfile
from pathlib import Path

import docx
import pytest
import time_machine

from lempu.kernel.offices.tests.factories import OfficeFactory
from lempu.kernel.plans import exports, selectors
from lempu.kernel.plans.readers import read
from lempu.kernel.plans.renditions import Mark
from lempu.kernel.plans.tests.factories import PlanFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2025, 10, 14, 4, 5, tzinfo=dt.UTC)


def a_plan(**rest):
    rest = {"decree_date": dt.date(2025, 1, 9), "signatory_name": "SITTI", **rest}
    return PlanFactory(rows=3, office=OfficeFactory(name="KPU Kabupaten Luwu"), **rest)


def paragraphs(export):
    return [p.text for p in docx.Document(io.BytesIO(export.content)).paragraphs]


@pytest.mark.parametrize("ending", exports.ENDINGS)
def test_annex_of_a_plan_reads_back_as_the_plan(ending):
    plan = a_plan()

    export = exports.annex(plan, ending)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(export.content)
        programmes = read(path, name=export.name).to_json()["programmes"]
    assert programmes == selectors.as_reading(plan)["programmes"]


def test_further_columns_are_part_of_the_plan():
    plan = a_plan()
    before = selectors.fingerprint(plan)
    plan.indicators.filter(order=1).update(extra={"Anggaran": "DIPA"})

    export = exports.annex(plan, "docx")

    table = docx.Document(io.BytesIO(export.content)).tables[0]
    assert [row.cells[17].text for row in table.rows[1:]] == ["Anggaran", "DIPA", "", ""]
    assert selectors.fingerprint(plan) != before


@pytest.mark.parametrize(
    ("rest", "is_signed"),
    [
        ({"enacted": True}, True),
        ({}, False),
        ({"enacted": True, "decree_number": ""}, False),
        ({"enacted": True, "decree_date": None}, False),
    ],
)
def test_only_an_enacted_decree_is_signed(rest, is_signed):
    assert ("ttd." in paragraphs(exports.annex(a_plan(**rest), "docx"))) is is_signed


@pytest.mark.parametrize(
    ("office", "name"),
    [
        ("KPU Kabupaten Luwu", "Lampiran rencana aksi 2025 KPU Kabupaten Luwu.pdf"),
        ("KPU/KIP: Aceh\n", "Lampiran rencana aksi 2025 KPU KIP Aceh.pdf"),
    ],
)
def test_file_is_named_after_year_and_office(office, name, settings):
    plan = PlanFactory(rows=1, office=OfficeFactory(name=office))

    assert exports.annex(plan, "pdf").name == name


@time_machine.travel(NOON, tick=False)
def test_footer_tells_moment_of_the_office_and_fingerprint():
    plan = a_plan()

    export = exports.annex(plan, "docx")

    footer = docx.Document(io.BytesIO(export.content)).sections[0].footer.paragraphs[0].text
    short = selectors.fingerprint(plan)[:12]
    assert footer.split("\t")[0] == (
        f"KPU Kabupaten Luwu · Draf versi 1 · dibuat 14 Oktober 2025 pukul 12.05 WITA · sidik jari {short}"
    )


def test_state_of_the_year_follows_the_cells_given():
    plan = a_plan(enacted=True)
    first, second, _third = selectors.rows_of(plan)
    cells = {
        (first.pk, 1): Mark("✓", "Diterima", late=True),
        (second.pk, 1): Mark("!", "Terlambat"),
    }

    export = exports.state_of_year(plan, cells, "docx", day=dt.date(2025, 10, 14))

    document = docx.Document(io.BytesIO(export.content))
    assert [row.cells[5].text for row in document.tables[0].rows[2:]] == ["✓ᵗ", "!", ""]
    texts = [p.text for p in document.paragraphs]
    assert "per 14 Oktober 2025" in texts
    assert "✓ Diterima    ! Terlambat    ᵗ selesai terlambat" in texts
    assert "SITTI" not in texts
    assert export.name == "Keadaan rencana aksi 2025 KPU Kabupaten Luwu.docx"


def test_form_is_in_the_language_of_the_office():
    export = exports.form(OfficeFactory())

    assert export.name == "Formulir rencana aksi.xlsx"
    assert export.content_type.endswith("spreadsheetml.sheet")
