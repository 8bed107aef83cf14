"""What the styles of an Excel file say about a cell: its shade, a symbol font, a date."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from lempu.kernel.plans.readers.archive import Archive, attribute, local

STYLES: Final = "xl/styles.xml"
TICK: Final = "✓"
_HOLLOW: Final = frozenset("o¨q£¡")
_SYMBOL_FONTS: Final = ("wingdings", "webdings", "zapfdingbats", "marlett")
_DATE_FORMATS: Final = frozenset([*range(14, 23), *range(45, 48)])
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DAY_ZERO: Final = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel knows no zones
_LAST_DAY: Final = 2_958_465
_WHITE: Final = frozenset({"FFFFFF", ""})


@dataclass(slots=True)
class Styles:
    fills: list[str] = field(default_factory=list)
    symbols_at: set[int] = field(default_factory=set)
    dates_at: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, archive: Archive) -> "Styles":
        styles = cls()
        if STYLES not in archive.names:
            return styles
        groups = {local(group.tag): group for group in archive.xml(STYLES)}
        fills = [_fill(fill) for fill in groups.get("fills", ())]
        symbols = [_is_symbol_font(font) for font in groups.get("fonts", ())]
        dates = {
            int(attribute(item, "numFmtId") or 0)
            for item in groups.get("numFmts", ())
            if _is_date_format(attribute(item, "formatCode") or "")
        } | _DATE_FORMATS
        for place, style in enumerate(groups.get("cellXfs", ())):
            fill, font = int(attribute(style, "fillId") or 0), int(attribute(style, "fontId") or 0)
            styles.fills.append(fills[fill] if fill < len(fills) else "")
            if font < len(symbols) and symbols[font]:
                styles.symbols_at.add(place)
            if int(attribute(style, "numFmtId") or 0) in dates:
                styles.dates_at.add(place)
        return styles

    def fill(self, style: int) -> str:
        return self.fills[style] if style < len(self.fills) else ""

    def is_symbol(self, style: int) -> bool:
        return style in self.symbols_at

    def is_date(self, style: int) -> bool:
        return style in self.dates_at

    @staticmethod
    def symbols(text: str) -> str:
        """Letters of a symbol font are pictures: a tick, unless they show an empty box."""
        return "".join("" if sign in _HOLLOW else TICK for sign in text if not sign.isspace())

    @staticmethod
    def date(number: float) -> str:
        if not 0 < number <= _LAST_DAY:
            return str(number)
        return (_DAY_ZERO + datetime.timedelta(days=int(number))).date().isoformat()


def _fill(element: ET.Element) -> str:
    """The colour as text: RRGGBB, or a theme's number: enough to compare."""
    pattern = next((child for child in element if local(child.tag) == "patternFill"), None)
    if pattern is None:
        return "gradient" if len(element) else ""
    if attribute(pattern, "patternType") in (None, "none"):
        return ""
    colour = next((child for child in pattern if local(child.tag) == "fgColor"), None)
    if colour is None:
        return "pattern" if attribute(pattern, "patternType") != "solid" else ""
    if rgb := attribute(colour, "rgb"):
        return "" if rgb[-6:].upper() in _WHITE else rgb[-6:].upper()
    if theme := attribute(colour, "theme"):
        tint = float(attribute(colour, "tint") or 0)
        return "" if theme == "0" and tint > -0.01 else f"theme {theme} {tint:.2f}"
    indexed = attribute(colour, "indexed")
    return "" if indexed in (None, "9", "1", "65") else f"indexed {indexed}"


def _is_symbol_font(font: ET.Element) -> bool:
    name = next((attribute(child, "val") or "" for child in font if local(child.tag) == "name"), "")
    return name.lower().startswith(_SYMBOL_FONTS)


def _is_date_format(code: str) -> bool:
    return any(letter in _QUOTED.sub("", code).lower() for letter in "dmy") and "0" not in code
