"""From the nation down to one cell, as those who observe it; and what they must not see."""

import sqlite3

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


@pytest.fixture(scope="session")
def foreign(demo_home):
    """An obligation of an office in another province than the demo's."""
    database = sqlite3.connect(demo_home / "lempu.sqlite3")
    found = database.execute(
        "SELECT obligation.id FROM obligations_obligation obligation "
        "JOIN offices_office office ON office.id = obligation.office_id WHERE office.code = '7401'"
    ).fetchone()
    database.close()
    return found[0]


def into(screen, address):
    """Press the first link of the page that leads there."""
    screen.page.locator(f'main a[href^="{address}"]').first.click()
    screen.page.wait_for_load_state()
    return screen.check()


def pictured(screen, name, width):
    if width > 800:
        screen.picture(name)


def test_the_observer_of_the_nation_walks_down_to_a_cell(demo, open_screen, width):
    screen = open_screen(demo, width).enter_demo("Pengamat KPU RI").go("/pantauan/").check()
    pictured(screen, "pantauan-nasional", width)
    into(screen, "/pantauan/73/")
    assert "Luwu Utara" in screen.page.locator("main").inner_text()
    pictured(screen, "pantauan-provinsi", width)

    into(screen, "/kokpit/?satker=7322")
    into(screen, "/matriks/")
    into(screen, "/kewajiban/")

    assert "Luwu Utara" in screen.page.locator("main").inner_text()
    assert screen.page.locator("main form[method=post]").count() == 0
    assert screen.page.locator("main input[type=file]").count() == 0
    assert "berkas.example" not in screen.page.content()


def test_views_of_the_nation_hold(demo, open_screen, width):
    screen = open_screen(demo, width).enter_demo("Pengamat KPU RI")

    for code in ("0", "74"):
        for page in ("", "bulan/", "program/", "belum-mulai/"):
            screen.go(f"/pantauan/{code}/{page}").check()
    screen.go("/pantauan/73/bulan/").check()
    pictured(screen, "pantauan-bulan", width)


def test_the_observer_of_a_province_sees_nothing_of_another(demo, foreign, open_screen, width):
    screen = open_screen(demo, width).enter_demo("Pengamat Provinsi").go("/pantauan/").check()

    text = screen.page.content()
    assert "Kolaka" not in text
    assert "Tenggara" not in text
    for path in (
        "/pantauan/0/",
        "/pantauan/74/",
        "/pantauan/7401/",
        "/pantauan/74/bulan/",
        "/pantauan/74/pantauan.xlsx",
        "/kokpit/?satker=7401",
        "/matriks/?satker=7401",
        f"/kewajiban/{foreign}/",
    ):
        answer = screen.page.request.get(screen.address + path)
        assert answer.status == 404, path
    assert screen.page.request.get(screen.address + "/pantauan/7322/").status == 200


def test_the_template_shows_who_took_it_over(demo, open_screen, width):
    screen = open_screen(demo, width).enter_demo("Koordinator Provinsi")
    screen.go("/rencana/contoh/").check()

    screen.page.locator("main a.lp-item").first.click()
    screen.page.wait_for_load_state()
    screen.check()

    text = screen.page.locator("main").inner_text()
    assert "Toraja Utara" in text
    assert "Luwu Timur" in text
    pictured(screen, "contoh-rencana", width)
