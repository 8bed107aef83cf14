"""Writing a bundle as the zip that ``archive`` reads: files in order of their names, byte for byte."""

import os
import zlib
from collections.abc import Iterable
from typing import BinaryIO

from lempu.shared.proof import archive


class Packer:
    """Takes files in order of their names; ``finish`` closes the archive."""

    def __init__(self, target: BinaryIO) -> None:
        self.target = target
        self.lines: list[bytes] = []
        self.at, self.last = 0, ""

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """``ValueError`` for a file out of order: order is part of the form."""
        if name <= self.last:
            raise ValueError(f"{name} comes after {self.last}")
        raw, crc, size = name.encode(), 0, 0
        self.target.write(archive.local(raw, 0, 0))
        for chunk in chunks:
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
            self.target.write(chunk)
        head = archive.local(raw, crc, size)
        self.target.seek(self.at)
        self.target.write(head)
        self.target.seek(0, os.SEEK_END)
        self.lines.append(archive.central(raw, crc, size, self.at))
        self.at, self.last = self.at + len(head) + size, name

    def finish(self) -> None:
        directory = b"".join(self.lines)
        self.target.write(directory)
        self.target.write(archive.ending(len(self.lines), len(directory), self.at))
