"""Which rows of a plan ask for a report of the office, by their words; a person confirms it."""

import re
from typing import Final

_SPACE: Final = re.compile(r"[\W_]+")
#: Kind of report -> words of a row that asks for it. Reports about something else (PPID, SPIP, ...)
#: are not the office's own.
_ASKS: Final = {
    "monthly": (
        "laporan bulanan zona integritas",
        "laporan bulanan zi",
        "laporan pelaksanaan rencana aksi",
        "laporan rencana aksi",
        "laporan bulanan",
        "mengevaluasi progresnya",
    ),
    "quarterly": (
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
    return any(f" {words} " in f" {text} " for words in _ASKS[str(kind)])
