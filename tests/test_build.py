"""What the build relies on: words are found as Django asks for them, icons exist, locks name no host."""

import json
import re
import sys
from pathlib import Path

import polib
import pytest
from django.template import Context, Template
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import messages  # noqa: E402

PAGE = """
{% comment %}{% translate "never asked for" %}{% endcomment %}
<p title="{{ title|default:_("No \\"title\\"") }}">{% translate "100% done" %}</p>
{% translate "May" context "month" as month %}
{% blocktranslate trimmed with name=person count number=rows %}
  %(name)s wants 100%:
  {{ name }} has {{ number }} row.
{% plural %}
  {{ name }} has {{ number }} rows.
{% endblocktranslate %}
"""
CODE = """
from django.utils.translation import gettext_lazy as _, npgettext
from other import gettext as elsewhere

LABEL = _("One " "sentence.")
ROWS = npgettext("table", "%(count)s row", "%(count)s rows", 2)
NOT_OURS = elsewhere("not ours")
NOT_CONSTANT = _(LABEL)
"""


@pytest.fixture
def room(tmp_path, monkeypatch):
    """A room with a page, some code and a part of the catalogue that a test fills."""
    code = tmp_path / "lempu"
    (code / "room" / "templates").mkdir(parents=True)
    (code / "locale" / "parts").mkdir(parents=True)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "CODE", code)
    monkeypatch.setattr(messages, "PARTS", code / "locale" / "parts")
    monkeypatch.setattr(messages, "CATALOGUE", tmp_path / "django.mo")
    return code


def keys(room):
    return {(key.context, key.text) for key in messages.words_in_use()}


def test_the_words_of_a_page_are_those_that_rendering_asks_for(room, monkeypatch):
    (room / "room" / "templates" / "page.html").write_text(PAGE)
    asked, real = set(), translation._trans

    class Recorder:
        def __getattr__(self, name):
            return getattr(real, name)

        def gettext(self, text):
            asked.add((None, str(text)))
            return text

        def pgettext(self, context, text):
            asked.add((context, str(text)))
            return text

        def ngettext(self, text, plural, number):
            return self.gettext(text)

    with translation.override("id"):
        monkeypatch.setattr(translation, "_trans", Recorder())
        Template(PAGE).render(Context({"person": "Ani", "rows": 1}))

    assert keys(room) == asked


def test_the_words_of_code_are_found_under_every_name(room):
    (room / "room" / "views.py").write_text(CODE)

    assert keys(room) == {(None, "One sentence."), ("table", "%(count)s row")}


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "Hello %(name)s"\nmsgstr "Halo %(name)s"', ""),
        ('msgid "Hello %(name)s"\nmsgstr ""', "has no translation"),
        ('msgid "Hello %(name)s"\nmsgstr "Halo %(nama)s"', "other placeholders"),
        ('#, fuzzy\nmsgid "Hello %(name)s"\nmsgstr "Halo %(name)s"', "fuzzy"),
        ('msgid "Bye"\nmsgstr "Dah"', "obsolete"),
    ],
)
def test_check_names_the_fault(room, capsys, entry, fault):
    (room / "room" / "apps.py").write_text(
        'from django.utils.translation import gettext\ngettext("Hello %(name)s")\n'
    )
    (room / "locale" / "parts" / "room.po").write_text(entry)

    outcome = messages.check()

    assert (outcome, fault in capsys.readouterr().out) == (1 if fault else 0, True)


def test_two_rooms_may_not_say_one_thing_in_two_ways(room, capsys):
    for name, word in (("a", "Terima"), ("b", "Setujui")):
        (room / "locale" / "parts" / f"{name}.po").write_text(f'msgid "Accept"\nmsgstr "{word}"\n')
    (room / "room" / "templates" / "page.html").write_text('{% translate "Accept" %}')

    assert messages.check() == 1
    assert "'Accept' is translated otherwise at lempu/locale/parts/a.po" in (
        capsys.readouterr().out
    )


def test_the_catalogue_holds_the_parts(room):
    part = 'msgctxt "month"\nmsgid "May"\nmsgstr "Mei"\n\nmsgid "row"\nmsgid_plural "rows"\nmsgstr[0] "baris"'
    (room / "locale" / "parts" / "room.po").write_text(part)

    messages.compile_catalogue()

    built = {entry.msgid: messages.translation(entry) for entry in polib.mofile(messages.CATALOGUE)}
    assert built == {"May": "Mei", "row": "baris"}


def test_every_icon_a_template_names_is_in_the_sprite():
    named = {
        found
        for template in (ROOT / "lempu").rglob("templates/**/*.html")
        for found in re.findall(r'\{% icon "([\w-]+)"', template.read_text(encoding="utf-8"))
    }
    lines = (ROOT / "tools" / "icons.txt").read_text(encoding="utf-8").splitlines()

    assert named <= {*lines, "ring"}


def test_front_end_packages_are_exact_and_hashed():
    wanted = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    versions = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert versions == {name: lock[f"node_modules/{name}"]["version"] for name in versions}
    assert all("integrity" in package for path, package in lock.items() if path)


@pytest.mark.parametrize("lock", ["package-lock.json", *(ROOT / "requirements").glob("*.txt")])
def test_locks_name_no_registry(lock):
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
