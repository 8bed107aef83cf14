"""Numbers of a report, all counted from its own rows, and how they are said."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Row = Mapping[str, Any]

#: How a state is said in a report.
STATES: Final = {
    "accepted": "Selesai",
    "nil": "Nihil",
    "submitted": "Menunggu verifikasi",
    "returned": "Dikembalikan",
    "late": "Belum dibuktikan, lewat batas waktu",
    "due": "Belum dibuktikan",
    "scheduled": "Belum waktunya",
    "undone": "Tidak terlaksana",
}
DONE: Final = frozenset({"accepted", "nil"})


@dataclass(frozen=True, slots=True)
class Figures:
    """How many obligations stand where; the parts from ``accepted`` to ``open`` add up to ``total``.

    ``late`` counts done ones whose proof came after the due date.
    """

    total: int = 0
    accepted: int = 0
    nil: int = 0
    waiting: int = 0
    returned: int = 0
    undone: int = 0
    open: int = 0
    late: int = 0

    @property
    def done(self) -> int:
        return self.accepted + self.nil

    @property
    def missed(self) -> int:
        return self.total - self.done

    @property
    def share(self) -> str:
        """What is done of the total: "78,3%"; a dash where nothing was asked."""
        if not self.total:
            return "-"
        permille = (2000 * self.done + self.total) // (2 * self.total)
        return f"{permille // 10},{permille % 10}%"


def figures_of(rows: Iterable[Row]) -> Figures:
    rows = list(rows)
    states = Counter(row["state"] for row in rows)
    return Figures(
        total=len(rows),
        accepted=states["accepted"],
        nil=states["nil"],
        waiting=states["submitted"],
        returned=states["returned"],
        undone=states["undone"],
        open=states["late"] + states["due"] + states["scheduled"],
        late=sum(row["late"] for row in rows if row["state"] in DONE),
    )


def state_of(row: Row) -> str:
    words = STATES[row["state"]]
    return f"{words}, terlambat" if row["late"] and row["state"] != "late" else words


def missed(rows: Iterable[Row]) -> list[Row]:
    """What was not reached, in the order of the plan."""
    return [row for row in rows if row["state"] not in DONE]
