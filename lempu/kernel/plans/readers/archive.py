"""Opening zip containers (docx, xlsx, ods) without being blown up by them."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.limits import (
    MAX_ARCHIVE_MEMBERS,
    MAX_ARCHIVE_RATIO,
    MAX_CONTENT_BYTES,
    MAX_XML_BYTES,
    MAX_XML_SIGNS,
)

_HARMLESS: Final = 10 * 1024 * 1024
_PIECE: Final = 1024 * 1024
_DEEPEST: Final = 250
_BROKEN: Final = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    NotImplementedError,
    EOFError,
    zlib.error,
    RuntimeError,
)


class Archive:
    """A zip file whose declared sizes were checked first. Raises damaged or too_large."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise UnreadableFile("damaged") from error
        members = self._zip.infolist()
        if len(members) > MAX_ARCHIVE_MEMBERS:
            raise UnreadableFile("too_large")
        for member in members:
            if member.file_size > _HARMLESS and (
                member.file_size > MAX_ARCHIVE_RATIO * max(member.compress_size, 1)
            ):
                raise UnreadableFile("too_large")
            if member.flag_bits & 1:
                raise UnreadableFile("encrypted")
        self.names = {member.filename for member in members}
        self._left = MAX_CONTENT_BYTES

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *exception: object) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """One member. All that is read from an archive together stays under the limit.

        Counted while it is unpacked: the size an archive declares may be forged.
        """
        if name not in self.names:
            raise UnreadableFile("damaged")
        pieces: list[bytes] = []
        try:
            with self._zip.open(name) as member:
                while piece := member.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise UnreadableFile("too_large")
                    pieces.append(piece)
        except _BROKEN as error:
            raise UnreadableFile("damaged") from error
        return b"".join(pieces)

    def xml(self, name: str) -> ET.Element:
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> ET.Element:
    """Parses XML that must not declare entities: office files never do, attacks do.

    Elements and attributes are counted before a tree many times the size of its text is made.
    """
    if len(data) > MAX_XML_BYTES or data.count(b"<") + data.count(b'="') > MAX_XML_SIGNS:
        raise UnreadableFile("too_large")
    root = None
    for event, element in walk_xml(data):
        root = root if root is not None or event == "end" else element
    if root is None:
        raise UnreadableFile("damaged")
    return root


def walk_xml(data: bytes) -> Iterator[tuple[str, ET.Element]]:
    """Elements as they begin and end, so that whoever clears them never holds the whole.

    Raises damaged, also for elements within elements without end: taking such a tree down takes
    longer than making it.
    """
    if b"<!DOCTYPE" in data[:2048] or b"<!ENTITY" in data:
        raise UnreadableFile("damaged")
    depth = 0
    try:
        for event, element in ET.iterparse(io.BytesIO(data), events=("start", "end")):  # noqa: S314
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise UnreadableFile("damaged")
            yield event, element
    except ET.ParseError as error:
        raise UnreadableFile("damaged") from error


def local(tag: str) -> str:
    """The name without its namespace, so that strict and transitional files read alike."""
    return tag.rpartition("}")[2]


def attribute(element: ET.Element, name: str) -> str | None:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if local(key) == name:
            return value
    return None
