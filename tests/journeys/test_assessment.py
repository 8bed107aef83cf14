"""A sheet from its first answer to round two: the office, the leader, the TPI, the office again, Excel."""

import re

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

#: A year for each width, since the demo is shared.
YEARS = {360: 2023, 1280: 2024}


def _signed(demo, open_screen, width, sheet):
    leader = open_screen(demo, width).enter_demo("Ketua")
    leader.go(f"{sheet}tanda-tangan/").check()
    leader.page.locator("[name=agrees]").check()
    leader.press("Tanda tangani dan ajukan").check()
    assert "Proses penilaian TPI" in leader.page.locator("header p").first.inner_text()


def test_unit_leader_tpi_unit_and_export(demo, open_screen, width):
    year = YEARS[width]
    coordinator = open_screen(demo, width).enter_demo("Koordinator ZI")
    coordinator.go("/penilaian/").check().follow("Mulai tahun baru").check()
    coordinator.page.locator("[name=year]").fill(str(year))
    coordinator.press("Mulai").check()
    sheet = re.sub(r"^https?://[^/]+", "", coordinator.page.url)
    for name in ("ambang/", "celah/", "baris/", "tahap/", "pilihan/", "impor/"):
        coordinator.go(sheet + name).check()
    coordinator.go(f"{sheet}soal/PPA1A/").check()
    coordinator.page.locator("input[name=value][value=Ya]").check()
    coordinator.page.locator("[name=note]").fill("SK tim terbit Januari.")
    coordinator.press("Simpan dan lanjut").check()
    assert "PPA1B" in coordinator.page.locator("header p").first.inner_text()

    _signed(demo, open_screen, width, sheet)

    assessor = open_screen(demo, width).enter_demo("Penilai TPI")
    assessor.go("/ruang-penilai/").check()
    assessor.go(f"{sheet}ruang/").check()
    assessor.go(f"{sheet}ruang/PPA1A/").check()
    assert assessor.page.get_by_text("SK tim terbit Januari.").count() == 1
    assessor.press("Setuju dengan satker").check()
    assessor.go(f"{sheet}putusan/").check()
    assessor.page.locator("[name=note]").fill("Lengkapi tata cara pemilihan anggota.")
    assessor.press("Kembalikan ke satker").check()

    coordinator.go(sheet).check()
    assert coordinator.page.get_by_text("Lengkapi tata cara pemilihan anggota.").count() >= 1
    coordinator.go(f"{sheet}soal/PPA1B/")
    coordinator.page.locator("input[name=value][value=A]").check()
    coordinator.page.locator("[name=note]").fill("Tata cara dilampirkan.")
    coordinator.press("Simpan").check()

    _signed(demo, open_screen, width, sheet)

    assessor.go(f"{sheet}ruang/PPA1B/").check()
    assert "putaran 2" in assessor.go(f"{sheet}ruang/").page.locator("h1").inner_text()
    book = coordinator.page.request.get(f"{coordinator.address}{sheet}excel/")
    assert book.body().startswith(b"PK")
