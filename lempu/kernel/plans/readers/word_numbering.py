"""The numbers Word puts in front of paragraphs by itself: they are not in the text."""

from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from lempu.kernel.plans.readers.archive import Archive, attribute, local
from lempu.kernel.plans.readers.enumeration import roman

NUMBERING: Final = "word/numbering.xml"
STYLES: Final = "word/styles.xml"


@dataclass(slots=True)
class Level:
    style: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, archive: Archive) -> "Numbering":
        numbering = cls()
        if NUMBERING in archive.names:
            numbering._read_lists(archive.xml(NUMBERING))
            if STYLES in archive.names:
                numbering._read_styles(archive.xml(STYLES))
        return numbering

    def label(self, paragraph: ET.Element) -> str:
        """The number this paragraph shows, after counting it; empty when it has none."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        number, depth = found
        levels = self.levels.get(self.lists.get(number, ""))
        level = levels.get(depth) if levels else None
        if levels is None or level is None:
            return ""
        if level.style in ("bullet", "none"):
            return "•" if level.style == "bullet" else ""
        counts = self.counts.setdefault(number, {})
        start = self.starts.get((number, depth), level.start)
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        text = level.text
        for other in range(depth + 1):
            shown = levels.get(other, level)
            text = text.replace(
                f"%{other + 1}", _shown(counts.get(other, shown.start), shown.style)
            )
        return text.strip()

    def _list_of(self, paragraph: ET.Element) -> tuple[str, int] | None:
        properties = _child(paragraph, "pPr")
        if properties is None:
            return None
        own = _reference(_child(properties, "numPr"))
        if own is not None:
            return None if own[0] == "0" else own
        style = _child(properties, "pStyle")
        return self.styles.get(attribute(style, "val") or "") if style is not None else None

    def _read_lists(self, root: ET.Element) -> None:
        for element in root:
            name = local(element.tag)
            if name == "abstractNum":
                key = attribute(element, "abstractNumId") or ""
                self.levels[key] = {
                    _depth(child): _level(child) for child in element if local(child.tag) == "lvl"
                }
            elif name == "num":
                self._read_list(element)

    def _read_list(self, element: ET.Element) -> None:
        number = attribute(element, "numId") or ""
        for child in element:
            if local(child.tag) == "abstractNumId":
                self.lists[number] = attribute(child, "val") or ""
            elif local(child.tag) == "lvlOverride":
                start = _child(child, "startOverride")
                if start is not None:
                    self.starts[number, _depth(child)] = _whole(attribute(start, "val"), 1)

    def _read_styles(self, root: ET.Element) -> None:
        for style in root:
            properties = _child(style, "pPr")
            reference = _reference(_child(properties, "numPr")) if properties is not None else None
            if reference is not None and reference[0] != "0":
                self.styles[attribute(style, "styleId") or ""] = reference


def _child(parent: ET.Element, name: str) -> ET.Element | None:
    return next((child for child in parent if local(child.tag) == name), None)


def _reference(element: ET.Element | None) -> tuple[str, int] | None:
    if element is None:
        return None
    number, depth = _child(element, "numId"), _child(element, "ilvl")
    if number is None:
        return None
    value = _whole(attribute(depth, "val"), 0) if depth is not None else 0
    return attribute(number, "val") or "", value


def _depth(element: ET.Element) -> int:
    return _whole(attribute(element, "ilvl"), 0)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() else default


def _level(element: ET.Element) -> Level:
    level = Level()
    for child in element:
        value = attribute(child, "val") or ""
        match local(child.tag):
            case "numFmt":
                level.style = value
            case "lvlText":
                level.text = value
            case "start":
                level.start = _whole(value, 1)
    return level


def _shown(value: int, style: str) -> str:
    match style:
        case "lowerLetter":
            return chr(ord("a") + (value - 1) % 26)
        case "upperLetter":
            return chr(ord("A") + (value - 1) % 26)
        case "lowerRoman":
            return roman(value).lower()
        case "upperRoman":
            return roman(value)
        case _:
            return str(value)
