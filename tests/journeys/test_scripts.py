"""What somebody types into any field never becomes script, element, template or formula.

Every form that the pages of a role lead to is filled with it and sent; then the pages are opened in it.
"""

import io
import re
import zipfile
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from lxml import html

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

TEMPLATE = "k{{7*7}}k"
LONG = (
    "=1+1'\"></textarea></title><img data-typed src=x onerror=alert(1)>"
    f"<script data-typed>alert(2)</script>{TEMPLATE}"
)
SHORT = '="><b data-typed>'
ADDRESS = "javascript:alert(3)//"
TYPED = {"text", "search", "url", "tel", ""}
#: Would end the session or take away the role with which the campaign goes on.
SPARED = {"accounts:sign_out", "demo:enter", "offices:switch", "offices:membership_end"}
SPARED |= {"offices:leave", "offices:password_reset", "offices:membership", "identity:take_keys"}
ROLES = {"Koordinator ZI": ("/hari-ini/", "/lainnya/", "/rencana/"), "Administrator": ("/orang/",)}
#: Forms that must have been reached.
ENOUGH = {"Koordinator ZI": 20, "Administrator": 8}
#: Pages of one route that are looked at, and forms of one route that are sent.
ALIKE = 2


def route_of(path):
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


class Campaign:
    """A role's pages as a program sees them: links followed, forms filled."""

    def __init__(self, request, address):
        self.request, self.address = request, address
        self.pages, self.sent, self.faults = {}, {}, []
        self.later = []

    def walk(self, starts):
        left = list(starts)
        while left:
            path = left.pop(0)
            route = route_of(path)
            seen = self.pages.setdefault(route, [])
            if not route or route in SPARED or path in seen or len(seen) >= ALIKE:
                continue
            seen.append(path)
            left += self.look(path, self.request.get(self.address + path))
        for path, form in self.later:
            self.send(path, form)

    def look(self, path, answer):
        """Judge an answer; the links on it. Its forms are sent once every page was seen."""
        if answer.status >= 500:
            self.faults.append(f"{path}: {answer.status}")
        kind = answer.headers.get("content-type", "")
        if "spreadsheet" in kind:
            self.judge_sheet(path, answer.body())
        if "html" not in kind:
            return []
        page = html.fromstring(answer.text())
        self.judge(path, page)
        self.later += [(path, form) for form in page.forms if form.method.upper() == "POST"]
        links = (urljoin(path, link.get("href")) for link in page.iter("a") if link.get("href"))
        return [link.partition("#")[0] for link in links if link.startswith("/")]

    def judge(self, path, page):
        if page.xpath("//*[@data-typed]") or page.xpath("//a[starts-with(@href, 'javascript:')]"):
            self.faults.append(f"{path}: became an element")
        if "k49k" in page.text_content():
            self.faults.append(f"{path}: became a template")

    def judge_sheet(self, path, content):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheets = [book.read(name).decode() for name in book.namelist() if "/sheet" in name]
        if any(re.search(r"<f>[^<]*(1\+1|data-typed)", sheet) for sheet in sheets):
            self.faults.append(f"{path}: became a formula")

    def send(self, path, form):
        target = urljoin(path, form.action or path)
        route = route_of(target)
        filled = self.filled(form)
        if route in SPARED or filled is None or self.sent.get(route, 0) >= ALIKE:
            return
        self.sent[route] = self.sent.get(route, 0) + 1
        answer = self.request.post(
            self.address + target,
            data=urlencode(filled),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": self.address + path,
            },
        )
        if answer.status == 403:
            self.faults.append(f"{target}: refused to the program itself")
        if "html" in answer.headers.get("content-type", ""):
            self.judge(target, html.fromstring(answer.text()))
        if answer.status >= 500:
            self.faults.append(f"POST {target}: {answer.status}")

    @staticmethod
    def filled(form):
        """The fields as a browser sends them, with the words in all that takes words; None without such."""
        fields, typed = form.form_values(), set()
        for each in form.xpath(".//textarea | .//input"):
            kind = "" if each.tag == "textarea" else each.get("type", "text").lower()
            if each.get("name") and kind in TYPED:
                typed.add(each.get("name"))
                most = int(each.get("maxlength") or 500)
                words = LONG if most >= len(LONG) else SHORT[:most]
                fields = [pair for pair in fields if pair[0] != each.get("name")]
                fields.append((each.get("name"), ADDRESS if kind == "url" else words))
        return fields if typed else None


@pytest.mark.parametrize("role", ROLES)
def test_words_stay_words(demo_apart, open_screen, role):
    run(open_screen(demo_apart), demo_apart, role)


def run(screen, address, role):
    dialogs = []
    screen.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    screen.enter_demo(role)
    campaign = Campaign(screen.page.context.request, address)
    campaign.walk(ROLES[role])
    assert campaign.faults == []
    assert len(campaign.sent) >= ENOUGH[role], sorted(campaign.sent)

    for paths in campaign.pages.values():
        for path in paths[:1]:
            answer = campaign.request.get(address + path)
            campaign.look(path, answer)
            if "html" in answer.headers.get("content-type", ""):
                screen.go(path)
                assert screen.page.locator("[data-typed]").count() == 0, path
    assert campaign.faults == []
    assert (screen.faults, dialogs) == ([], [])
    return campaign
