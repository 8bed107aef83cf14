"""Rules of the house that no other tool checks."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from lempu.kernel.offices.rules import GRANTS

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted(p for p in (ROOT / "lempu").rglob("*.py") if "/migrations/" not in str(p))
PRODUCT = [p for p in CODE if "/tests/" not in str(p)]
VIEWS = [p for p in PRODUCT if p.name == "views.py" or p.parent.name == "views"]
TEMPLATES = sorted((ROOT / "lempu").rglob("templates/**/*.html"))
#: Mail programs read no style but that of the element itself.
PAGES = [p for p in TEMPLATES if p.parent.name != "mail"]
HOSTS = r"pypi\.(org|python)|pythonhosted|registry\.npmjs|deb\.debian\.org|/work/main"


def name(path):
    return str(path.relative_to(ROOT))


def nodes(path, *kinds):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


@pytest.mark.parametrize("path", VIEWS, ids=name)
def test_views_reach_rows_only_through_what_the_person_may_see(path):
    reached = [
        node.attr
        for node in nodes(path, ast.Attribute)
        if isinstance(node.value, ast.Attribute) and node.value.attr == "objects"
    ]

    assert [attribute for attribute in reached if attribute != "visible_to"] == []


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_files_functions_and_classes_can_be_held_in_the_head(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in nodes(path, ast.FunctionDef, ast.ClassDef)
        if node.end_lineno - node.lineno + 1 > (200 if isinstance(node, ast.ClassDef) else 50)
    ]

    assert lines <= 400
    assert long == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_templates_hold_no_script_or_style_of_their_own(path):
    text = path.read_text(encoding="utf-8")
    inline = re.findall(
        r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=[\"']|hx-on|javascript:", text
    )

    assert inline == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_stay_small_and_translate_whole_sentences(path):
    text = path.read_text(encoding="utf-8")
    untrimmed = re.findall(r"{%\s*blocktranslate(?![^%]*\btrimmed\b)[^%]*%}", text)
    limit = 60 if path.name.startswith("_") else 200

    assert len(text.splitlines()) <= limit
    assert untrimmed == []
    assert "{% load i18n" not in text, "i18n is built in"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_a_page_or_a_part(path):
    """A page extends the shell or the bare document; a part says so by its first letter."""
    begins = path.read_text(encoding="utf-8").startswith("{% extends ")

    assert begins != (path.name.startswith("_") or path.name == "document.html")


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_form_works_without_script(path):
    text = path.read_text(encoding="utf-8")
    posts = re.findall(r"<form\b[^>]*hx-post[^>]*>", text)

    assert [form for form in posts if "action=" not in form or 'method="post"' not in form] == []
    for element in re.findall(r"<(\w+)\b[^>]*hx-(?:post|put|delete|patch)", text):
        assert element == "form"


def test_no_room_is_called_what_every_room_is():
    banned = {"utils.py", "helpers.py", "constants.py", "managers.py", "mixins.py"}

    assert [name(path) for path in CODE if path.name in banned] == []


def test_migrations_are_named():
    automatic = [name(p) for p in (ROOT / "lempu").rglob("migrations/*.py") if "_auto_" in p.name]

    assert automatic == []


def test_every_permission_of_a_room_is_in_the_table():
    for path in PRODUCT:
        if path.name != "enums.py":
            continue
        for node in nodes(path, ast.ClassDef):
            if node.name != "Perm":
                continue
            values = {s.value.value for s in node.body if isinstance(s, ast.Assign)}
            assert values - set(GRANTS) == set(), name(path)


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda m: m._meta.label)
def test_no_desk_points_at_another_desk(model):
    def desk(label):
        found = re.match(r"lempu\.desks\.(\w+)", label)
        return found.group(1) if found else None

    for field in model._meta.get_fields():
        if not field.is_relation or field.auto_created or field.related_model is None:
            continue
        target = desk(field.related_model.__module__)
        assert target in {None, desk(model.__module__)}, field.name


def test_no_file_names_a_package_registry_or_this_machine():
    tracked = subprocess.run(
        ["git", "grep", "-lIE", HOSTS],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert [f for f in tracked.stdout.split() if f != "tests/test_style.py"] == []
