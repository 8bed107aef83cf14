"""The main job, from an empty installation: people, the decree, the plan, proof, review, the grid."""

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.screen import Screen

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

FILES = Path(__file__).resolve().parents[2] / "lempu/kernel/plans/tests/files"
PASSWORD = "tali unting-unting 17"


def photo(colour="firebrick"):
    kept = io.BytesIO()
    Image.new("RGB", (1200, 900), colour).save(kept, "JPEG")
    return {"name": "IMG_20250109_0931.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def add_person(screen, name, username, role):
    screen.go("/orang/tambah/")
    screen.page.locator("[name=name]").fill(name)
    screen.page.locator("[name=username]").fill(username)
    screen.page.locator("[name=role]").select_option(role)
    screen.page.locator("main form button.btn-primary").click()
    screen.page.wait_for_load_state()
    screen.check().follow("Buat kata sandi sekali pakai").check()
    screen.page.locator("main form button.btn-primary").click()
    screen.page.wait_for_load_state()
    return screen.check().page.locator(".lp-secret").nth(1).inner_text()


@pytest.fixture(scope="module")
def people(fresh, browser):
    """The administrator lets a coordinator, a member of staff and a reviewer in."""
    address, one_time = fresh
    context = browser.new_context(locale="id-ID")
    screen = Screen(context.new_page(), address)
    screen.first_sign_in("admin", one_time, PASSWORD)
    given = {
        username: add_person(screen, name, username, role)
        for username, name, role in (
            ("koordinator", "Koordinator ZI", "coordinator"),
            ("pelaksana", "Pelaksana Hukum", "member"),
            ("verifikator", "Verifikator", "reviewer"),
        )
    }
    screen.go("/orang/").check()
    assert screen.page.locator("tbody tr").count() == 4
    context.close()
    return given


def test_an_office_starts_and_lives(fresh, people, open_screen):
    address, _password = fresh
    coordinator = open_screen(address)
    coordinator.first_sign_in("koordinator", people["koordinator"], PASSWORD)

    read_the_decree(coordinator)
    decide_and_enact(coordinator)

    member = open_screen(address, 360)
    member.first_sign_in("pelaksana", people["pelaksana"], PASSWORD)
    prove_from_a_phone(member)

    reviewer = open_screen(address)
    reviewer.first_sign_in("verifikator", people["verifikator"], PASSWORD)
    accept(reviewer)

    coordinator.go("/matriks/2025/").check()
    cell = coordinator.page.locator("td a", has_text="1.1 Januari")
    assert cell.inner_text().strip() == "1.1 Januari: diterima, terlambat"


def read_the_decree(screen):
    screen.go("/rencana/unggah/").check()
    screen.page.locator("input[type=file]").set_input_files(FILES / "luwu-2025.docx")
    screen.page.locator("main form button.btn-primary").click()
    screen.page.wait_for_selector(".lp-totals", timeout=40_000)
    screen.check().picture("impor")
    totals = screen.page.locator(".lp-totals dd").all_inner_texts()
    assert totals == ["8", "25", "34", "5", "35", "266"]
    screen.page.locator("#lanjut button.btn-primary").click()
    screen.page.wait_for_selector("[data-component=grid]")
    screen.check().picture("tabel")
    change_words_and_think_better_of_it(screen)


def change_words_and_think_better_of_it(screen):
    """With the keyboard alone: the cell keeps the focus when the change is dropped."""
    screen.page.locator("[data-component=grid] input[type=checkbox]").first.focus()
    screen.page.keyboard.press("F2")
    screen.page.keyboard.type("Salah ketik")
    screen.page.keyboard.press("Escape")
    assert screen.page.evaluate("document.activeElement.closest('tr').dataset.code") == "1.1"
    assert "Salah ketik" not in screen.page.locator("[data-component=grid]").inner_text()
    screen.check()


def decide_and_enact(screen):
    enact = screen.page.locator("a[href$='/tetapkan/']").first
    enact.click()
    screen.page.wait_for_load_state()
    screen.page.locator(".lp-sticky button.btn-primary").click()
    screen.page.wait_for_load_state()
    assert "harus diputuskan" in screen.page.locator("[role=alert]").inner_text()
    screen.check()

    screen.page.locator("[role=alert] a").first.click()
    screen.page.wait_for_load_state()
    screen.follow("Harus diputuskan").check()
    screen.page.locator("form:has([name=choice][value=all_months]) button").first.click()
    screen.page.wait_for_load_state("networkidle")
    screen.go("/rencana/1/tetapkan/").check()
    screen.page.locator(".lp-sticky button.btn-primary").click()
    screen.page.wait_for_load_state()
    screen.go("/matriks/2025/").check()
    assert screen.page.locator("td a .lp-mark").count() == 266 + 12


def prove_from_a_phone(screen):
    screen.go("/matriks/2025/").check()
    screen.page.locator("td a", has_text="1.1 Januari").click()
    screen.page.wait_for_load_state()
    screen.check()
    screen.page.locator("select[name=kind]").first.select_option("decree")
    screen.page.locator("input[type=file]").first.set_input_files([photo(), photo("navy")])
    screen.page.locator("#bukti .lp-file").nth(1).wait_for()
    screen.check()
    note = screen.page.locator("#ajukan textarea")
    if note.count():
        note.fill("Undangan dan notulen menyatu dengan SK.")
    screen.page.locator("#bar button.btn-primary").click()
    screen.page.wait_for_load_state("networkidle")
    assert screen.page.locator(".lp-mark.is-diajukan").count() > 0
    screen.check()


def accept(screen):
    screen.go("/verifikasi/").check()
    screen.page.locator("main a[href^='/verifikasi/']").first.click()
    screen.page.wait_for_load_state()
    screen.check()
    screen.page.locator("button[value=accept]").click()
    screen.page.wait_for_load_state()
    assert screen.page.locator("form[action$='/urungkan/']").count() == 1
    screen.check()
