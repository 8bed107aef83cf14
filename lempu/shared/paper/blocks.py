"""The few parts a report is made of; every format knows how to write each of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_UNPRINTABLE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Without what no document may hold; lines stay lines."""
    lines = _UNPRINTABLE.sub(" ", text.replace("\r\n", "\n")).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


@dataclass(frozen=True, slots=True)
class Column:
    """``share`` is its part of the width; ``align`` is "left", "center" or "right"."""

    title: str
    share: int
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Picture:
    """``svg`` holds the drawing, or a photo within it; empty where there is none."""

    svg: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list, a table, pictures or a signed list, as ``kind`` says.

    ``text`` belongs to headings and paragraphs, ``items`` to lists, ``columns`` and ``rows`` to tables;
    ``total`` says that the last row sums the others up. A list that is "signed" is a table with one of the
    ``pictures`` in the last column of each row. Word knows no pictures.
    """

    kind: str
    text: str = ""
    items: list[str] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    total: bool = False
    pictures: list[Picture] = field(default_factory=list)


def pictures(shown: Sequence[Picture]) -> Block:
    return Block("pictures", pictures=list(shown))


def signed(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], hands: Sequence[Picture]
) -> Block:
    """A list of people with the sign of each hand; ``columns`` is one longer than each row."""
    cells = [[clean(cell) for cell in row] for row in rows]
    return Block("signed", columns=list(columns), rows=cells, pictures=list(hands))


def heading(text: str) -> Block:
    return Block("heading", text=text)


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, total: bool = False
) -> Block:
    cells = [[clean(cell) for cell in row] for row in rows]
    return Block("table", columns=list(columns), rows=cells, total=total)


def prose(text: str) -> list[Block]:
    """Paragraphs, and lists where lines begin with a dash."""
    blocks: list[Block] = []
    for line in clean(text).split("\n"):
        if line.startswith("- "):
            if not (blocks and blocks[-1].kind == "list"):
                blocks.append(Block("list"))
            blocks[-1].items.append(line[2:])
        elif line:
            blocks.append(Block("text", text=line))
    return blocks


@dataclass(frozen=True, slots=True)
class Signature:
    """``above`` is "Mengetahui," or empty; ``nip`` may be empty, ``name`` a line to be filled in."""

    above: str
    position: list[str]
    name: str
    nip: str


@dataclass(frozen=True, slots=True)
class Section:
    """An annex of the letter, on pages of its own."""

    title: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole letter. ``footer`` is what stands on every page; ``page`` has {page} and {pages}."""

    title: str
    institution: list[str]
    address: list[str]
    meta: list[tuple[str, str]]
    dated: str
    recipient: list[str]
    blocks: list[Block]
    signatures: list[Signature]
    annexes: list[Section]
    footer: str
    page: str = "Halaman {page} dari {pages}"
