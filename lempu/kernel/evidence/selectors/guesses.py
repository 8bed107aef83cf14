"""What a file probably is, from its name: a guess that a person can correct."""

import re
from typing import Final

from lempu.kernel.files.models import StoredFile
from lempu.kernel.files.services import Taken
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.suggestions import kinds

#: How offices name their files, where that differs from the kind's own name.
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "invitation": ("undangan", "und"),
    "attendance": ("daftar hadir", "absen", "absensi", "presensi", "daftarhadir"),
    "minutes": ("notulen", "notula", "notulensi"),
    "photo": ("foto", "img", "dsc", "whatsapp image", "dokumentasi"),
    "decree": ("sk", "keputusan"),
    "screenshot": ("screenshot", "tangkapan layar", "ss"),
    "report": ("laporan", "lap"),
    "assignment": ("surat tugas", "st"),
}


def guess_kind(obligation: Obligation, name: str, file: StoredFile | Taken) -> str:
    """A kind for a file that came without one.

    The words of its name, first among what the row asks for; a picture is a photo where one is
    asked for; else the one thing that is asked for and not there yet. With more of them missing it
    is another document, so that no line of the checklist is ticked by a file nobody looked at.
    """
    required: list[str] = list(obligation.indicator.required)
    every = [kind.key for kind in kinds()]
    words = f" {re.sub(r'[^a-z]+', ' ', name.lower())} "
    for kind in [*required, *every]:
        if any(f" {word} " in words for word in _words_of(kind)):
            return kind
    if file.is_picture and ("photo" in required or not required):
        return "photo"
    here = set(obligation.evidence.offered().values_list("kind", flat=True))
    waiting = [kind for kind in required if kind not in here]
    return waiting[0] if len(waiting) == 1 else "other"


def _words_of(kind: str) -> tuple[str, ...]:
    label = next((known.label for known in kinds() if known.key == kind), "")
    plain = re.sub(r"[^a-z]+", " ", label.lower()).strip()
    return (*WORDS.get(kind, ()), *([plain] if plain else []))
