"""An amending decree from its file to the coloured matrix of the new version."""

import datetime as dt
import io
import re

import docx
import pytest

from lempu.kernel.plans.renditions import legal

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

#: The demo is shared by both widths, so each width amends the version the other one left.
NUMBERS = {360: "31", 1280: "32"}
REWORDED = "Tersedianya laporan kode etik pegawai setiap triwulan"


def amending_decree(annex, number):
    """The annex in force as another decree has it: a new number, a row reworded, one left out, one with
    other months."""
    document = docx.Document(io.BytesIO(annex))
    today = dt.date.today()
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("Nomor :"):
            paragraph.text = f"Nomor : {number} Tahun {today.year}"
        if paragraph.text.startswith(("Tanggal :", "pada tanggal")):
            label = "Tanggal :" if paragraph.text.startswith("Tanggal") else "pada tanggal"
            paragraph.text = f"{label} {legal.long_date(today.isoformat())}"
    for row in document.tables[0].rows[2:]:
        words = row.cells[4].text
        if "kode etik" in words.lower():
            row.cells[4].text = REWORDED if words != REWORDED else "Laporan Kode Etik"
        if "struktur JDIH" in words or "struktur PPID" in words:
            for cell in row.cells[5:]:
                cell.text = legal.TICK if not cell.text else ""
        if "nilai indeks kepuasan" in words:
            row._tr.getparent().remove(row._tr)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_amending_decree_becomes_the_version_in_force(demo_apart, open_screen, width):
    year = dt.date.today().year
    screen = open_screen(demo_apart, width).enter_demo("Koordinator ZI")
    screen.go("/rencana/").follow(re.compile(f"Rencana {year}")).check()
    plan = screen.page.url.rstrip("/").rsplit("/", 1)[-1]
    annex = screen.page.request.get(f"{demo_apart}/rencana/{plan}/lampiran.docx").body()

    screen.follow("Ubah lewat SK perubahan").check()
    screen.follow("Unggah SK perubahan").check()
    screen.page.locator("input[type=file]").set_input_files(
        {
            "name": "SK perubahan.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": amending_decree(annex, NUMBERS[width]),
        }
    )
    screen.press("Unggah dan baca")
    screen.page.wait_for_selector(".lp-facing", timeout=60_000)
    screen.check()
    settle(screen, width)
    screen.press("Jadikan draf perubahan").check()

    screen.follow("Lihat perbedaan").check()
    if width > 800:
        screen.picture("perubahan-beda")
    screen.follow("Lanjut ke penetapan").check()
    if screen.page.locator("[name=past]").count():
        screen.page.locator("#past-skip").check()
    screen.press(re.compile("Tetapkan versi")).check()
    assert "Ditetapkan" in screen.page.locator("header p").first.inner_text()

    screen.go("/matriks/").check()
    told = screen.page.locator("header.lp-head").inner_text()
    assert f"nomor {NUMBERS[width]}" in told.lower()
    assert screen.page.locator("td a .visually-hidden").count() > 200
    if width > 800:
        screen.page.locator(".lp-matrix tbody").nth(4).scroll_into_view_if_needed()
        screen.picture("perubahan-matriks")


def settle(screen, width):
    """One match is looked at and kept, every doubt is confirmed, and the annex is the whole plan."""
    address = screen.page.url
    screen.page.get_by_role("link", name=re.compile("Cocokkan lain")).first.click()
    screen.page.wait_for_load_state()
    screen.check().press("Simpan").check()
    for _ in range(5):
        screen.page.goto(f"{address}?tampil=putuskan")
        confirm = screen.page.get_by_role("button", name=re.compile("Ya, baris yang sama"))
        if not confirm.count():
            break
        confirm.first.click()
        screen.page.wait_for_load_state()
    if screen.page.locator("#cakupan-whole").count():
        screen.page.locator("#cakupan-whole").check()
        screen.press("Pakai pilihan ini").check()
    must = screen.page.get_by_role("button", name="Biarkan kosong")
    if must.count():
        must.first.click()
        screen.page.wait_for_load_state("networkidle")
    screen.page.goto(f"{address}?tampil=ubah")
    screen.check()
    if width > 800:
        screen.page.mouse.wheel(0, 520)
        screen.page.wait_for_timeout(300)
        screen.picture("perubahan-cocok")
