"""Proof sent from a phone over a line that drops, and over a reload: whole, once, and the same bytes."""

import hashlib
import secrets
import sqlite3
from urllib.parse import urlsplit

import pytest

from tests.journeys import server
from tests.journeys.line import Line

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def installation(demo_built, tmp_path_factory):
    """A copy of the demo of its own: (home, address)."""
    home = server.copied(demo_built, tmp_path_factory.mktemp("uploads") / "home")
    with server.serving(home, demo=True) as address:
        yield home, address


@pytest.fixture
def line(installation):
    parts = urlsplit(installation[1])
    line = Line((parts.hostname, parts.port))
    yield line
    line.close()


def a_photo(name, size):
    """A JPEG by its first bytes, of a size that takes several pieces."""
    return {
        "name": name,
        "mimeType": "image/jpeg",
        "buffer": b"\xff\xd8\xff\xe0" + secrets.token_bytes(size),
    }


def digest_of(photo):
    return hashlib.sha256(photo["buffer"]).hexdigest()


def kept(home, name):
    """Fingerprints of the versions of that name, and of their bytes."""
    with sqlite3.connect(home / "lempu.sqlite3") as rows:
        found = rows.execute(
            "SELECT f.sha256 FROM evidence_version v JOIN files_storedfile f ON f.id = v.file_id "
            "WHERE v.name = ?",
            [name],
        ).fetchall()
    for (sha256,) in found:
        content = (home / "files" / sha256[:2] / sha256[2:4] / sha256).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
    return [sha256 for (sha256,) in found]


def at_an_open_row(open_screen, address):
    """A member of staff on a phone, at a row they owe."""
    screen = open_screen(address, 360)
    screen.enter_demo("PIC Teknis dan Hukum").go("/kirim-bukti/")
    screen.page.locator("main a[href^='/kewajiban/']").first.click()
    screen.page.wait_for_load_state("networkidle")
    screen.page.locator("[data-live-only]:visible").first.wait_for()
    return screen


def choose(screen, *photos):
    screen.page.locator("input[name=documents]").set_input_files(list(photos))


def test_a_phone_goes_on_where_the_line_dropped(installation, line, open_screen):
    home, photo = installation[0], a_photo("IMG_jatuh.jpg", 6 * MEGABYTE)
    screen = at_an_open_row(open_screen, line.address)
    line.cut_after = line.sent_up + 3 * MEGABYTE + 300_000  # in the middle of the fourth piece

    choose(screen, photo)
    screen.page.get_by_text("Pengiriman berlanjut sendiri").wait_for(timeout=60_000)
    screen.page.wait_for_timeout(1500)
    assert kept(home, photo["name"]) == []
    before = line.sent_up
    line.mend()

    screen.page.locator(".lp-files .is-kept").wait_for(timeout=60_000)
    assert kept(home, photo["name"]) == [digest_of(photo)]
    assert line.sent_up - before < 4 * MEGABYTE, "what had arrived was not sent again"
    screen.page.locator("#bukti .lp-file").filter(has_text="IMG_jatuh").wait_for()
    screen.faults = [f for f in screen.faults if "Failed to load resource" not in f]
    screen.check().picture("unggah-hp")


def test_an_upload_survives_a_reload(installation, line, open_screen):
    home, photo = installation[0], a_photo("IMG_muat_ulang.jpg", 5 * MEGABYTE)
    screen = at_an_open_row(open_screen, line.address)
    line.cut_after = line.sent_up + 2 * MEGABYTE + 300_000

    choose(screen, photo)
    screen.page.get_by_text("Pengiriman berlanjut sendiri").wait_for(timeout=60_000)
    line.mend()
    screen.page.reload()

    screen.page.locator(".lp-files .is-kept").wait_for(timeout=60_000)
    assert kept(home, photo["name"]) == [digest_of(photo)]
    screen.page.reload()
    screen.page.wait_for_load_state("networkidle")
    assert screen.page.locator("[data-list] li").count() == 0
    assert kept(home, photo["name"]) == [digest_of(photo)]


def test_several_files_go_at_once_and_each_says_what_became_of_it(installation, open_screen):
    home, address = installation
    photos = [a_photo(f"IMG_bersama_{number}.jpg", 2 * MEGABYTE) for number in range(4)]
    bad = {"name": "halaman.html", "mimeType": "text/html", "buffer": b"<html><script>1</script>"}
    screen = at_an_open_row(open_screen, address)

    choose(screen, *photos, bad)

    screen.page.locator(".lp-files .is-kept").nth(3).wait_for(timeout=60_000)
    screen.page.locator(".lp-files .is-wrong").wait_for()
    assert "bukan jenis berkas" in screen.page.locator(".lp-files .is-wrong").inner_text()
    for photo in photos:
        assert kept(home, photo["name"]) == [digest_of(photo)]
    screen.check()


def test_a_file_is_replaced_over_a_line_that_drops(installation, line, open_screen):
    home, first = installation[0], a_photo("IMG_lama.jpg", MEGABYTE)
    screen = at_an_open_row(open_screen, line.address)
    row, other = screen.page.url.partition("#")[0], a_photo("IMG_baru.jpg", 5 * MEGABYTE)
    choose(screen, first)
    screen.page.locator(".lp-files .is-kept").wait_for(timeout=60_000)
    screen.page.reload()
    piece = screen.page.locator("#bukti .lp-file", has_text="IMG_lama")
    screen.go(piece.locator("a[href$='/ganti/']").first.get_attribute("href")).check()
    line.cut_after = line.sent_up + 2 * MEGABYTE + 300_000

    screen.page.locator("input[name=file]").set_input_files([other])
    screen.page.locator("main form button[type=submit]").click()
    screen.page.get_by_text("Pengiriman berlanjut sendiri").wait_for(timeout=60_000)
    assert screen.page.locator("input[name=file]").is_hidden()
    line.mend()

    screen.page.wait_for_url(row, timeout=60_000)
    screen.page.locator("#bukti .lp-file", has_text="IMG_baru").wait_for()
    assert kept(home, other["name"]) == [digest_of(other)]
    assert "Versi baru berlaku" in screen.page.locator("body").inner_text()
    screen.faults = [f for f in screen.faults if "Failed to load resource" not in f]
    screen.check()
