"""What a file is, from its first bytes and its inside."""

import codecs
import re
import zipfile
from typing import IO

from lempu.kernel.files.registry import ACCEPTED

_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_PAGE_TAGS = ("<html", "<svg", "<script", "<body", "<iframe", "<?php")
#: Control characters, and those that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
#: Mail begins with a header, whatever it is.
_MAIL = re.compile(r"[A-Za-z][A-Za-z0-9-]*:[ \t]")
_SENDER = re.compile(r"^(from|date|subject):", re.I | re.M)
_ZIP_MEMBERS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
}


def tidy_name(name: str) -> str:
    """A name as it may be shown: no path, and nothing that hides or turns around its letters."""
    return _UNSEEN.sub("", name.replace("\\", "/").rpartition("/")[2]).strip()[-200:]


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
    """Plain text only: a page or a program in disguise is none that is taken."""
    text = _decoded(head)
    if not text.strip() or any(ord(letter) < 9 for letter in text):
        return ""
    if name.lower().endswith(".eml") and _MAIL.match(text) and _SENDER.search(text):
        return "message/rfc822"
    begin = text.lstrip("\ufeff \t\r\n")[:1000].lower()
    if begin.startswith(("<", "#!")) or any(tag in begin for tag in _PAGE_TAGS):
        return ""
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def _decoded(head: bytes) -> str:
    """The text, or nothing; a letter cut in two at the end is left out."""
    is_wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if is_wide else ("utf-8", "cp1252"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return ""
