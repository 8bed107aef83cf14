"""Servers, worker and sweep are killed at random while people upload; nothing acknowledged may be lost.

Short by default; ``make torture ROUNDS=500`` kills that often.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

import pytest

from lempu.kernel.obligations.tests.conftest import own_database  # noqa: F401
from tests.journeys.server import ROOT, environment
from tests.torture.clients import Client
from tools.with_postgres import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.torture]
ROUNDS = int(os.environ.get("ROUNDS", "0"))
SHORT_SECONDS = 35
#: A slow machine gets more time to acknowledge this much.
ENOUGH, PATIENCE_SECONDS = 20, 200
#: In hours: nobody uploads as slowly as four seconds here.
YOUNG = "0.0012"


class Family:
    """Two web servers, a worker and a sweep that begins again and again, each in a session of its own."""

    def __init__(self, surroundings):
        self.surroundings = surroundings
        self.ports = [free_port(), free_port()]
        self.words = {
            "web 1": ["web", "--port", str(self.ports[0])],
            "web 2": ["web", "--port", str(self.ports[1])],
            "worker": ["worker"],
            "sweep": ["sweep", "--older-than", YOUNG],
        }
        self.running = {}

    def start(self, name):
        command = [sys.executable, "-m", "lempu", *self.words[name]]
        self.running[name] = subprocess.Popen(
            command,
            env=self.surroundings,
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, name):
        """End the process and all it started, without a word; whether it was still running."""
        process = self.running.pop(name)
        ran = process.poll() is None
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return ran

    def wait_ready(self, port):
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/siap", timeout=5):
                    return
            except OSError:
                time.sleep(0.25)
        raise AssertionError("the server did not become ready")


def run(surroundings, *words):
    done = subprocess.run(
        [sys.executable, "-m", *words], env=surroundings, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def campaign(family, clients):
    """Kill one after the other, at random moments, until it is enough; how often."""
    chance, kills, begun = random.Random(), 0, time.monotonic()

    def goes_on():
        if ROUNDS:
            return kills < ROUNDS
        went, kept = time.monotonic() - begun, sum(len(client.kept) for client in clients)
        return went < SHORT_SECONDS or (kept < ENOUGH and went < PATIENCE_SECONDS)

    while goes_on():
        time.sleep(chance.uniform(0.05, 1.2))
        name = chance.choice(list(family.words))
        if name.startswith("web"):  # let it serve a little, or only its start would be killed
            family.wait_ready(family.ports[name == "web 2"])
            time.sleep(chance.uniform(0, 0.6))
        kills += family.kill(name)
        family.start(name)
    for client in clients:
        client.ended.set()
    for client in clients:
        client.join(timeout=60)
    return kills


@pytest.mark.timeout(max(600, ROUNDS * 15))
def test_nothing_acknowledged_is_lost(own_database, tmp_path):  # noqa: F811
    given = {name: own_database[name] for name in ("DATABASE_URL",) if name in own_database}
    surroundings = environment(tmp_path, demo=False) | given
    surroundings["DJANGO_SETTINGS_MODULE"] = "lempu.config.settings.prod"
    run(surroundings, "lempu", "prepare")
    office = json.loads(run(surroundings, "tests.torture.office", "make").splitlines()[-1])
    family = Family(surroundings)
    clients = [Client(n, s, office, family.ports) for n, s in enumerate(office["sessions"])]
    try:
        for name in family.words:
            family.start(name)
        family.wait_ready(family.ports[0])
        for client in clients:
            client.start()
        kills = campaign(family, clients)
    finally:
        for name in list(family.running):
            family.kill(name)

    run(surroundings, "lempu", "sweep", "--older-than", "0")
    acknowledged = [fact for client in clients for fact in client.kept]
    (tmp_path / "acknowledged").write_text(json.dumps(acknowledged))
    place = str(tmp_path / "acknowledged")
    said = json.loads(run(surroundings, "tests.torture.office", "look", place).splitlines()[-1])
    print(f"\n{kills} kills, {sum(c.tries for c in clients)} uploads begun, "
          f"{len(acknowledged)} acknowledged, {said['versions']} kept")  # fmt: skip
    assert said["wrong"] == []
    assert said["left"] == []
    assert [strange for client in clients for strange in client.strange] == []
    assert len(acknowledged) >= ENOUGH
    assert kills >= (ROUNDS or 4)
