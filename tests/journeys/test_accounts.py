"""From the invitation to the first proof: with a passkey, and with a password, an app and no script."""

import io
import re

import pytest
from PIL import Image

from lempu.kernel.identity.tests.factories import code_now

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

PASSWORD = "tali unting-unting 17"
UNIT = "Teknis"


@pytest.fixture(scope="module")
def place(demo):
    """The demo under the one name without a certificate at which browsers allow passkeys."""
    return demo.replace("127.0.0.1", "localhost")


def photo():
    kept = io.BytesIO()
    Image.new("RGB", (1200, 900), "seagreen").save(kept, "JPEG")
    return {"name": "IMG_20250109_0931.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def give_authenticator(screen):
    """A phone that knows its owner: Chromium's virtual authenticator."""
    session = screen.page.context.new_cdp_session(screen.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def invite_on_paper(screen, username, *, picture=False):
    """The administrator adds a person of the unit and prints the invitation; its code."""
    screen.enter_demo("Administrator").go("/orang/tambah/").check()
    screen.page.locator("[name=name]").fill("Pegawai Baru")
    screen.page.locator("[name=username]").fill(username)
    screen.page.locator("[name=role]").select_option("member")
    unit = screen.page.locator("[name=unit] option", has_text=UNIT).first
    screen.page.locator("[name=unit]").select_option(unit.get_attribute("value"))
    screen.page.locator("main form button.btn-primary").click()
    screen.page.wait_for_load_state()
    screen.check()
    if picture:
        screen.picture("undang")
    screen.press("Tampilkan lembarnya").check()
    if picture:
        screen.picture("undangan-kertas")
    return screen.page.locator(".lp-secret").nth(2).inner_text()


def come_with_paper(screen, username, code):
    screen.go("/undangan/").check()
    screen.page.locator("[name=name]").fill(username)
    screen.page.locator("[name=code]").fill(code)
    screen.press("Lanjutkan").check()
    assert screen.heading() == "Pegawai Baru"


def prove(screen):
    """The first obligation of the unit that still waits gets its photo."""
    screen.go("/kirim-bukti/").check()
    screen.page.locator("main a.lp-item").first.click()
    screen.page.wait_for_load_state()
    screen.page.locator("input[type=file]").first.set_input_files([photo()])
    screen.page.locator("#bukti .lp-file", has_text="IMG_20250109_0931").first.wait_for()
    screen.check()


def test_invited_on_paper_in_with_a_passkey_first_proof(place, open_screen, width):
    username = f"baru.{width}"
    code = invite_on_paper(open_screen(place), username, picture=width == 1280)
    phone = open_screen(place, width)
    give_authenticator(phone)

    come_with_paper(phone, username, code)
    if width == 360:
        phone.picture("undangan-hp")
    phone.press("Buat kunci sandi dan lanjutkan")
    phone.page.locator(".lp-codes li").nth(9).wait_for()
    phone.check()
    if width == 360:
        phone.picture("kode-pemulihan-hp")
    phone.follow("Sudah saya simpan").check()
    assert phone.page.get_by_text("Akun Anda tidak punya kata sandi.").count() == 1
    if width == 1280:
        phone.picture("keamanan-akun")
    prove(phone)

    phone.sign_out().go("/masuk/").check()
    phone.press("Masuk dengan kunci sandi")
    phone.page.wait_for_url(re.compile(r"^(?!.*/masuk/)"))
    phone.go("/akun/perangkat/").check()
    if width == 1280:
        phone.picture("perangkat")

    again = open_screen(place, width)
    again.go("/undangan/")
    again.page.locator("[name=name]").fill(username)
    again.page.locator("[name=code]").fill(code)
    again.press("Lanjutkan")
    assert "tidak cocok dengan undangan" in again.page.locator("[role=alert]").inner_text()


def test_a_device_without_passkeys_says_so_and_nothing_is_lost(place, open_screen):
    username = "tanpa.kunci"
    code = invite_on_paper(open_screen(place), username)
    screen = open_screen(place, 360)
    come_with_paper(screen, username, code)

    screen.page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new Error('none')); }"
    )
    screen.page.get_by_role("button", name="Buat kunci sandi dan lanjutkan").click()
    screen.page.locator("[data-failed]:visible").wait_for()
    screen.check()
    for field in screen.page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    screen.press("Simpan kata sandi dan lanjutkan")

    assert screen.page.url == f"{place}/hari-ini/"


def test_password_app_and_recovery_code_without_script(place, open_screen, width):
    username = f"kata.sandi.{width}"
    code = invite_on_paper(open_screen(place), username)
    screen = open_screen(place, width, script=False)
    screen.go("/undangan/")
    screen.page.locator("[name=name]").fill(username)
    screen.page.locator("[name=code]").fill(code)
    screen.press("Lanjutkan")
    assert not screen.page.get_by_role("button", name="Buat kunci sandi dan lanjutkan").is_visible()
    for field in screen.page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    screen.press("Simpan kata sandi dan lanjutkan")

    screen.go("/akun/keamanan/").follow("Tambah aplikasi")
    screen.page.locator("summary").click()
    secret = screen.page.locator(".lp-secret").inner_text().replace(" ", "")
    screen.page.locator("[name=code]").fill(code_now(secret))
    screen.press("Tambahkan aplikasi")
    spare = screen.page.locator(".lp-codes li").first.inner_text()

    screen.sign_out().sign_in(username, PASSWORD)
    assert screen.heading() == "Langkah kedua"
    screen.page.locator("[name=code]").fill("000000")
    screen.press("Masuk")
    assert "Kode tidak cocok" in screen.page.locator("[role=alert]").inner_text()
    screen.page.locator("[name=code]").fill(spare)
    screen.press("Masuk")
    assert screen.page.url == f"{place}/hari-ini/"


def test_the_pages_of_a_second_step_are_clean(place, open_screen, width):
    username = f"langkah.{width}"
    code = invite_on_paper(open_screen(place), username)
    screen = open_screen(place, width)
    come_with_paper(screen, username, code)
    for field in screen.page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    screen.press("Simpan kata sandi dan lanjutkan")

    for page in (
        "/akun/",
        "/akun/keamanan/",
        "/akun/keamanan/kunci-sandi/",
        "/akun/keamanan/kode/",
    ):
        screen.go(page).check()
    screen.go("/akun/keamanan/aplikasi/").check()
    if width == 1280:
        screen.picture("aplikasi-kode")
    screen.page.locator("summary").click()
    secret = screen.page.locator(".lp-secret").inner_text().replace(" ", "")
    screen.page.locator("[name=code]").fill(code_now(secret))
    screen.press("Tambahkan aplikasi").check()
    screen.go("/akun/keamanan/").check()
    screen.page.get_by_role("link", name="Lepas").first.click()
    screen.page.wait_for_load_state()
    screen.check()

    screen.sign_out().sign_in(username, PASSWORD).check()
    if width == 360:
        screen.picture("langkah-kedua-hp")
    screen.go("/lupa-kata-sandi/").check()
    screen.go("/lupa-kata-sandi/terkirim/").check()
    screen.go("/lupa-kata-sandi/baru/").check()
    screen.go("/undangan/terima/").check()


def test_the_pages_of_the_office_are_clean(place, open_screen, width):
    screen = open_screen(place, width)
    screen.enter_demo("Administrator")

    screen.go("/satker/keamanan/").check()
    if width == 1280:
        screen.picture("keamanan-satker")
    screen.go("/orang/").check()
    screen.page.locator("tbody a[href^='/orang/']").first.click()
    screen.page.wait_for_load_state()
    screen.check().follow("Ponsel hilang").check()
