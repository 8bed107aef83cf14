"""A bundle holds the year, reveals no names, and is the same for the same state."""

import ast
import hashlib
import io
import json
import posixpath
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest

from lempu.kernel.assessment.services.proofs import link_proof
from lempu.kernel.assessment.tests.factories import begun
from lempu.kernel.bundles import renditions, services
from lempu.kernel.bundles.services import exporting, segments
from lempu.kernel.evidence.models import Evidence, Version
from lempu.kernel.ledger import services as ledger
from lempu.kernel.ledger.models import Entry
from lempu.kernel.ledger.renditions import public_pem
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import person
from lempu.shared.errors import DomainError
from lempu.shared.proof import command, single
from lempu.shared.proof.bundle import Bundle

pytestmark = pytest.mark.django_db


def faults(path, **rest):
    return Bundle(str(path), **rest).run().faults


def test_a_bundle_holds_and_says_what_it_holds(built):
    verdict = Bundle(str(built.path)).run()

    assert verdict.faults == []
    assert verdict.facts["seals"] == 3
    # those of 2024 stay out: the segment begins with the first entry about the year
    assert verdict.facts["entries"] == built.entries - 3


def test_its_files_have_readable_names(built):
    names = zipfile.ZipFile(built.path).namelist()

    assert names == sorted(names)
    evidence = [name for name in names if name.startswith("bukti/")]
    assert len(evidence) == 4
    assert evidence[0].split("/")[2:] == [
        f"1.1 {evidence[0].split('/')[2][4:]}", "2025-01", "01 Notulen.txt",
    ]  # fmt: skip
    assert evidence[1].endswith(".jpg")
    assert "lampiran/Rencana aksi 2025.pdf" in names


def test_every_file_of_evidence_is_bound_to_the_entry_that_recorded_it(built):
    archive = zipfile.ZipFile(built.path)
    manifest = json.loads(archive.read("manifest.json"))
    lines = archive.read("ledger/entries.jsonl").decode().splitlines()
    entries = {json.loads(line)["seq"]: line for line in lines}

    for item in manifest["files"]:
        if item["path"].startswith("bukti/"):
            assert hashlib.sha256(archive.read(item["path"])).hexdigest() == item["sha256"]
            assert item["sha256"] in entries[item["entry"]]


def test_the_latest_version_is_handed_out(built):
    archive = zipfile.ZipFile(built.path)
    texts = [
        archive.read(name).decode() for name in archive.namelist() if name.endswith("Notulen.txt")
    ]

    assert texts == ["Rapat 0", "Rapat 1", "Rapat, diperbaiki"]


def test_no_name_of_a_person_is_in_it(built):
    archive = zipfile.ZipFile(built.path)

    for name in ("ledger/entries.jsonl", "content.js", "manifest.json", "keys.txt"):
        text = archive.read(name).decode()
        assert "Siti Rahasia" not in text
        assert "@" not in text


def test_the_same_state_gives_the_same_bytes_and_something_new_is_sealed_first(
    office, year, tmp_path
):
    one, two, three = (tmp_path / f"{n}.zip" for n in (1, 2, 3))

    first = services.export_year(office=office, year=2025, path=one, actor=None)
    second = services.export_year(office=office, year=2025, path=two, actor=None)
    ledger.record(office=office, act="offices.office_changed", subject=office, actor=None)
    third = services.export_year(office=office, year=2025, path=three, actor=None)

    assert one.read_bytes() == two.read_bytes()
    assert hashlib.sha256(two.read_bytes()).hexdigest() == first.sha256 == second.sha256
    assert (second.seal, third.seal) == (first.seal, first.seal + 1)


def test_the_ledger_notes_what_was_handed_out(office, year, tmp_path):
    actor = person(office, Role.LEADER)

    written = services.export_year(office=office, year=2025, path=tmp_path / "x.zip", actor=actor)

    entry = Entry.objects.filter(office=office).latest("seq")
    assert (entry.act, entry.actor) == ("bundles.exported", actor)
    assert json.loads(entry.body)["payload"] == {
        "year": 2025, "sha256": written.sha256, "size": written.size, "seal": written.seal,
    }  # fmt: skip


def test_a_year_without_plan_is_refused(office, tmp_path):
    with pytest.raises(DomainError) as refusal:
        services.export_year(office=office, year=2031, path=tmp_path / "x.zip", actor=None)

    assert refusal.value.code == "no_plan"
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_not_handed_out(office, year, tmp_path):
    file = Version.objects.exclude(file=None).earliest("pk").file
    with file.open() as content:
        path = Path(content.name)
    kept = path.read_bytes()
    path.write_bytes(b"X" + kept[1:])

    try:
        with pytest.raises(DomainError) as refusal:
            services.export_year(office=office, year=2025, path=tmp_path / "x.zip", actor=None)
    finally:
        path.write_bytes(kept)

    assert refusal.value.code == "file_damaged"
    assert list(tmp_path.iterdir()) == []


def test_an_office_that_never_stops_recording_is_told_to_wait(office, year, tmp_path, monkeypatch):
    def busy(office):
        seal = segments.sealed(office)
        ledger.record(office=office, act="offices.office_changed", subject=office, actor=None)
        return seal

    monkeypatch.setattr(exporting, "sealed", busy)
    with pytest.raises(DomainError) as refusal:
        services.export_year(office=office, year=2025, path=tmp_path / "x.zip", actor=None)

    assert refusal.value.code == "too_busy"


def test_the_single_file_runs_with_plain_python(built, folder):
    program = folder / single.NAME

    for where in (built.path, folder):
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(program), str(where)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "UTUH" in done.stdout
        assert "Python murni" in done.stdout

    (folder / "BACA-SAYA.txt").write_text("lain")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), str(folder)], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "TIDAK COCOK  BACA-SAYA.txt" in done.stdout


