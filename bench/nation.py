"""The main pages over real HTTP, with one office and with the whole nation behind them.

    python bench/nation.py FOLDER [--offices 1 553] [--seconds 8]
    python tools/with_postgres.py python bench/nation.py FOLDER --offices 553

FOLDER keeps the homes that nation_home.py makes; the first run of 553 offices takes minutes. `lempu serve`
runs as an office runs it; the clients are threads of this process and share its processors. Where others
use these too, the milliseconds of the clock say little: then compare the processor time that the
web server spent for one page, and the load is kept beside the figures. Whole figures go to
bench/results/nation-DATABASE-OFFICES.json.
"""

import argparse
import http.client
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from demo import family, proportional_megabytes
from nation_home import make, settle_django

PORT = 8078
PAGES = (
    ("matrix", "bench-7317-coordinator", "/matriks/"),
    ("Hari ini", "bench-7317-member1", "/hari-ini/"),
    ("cockpit", "bench-7317-leader", "/kokpit/"),
    ("province", "bench-73-observer", "/pantauan/"),
    ("national overview", "bench-0-observer", "/pantauan/"),
    ("national heat map", "bench-0-observer", "/pantauan/0/bulan/"),
    ("public page", "", "/publik/7317/"),
)
RESULTS = Path(__file__).parent / "results"
TICKS = os.sysconf("SC_CLK_TCK")


def cookies(names):
    """Session cookies of people, and the queries each page takes."""
    from django.test import Client

    from lempu.kernel.accounts.models import User

    found = {"": Client(SERVER_NAME="localhost")}
    for name in names - {""}:
        user = User.objects.filter(username=name).first()
        if user:
            client = Client(SERVER_NAME="localhost")
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
            found[name] = client
    return found


def queries_of(client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def ask(cookie, path, until, times):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        times.append((time.perf_counter() - begun) * 1000)
    connection.close()


def spent(pid):
    """Seconds of processor time of the web server so far; worker and timer have work of their own."""
    web = next(one for one in family(pid) if "granian" in Path(f"/proc/{one}/cmdline").read_text())
    ticks = 0
    for one in family(web):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def load(pid, cookie, path, clients, seconds):
    """Figures of so many clients at once."""
    times, before = [], spent(pid)
    begun = time.perf_counter()
    threads = [
        threading.Thread(target=ask, args=(cookie, path, begun + seconds, times))
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    marks = statistics.quantiles(times, n=20)
    return {
        "p50_ms": round(marks[9], 1),
        "p95_ms": round(marks[18], 1),
        "pages": len(times),
        "processor_ms_a_page": round((spent(pid) - before) * 1000 / len(times), 1),
    }


class Watch(threading.Thread):
    """The highest memory of all processes of the server, counting shared pages once."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.highest, self.ended = pid, 0.0, threading.Event()

    def run(self):
        while not self.ended.wait(0.5):
            try:
                now = sum(map(proportional_megabytes, family(self.pid)))
            except OSError:
                continue
            self.highest = max(self.highest, now)


def serve(home):
    words = [sys.executable, "-m", "lempu", "serve", "--port", str(PORT)]
    environment = os.environ | {"LEMPU_HOME": str(home), "LEMPU_LOG_LEVEL": "ERROR"}
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL)
    for _ in range(1200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/siap")
            if connection.getresponse().status == 200:
                return process
        except OSError:
            time.sleep(0.25)
    raise SystemExit("the server did not become ready")


def measure(home, offices, seconds):
    """One home; called in a process of its own, since settings are read once."""
    settle_django(home)
    from django.core.management import call_command
    from django.db import connection

    make(home, offices)
    call_command("tallies")
    signed_in = cookies({name for _title, name, _path in PAGES})
    counted = {
        (name, path): queries_of(signed_in[name], path)
        for _title, name, path in PAGES
        if name in signed_in
    }
    process = serve(home)
    watch = Watch(process.pid)
    watch.start()
    print(f"\n{offices} offices, {connection.vendor}, load {os.getloadavg()[0]:.0f}")
    print(
        "page                 queries | 1 client: p50   p95  cpu | 4 clients: p50   p95  cpu (ms)"
    )
    pages = {}
    try:
        for title, name, path in PAGES:
            if name not in signed_in:
                continue
            session = signed_in[name].cookies.get("sessionid")
            cookie = session.value if session else ""
            load(process.pid, cookie, path, 4, 1)
            runs = [load(process.pid, cookie, path, clients, seconds) for clients in (1, 4)]
            pages[title] = {
                "queries": counted[name, path], "1 client": runs[0], "4 clients": runs[1],
            }  # fmt: skip
            words = [
                f"{run['p50_ms']:12.0f} {run['p95_ms']:6.0f} {run['processor_ms_a_page']:4.0f}"
                for run in runs
            ]
            print(f"{title:20} {counted[name, path]:7} | {' | '.join(words)}", flush=True)
    finally:
        watch.ended.set()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    print(f"peak of all processes together: {watch.highest:.0f} MB")
    facts = {
        "offices": offices, "database": connection.vendor, "seconds": seconds,
        "load_of_the_machine": [round(one, 1) for one in os.getloadavg()],
        "processors": os.cpu_count(), "peak_mb": round(watch.highest), "pages": pages,
    }  # fmt: skip
    name = f"nation-{connection.vendor}-{offices}.json"
    (RESULTS / name).write_text(json.dumps(facts, indent=1) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--offices", type=int, nargs="+", default=[1, 553])
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    if options.folder is None:
        raise SystemExit("give a folder to keep the homes in: bench/nation.py FOLDER")
    if len(options.offices) == 1:
        number = options.offices[0]
        home = options.folder.resolve() / f"{number}"
        measure(home, number, options.seconds)
        return
    for number in options.offices:
        words = [sys.executable, __file__, str(options.folder), "--offices", str(number)]
        subprocess.run([*words, "--seconds", str(options.seconds)], check=True)


if __name__ == "__main__":
    main()
