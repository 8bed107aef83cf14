"""A long ledger verified in Chromium without network: ``python bench/bundle_browser.py [ENTRIES]``.

The bundle is made and signed here; ``lempu_verify.py`` and the page within judge the same file. Clock.
"""

import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.ledger import entries, seals_over  # noqa: E402
from lempu.kernel.bundles import renditions  # noqa: E402
from lempu.shared.proof import bundle, chain, single  # noqa: E402
from lempu.shared.proof.archive import fingerprint  # noqa: E402
from lempu.shared.proof.packing import Packer  # noqa: E402
from tests.journeys.conftest import ARGUMENTS, CHROMIUM  # noqa: E402

AT = "2025-12-31T12:00:00.000000Z"


def signed(key, facts):
    body = rfc8785.dumps({"format": 1, "at": AT, **facts})
    return key.sign(body).hex().encode(), body


def seal_lines(key, public, bodies):
    lines, previous = [], "0" * 64
    for seal in seals_over(bodies):
        facts = {"kind": "seal", "office": "7317", "key": public, "previous": previous}
        facts |= {"number": seal.number, "size": seal.size, "root": seal.root, "head": seal.head}
        signature, body = signed(key, facts)
        lines.append(signature + b" " + body + b"\n")
        previous = fingerprint(iter([body]))[0]
    return b"".join(lines)


def write(path, count):
    """A bundle of ``count`` entries and nothing else."""
    key = Ed25519PrivateKey.generate()
    public, bodies = key.public_key().public_bytes_raw().hex(), entries(count)
    facts = {"kind": "key", "number": 1, "public": public, "previous": "", "reason": "first"}
    signature, statement = signed(key, facts)
    files = {
        bundle.KEYS: signature + b" - " + statement + b"\n",
        bundle.PROOFS: rfc8785.dumps({"first": 1, "before": [], "consistency": None}),
        chain.ENTRIES: b"".join(body + b"\n" for body in bodies),
        chain.SEALS: seal_lines(key, public, bodies),
        "index.html": renditions.viewer().encode(),
        "content.js": b"window.LEMPU = null;\n",
        single.NAME: single.single_file().encode(),
    }
    listed = [
        {"path": name, "sha256": fingerprint(iter([files[name]]))[0], "size": len(files[name])}
        for name in sorted(files)
    ]
    about = {"format": 1, "kind": "bundle", "office": "7317", "name": "KPU", "year": 2025}
    manifest = rfc8785.dumps(about | {"title": "", "key": public, "seal": "", "files": listed})
    files |= {bundle.MANIFEST: manifest, bundle.SIGNATURE: f"{key.sign(manifest).hex()}\n".encode()}
    with path.open("w+b") as target:
        packer = Packer(target)
        for name in sorted(files):
            packer.add(name, [files[name]])
        packer.finish()


def in_browser(page_file, path):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_context(offline=True).new_page()
        page.goto(page_file.as_uri())
        page.set_input_files("#pilih-zip", path)
        page.wait_for_selector(".verdict", timeout=300_000)
        said = page.inner_text("#hasil .verdict")
        browser.close()
    return said


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "berkas.zip"
        write(path, count)
        zipfile.ZipFile(path).extractall(folder / "buka")
        begun = time.perf_counter()
        command = [sys.executable, "-I", str(folder / "buka" / single.NAME), str(path), "--quiet"]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        seconds = time.perf_counter() - begun
        print(json.dumps({"entries": count, "bytes": path.stat().st_size}))
        print(f"{single.NAME:16} {seconds:6.1f} s  {said.strip()}")
        print(f"Chromium, offline: {in_browser(folder / 'buka' / 'index.html', path)}")


if __name__ == "__main__":
    main()
