"""Peak memory of the web server and MB per second by size of the upload: as a form and in pieces."""

import http.client
import json
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.server import environment  # noqa: E402
from tests.torture.clients import TOKEN, Client  # noqa: E402
from tests.torture.test_campaign import Family, run  # noqa: E402

SIZES = (1, 5, 15, 45)
PIECE = 1024 * 1024


def workers(main):
    """Processes of the server: what it started."""
    found = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [main, *(pid for child in found for pid in workers(int(child)))]


def peak(main, *, begin=False):
    """Megabytes at the highest since ``begin``, of the largest process."""
    if begin:
        for pid in workers(main):
            Path(f"/proc/{pid}/clear_refs").write_text("5")
    lines = [Path(f"/proc/{pid}/status").read_text() for pid in workers(main)]
    return max(int(text.split("VmHWM:")[1].split()[0]) for text in lines) / 1024


def in_pieces(port, session, content):
    """Through tus, a megabyte at a time."""
    headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
    headers |= {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    place, offset = "", 0
    while offset < len(content):
        piece = content[offset : offset + PIECE]
        about = {"Upload-Offset": str(offset)} if place else {"Upload-Length": str(len(content))}
        line.request("PATCH" if place else "POST", place or "/unggahan/", piece, headers | about)
        answer = line.getresponse()
        answer.read()
        assert answer.status in {201, 204}, answer.status
        place, offset = place or answer.headers["Location"], offset + len(piece)
    line.close()


def main():
    with tempfile.TemporaryDirectory(prefix="lempu-bench-") as name:
        surroundings = environment(Path(name), demo=False)
        surroundings["DJANGO_SETTINGS_MODULE"] = "lempu.config.settings.prod"
        run(surroundings, "lempu", "prepare")
        office = json.loads(run(surroundings, "tests.torture.office", "make").splitlines()[-1])
        family = Family(surroundings)
        family.start("web 1")
        try:
            family.wait_ready(family.ports[0])
            measure(family, office)
        finally:
            family.kill("web 1")


def measure(family, office):
    port, server = family.ports[0], family.running["web 1"].pid
    session, row = office["sessions"][0], office["obligations"][0]
    client = Client(1, session, office, [port])
    client.post(f"/kewajiban/{row}/berkas/", "documents", b"pemanasan " * 100)
    for size in SIZES:
        content = secrets.token_hex(size * 512 * 1024).encode()
        begin = peak(server, begin=True)
        begun = time.perf_counter()
        assert client.post(f"/kewajiban/{row}/berkas/", "documents", content) == 200
        form, form_peak = size / (time.perf_counter() - begun), peak(server)
        peak(server, begin=True)
        begun = time.perf_counter()
        in_pieces(port, session, content)
        pieces, pieces_peak = size / (time.perf_counter() - begun), peak(server)
        print(f"{size:3} MB  at rest {begin:.0f} MB", end="  ")
        print(f"form {form:6.1f} MB/s, peak {form_peak:5.0f} MB", end="  ")
        print(f"pieces {pieces:6.1f} MB/s, peak {pieces_peak:5.0f} MB")


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
