"""Paragraphs out of XML in an archive: what Word, PowerPoint and OpenDocument have in common."""

import io
import zipfile
from collections.abc import Iterator
from typing import IO

from lxml import etree

from lempu.kernel.files.understanding.bounds import UNPACKED_LIMIT, Refused


def archive(content: IO[bytes]) -> zipfile.ZipFile:
    """The archive; one that unpacks to a flood is refused before anything is unpacked."""
    try:
        opened = zipfile.ZipFile(content)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused("broken") from error
    if sum(member.file_size for member in opened.infolist()) > UNPACKED_LIMIT:
        raise Refused("too_long")
    return opened


def paragraphs(
    opened: zipfile.ZipFile, member: str, *, ends: set[str], texts: set[str], tabs: set[str]
) -> Iterator[str]:
    """The text of each paragraph; names are local names of elements. No entity is resolved."""
    try:
        raw = opened.read(member)
        line: list[str] = []
        events = etree.iterparse(
            io.BytesIO(raw), events=("end",), resolve_entities=False, no_network=True
        )
        for _event, element in events:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name in texts:
                line.append(element.text or "")
            elif name in tabs:
                line.append("\t")
            elif name in ends:
                yield "".join(line)
                line = []
                element.clear()
        if line:
            yield "".join(line)
    except (etree.XMLSyntaxError, KeyError, zipfile.BadZipFile, RuntimeError, OSError) as error:
        raise Refused("broken") from error
