"""Somebody leaves the office: their access ends, their work goes on in other hands."""

import re

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

#: The demo is shared by both widths, so each width lets somebody else go.
LEAVERS = {
    360: ("PIC Keuangan dan Umum", "PIC Perencanaan dan Data"),
    1280: ("PIC Parmas dan SDM", "PIC Teknis dan Hukum"),
}


def test_leave_and_hand_over(demo_apart, open_screen, width):
    name, heir = LEAVERS[width]
    leaver = open_screen(demo_apart, width).enter_demo(name).go("/matriks/")
    administrator = open_screen(demo_apart, width).enter_demo("Administrator")
    administrator.go(f"/orang/?cari={name}").follow(re.compile("Pelaksana")).check()
    administrator.follow("Keluar dari satker").check()
    if width > 800:
        administrator.picture("keluar")
    rows = administrator.page.locator("[name^='to-obligations.owned']").count()
    assert rows > 0

    administrator.page.locator("[name=reason]").fill("Pindah ke KPU Kota Palopo")
    administrator.press("Akhiri akses dan serahkan tugas").check()
    assert "tugas tanpa penerima" in administrator.page.locator("[role=alert]").inner_text()
    choice = administrator.page.locator("[name=heir] option").filter(has_text=heir)
    administrator.page.locator("[name=heir]").select_option(choice.get_attribute("value"))
    administrator.press("Akhiri akses dan serahkan tugas").check()

    assert f"{name} sudah keluar" in administrator.page.locator("main").inner_text()
    assert "/masuk/" in leaver.go("/matriks/").page.url
    heirs = open_screen(demo_apart, width).enter_demo(heir).go("/hari-ini/").check()
    assert heirs.heading()
    administrator.go(f"/orang/?cari={heir}").follow(re.compile("Pelaksana"))
    administrator.follow("Serah terima tugas").check()
    assert administrator.page.locator("[name^='to-obligations.owned']").count() > rows
    administrator.go("/jejak/").check()
    assert "Seseorang keluar dari satker" in administrator.page.locator("main").inner_text()


#: Whoever goes on leave and who stands in, people the other journey leaves alone.
ABSENT = {360: ("PIC Teknis dan Hukum", "Petugas Meja PPID"), 1280: ("Verifikator", "Ketua")}


def test_a_colleague_stands_in(demo_apart, open_screen, width):
    name, delegate = ABSENT[width]
    absent = open_screen(demo_apart, width).enter_demo(name).go("/cuti/").check()
    choice = absent.page.locator("[name=delegate] option").filter(has_text=delegate)
    absent.page.locator("[name=delegate]").select_option(choice.get_attribute("value"))
    absent.press("Limpahkan kepada orang ini").check()
    assert absent.page.locator("[role=alert]").count() == 1, "the last day is missing"
    absent.page.locator("[name=ends_on]").fill("2099-12-31")
    absent.press("Limpahkan kepada orang ini").check()
    if width > 800:
        absent.picture("cuti")

    stand_in = open_screen(demo_apart, width).enter_demo(delegate).go("/hari-ini/").check()

    assert f"Anda menggantikan {name}" in stand_in.page.locator("main").inner_text()
    stand_in.go("/cuti/").press(re.compile("Akhiri sekarang")).check()
    stand_in.go("/hari-ini/")
    assert f"Anda menggantikan {name}" not in stand_in.page.locator("main").inner_text()
