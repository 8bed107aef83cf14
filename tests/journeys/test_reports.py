"""A monthly report from its preview to the leader's signature, and the advice of a quarter to its end."""

import re

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

#: One month for each width, since the demo is shared: nobody reported them yet.
MONTHS = {360: (3, "Maret"), 1280: (4, "April")}


def test_monthly_report_signed_off(demo, open_screen, width):
    number, month = MONTHS[width]
    path = f"/laporan/7317/2025/bulanan/{number}/"
    coordinator = open_screen(demo, width).enter_demo("Koordinator ZI")
    coordinator.go("/laporan/?tahun=2025").check()
    coordinator.go(path).check()

    coordinator.follow("Tulis").check()
    coordinator.page.locator("[name=closing]").fill("Demikian laporan ini disampaikan.")
    coordinator.press("Simpan").check()
    assert coordinator.page.get_by_text("Demikian laporan ini disampaikan.").count() == 1
    coordinator.press("Buat versi 1").check()
    coordinator.follow("Beri nomor dan tanggal").check()
    coordinator.page.locator("[name=number]").fill(f"9{number}/PW.02-LP/7317/2025")
    coordinator.press("Tulis pada surat").check()

    leader = open_screen(demo, width).enter_demo("Ketua")
    leader.go("/hari-ini/").check()
    leader.follow(re.compile(f"{month} 2025 menunggu tanda tangan")).check()
    if width > 800:
        leader.picture("tanda-tangan")
    leader.press("Tandatangani versi 2").check()

    assert "ditandatangani Ketua" in leader.page.locator("header p").first.inner_text()
    pdf = leader.page.request.get(
        leader.address + leader.page.get_by_role("link", name="PDF").first.get_attribute("href")
    )
    assert pdf.body().startswith(b"%PDF")
    coordinator.go(path).check()
    if width > 800:
        coordinator.picture("laporan")
    assert "Versi 2 ditandatangani" in coordinator.page.locator("header p").first.inner_text()


def test_nobody_signs_a_version_that_was_made_anew(demo, open_screen):
    path = "/laporan/7317/2025/bulanan/2/"
    coordinator = open_screen(demo).enter_demo("Koordinator ZI").go(path)
    coordinator.press("Buat versi 1").follow("Beri nomor dan tanggal")
    coordinator.page.locator("[name=number]").fill("92/PW.02-LP/7317/2025")
    coordinator.press("Tulis pada surat")
    leader = open_screen(demo).enter_demo("Ketua").go(path)
    leader.follow("Lihat dan tandatangani").check()
    coordinator.press("Buat versi 3")

    leader.press("Tandatangani versi 2").check()

    assert "sudah membuat versi 3" in leader.page.locator("main").inner_text()
    leader.follow("Lanjutkan dengan versi 3").check()
    leader.press("Tandatangani versi 3").check()
    assert "Versi 3 ditandatangani" in leader.page.locator("header p").first.inner_text()


def test_advice_is_followed_to_the_end(demo, open_screen):
    owner = open_screen(demo, 360).enter_demo("PIC Keuangan dan Umum").go("/hari-ini/").check()
    owner.follow(re.compile("Adakan pelatihan")).check()
    owner.page.locator("[name=note]").fill("Pelatihan dilaksanakan tanggal 20.")
    owner.press("Laporkan sudah dikerjakan").check()

    coordinator = open_screen(demo).enter_demo("Koordinator ZI").go("/tindak-lanjut/").check()
    coordinator.follow(re.compile("Adakan pelatihan")).check()
    coordinator.press("Ya, selesai").check()
    assert "Selesai dan sudah diperiksa" in coordinator.page.locator("header p").first.inner_text()
