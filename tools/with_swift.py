"""A throw-away OpenStack Swift that speaks S3: with_swift.py COMMAND [ARGUMENT...]

Runs a command with LEMPU_STORE naming it. Proxy, account, container and object server come from the wheels of
requirements/swift.txt in .venv/swift, listen on 127.0.0.1 at free ports, keep all in a temporary folder and
are gone when the command ends.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / ".venv" / "swift" / "bin"
BUCKET, KEY, SECRET = "berkas", "kantor:lempu", "rahasia-uji"
PARTS = ("object", "container", "account")

SWIFT = "[swift-hash]\nswift_hash_path_suffix = lempu\nswift_hash_path_prefix = uji\n"
PART = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
user = {user}
log_level = ERROR
[pipeline:main]
pipeline = {part}-server
[app:{part}-server]
use = egg:swift#{part}
fallocate_reserve = 0
disable_fallocate = true
"""
PROXY = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
swift_dir = {folder}
user = {user}
log_level = ERROR
[pipeline:main]
pipeline = catch_errors cache s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
dns_compliant_bucket_names = true
[filter:tempauth]
use = egg:swift#tempauth
user_kantor_lempu = {secret} .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""


def is_installed() -> bool:
    return (PROGRAMS / "swift-proxy-server").exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*words: str, folder: Path) -> None:
    done = subprocess.run(
        [str(PROGRAMS / words[0]), *words[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode > 1:  # 1 warns that a ring has few devices
        raise SystemExit(f"{words} failed:\n{done.stdout}{done.stderr}")


def configure(folder: Path) -> dict[str, int]:
    """Write rings and settings; the ports of the servers."""
    ports = {name: free_port() for name in (*PARTS, "proxy")}
    facts = {"folder": folder, "user": os.environ.get("USER") or "root", "secret": SECRET}
    (folder / "devices" / "d1").mkdir(parents=True)
    (folder / "swift.conf").write_text(
        SWIFT + "[storage-policy:0]\nname = one\ndefault = yes\n", encoding="utf-8"
    )
    for part in PARTS:
        (folder / f"{part}.conf").write_text(
            PART.format(part=part, port=ports[part], **facts), encoding="utf-8"
        )
        ring = f"{part}.builder"
        run("swift-ring-builder", ring, "create", "2", "1", "0", folder=folder)
        device = f"r1z1-127.0.0.1:{ports[part]}/d1"
        run("swift-ring-builder", ring, "add", device, "1", folder=folder)
        run("swift-ring-builder", ring, "rebalance", folder=folder)
    (folder / "proxy.conf").write_text(PROXY.format(port=ports["proxy"], **facts), encoding="utf-8")
    return ports


def start(name: str, folder: Path) -> "subprocess.Popen[bytes]":
    words = [str(PROGRAMS / f"swift-{name}-server"), str(folder / f"{name}.conf")]
    log = (folder / f"{name}.log").open("wb")
    with log:
        return subprocess.Popen(
            words,
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, "SWIFT_TEST_IN_PROCESS": ""},
            start_new_session=True,
        )


def wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"{log.name}:\n{log.read_text(errors='replace')[-3000:]}")


@contextmanager
def server() -> Iterator[str]:
    """A running store; its address as LEMPU_STORE wants it."""
    with tempfile.TemporaryDirectory(prefix="lempu-swift-") as name:
        folder = Path(name)
        ports = configure(folder)
        running = {part: start(part, folder) for part in (*PARTS, "proxy")}
        try:
            for part, process in running.items():
                wait(ports[part], process, folder / f"{part}.log")
            yield f"s3://{KEY.replace(':', '%3A')}:{SECRET}@127.0.0.1:{ports['proxy']}/{BUCKET}?tls=0"
        finally:
            for process in running.values():
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def main(command: list[str]) -> int:
    if not command or not is_installed():
        raise SystemExit(__doc__ if is_installed() else "Swift is not installed. Run: make swift")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as address:
        return subprocess.call(command, env={**os.environ, "LEMPU_STORE": address})


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
