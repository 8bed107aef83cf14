"""Every page as the person who comes for it: no fault, no sideways scroll, axe clean, phone and desk."""

import sqlite3

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

#: role on the demo's sign-in page -> pages, with the name of the picture for the guide
PAGES = {
    "Koordinator ZI": [
        ("/matriks/", "matriks"),
        ("/matriks/2025/?teks=lengkap", ""),
        ("/hari-ini/", ""),
        ("/rencana/", ""),
        ("/rencana/unggah/", ""),
        ("/rencana/baru/", ""),
        ("/rencana/1/", ""),
        ("/rencana/indikator/8/", ""),
        ("/kirim-bukti/", ""),
        ("/laporan/?tahun=2025", ""),
        ("/laporan/7317/2025/bulanan/9/", ""),
        ("/laporan/7317/2025/triwulan/3/", ""),
        ("/laporan/7317/2025/bulanan/9/baris/", ""),
        ("/laporan/7317/2025/triwulan/3/rekomendasi/", ""),
        ("/laporan/kop/", ""),
        ("/laporan/versi/2/", ""),
        ("/tindak-lanjut/?selesai=1", ""),
        ("/jejak/", ""),
        ("/peran/", ""),
        ("/pemberitahuan/", "pemberitahuan"),
        ("/pesan/", "pesan"),
        ("/cari/", ""),
        ("/cari/?q=layanan", "cari"),
        ("/cari/?q=undanggan&jenis=evidence", ""),
        ("/lainnya/", ""),
        ("/panduan/", ""),
        ("/panduan/koordinator/", ""),
        ("/panduan/provinsi-dan-pusat/", ""),
    ],
    "PIC Teknis dan Hukum": [
        ("/hari-ini/", "hari-ini-hp"),
        ("/kirim-bukti/", ""),
        ("{returned}", "kewajiban-hp"),
        ("{due}", ""),
        ("{accepted}", ""),
        ("{nil}", ""),
        ("{undone}", ""),
        ("/akun/", ""),
        ("/akun/kata-sandi/", ""),
        ("/akun/akses-program/", ""),
        ("/pemberitahuan/", "pemberitahuan-hp"),
        ("/pesan/", ""),
        ("/akun/pengingat/", "pengingat"),
        ("/akun/kalender/", ""),
    ],
    "Verifikator": [("/verifikasi/", ""), ("{waiting}", "verifikasi"), ("/hari-ini/", "")],
    "Ketua": [("/kokpit/", "kokpit"), ("/hari-ini/", "")],
    "Penilai TPI": [("/matriks/", ""), ("{accepted}", ""), ("/kokpit/", ""), ("/verifikasi/", "")],
    "Pengamat Provinsi": [
        ("/pantauan/", ""),
        ("/pantauan/73/bulan/", ""),
        ("/pantauan/73/program/", ""),
        ("/pantauan/73/belum-mulai/", ""),
        ("/kokpit/?satker=7317", ""),
        ("/matriks/?satker=7317", ""),
    ],
    "Petugas Meja PPID": [("/hari-ini/", "")],
    "Administrator": [
        ("/orang/", "orang"),
        ("/orang/tambah/", ""),
        ("/orang/tambah-peran/", ""),
        ("/orang/1/", ""),
        ("/orang/1/akhiri/", ""),
        ("/orang/1/kata-sandi/", ""),
        ("/satker/pengaturan/", ""),
        ("/satker/pengingat/", "pengingat-satker"),
        ("/satker/surat/", ""),
        ("/satker/subbagian/", ""),
    ],
}


@pytest.fixture(scope="session")
def rows(demo_home):
    """Addresses of obligations of the first owner in each state, and of a submission that waits."""
    database = sqlite3.connect(demo_home / "lempu.sqlite3")
    one = "SELECT id FROM obligations_obligation WHERE {} ORDER BY id DESC LIMIT 1"
    states = {
        "returned": "state = 'returned'",
        "due": "state = 'open' AND begins_on <= date('now')",
        "accepted": "state = 'accepted' AND was_late",
        "nil": "state = 'nil'",
        "undone": "state = 'undone'",
    }
    found = {
        name: f"/kewajiban/{database.execute(one.format(where)).fetchone()[0]}/"
        for name, where in states.items()
    }
    waiting = "SELECT id FROM evidence_submission WHERE state = 'waiting' ORDER BY id LIMIT 1"
    found["waiting"] = f"/verifikasi/{database.execute(waiting).fetchone()[0]}/"
    database.close()
    return found


