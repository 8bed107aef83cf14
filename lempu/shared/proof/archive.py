"""Where a bundle lies: a folder, or a zip in the one form in which Lempu writes it.

Files are stored, not compressed; names in order, no dates, no remarks, no gaps. So every byte of a zip
follows from its files, and whatever else stands in it was put there by somebody.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

CHUNK = 1 << 20
WIDE = 0xFFFFFFFF
UTF8 = 0x0800
FIRST_DAY = 0x0021  # 1 January 1980, the first a zip can name
Blame = Callable[[str, str], None]


class Place(NamedTuple):
    """Where a file of a bundle lies: so many bytes of a file, from ``start``."""

    path: str
    start: int
    size: int


def local(name: bytes, crc: int, size: int) -> bytes:
    """What stands before a file; no file of a bundle reaches 4 GB."""
    head = (0x04034B50, 20, UTF8, 0, 0, FIRST_DAY, crc, size, size, len(name), 0)
    return struct.pack("<IHHHHHIIIHH", *head) + name


def central(name: bytes, crc: int, size: int, offset: int) -> bytes:
    """The line of a file in the directory at the end."""
    extra = struct.pack("<HHQ", 1, 8, offset) if offset >= WIDE else b""
    version = 45 if extra else 20
    head = (0x02014B50, 0x0314, version, UTF8, 0, 0, FIRST_DAY, crc, size, size, len(name))
    rest = (len(extra), 0, 0, 0, 0o100644 << 16, min(offset, WIDE))
    return struct.pack("<IHHHHHHIIIH", *head) + struct.pack("<HHHHII", *rest) + name + extra


def ending(count: int, size: int, offset: int) -> bytes:
    """What closes the archive."""
    wide = b""
    if count >= 0xFFFF or offset >= WIDE:
        place = offset + size
        head = (0x06064B50, 44, 0x0314, 45, 0, 0, count, count, size, offset)
        wide = struct.pack("<IQHHIIQQQQ", *head) + struct.pack("<IIQI", 0x07064B50, 0, place, 1)
    few = min(count, 0xFFFF)
    tail = (0x06054B50, 0, 0, few, few, size, min(offset, WIDE), 0)
    return wide + struct.pack("<IHHHHIIH", *tail)


class Folder:
    """A bundle that was unpacked."""

    def __init__(self, path: str, blame: Blame) -> None:
        self.path, self.names = path, []
        for folder, folders, files in os.walk(path):
            for name in [*folders, *files]:
                full = os.path.join(folder, name)
                told = os.path.relpath(full, path).replace(os.sep, "/")
                if os.path.islink(full):
                    blame(told, "adalah tautan, bukan berkas")
                elif name in files:
                    self.names.append(told)
                elif not os.listdir(full):
                    blame(told, "folder kosong yang tidak termasuk berkas bukti")
        self.names.sort()

    def place(self, name: str) -> Place:
        full = os.path.join(self.path, *name.split("/"))
        return Place(full, 0, os.path.getsize(full))

    def chunks(self, name: str) -> Iterator[bytes]:
        with open(self.place(name).path, "rb") as content:
            while chunk := content.read(CHUNK):
                yield chunk

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def close(self) -> None:
        """Nothing is held."""


class Zip:
    """A bundle as it was handed out. What is not as Lempu writes it is blamed by its name."""

    def __init__(self, path: str, blame: Blame) -> None:
        self.path, self.blame = path, blame
        self.names: list[str] = []
        self.places: dict[str, tuple[int, int, int]] = {}
        self.file: BinaryIO = open(path, "rb")  # noqa: SIM115 -- close() ends it
        self.length = os.path.getsize(path)
        try:
            self._read_directory()
        except BaseException:
            self.file.close()
            raise

    def _read_directory(self) -> None:
        count, size, offset = self._ending()
        directory, here, at = self._bytes(offset, size), 0, 0
        while here < len(directory):
            here, at = self._line(directory, here, at)
        if at != offset or here != size or count != len(self.places):
            self.blame("arsip zip", "ada bita di antara berkas, atau daftar isinya tidak cocok")
        if self._bytes(offset + size, self.length) != ending(count, size, offset):
            self.blame("arsip zip", "akhir arsip berubah")
        if self.names != sorted(self.names):
            self.blame("arsip zip", "urutan berkas berubah")

    def _ending(self) -> tuple[int, int, int]:
        tail = self._bytes(self.length - 22, 22)
        sign, _d, _c, _n, count, size, offset, _r = struct.unpack("<IHHHHIIH", tail)
        if sign != 0x06054B50:
            raise ValueError("akhir arsip tidak ditemukan")
        if count == 0xFFFF or offset == WIDE:
            wide = self._bytes(self.length - 98, 56)
            count, size, offset = struct.unpack("<QQQ", wide[32:56])
        if offset + size > self.length:
            raise ValueError("daftar isi arsip menunjuk ke luar arsip")
        return count, size, offset

    def _line(self, directory: bytes, here: int, at: int) -> tuple[int, int]:
        """Read one line of the directory; gives where the next one and the next file begin."""
        crc, size, _same, length, extra, remark = struct.unpack(
            "<IIIHHH", directory[here + 16 : here + 34]
        )
        raw = directory[here + 46 : here + 46 + length]
        name = raw.decode("utf-8", "replace")
        after = here + 46 + length + extra + remark
        if directory[here:after] != central(raw, crc, size, at):
            self.blame(name, "kepala arsip berubah")
        if name in self.places:
            self.blame(name, "ada dua kali di dalam arsip")
        head = local(raw, crc, size)
        if self._bytes(at, len(head)) != head:
            self.blame(name, "kepala arsip berubah")
        self.places[name] = (at + len(head), size, crc)
        self.names.append(name)
        return after, at + len(head) + size

    def _bytes(self, at: int, size: int) -> bytes:
        if at < 0 or size < 0:
            raise ValueError("arsip terlalu pendek")
        self.file.seek(at)
        return self.file.read(size)

    def place(self, name: str) -> Place:
        at, size, _crc = self.places[name]
        return Place(self.path, at, size)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Opens the archive anew, so that several files can be read at once."""
        at, left, crc = self.places[name]
        found = 0
        with open(self.path, "rb") as content:
            content.seek(at)
            while left:
                chunk = content.read(min(CHUNK, left))
                if not chunk:
                    break
                found, left = zlib.crc32(chunk, found), left - len(chunk)
                yield chunk
        if found != crc:
            self.blame(name, "isi tidak cocok dengan jumlah periksanya di dalam arsip")

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def close(self) -> None:
        self.file.close()


def fingerprint(chunks: Iterator[bytes]) -> tuple[str, int]:
    """SHA-256 and size of what comes."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
