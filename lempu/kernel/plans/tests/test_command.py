"""``lempu plan read``: a verdict, JSON, and exit 1 with one clear line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"


def run(*words):
    command = [sys.executable, "-m", "lempu", "plan", "read", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_json_has_the_shape_of_the_expected_file_and_findings():
    done = run(FILES / "luwu-2025.docx", "--json")

    expected = json.loads((FILES / "luwu-2025.expected.json").read_text("utf-8"))
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told.pop("findings")
    assert told == expected


def test_the_verdict_is_readable():
    done = run(FILES / "luwu-2025.txt")

    assert done.returncode == 0
    assert "266" in done.stdout
    assert "7.2b" in done.stdout


@pytest.mark.parametrize(
    ("name", "code"), [("luwu-2025-scan.pdf", "scan"), ("there-is-none.docx", "not_found")]
)
def test_what_is_no_plan_ends_with_one_line(name, code):
    plain, structured = run(FILES / name), run(FILES / name, "--json")

    assert (plain.returncode, structured.returncode) == (1, 1)
    assert plain.stdout == ""
    assert len(plain.stderr.strip().splitlines()) == 1
    assert json.loads(structured.stdout)["error"]["code"] == code


def test_it_needs_no_database(monkeypatch, tmp_path):
    monkeypatch.setenv("LEMPU_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")

    assert run(FILES / "luwu-2025.txt", "--json").returncode == 0
