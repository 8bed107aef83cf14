"""A coordinator exports a year; an evaluator without network opens and verifies it."""

import re
import zipfile

import pytest

pytestmark = pytest.mark.journey


@pytest.fixture
def exported(demo, open_screen, width, tmp_path):
    """The bundle of 2025, made on the page and saved by the browser."""
    screen = open_screen(demo, width).enter_demo("Koordinator ZI")
    screen.go("/jejak/").check().follow("Berkas bukti").check()
    screen.page.get_by_label("Tahun").select_option("2025")
    screen.press("Buat berkas bukti")
    link = screen.page.get_by_role("link", name="Unduh").first
    link.wait_for(timeout=90_000)
    screen.check()
    with screen.page.expect_download() as waiting:
        link.click()
    path = tmp_path / "berkas-bukti.zip"
    waiting.value.save_as(path)
    return path


def opened(browser, folder, width):
    """The page of the bundle, from the disk, with the network off."""
    context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    return page, faults


def verdict(page, field, what):
    page.set_input_files(field, what)
    page.wait_for_selector(".verdict", timeout=60_000)
    said = page.inner_text("#hasil")
    page.evaluate("document.getElementById('hasil').replaceChildren()")
    return said


def test_a_year_is_exported_and_verified_without_network(browser, exported, width, tmp_path):
    folder = tmp_path / "buka"
    zipfile.ZipFile(exported).extractall(folder)
    page, faults = opened(browser, folder, width)

    assert "Berkas bukti rencana aksi 2025" in page.title()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    whole = verdict(page, "#pilih-zip", exported)
    assert whole.startswith("Utuh")
    assert "Web Crypto" in whole
    assert verdict(page, "#pilih-folder", folder).startswith("Utuh")

    content = bytearray(exported.read_bytes())
    content[len(content) // 2] ^= 1
    changed = tmp_path / "berubah.zip"
    changed.write_bytes(content)
    assert verdict(page, "#pilih-zip", changed).startswith("Tidak utuh")
    (folder / "BACA-SAYA.txt").write_text("lain")
    (folder / "tambahan.txt").write_text("lain")
    said = verdict(page, "#pilih-folder", folder)
    assert "BACA-SAYA.txt: berubah" in said
    assert "tambahan.txt: ditambahkan" in said

    page.locator(".row summary", has_text=re.compile(r"\([1-9]\d* bukti\)")).first.click()
    page.locator(".row[open] button").first.click()
    assert page.locator("#lihat").is_visible()
    assert faults == []
    page.context.close()
