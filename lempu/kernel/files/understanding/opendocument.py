"""OpenDocument text (.odt), without pages."""

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from lempu.kernel.files.understanding.bounds import Refused
from lempu.kernel.files.understanding.markup import archive

ENDS = {"p", "h"}


def pages(content: IO[bytes]) -> Iterator[tuple[str, str]]:
    opened = archive(content)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(opened.read("content.xml"), parser)
    except (etree.XMLSyntaxError, KeyError, OSError, RuntimeError) as error:
        raise Refused("broken") from error
    found = (element for element in root.iter(etree.Element) if _name(element) in ENDS)
    lines = ("".join(element.itertext()) for element in found)
    yield "", "\n".join(line for line in lines if line.strip())


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)
