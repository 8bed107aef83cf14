"""What a file is, from its first bytes and its inside."""

import zipfile
from typing import IO

from lempu.kernel.files.registry import ACCEPTED

_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_ZIP_MEMBERS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
}


def media_type_of(content: IO[bytes], name: str) -> str:
    """The media type of ``content``; empty when it is none that is taken.

    The name only tells apart what bytes cannot (a CSV from other text, a .doc from a .xls).
    """
    content.seek(0)
    head = content.read(4096)
    content.seek(0)
    return _by_signature(head, name) or _by_archive(content, head) or _by_text(head, name)


def _by_signature(head: bytes, name: str) -> str:
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if head[:4] in (b"II*\x00", b"MM\x00*"):
        return "image/tiff"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "image/heic"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        is_sheet = name.lower().endswith(".xls")
        return "application/vnd.ms-excel" if is_sheet else "application/msword"
    return ""


def _by_archive(content: IO[bytes], head: bytes) -> str:
    if not head.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return declared if declared in ACCEPTED else ""
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    finally:
        content.seek(0)
    return next((kind for member, kind in _ZIP_MEMBERS.items() if member in names), "")


def _by_text(head: bytes, name: str) -> str:
    if not head or b"\x00" in head.replace(b"\xff\xfe", b"")[:512:2] and b"\x00" in head[1:512:2]:
        return ""
    for encoding in ("utf-8", "cp1252"):
        try:
            text = head[:4000].decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(c) < 9 for c in text) or text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<svg", "<?xml")):
            return ""
        return "text/csv" if name.lower().endswith(".csv") else "text/plain"
    return ""