def test_the_single_file_speaks_python_39_and_names_nothing_twice():
    tree = ast.parse(single.single_file(), feature_version=(3, 9))

    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert sorted(set(names)) == sorted(names)
    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)


@pytest.mark.timeout(300)
def test_the_command_verifies_and_compares_the_key(built):
    new = built.publics[1]
    program = [sys.executable, "-m", "lempu", "verify", str(built.path)]

    def run(*words):
        return subprocess.run([*program, *words], capture_output=True, text=True)

    assert run("--key", new).returncode == 0
    foreign = run("--key", "0" * 64)
    assert foreign.returncode == 1
    assert "keys.txt: kunci yang Anda sebut tidak ada di sini" in foreign.stdout


def test_a_key_is_given_as_letters_or_as_a_file(built, tmp_path):
    old, new = built.publics
    pem = tmp_path / "kunci.pem"
    pem.write_text(public_pem(old))

    assert command.public_key_of(str(pem)) == old
    assert [command.run([str(built.path), "--quiet", "--key", key]) for key in (old, new, "xyz")] == [
        0, 0, 2,
    ]  # fmt: skip
    assert command.run([str(tmp_path / "tidak-ada.zip")]) == 2


def test_a_single_document_is_proved_alone_and_reveals_nothing_else(office, year, tmp_path):
    actor = person(office, Role.MEMBER)
    version = Version.objects.exclude(file=None).earliest("pk")

    name, content = services.prove_version(version=version, actor=actor)

    path = tmp_path / name
    path.write_bytes(content)
    archive = zipfile.ZipFile(path)
    assert faults(path) == []
    assert archive.read("dokumen/Notulen.txt") == b"Rapat 0"
    assert len(archive.read("ledger/entries.jsonl").splitlines()) == 1
    assert len(archive.read("ledger/seals.txt").splitlines()) == 1
    others = [Version.objects.latest("pk").name, "diperbaiki", "Daftar hadir"]
    text = b"".join(
        archive.read(each) for each in archive.namelist() if each != "index.html"
    ).decode()
    assert [word for word in others if word and word in text] == []
    assert Entry.objects.filter(office=office).latest("seq").act == "bundles.proved"


def test_a_link_has_no_proof(office, year):
    link = Version.objects.exclude(url="").get()

    with pytest.raises(DomainError) as refusal:
        services.prove_version(version=link, actor=None)

    assert refusal.value.code == "no_file"


def test_a_file_without_entry_has_no_proof(office, year):
    version = Version.objects.exclude(file=None).earliest("pk")
    version.evidence.obligation_id = year[2].pk

    with pytest.raises(DomainError) as refusal:
        services.prove_version(version=version, actor=None)

    assert refusal.value.code == "no_entry"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rapat / 1: \u201cKoordinasi\u201d", "Rapat 1 Koordinasi"),
        ("..", "tanpa nama"),
        ("con", "con -"),
        ("é" * 5, "eeeee"),
        ("kata " * 40, "kata " * 11 + "kata"),
        ("../../etc/passwd", "etc passwd"),
    ],
)
def test_names_are_safe_everywhere(text, name):
    assert renditions.safe(text) == name


def test_two_files_of_one_name_get_two_names():
    names = renditions.Names()

    assert [names.free("A/b", "pdf"), names.free("a/B", "pdf"), names.free("A/b", "txt")] == [
        "A/b.pdf", "a/B (2).pdf", "A/b.txt",
    ]  # fmt: skip


def test_content_cannot_leave_its_script():
    text = renditions.content_script({"name": "</script><script>alert(1)//\u2028"})

    assert "<" not in text.split("=", 1)[1]
    assert "\u2028" not in text


def test_other_offices_stay_out(built):
    lines = zipfile.ZipFile(built.path).read("ledger/entries.jsonl").decode().splitlines()
    assert {json.loads(line)["office"] for line in lines} == {"7317"}


def links_of(name, page):
    """The files of the bundle to which a page leads."""
    found = [unquote(match) for match in re.findall(r'href="([^"]*)"', page)]
    return [posixpath.normpath(posixpath.join(posixpath.dirname(name), each)) for each in found]


def test_evidence_is_found_by_the_question_of_the_evaluation_sheet(office, year, tmp_path):
    by = person(office, Role.COORDINATOR)
    sheet = begun(office, by)
    pieces = list(Evidence.objects.filter(obligation__in=year).order_by("pk"))
    link_proof(assessment=sheet, item="PPA1A", evidence=pieces[:1], actor=by)
    path, again = tmp_path / "x.zip", tmp_path / "y.zip"

    services.export_year(office=office, year=2025, path=path, actor=None)
    services.export_year(office=office, year=2025, path=again, actor=None)

    assert faults(path) == []
    assert path.read_bytes() == again.read_bytes()
    archive = zipfile.ZipFile(path)
    names = archive.namelist()
    page = "bukti LKE/1 Manajemen perubahan/PPA1 Penyusunan tim kerja/PPA1A.html"
    overview = "bukti LKE/Semua pertanyaan.html"
    assert [name for name in names if name.startswith("bukti LKE/")] == [page, overview]
    links = links_of(page, archive.read(page).decode())
    assert links[0] == overview
    assert archive.read(links[1]) == b"Rapat 0"
    assert links_of(overview, archive.read(overview).decode()) == [page]
    book = openpyxl.load_workbook(io.BytesIO(archive.read("LKE 2025.xlsx")))["LKE"]
    targets = [unquote(cell.hyperlink.target) for cell in book["J"] if cell.hyperlink]
    assert targets == [page.replace("/", "\\")]  # as Excel on Windows writes paths
