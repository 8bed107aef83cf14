"""Whatever is changed, added, removed or put in another order is found, and named.

The random campaign is short here and long in ``make torture`` (TAMPER=N).
"""

import json
import os
import random
import shutil
import zipfile

import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lempu.kernel.ledger.canonical import digest
from lempu.shared.proof.bundle import Bundle
from lempu.shared.proof.packing import Packer

pytestmark = pytest.mark.django_db
ROUNDS = int(os.environ.get("TAMPER", "300"))
ENTRIES, SEALS, PROOFS = "ledger/entries.jsonl", "ledger/seals.txt", "ledger/proofs.json"
WORDS = "ledger/words.jsonl"


def quick(public, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def faults(path, **rest):
    return Bundle(str(path), check=quick, **rest).run().faults


def named(path, **rest):
    return " | ".join(f"{where}: {what}" for where, what in faults(path, **rest))


def test_untouched_it_holds_in_either_form(built, folder):
    assert faults(built.path) == faults(folder) == faults(built.proof) == []


@pytest.mark.parametrize("which", ["path", "proof"])
def test_random_bytes_of_the_archive(built, tmp_path, which):
    """A byte changed, taken out or put in, anywhere in the zip: files, heads, directory, end."""
    whole = getattr(built, which).read_bytes()
    path, seed = tmp_path / "berubah.zip", random.randrange(2**32)
    chance = random.Random(seed)
    missed = []
    for number in range(ROUNDS):
        at, kind = (
            chance.randrange(len(whole)),
            chance.choice(["change", "remove", "insert", "cut"]),
        )
        other = bytes([whole[at] ^ chance.randrange(1, 256)])
        changed = {
            "change": whole[:at] + other + whole[at + 1 :],
            "remove": whole[:at] + whole[at + 1 :],
            "insert": whole[:at] + other + whole[at:],
            "cut": whole[:at],
        }[kind]
        path.write_bytes(changed)
        if changed != whole and not faults(path):
            missed.append((number, kind, at))

    assert missed == [], f"seed {seed}"


def test_random_files_of_the_folder(built, folder, tmp_path):
    """A byte changed, a file emptied, removed, added, renamed, exchanged: the file is named."""
    names = sorted(zipfile.ZipFile(built.path).namelist())
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    missed = []
    for number in range(ROUNDS):
        name, kind = (
            chance.choice(names),
            chance.choice(["change", "empty", "remove", "add", "rename"]),
        )
        path = folder / name
        content = path.read_bytes()
        told = name
        if kind == "change":
            at = chance.randrange(len(content))
            path.write_bytes(
                content[:at] + bytes([content[at] ^ chance.randrange(1, 256)]) + content[at + 1 :]
            )
        elif kind == "empty":
            path.write_bytes(b"")
        elif kind == "remove":
            path.unlink()
        elif kind == "add":
            told = f"{name}.{number}"
            (folder / told).write_bytes(content)
        else:
            told = f"{name} (1)"
            path.rename(folder / told)
        said = named(folder)
        if not any(
            each.removesuffix(".sig").removesuffix(".json") in said for each in (name, told)
        ):
            missed.append((number, kind, name, said))
        (folder / told).unlink(missing_ok=True)
        path.write_bytes(content)

    assert missed == [], f"seed {seed}"
    assert faults(folder) == []


def rewritten(built, target, changes, *, sign=True, private=None):
    """The bundle with other files, its manifest made to agree and signed anew as an insider could."""
    archive = zipfile.ZipFile(built.path)
    files = {name: archive.read(name) for name in archive.namelist()} | changes
    manifest = json.loads(files["manifest.json"])
    listed = {item["path"]: item for item in manifest["files"]}
    for name, content in files.items():
        if not name.startswith("manifest"):
            listed.setdefault(name, {"path": name}).update(
                sha256=digest(content), size=len(content)
            )
    manifest["files"] = [listed[name] for name in sorted(listed) if name in files]
    if private is not None:
        manifest["key"] = private.public_key().public_bytes_raw().hex()
    files["manifest.json"] = rfc8785.dumps(manifest)
    if sign:
        key = private or serialization.load_pem_private_key(built.private, None)
        files["manifest.sig"] = f"{key.sign(files['manifest.json']).hex()}\n".encode()
    with target.open("w+b") as output:
        packer = Packer(output)
        for name in sorted(files):
            packer.add(name, [files[name]])
        packer.finish()
    return target


def test_a_manifest_made_to_agree_lacks_the_signature(built, tmp_path):
    path = rewritten(built, tmp_path / "x.zip", {"BACA-SAYA.txt": b"lain"}, sign=False)

    assert faults(path) == [("manifest.json", "tanda tangan di manifest.sig tidak cocok")]


def lines_of(built, name):
    return zipfile.ZipFile(built.path).read(name).split(b"\n")[:-1]


def joined(lines):
    return b"".join(line + b"\n" for line in lines)


def swap(lines):
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def remove(lines):
    return [*lines[:3], *lines[4:]]


def double(lines):
    return [*lines[:3], lines[2], *lines[3:]]


def shorten(lines):
    return lines[:-1]


def reason(lines):
    return [line.replace(b'"kind":"minutes"', b'"kind":"photo"') for line in lines]


def rechained(lines):
    """An entry changed, and every later one made to follow it."""
    made, previous = [], json.loads(lines[0])["previous"]
    for place, line in enumerate(lines):
        facts = json.loads(line) | {"previous": previous}
        if place == 2:
            facts["payload"] = facts["payload"] | {"note": "lain"}
        made.append(rfc8785.dumps(facts))
        previous = digest(made[-1])
    return made


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (swap, "entri 6: berisi nomor 7"),
        (remove, "entri 7: berisi nomor 8"),
        (double, "entri 7: berisi nomor 6"),
        (shorten, "entri, ada"),
        (reason, "akar pohon"),
        (rechained, "akar pohon"),
    ],
)
def test_even_with_the_key_no_entry_is_changed_unseen(built, tmp_path, change, told):
    """Somebody who can sign manifests, but did not seal anew."""
    changed = change(lines_of(built, ENTRIES))
    assert changed != lines_of(built, ENTRIES)

    path = rewritten(built, tmp_path / "x.zip", {ENTRIES: joined(changed)})

    said = named(path)
    assert told in said
    assert "ledger/" in said


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lines: lines[:-1], "segel terakhir mencakup"),
        (lambda lines: [lines[0], lines[2]], "segel 3: tidak menyambung"),
        (lambda lines: [lines[1], lines[0], lines[2]], "tidak menyambung"),
        (lambda lines: [*lines, lines[2]], "tidak menyambung"),
        (lambda lines: [lines[0].replace(b'"size":2', b'"size":1'), *lines[1:]], "segel 1: tanda tangan"),
        (lambda lines: [], "tidak ada segel"),
    ],
)  # fmt: skip
def test_even_with_the_key_no_seal_is_changed_unseen(built, tmp_path, change, told):
    changed = change(lines_of(built, SEALS))

    path = rewritten(built, tmp_path / "x.zip", {SEALS: joined(changed)})

    assert told in named(path)


