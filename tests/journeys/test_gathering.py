"""A meeting is called, attended by phone, written down, closed, and proves a row that a reviewer accepts."""

import datetime as dt
import io
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


def photo():
    kept = io.BytesIO()
    Image.new("RGB", (800, 600), "steelblue").save(kept, "JPEG")
    return {"name": "Foto rapat.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def called_by(screen, title):
    """The coordinator calls a meeting that goes on all day, and sends the invitation."""
    page = screen.page
    screen.enter_demo("Koordinator ZI").go("/kegiatan/").check()
    screen.follow("Adakan kegiatan")
    day = dt.datetime.now(ZoneInfo("Asia/Makassar")).date()
    for name, value in {
        "title": title,
        "day": day.isoformat(),
        "starts": "00:01",
        "ends": "23:58",
        "place": "Aula",
        "agenda": "- Capaian bulan ini\n- Rencana bulan depan",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    screen.check().press("Lanjut ke undangan")
    for box in page.locator("[name=people]").all()[:4]:
        box.check()
    screen.press("Simpan daftar").check()
    screen.press("Beri nomor dan kirim")
    page.locator("a", has_text="Undangan (PDF)").first.wait_for()
    return page.url


def door_of(screen, place):
    """The address behind the code on the screen."""
    screen.go(urlsplit(place).path + "pintu/").check().picture("kegiatan-kode")
    return urlsplit(screen.page.locator("details a").get_attribute("href")).path


def draw(page):
    box = page.locator("canvas").bounding_box()
    left, top = box["x"] + 20, box["y"] + box["height"] / 2
    page.mouse.move(left, top)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(left + 18 * step, top + (14 if step % 2 else -14))
    page.mouse.up()


def test_a_meeting_becomes_proof(demo_apart, open_screen, width):
    title = f"Rapat evaluasi {width}"
    organiser = open_screen(demo_apart, width)
    place = called_by(organiser, title)
    door = door_of(organiser, place)

    guest = open_screen(demo_apart, 360)
    guest.go(door).check()
    guest.page.locator("[name=name]").fill("Andi Tenri")
    guest.page.locator("[name=institution]").fill("Bawaslu Luwu")
    draw(guest.page)
    guest.picture("kegiatan-hadir")
    guest.press("Catat kehadiran saya").check()
    assert guest.heading() == "Nama Anda tercatat"

    plain = open_screen(demo_apart, 360, script=False)
    plain.go(door)
    for name, value in {"name": "Budi", "institution": "Dinas", "initials": "Bd"}.items():
        plain.page.locator(f"[name={name}]").fill(value)
    plain.press("Catat kehadiran saya")
    assert plain.heading() == "Nama Anda tercatat"

    staff = open_screen(demo_apart, 360)
    staff.enter_demo("PIC Teknis dan Hukum").go(door).check()
    staff.press("Saya hadir: PIC Teknis dan Hukum")
    assert staff.heading() == "Nama Anda tercatat"

    page = organiser.page
    organiser.go(urlsplit(place).path).check()
    assert page.get_by_text("3 orang hadir").count()
    organiser.follow("Tulis notulen")
    page.locator("[name=course]").fill("Capaian dibahas per program.")
    page.locator("[name=decisions]").fill("- Bukti dikirim sebelum tanggal 25")
    organiser.check().press("Simpan notulen")
    organiser.follow("Beri tindak lanjut")
    page.locator("[name=text]").fill("Lengkapi daftar hadir")
    page.locator("[name=owner]").select_option(label="PIC Teknis dan Hukum")
    page.locator("[name=due_on]").fill(
        (dt.datetime.now(dt.UTC) + dt.timedelta(days=7)).date().isoformat()
    )
    organiser.check().press("Beri tindak lanjut")
    organiser.follow("Tambah berkas")
    page.locator("input[type=file]").set_input_files(photo())
    organiser.check().press("Simpan berkas")
    organiser.follow("Tutup kegiatan").check()
    organiser.press("Tutup dan buat berkasnya").check().picture("kegiatan-bukti")
    staff.go("/hari-ini/")
    assert staff.page.get_by_text("Lengkapi daftar hadir").count()

    accepted(open_screen(demo_apart, 1280), proves(organiser, place))


def proves(organiser, place):
    """The papers are offered to the first row that asks for them, and submitted from there; its words."""
    page = organiser.page
    page.locator("[name=rows]").first.check()
    organiser.press("Kirim berkasnya ke sana").check()
    row = page.locator("section[aria-labelledby=h-proof] a[href^='/kewajiban/']").first
    code = row.inner_text().split()[0]
    row.click()
    page.wait_for_load_state("networkidle")
    organiser.check()
    assert page.locator(f"#bukti a[href='{urlsplit(place).path}']").count(), "the piece leads back"
    note = page.locator("#ajukan textarea")
    if note.count():
        note.fill("Berkas kegiatan lengkap.")
    page.locator("#bar button.btn-primary").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".lp-mark.is-diajukan").count()
    return code


def accepted(reviewer, code):
    """A second person accepts it."""
    reviewer.enter_demo("Verifikator").go("/verifikasi/")
    reviewer.page.locator("main a[href^='/verifikasi/']", has_text=code).first.click()
    reviewer.page.wait_for_load_state()
    reviewer.check()
    reviewer.page.locator("button[value=accept]").click()
    reviewer.page.wait_for_load_state()
    assert reviewer.page.locator("form[action$='/urungkan/']").count() == 1
