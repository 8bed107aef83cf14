"""Which rows of a plan ask for a report of the office, by their words; a person confirms it."""

import re
from typing import Final

from lempu.kernel.reporting.enums import Kind

_SPACE: Final = re.compile(r"[\W_]+")
#: Words of the row itself. Reports about something else (PPID, SPIP, ...) are not ours to write.
_ASKS: Final = {
    Kind.MONTHLY: (
        "laporan bulanan zona integritas",
        "laporan bulanan zi",
        "laporan pelaksanaan rencana aksi",
        "laporan rencana aksi",
        "laporan bulanan",
        "mengevaluasi progresnya",
    ),
    Kind.QUARTERLY: (
        "monitoring dan evaluasi",
        "monev",
        "laporan triwulan",
        "evaluasi zona integritas",
        "evaluasi pembangunan zona integritas",
    ),
}
_ANOTHER: Final = {
    *("ppid", "spip", "jdih", "sakip", "lhkpn", "lhkasn", "gratifikasi", "pengaduan", "keuangan"),
    *("website", "arsip", "skp", "kepegawaian", "disiplin", "survei", "aplikasi"),
}


def asks_for(kind: str, *texts: str) -> bool:
    """Whether the words of a row (indicator, sub-activity) speak of this kind of report."""
    text = " ".join(_SPACE.sub(" ", each.casefold()) for each in texts)
    if _ANOTHER.intersection(text.split()):
        return False
    return any(f" {words} " in f" {text} " for words in _ASKS[Kind(kind)])
