"""What a person sees who checks a bundle in a terminal."""

from __future__ import annotations

import argparse
import base64
import os
import sys
from typing import Any

from lempu.shared.proof.bundle import Bundle, Verdict
from lempu.shared.proof.ed25519 import holds
from lempu.shared.proof.signed import Check

PURE = "Python murni, di dalam berkas ini"
#: An Ed25519 public key in DER is this, then the 32 bytes.
DER = bytes.fromhex("302a300506032b6570032100")


def public_key_of(given: str) -> str:
    """The key as 64 letters: given so, or as a PEM file. ``ValueError`` otherwise."""
    text = given
    if os.path.isfile(given):
        with open(given, encoding="ascii") as content:
            text = content.read()
    if "BEGIN PUBLIC KEY" in text:
        der = base64.b64decode("".join(line for line in text.split("\n") if "-----" not in line))
        if not der.startswith(DER) or len(der) != len(DER) + 32:
            raise ValueError("bukan kunci Ed25519")
        return der[len(DER) :].hex()
    text = text.strip().lower()
    if len(bytes.fromhex(text)) != 32:
        raise ValueError("kunci terdiri atas 64 huruf heksadesimal")
    return text


def run(arguments: list[str], *, check: Check = holds, method: str = PURE) -> int:
    """0 when all holds, 1 when something does not, 2 when nothing could be checked."""
    parser = argparse.ArgumentParser(description="Memeriksa berkas bukti Lempu, tanpa jaringan.")
    parser.add_argument("bundle", help="berkas .zip, atau folder hasil membukanya")
    parser.add_argument(
        "--key", default="", help="kunci publik pemasangan (64 huruf, atau berkas PEM)"
    )
    parser.add_argument("--quiet", action="store_true", help="hanya kesimpulannya")
    given = parser.parse_args(arguments)
    if not os.path.exists(given.bundle):
        sys.stderr.write(f"Tidak ada: {given.bundle}\n")
        return 2
    try:
        key = public_key_of(given.key) if given.key else ""
    except (ValueError, OSError) as error:
        sys.stderr.write(f"--key: {error}\n")
        return 2
    bundle = Bundle(given.bundle, key=key, check=check)
    verdict = bundle.run()
    lines = lines_of(bundle, verdict, method=method, quiet=given.quiet)
    sys.stdout.write("\n".join([*lines, ""]))
    return 1 if verdict.faults else 0


def lines_of(bundle: Bundle, verdict: Verdict, *, method: str, quiet: bool) -> list[str]:
    lines = [] if quiet else _about(bundle, verdict, method)
    lines += [f"TIDAK COCOK  {where}: {what}" for where, what in verdict.faults]
    lines += [f"PERHATIKAN   {warning}" for warning in verdict.warnings]
    if verdict.faults:
        return [*lines, f"TIDAK UTUH: {len(verdict.faults)} hal tidak cocok."]
    facts = verdict.facts
    return [
        *lines,
        _whole(facts),
    ]


def _whole(facts: dict[str, Any]) -> str:
    counted = f"{facts['files']} berkas, {facts['entries']} entri, {facts['seals']} segel"
    return f"UTUH: {counted}. Tidak ada yang berubah sejak disegel."


def _about(bundle: Bundle, verdict: Verdict, method: str) -> list[str]:
    about = bundle.manifest
    lines = [
        f"{about.get('name', '?')} ({about.get('office', '?')}), tahun {about.get('year', '?')}"
    ]
    if bundle.seals:
        seal = bundle.seals[-1]
        lines.append(f"Segel terakhir: nomor {seal.number}, {seal.at}, sidik jari {seal.hash}")
    lines.append(f"Kunci: {about.get('key', '?')}")
    if bundle.key:
        lines.append("Kunci itu dibandingkan dengan kunci yang Anda sebut.")
    else:
        lines.append(
            "Kunci itu belum dibandingkan dengan apa pun. Cocokkan dengan yang tercetak di laporan "
            "satker, atau sebut dengan --key."
        )
    lines.append(f"Tanda tangan Ed25519 diperiksa dengan: {method}.")
    return lines


def main() -> None:
    sys.exit(run(sys.argv[1:]))
