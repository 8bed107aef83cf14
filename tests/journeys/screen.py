"""A person at a screen: what they do in words, and what must hold on every page they see."""

import os
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "panduan" / "gambar"


@cache
def _axe():
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


class Screen:
    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.faults = []
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._listen)

    def _listen(self, message):
        if message.type == "error" and "422" not in message.text and "404" not in message.text:
            self.faults.append(f"console: {message.text}")

    def go(self, path):
        answer = self.page.goto(self.address + path)
        assert answer is None or answer.status < 500, f"{path}: {answer.status}"
        return self

    def enter_demo(self, role):
        """Sign in as a role with one click on the demo's sign-in page."""
        self.go("/masuk/")
        self.page.get_by_role("button", name=re.compile(role, re.IGNORECASE)).first.click()
        self.page.wait_for_load_state()
        assert "/masuk/" not in self.page.url
        return self

    def sign_in(self, username, password):
        self.go("/masuk/")
        self.page.locator("[name=username]").fill(username)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("main button[type=submit], form button.btn-primary").first.click()
        self.page.wait_for_load_state()
        return self

    def first_sign_in(self, username, one_time, password):
        """Sign in with the one-time password and choose one's own."""
        self.sign_in(username, one_time)
        for field in self.page.locator("input[type=password]").all():
            name = field.get_attribute("name")
            field.fill(one_time if name in {"old", "old_password"} else password)
        self.page.locator("button.btn-primary").click()
        self.page.wait_for_load_state()
        return self

    def sign_out(self):
        self.page.context.clear_cookies()
        return self

    def press(self, name, role="button"):
        self.page.get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state()
        return self

    def follow(self, name):
        return self.press(name, role="link")

    def heading(self):
        return self.page.locator("h1").first.inner_text()

    def check(self):
        """No fault of script or policy, no sideways scroll, axe clean."""
        self.page.wait_for_load_state("networkidle")
        assert self.faults == [], self.faults
        wide = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{self.page.url} scrolls sideways by {wide} px"
        if self.page.evaluate("() => typeof axe === 'undefined'"):
            self.page.evaluate(_axe())
        found = self.page.evaluate(
            "() => axe.run(document, {resultTypes: ['violations'], runOnly: "
            "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        faults = [
            f"{fault['id']}: {fault['help']}: {[node['html'][:160] for node in fault['nodes'][:3]]}"
            for fault in found["violations"]
        ]
        assert faults == [], f"{self.page.url}\n" + "\n".join(faults)
        return self

    def picture(self, name):
        """Take a picture for the user guide, when asked to (make guide)."""
        if os.environ.get("LEMPU_GUIDE"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=False)
        return self
