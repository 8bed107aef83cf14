"""Which format a file really has, by its content; the name only decides between equals."""

from pathlib import Path
from typing import Final, Literal

from lempu.kernel.plans.readers.archive import Archive
from lempu.kernel.plans.readers.errors import MESSAGES, UnreadableFile
from lempu.kernel.plans.readers.limits import MAX_FILE_BYTES

Kind = Literal["word", "xlsx", "xls", "ods", "pdf", "text", "image"]

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_HEIF: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"heif")
_BINARY: Final = (b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"{\\rtf", b"ID3")
_OFFICE_SUFFIXES: Final = (".docx", ".xlsx", ".xls", ".ods", ".pdf", ".xlsm")
_MARKUP: Final = (b"<!doctype html", b"<html", b"<?xml")


def kind_of(path: Path, *, name: str) -> Kind:
    """Raises empty, too_large, encrypted, damaged or not_supported."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("empty")
    if size > MAX_FILE_BYTES:
        raise UnreadableFile("too_large")
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return _container(path)
    if head.startswith(_OLE):
        return _compound(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if (
        head.startswith(_IMAGES)
        or (head[4:8] == b"ftyp" and head[8:12] in _HEIF)
        or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
    ):
        return "image"
    if head.startswith(_BINARY) or head.lstrip().lower().startswith(_MARKUP):
        raise UnreadableFile("not_supported")
    if Path(name).suffix.lower() in _OFFICE_SUFFIXES:
        raise UnreadableFile("damaged")
    return "text"


def _container(path: Path) -> Kind:
    names = _member_names(path)
    if "word/document.xml" in names:
        return "word"
    if any(name.startswith("xl/workbook") for name in names):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    if any(name.startswith("word/") for name in names):
        return "word"
    raise UnreadableFile("not_supported")


def _member_names(path: Path) -> set[str]:
    with Archive(path) as archive:
        return archive.names


def _compound(path: Path) -> Kind:
    """Old Office files and locked new ones share one container; its directory tells which."""
    data = path.read_bytes()

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise UnreadableFile("encrypted")
    if holds("WordDocument"):
        raise UnreadableFile("not_supported", MESSAGES["old_word"])
    if holds("Workbook") or holds("Book"):
        return "xls"
    raise UnreadableFile("not_supported")
