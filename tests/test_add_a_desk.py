"""The how-to makes a desk that works: its own blocks of code are the desk."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = """
from lempu.config.settings.test import *
INSTALLED_APPS = [*INSTALLED_APPS, "hello"]
"""


def blocks():
    text = (ROOT / "docs/how-to/add-a-desk.md").read_text(encoding="utf-8")
    return dict(re.findall(r"```python\n# file: (\S+)\n(.*?)```", text, re.DOTALL))


def run(folder, *words):
    """A command of Django in a process of its own, in which the desk is installed."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "with_hello",
        "PYTHONPATH": f"{folder}:{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "django", *words],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_desk_of_the_how_to_is_installed_and_counts(tmp_path):
    desk = tmp_path / "hello"
    desk.mkdir()
    (desk / "__init__.py").touch()
    for name, code in blocks().items():
        (desk / name).write_text(code.replace("lempu.desks.hello", "hello"), encoding="utf-8")
    (tmp_path / "with_hello.py").write_text(SETTINGS, encoding="utf-8")

    checked = run(tmp_path, "check")
    listed = run(tmp_path, "measures", "list", "--json")

    assert checked.returncode == 0, checked.stderr
    found = {each["key"]: each for each in json.loads(listed.stdout)}
    assert found["hello.greetings"]["unit"] == "count"
    assert "change.team" in found


def test_a_key_of_another_app_is_refused(tmp_path):
    desk = tmp_path / "hello"
    desk.mkdir()
    (desk / "__init__.py").touch()
    for name, code in blocks().items():
        wrong = code.replace("lempu.desks.hello", "hello").replace("hello.greetings", "x.greetings")
        (desk / name).write_text(wrong, encoding="utf-8")
    (tmp_path / "with_hello.py").write_text(SETTINGS, encoding="utf-8")

    checked = run(tmp_path, "check")

    assert checked.returncode != 0
    assert "plans.E001" in checked.stderr
