import fcntl
import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys import server
from tests.journeys.screen import Screen

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo_built(tmp_path_factory):
    """The demo, built once however many workers run; to be copied."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    built = shared / "demo-built"
    with Path(shared, "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (built / "ready").exists():
            server.lempu(built, "demo", "--no-serve", demo=True)
            server.leave_stock(built)
            (built / "ready").touch()
    return built


@pytest.fixture(scope="session")
def demo_home(demo_built, tmp_path_factory):
    """The demo that the journeys of a worker share."""
    return server.copied(demo_built, tmp_path_factory.mktemp("demo") / "home")


@pytest.fixture(scope="session")
def demo(demo_home):
    with server.serving(demo_home, demo=True) as address:
        yield address


@pytest.fixture(scope="module")
def demo_apart(demo_built, tmp_path_factory):
    """A demo of the module's own, where people may leave and plans be amended."""
    home = server.copied(demo_built, tmp_path_factory.mktemp("apart") / "home")
    with server.serving(home, demo=True) as address:
        yield address


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """An installation with one administrator and nothing else: (address, password)."""
    home = tmp_path_factory.mktemp("fresh") / "home"
    server.lempu(home, "prepare")
    said = server.lempu(
        home, "administrator", "7317", "--username", "admin", "--name", "Administrator"
    )
    with server.serving(home, demo=False) as address:
        yield address, said.split()[-1]


@pytest.fixture(params=[360, 1280], ids=["phone", "desktop"])
def width(request):
    return request.param


@pytest.fixture
def open_screen(browser, request, tmp_path):
    """Opens screens: open_screen(address, width=..., script=True)."""
    contexts = []
    failures = request.session.testsfailed

    def opened(address, width=1280, *, script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 780 if width < 800 else 900},
            java_script_enabled=script,
            locale="id-ID",
            timezone_id="Asia/Makassar",
            has_touch=width < 800,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Screen(context.new_page(), address)

    yield opened
    for number, context in enumerate(contexts):
        if request.session.testsfailed > failures:
            seen = tmp_path / f"seen-{number}.png"
            context.pages[0].screenshot(path=seen, full_page=True)
            print(f"\nwhat was seen: {seen} ({context.pages[0].url})")
        context.close()
