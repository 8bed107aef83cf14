"""Time stamps from a real authority: OpenSSL's own, answering over HTTP."""

import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from lempu.kernel.bundles.services.segments import stamp_items
from lempu.kernel.ledger import services
from lempu.kernel.ledger.models import Seal, Stamp
from lempu.kernel.ledger.services import stamping
from lempu.kernel.ledger.tests.test_seals import recorded
from lempu.kernel.offices.tests.factories import OfficeFactory
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db

CONFIG = """
[tsa]
default_tsa = one
[one]
dir = {folder}
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[leaf]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
[req]
distinguished_name = name
prompt = no
[name]
CN = Penanda waktu
"""


def openssl(folder, *words, **more):
    return subprocess.run(
        ["openssl", *words], cwd=folder, check=True, capture_output=True, **more
    ).stdout


class Authority:
    """Its keys lie in a folder; ``spoil`` changes an answer before it is sent."""

    def __init__(self, folder):
        self.folder, self.spoil = folder, None
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01")
        new = ("-newkey", "rsa:2048", "-nodes", "-config", "tsa.cnf")
        openssl(folder, "req", "-x509", *new, "-days", "3650", "-extensions", "ca",
                "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Akar")  # fmt: skip
        openssl(folder, "req", *new, "-keyout", "tsa.key", "-out", "tsa.csr")
        openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                "-CAcreateserial", "-days", "3650", "-extfile", "tsa.cnf", "-extensions", "leaf",
                "-out", "tsa.pem")  # fmt: skip
        self.roots = (folder / "ca.pem").read_text()

    def answer(self, question):
        (self.folder / "query.tsq").write_bytes(question)
        content = openssl(
            self.folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq",
            "-inkey", "tsa.key", "-signer", "tsa.pem",
        )  # fmt: skip
        return self.spoil(content) if self.spoil else content

    @contextmanager
    def serving(self):
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                question = self.rfile.read(int(self.headers["Content-Length"]))
                content = authority.answer(question)
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_words):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture
def asked(authority, settings):
    """The authority is configured and answers."""
    authority.spoil = None
    with authority.serving() as address:
        settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = address, authority.roots
        yield authority


def sealed(count=1):
    seals = []
    for _ in range(count):
        office = OfficeFactory()
        recorded(office)
        seals.append(services.seal_office(office=office))
    return seals


def code_of(act):
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def test_the_last_seal_of_each_office_is_stamped_once(asked):
    begun = timezone.now()
    one, other = sealed(2)
    recorded(one.office)
    last = services.seal_office(office=one.office)

    assert services.stamp_due() == 2
    assert services.stamp_due() == 0

    stamps = {stamp.seal_id: stamp for stamp in Stamp.objects.all()}
    assert set(stamps) == {last.pk, other.pk}
    assert abs((stamps[last.pk].stamped_at - begun).total_seconds()) < 60 * 60


def test_anybody_can_check_a_stamp_of_a_bundle_with_openssl(asked, tmp_path):
    (seal,) = sealed()
    services.stamp_due()

    (item,) = stamp_items([seal])
    (tmp_path / "stamp.tsr").write_bytes(item.content)
    said = openssl(
        tmp_path, "ts", "-verify", "-digest", seal.hash, "-in", "stamp.tsr",
        "-CAfile", str(asked.folder / "ca.pem"),
    )  # fmt: skip

    assert item.path == f"ledger/stempel-waktu-{seal.number}.tsr"
    assert b"OK" in said


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: b"<html>bukan jawaban</html>",
        lambda content: content[:-20] + bytes(20),
        lambda content: content * 200,
    ],
    ids=["empty", "a page", "changed", "huge"],
)
def test_an_answer_that_does_not_hold_is_not_kept(asked, spoil):
    sealed()
    asked.spoil = spoil

    assert code_of(services.stamp_due) == "no_stamp"
    assert not Stamp.objects.exists()

    asked.spoil = None
    assert services.stamp_due() == 1


def test_an_answer_to_another_question_is_not_kept(asked):
    """An old stamp sent again, for the same seal even: the nonce differs."""
    sealed()
    kept = []

    def remember(content):
        kept.append(content)
        return kept[0]

    asked.spoil = remember
    assert services.stamp_due() == 1
    sealed()
    assert code_of(services.stamp_due) == "no_stamp"


def test_an_authority_nobody_trusts_is_refused(asked, settings, tmp_path):
    sealed()
    settings.TIMESTAMP_ROOTS = Authority(tmp_path).roots

    assert code_of(services.stamp_due) == "no_stamp"


def test_an_authority_that_is_away_keeps_nobody_waiting(settings, authority):
    (seal,) = sealed()
    settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = "http://127.0.0.1:1/", authority.roots

    assert code_of(services.stamp_due) == "no_stamp"
    assert stamping.unstamped() == [seal]


def test_without_an_authority_nobody_is_asked(settings):
    settings.TIMESTAMP_URL = ""

    assert code_of(services.stamp_due) == "no_authority"
    assert Seal.objects.count() == 0
