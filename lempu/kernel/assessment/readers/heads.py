"""The head of a sheet: which column holds what, wherever the columns stand and however they are called."""

from collections.abc import Mapping

from lempu.kernel.assessment.readers.workbook import Grid

#: what a column is -> words its head may have; the first that fits is it
HEADS: Mapping[str, tuple[str, ...]] = {
    "code": ("no", "kode", "nomor", "id"),
    "text": (
        "penilaian", "pertanyaan", "uraian", "komponen penilaian", "indikator penilaian",
        "komponen", "indikator",
    ),
    "weight": ("bobot",),
    "choices": ("pilihan jawaban", "pilihan"),
    "answer": (
        "jawaban", "jawaban unit", "jawaban satker", "jawaban unit kerja",
        "jawaban satuan kerja", "jwban",
    ),
    "note": (
        "catatan/keterangan/penjelasan", "catatan/keterangan", "catatan", "keterangan",
    ),
}  # fmt: skip
#: The head stands within these lines.
LINES = 40


def plain(text: str) -> str:
    return " ".join(text.lower().replace("\n", " ").split()).strip(" .:")


def head_of(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The line of the head and where each column stands; the first of several with one name.

    A head may have two lines: what the line of *Jawaban* does not say, the line above it may.
    """
    lines: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(grid.cells.items()):
        if row <= LINES:
            lines.setdefault(row, {})[column] = plain(cell.text)
    for line in sorted(lines):
        columns = _columns(lines.get(line - 1, {})) | _columns(lines[line])
        if "answer" in _columns(lines[line]) and ("code" in columns or "text" in columns):
            return line, columns
    return None


def _columns(here: Mapping[int, str]) -> dict[str, int]:
    found = {}
    for name, words in HEADS.items():
        places = [column for word in words for column, text in here.items() if text == word]
        if places:
            found[name] = places[0]
    return found
