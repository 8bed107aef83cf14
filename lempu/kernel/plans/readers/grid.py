"""What every format is turned into first: lines of text and tables of cells."""

import html
import re
from dataclasses import dataclass, field

_TAGS = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|span|p|div|font)(?:\s[^<>]*)?>", re.IGNORECASE)
_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENTITIES = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#39|#160);")
# Stands among the lines of running text where a table was.
TABLE_HERE = "\f"
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(slots=True)
class Cell:
    """One place of a table.

    ``text`` may hold line breaks. ``fill`` is the background as RRGGBB, empty when there is none
    or it is white. ``above`` and ``left`` say that a merged cell reaches here from that side;
    the text then stands only in the first cell of the merge.
    """

    text: str = ""
    fill: str = ""
    above: bool = False
    left: bool = False

    @property
    def is_covered(self) -> bool:
        return self.above or self.left


@dataclass(slots=True)
class Table:
    """Rows of equal length. ``name`` is the sheet's name where the format has one."""

    rows: list[list[Cell]]
    name: str = ""

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def squared(self) -> "Table":
        width = self.width
        for row in self.rows:
            row.extend(Cell() for _ in range(width - len(row)))
        return self


@dataclass(slots=True)
class Document:
    """The file in reading order."""

    blocks: list["str | Table"] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]


def clean(text: str) -> str:
    """Normalise white space and take mark-up away; words stay as they are, line breaks too."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))
    if "<" in text:
        text = _TAGS.sub("", _BREAKS.sub("\n", text))
    if "&" in text:
        text = _ENTITIES.sub(lambda match: html.unescape(match.group()), text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def flat(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())
