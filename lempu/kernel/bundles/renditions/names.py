"""Names that every file system keeps, and that a person can read."""

import re
import unicodedata
from typing import Final

#: Media type -> ending, where a name has none of its own.
ENDINGS: Final = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/tiff": "tif",
    "image/heic": "heic",
    "text/plain": "txt",
    "text/csv": "csv",
}
LONGEST: Final = 60
_REFUSED: Final = re.compile(r"[^A-Za-z0-9 ()+,._=-]+")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe(text: str, longest: int = LONGEST) -> str:
    """Letters, figures and a few signs; cut at a word; never empty, hidden or reserved."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = " ".join(_REFUSED.sub(" ", plain).split()).strip(". ")
    if len(plain) > longest:
        plain = plain[:longest].rsplit(" ", 1)[0].strip(". ")
    return f"{plain} -" if _RESERVED.fullmatch(plain) else plain or "tanpa nama"


def ending_of(name: str, media_type: str) -> str:
    """The ending a file keeps: its own if it is one, otherwise that of what it is."""
    _stem, dot, ending = name.rpartition(".")
    if dot and re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        return ending.lower()
    return ENDINGS.get(media_type, "bin")


class Names:
    """Gives each name once, whatever the case: a number is added to the second."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def free(self, stem: str, ending: str) -> str:
        name, number = f"{stem}.{ending}", 1
        while name.lower() in self.taken:
            number += 1
            name = f"{stem} ({number}).{ending}"
        self.taken.add(name.lower())
        return name
