"""A photo of an earlier month is offered again; the reviewer sees both and says why it is in order."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]
REASON = "Rapat ini memang satu kegiatan dengan bulan sebelumnya."


def test_a_photo_used_again_is_seen_side_by_side(demo, open_screen, width):
    screen = open_screen(demo, width).enter_demo("Verifikator")
    screen.go("/verifikasi/").check()
    fact = with_the_photo(screen)
    assert "IMG_rapat_lagi.jpg" in fact.inner_text()
    screen.check().picture("temuan-verifikasi")

    fact.get_by_role("link").click()
    screen.page.wait_for_load_state()
    pictures = screen.page.locator(".lp-pair img")
    assert pictures.count() == 2
    for number in range(2):
        assert pictures.nth(number).evaluate("one => one.complete && one.naturalWidth > 100")
    assert "bukan putusan" in screen.page.locator("main").inner_text()
    screen.check().picture("temuan-berdampingan")

    screen.page.locator("[name=reason]").fill(REASON)
    screen.press("Terima dengan alasan ini")
    assert REASON in screen.page.locator("main").inner_text()
    screen.check()
    screen.page.locator(".lp-crumb a").first.click()
    screen.page.wait_for_load_state()
    settled = screen.page.locator(".lp-finding.is-settled")
    assert REASON in settled.first.inner_text()
    screen.check()

    settled.first.get_by_role("link").click()
    screen.page.wait_for_load_state()
    screen.press("Batalkan penerimaan")
    assert screen.page.get_by_role("button", name="Terima dengan alasan ini").count() == 1


def with_the_photo(screen):
    """Open what waits until its page speaks of the photo; the line that does."""
    items = screen.page.locator("main a.lp-item", has_text="temuan").all()
    for place in [item.get_attribute("href") for item in items]:
        screen.go(place)
        fact = screen.page.locator(".lp-check li", has_text="hampir sama")
        if fact.count():
            return fact
    raise AssertionError("nothing that waits holds the photo")


def test_a_coordinator_chooses_what_is_looked_for(demo, open_screen, width):
    screen = open_screen(demo, width).enter_demo("Koordinator")
    screen.go("/temuan/aturan/").check().picture("temuan-aturan")
    row = screen.page.locator("tr", has_text="Tanggal tidak ditemukan")
    row.get_by_role("button").click()
    screen.page.wait_for_load_state()
    assert "Nyalakan" in row.inner_text()
    screen.check()
    row.get_by_role("button").click()
    screen.page.wait_for_load_state()
    assert "Matikan" in row.inner_text()