@pytest.mark.parametrize("member", ["first", "before", "consistency"])
def test_no_proof_is_changed_unseen(built, tmp_path, member):
    proofs = json.loads(zipfile.ZipFile(built.path).read(PROOFS))
    value = proofs[member]
    proofs[member] = value + 1 if member == "first" else [value[0][::-1], *value[1:]]

    path = rewritten(built, tmp_path / "x.zip", {PROOFS: rfc8785.dumps(proofs)})

    assert "ledger" in named(path)


def test_a_file_that_its_entry_does_not_name(built, tmp_path):
    names = [name for name in zipfile.ZipFile(built.path).namelist() if name.startswith("bukti/")]

    path = rewritten(built, tmp_path / "x.zip", {names[0]: b"Rapat yang lain"})

    assert f"{names[0]}: entri" in named(path)
    assert "tidak menyebut berkas ini" in named(path)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (b"menyusul", b"ada", "bukan yang tercatat"),
        (b'{"entry":', b'{"entry":9', "entri itu tidak ada"),
    ],
)
def test_what_people_wrote_is_what_the_entry_stands_for(built, tmp_path, was, now, told):
    words = zipfile.ZipFile(built.path).read(WORDS)
    assert was in words
    assert was not in zipfile.ZipFile(built.path).read(ENTRIES)

    path = rewritten(built, tmp_path / "x.zip", {WORDS: words.replace(was, now)})

    assert f"{WORDS}, entri" in named(path)
    assert told in named(path)


def test_a_bundle_of_somebody_else_is_told_by_the_key(built, tmp_path):
    """Everything made anew and signed with a key of one's own holds by itself; --key tells."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw().hex()
    body = rfc8785.dumps(
        {"format": 1, "kind": "key", "number": 1, "at": "2025-01-01T00:00:00.000000Z",
         "public": public, "previous": "", "reason": "first"}
    )  # fmt: skip
    seals, previous = [], None
    for line in lines_of(built, SEALS):
        facts = json.loads(line.split(b" ", 1)[1]) | {"key": public}
        facts["previous"] = previous or facts["previous"]
        made = rfc8785.dumps(facts)
        previous = digest(made)
        seals.append(private.sign(made).hex().encode() + b" " + made)
    key = f"{private.sign(body).hex()} - ".encode() + body + b"\n"
    changes = {"keys.txt": key, SEALS: joined(seals)}

    path = rewritten(built, tmp_path / "x.zip", changes, private=private)

    assert faults(path) == []
    assert "kunci yang Anda sebut tidak ada" in named(path, key=built.publics[1])


def test_a_zip_made_by_another_program_is_not_ours(folder, tmp_path):
    made = shutil.make_archive(str(tmp_path / "lain"), "zip", folder)

    assert "kepala arsip berubah" in named(made)
    assert faults(folder) == []
