"""The pages a bundle opens with, from a stick, without server and without network."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).with_name("viewer")
SCRIPTS: Final = ("hashes.js", "source.js", "verify.js", "browse.js")
READ_ME: Final = """BERKAS BUKTI {office} ({code}), {title}

Buka index.html dengan peramban untuk menjelajah dan memeriksa isinya. Tidak perlu jaringan.

Memeriksa tanpa peramban, dengan Python 3.9 atau yang lebih baru:

    python3 lempu_verify.py .

Pemeriksa di dalam berkas ini dibuat oleh yang membuat berkas ini. Bila Anda ragu, ambil lempu_verify.py dari
sumber lain yang Anda percaya, dan sebut kunci satker yang Anda peroleh dari laporan tercetak: --key KUNCI.

Segel terakhir: nomor {number}, {at}
Sidik jari segel: {hash}
Kunci publik: {key}

Yang dijanjikan: apa pun yang diubah, dihapus, atau disisipkan sesudah disegel akan terlihat.
Yang tidak dijanjikan: bahwa isinya benar; dan apa pun terhadap orang yang menguasai mesin, kunci, dan semua
segel yang tercetak.
"""


@cache
def viewer() -> str:
    """One page with its style and scripts within; the same in every bundle."""
    page = (FOLDER / "index.html").read_text(encoding="utf-8")
    style = (FOLDER / "viewer.css").read_text(encoding="utf-8")
    script = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS)
    return page.replace("/* style */", style).replace("/* script */", script)


def content_script(content: dict[str, Any]) -> str:
    """What the page shows, as a script: a page opened from a stick may read no other file."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"window.LEMPU = {text};\n"


def read_me(**facts: Any) -> str:
    return READ_ME.format(**facts)
