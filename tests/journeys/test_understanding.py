"""A scan is sent from a phone, recognised by itself, and found by an inflected word of it."""

import time

import pytest

from lempu.kernel.files.services import recognition
from lempu.kernel.files.tests import makers

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(400),
    pytest.mark.skipif(bool(recognition.why_absent()), reason="OCRmyPDF is not installed"),
]
#: Neither word stands anywhere in the demo.
SCAN = ("BERITA ACARA", "Panitia mengunjungi mercusuar {width}", "Belopa 18 September 2025")
PATIENCE = 240


def test_a_scan_is_found_by_an_inflected_word(demo, open_screen, width):
    screen = open_screen(demo, width).enter_demo("Koordinator")
    lines = [line.format(width=width) for line in SCAN]
    screen.go("/kirim-bukti/").check()
    screen.page.locator("main a.lp-item").first.click()
    screen.page.wait_for_load_state()
    screen.page.locator("input[type=file]").first.set_input_files(
        [{"name": f"pindai-{width}.png", "mimeType": "image/png", "buffer": makers.scan(*lines)}]
    )
    piece = screen.page.locator("#bukti .lp-file", has_text=f"pindai-{width}").first
    piece.wait_for()
    screen.page.reload()
    screen.check()

    result = wait_for_result(screen, f"kunjungan mercusuar {width}")

    assert "Di dalam berkas" in result.inner_text()
    assert "mengunjungi" in result.locator("mark").all_inner_texts()
    screen.check().picture("cari-di-dalam-berkas")
    result.click()
    screen.page.wait_for_load_state()
    screen.check()
    side = screen.page.locator("main aside").inner_text()
    assert "Kenali teks pada hasil pindai" in side
    assert "Salinan dengan teks yang bisa dicari" in side
    with screen.page.expect_download() as download:
        screen.page.get_by_role("link", name="Salinan dengan teks").click()
    assert download.value.suggested_filename == f"pindai-{width}-teks.pdf"


def wait_for_result(screen, words):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        screen.go(f"/cari/?q={words}")
        found = screen.page.locator(".lp-found a", has_text="Di dalam berkas")
        if found.count():
            return found.first
        time.sleep(3)
    raise AssertionError(f"not found within {PATIENCE} s: {words}")
