import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.utils import timezone

from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.findings import adapters
from lempu.kernel.findings.adapters import Answer
from lempu.kernel.findings.models import Finding, LinkState
from lempu.kernel.findings.services import ask_links, check
from lempu.kernel.obligations.tests.factories import ObligationFactory

ANSWERS = {
    "/ada": (200, ""),
    "/hilang": (404, ""),
    "/dihapus": (410, ""),
    "/tertutup": (403, ""),
    "/rusak": (500, ""),
    "/pindah": (301, "/ada"),
    "/putar": (302, "/putar"),
    "/drive": (302, "https://accounts.google.com/ServiceLogin?continue=a"),
    "/masuk-dulu": (302, "/masuk/"),
    "/ke-dalam": (302, "http://10.0.0.1/rahasia"),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status, onward = ANSWERS[self.path]
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def asked(port, path):
    """The answer of a server that stands for the open internet."""
    url = f"http://127.0.0.1:{port}{path}"
    return adapters.ask(url, may_go=lambda address: address == "127.0.0.1", ports={"http": port})


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/ada", Answer("open", 200)),
        ("/hilang", Answer("dead", 404)),
        ("/dihapus", Answer("dead", 410)),
        ("/tertutup", Answer("closed", 403)),
        ("/rusak", Answer("away", 500)),
        ("/pindah", Answer("open", 200)),
        ("/putar", Answer("away")),
        ("/drive", Answer("closed", 302)),
        ("/masuk-dulu", Answer("closed", 302)),
    ],
)
def test_a_link_is_followed_as_a_visitor_would(site, path, answer):
    assert asked(site, path) == answer


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://10.1.2.3/", "http://[::1]/", "http://169.254.169.254/latest"],
)
def test_nothing_inside_is_ever_asked(url):
    assert adapters.ask(url) == Answer("closed")


def test_a_page_cannot_send_the_server_inside(site):
    """The second address has another port than the first, and would be private too."""
    assert asked(site, "/ke-dalam").verdict in ("", "closed", "away")
    assert not adapters.is_public("10.0.0.1")


@pytest.mark.parametrize(
    "url", ["ftp://kpu.go.id/a", "http://kpu.go.id:8080/", "file:///etc/passwd"]
)
def test_other_protocols_and_ports_are_not_asked(url):
    assert adapters.ask(url) == Answer("")


@pytest.fixture
def link(db, settings):
    settings.CHECK_LINKS = True
    obligation = ObligationFactory(indicator__required=[])
    piece = EvidenceFactory(obligation=obligation, kind="publication")
    check(obligation.pk)
    return piece


def rules():
    return list(Finding.objects.standing().values_list("rule", "data"))


def later(**span):
    return time_machine.travel(timezone.now() + dt.timedelta(**span), tick=False)


def test_a_page_that_is_gone_is_said_once_it_has_been_gone_for_an_hour(link):
    def gone(_url):
        return Answer("dead", 404)

    assert ask_links(ask=gone) == 1
    assert rules() == []
    with later(hours=1, minutes=1):
        assert ask_links(ask=gone) == 1
    assert rules() == [("link_dead", {"status": 404})]


def test_a_server_under_repair_has_three_days(link):
    def away(_url):
        return Answer("away")

    for hours in (0, 2, 48):
        with later(hours=hours):
            ask_links(ask=away)
        assert rules() == []
    with later(hours=73):
        ask_links(ask=away)
    assert rules() == [], "perhaps this server has no way out"

    other = LinkState.objects.create(digest="lain", url="https://kpu.go.id/", status=200)
    with later(hours=75):
        LinkState.objects.filter(pk=other.pk).update(
            asked_at=timezone.now() - dt.timedelta(hours=1),
            next_at=timezone.now() + dt.timedelta(days=9),
        )
        ask_links(ask=away)
    assert rules() == [("link_dead", {"status": 0})]


def test_a_page_that_is_back_is_no_finding_and_asked_again_in_a_week(link):
    for hours in (0, 2):
        with later(hours=hours):
            ask_links(ask=lambda _url: Answer("closed", 403))
    assert rules() == [("link_closed", {"status": 403})]

    with later(days=8):
        ask_links(ask=lambda _url: Answer("open", 200))
        assert ask_links(ask=lambda _url: Answer("open", 200)) == 0
    assert rules() == []
    assert LinkState.objects.get().next_at > timezone.now() + dt.timedelta(days=14)


def test_an_installation_that_asks_no_links_says_nothing(link, settings):
    settings.CHECK_LINKS = False

    assert ask_links(ask=lambda _url: Answer("dead", 404)) == 0