@pytest.mark.parametrize("role", PAGES)
def test_pages_hold_for_everybody(demo, rows, open_screen, width, role):
    screen = open_screen(demo, width)
    screen.enter_demo(role).check()

    for path, picture in PAGES[role]:
        screen.go(path.format(**rows)).check()
        assert len(screen.heading()) > 3
        if picture and picture.endswith("-hp") == (width < 800):
            screen.picture(picture)


def test_the_sign_in_page_holds(demo, open_screen, width):
    screen = open_screen(demo, width).go("/masuk/").check()

    if width > 800:
        screen.picture("masuk")
    screen.sign_in("demo-ketua", "bukan kata sandinya").check()
    assert "Masih bisa dicoba" in screen.page.locator("main, body").first.inner_text()


def test_the_public_page_holds_without_account_or_script(demo, open_screen, width):
    screen = open_screen(demo, width).go("/publik/7317/").check()
    if width > 800:
        screen.picture("publik")
    screen.follow("2025").check()
    assert screen.page.url.endswith("/publik/7317/2025/")

    plain = open_screen(demo, width, script=False).go("/publik/7317/2025/")
    assert plain.heading() == screen.heading()


@pytest.mark.parametrize("theme", ["dark"])
def test_pages_hold_in_the_dark(demo, rows, open_screen, theme):
    screen = open_screen(demo, 1280).enter_demo("Petugas Meja PPID")
    screen.go("/akun/").page.locator(f"[name=theme][value={theme}]").check()
    screen.page.locator("main form button.btn-primary").first.click()
    screen.page.wait_for_load_state()

    assert screen.page.locator("html").get_attribute("data-bs-theme") == theme
    for path in ("/hari-ini/", "/matriks/", "{returned}", "/jejak/", "/akun/"):
        screen.go(path.format(**rows)).check()


def test_people_without_script_get_through(demo, rows, open_screen):
    screen = open_screen(demo, 360, script=False)
    screen.enter_demo("PIC Teknis dan Hukum")

    screen.go("/hari-ini/")
    screen.page.locator(".lp-next a.btn-primary").click()
    screen.page.wait_for_load_state()
    assert "/kewajiban/" in screen.page.url
    screen.page.locator("input[type=file]").first.set_input_files(
        {"name": "Catatan.txt", "mimeType": "text/plain", "buffer": b"Catatan rapat bulan ini."}
    )
    screen.page.locator("form.lp-upload button[type=submit]").click()
    screen.page.wait_for_load_state()
    assert screen.page.get_by_text("Catatan.txt").count() >= 1


def test_the_annex_downloads_in_every_form(demo, open_screen):
    screen = open_screen(demo).enter_demo("Koordinator ZI")

    for path in ("/rencana/1/lampiran.{}", "/matriks/1/keadaan.{}"):
        for ending, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
            answer = screen.page.request.get(screen.address + path.format(ending))
            assert answer.status == 200
            assert answer.body().startswith(begins)
            assert "attachment" in answer.headers["content-disposition"]


def test_the_matrix_is_walked_with_the_keyboard(demo, open_screen):
    screen = open_screen(demo).enter_demo("Koordinator ZI").go("/matriks/2025/")
    screen.page.wait_for_load_state("networkidle")

    assert screen.page.locator("table.lp-matrix a[tabindex='0']").count() == 1
    screen.page.locator("table.lp-matrix a[tabindex='0']").focus()
    screen.page.keyboard.press("ArrowRight")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert "/kewajiban/" in screen.page.url


def test_texts_for_a_messenger_link_to_this_very_server(demo, open_screen, width):
    screen = open_screen(demo, width)
    screen.enter_demo("Koordinator ZI").go("/pesan/")

    text = screen.page.locator("main textarea").input_value()

    assert f"http://localhost:{demo.rpartition(':')[2]}/kewajiban/" in text
