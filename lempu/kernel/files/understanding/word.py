"""Word (.docx): the body, then headers, footers and notes, without pages."""

import re
from collections.abc import Iterator
from typing import IO

from lempu.kernel.files.understanding.markup import archive, paragraphs

BESIDE = re.compile(r"word/(header|footer|footnotes|endnotes)\d*\.xml")


def pages(content: IO[bytes]) -> Iterator[tuple[str, str]]:
    opened = archive(content)
    members = ["word/document.xml", *filter(BESIDE.fullmatch, opened.namelist())]
    lines = (
        line
        for member in members
        for line in paragraphs(opened, member, ends={"p"}, texts={"t"}, tabs={"tab", "br"})
    )
    yield "", "\n".join(line for line in lines if line.strip())
