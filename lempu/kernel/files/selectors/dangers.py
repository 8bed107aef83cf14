"""Whether a file is more than it says: programs inside, two kinds at once, bombs.

Only what can be told cheaply and surely is refused at the door. The rest (endless pages, pictures of too many
pixels, locked files) is kept as proof and is dealt with where it is opened, in a bounded process.
"""

import re
import zipfile
from contextlib import suppress
from typing import IO

HEAD = 64 * 1024
#: What an archive may unpack to, in all and beside its own size.
UNPACKED_LIMIT = 200 * 1024**2
RATIO_LIMIT, RATIO_FROM = 200, 20 * 1024**2
MEMBERS_LIMIT = 20_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Directory names of a container of the old Office that holds macros.
OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros", "VBA"))
PROGRAMS = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|hta|jar|class|msi|lnk|apk|php|phtml|sh)$", re.I
)
PAGE = re.compile(rb"<\s*(script|html|iframe|body|svg|\?php)[\s>]|<\?php", re.I)
SCRIPT_HEADS = (b"GIF89a/*", b"GIF87a/*", b"GIF89a=", b"GIF87a=")


def danger_of(content: IO[bytes], kind: str) -> str:
    """Why the file is not taken: ``has_macro``, ``has_program``, ``two_kinds``, ``bomb``; empty for most."""
    content.seek(0)
    head = content.read(HEAD)
    try:
        if kind == "application/pdf":
            return _beside_pdf(content, head)
        if head.startswith(OLE):
            return _in_container(content)
        if head.startswith(b"PK\x03\x04"):
            return _in_archive(content)
        if kind.startswith("image/"):
            return _beside_picture(content, head)
    finally:
        content.seek(0)
    return ""


def _in_container(content: IO[bytes]) -> str:
    """Names in the directory of an OLE container, wherever its sectors lie."""
    content.seek(0)
    carried = b""
    while chunk := content.read(1024 * 1024):
        if any(name in carried + chunk for name in OLE_MACROS[:1]):
            return "has_macro"
        carried = chunk[-64:]
    return ""


def _in_archive(content: IO[bytes]) -> str:
    content.seek(0)
    with zipfile.ZipFile(content) as archive:
        members = archive.infolist()
    names = [member.filename.lower() for member in members]
    if any(name.endswith("vbaproject.bin") or "/activex/" in name for name in names):
        return "has_macro"
    if any(
        name.startswith(("basic/", "scripts/")) and name.endswith((".xml", ".py")) for name in names
    ):
        return "has_macro"
    if any(map(PROGRAMS.search, names)):
        return "has_program"
    return "bomb" if _is_bomb(members) else ""


def _is_bomb(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    starts = [member.header_offset for member in members]
    return (
        len(members) > MEMBERS_LIMIT
        or unpacked > UNPACKED_LIMIT
        or (unpacked > RATIO_FROM and unpacked > packed * RATIO_LIMIT)
        or len(set(starts)) < len(starts)  # members laid over each other
    )


def _beside_pdf(content: IO[bytes], head: bytes) -> str:
    """A page, a program or an archive before the PDF begins or after it ends."""
    before, _mark, after = head.partition(b"%PDF-")
    if before.lstrip(b"\xef\xbb\xbf\x00 \t\r\n")[:2] in (b"PK", b"MZ", b"#!", b"GI", b"\x7fE"):
        return "two_kinds"
    if PAGE.search(before) or PAGE.search(after[:1024]):
        return "two_kinds"
    return "two_kinds" if _is_archive(content) else ""


def _is_archive(content: IO[bytes]) -> bool:
    """Whether a program that unpacks would find members: an end of directory is not enough."""
    content.seek(0)
    with suppress(zipfile.BadZipFile, OSError, ValueError), zipfile.ZipFile(content) as archive:
        for member in archive.infolist()[:1]:
            with archive.open(member):
                return True
    return False


def _beside_picture(content: IO[bytes], head: bytes) -> str:
    content.seek(0, 2)
    content.seek(max(content.tell() - HEAD, 0))
    tail = content.read(HEAD)
    if head.startswith(SCRIPT_HEADS) or PAGE.search(head) or PAGE.search(tail):
        return "two_kinds"
    return "two_kinds" if _is_archive(content) else ""
