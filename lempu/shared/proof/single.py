"""Joins the modules of this package into one file that runs with plain Python 3.9."""

import re
from functools import cache
from pathlib import Path

NAME = "lempu_verify.py"
PARTS = ("ed25519", "merkle", "archive", "signed", "chain", "spans", "bundle", "command")
HEAD = '''#!/usr/bin/env python3
"""Memeriksa berkas bukti Lempu dengan Python 3.9 atau yang lebih baru; tidak perlu memasang apa pun.

    python3 lempu_verify.py BERKAS.zip [--key KUNCI]

Sidik jari, rantai, pohon Merkle dan tanda tangan Ed25519 diperiksa.
Keluar dengan 0 hanya bila semuanya cocok.
Yang dijanjikan: perubahan sesudah disegel terlihat. Yang tidak: bahwa isinya benar.
"""

from __future__ import annotations

'''
FOOT = '\n\nif __name__ == "__main__":\n    main()\n'
OURS = re.compile(
    r"^from lempu\.[\w.]+ import (\([^)]*\)|[^\n]*)\n|^from __future__ [^\n]*\n", re.MULTILINE
)


@cache
def single_file() -> str:
    """The text of the verifier: the same modules, one after the other."""
    folder = Path(__file__).parent
    texts = [_without_imports((folder / f"{part}.py").read_text("utf-8")) for part in PARTS]
    return HEAD + "\n\n".join(texts).replace("chain.", "").replace("\n\n\n\n", "\n\n\n") + FOOT


def _without_imports(text: str) -> str:
    return OURS.sub("", text)
