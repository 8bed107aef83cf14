"""PowerPoint (.pptx): one page for each slide, its notes below it."""

import re
from collections.abc import Iterator
from typing import IO

from lempu.kernel.files.understanding.markup import archive, paragraphs

SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")


def pages(content: IO[bytes]) -> Iterator[tuple[str, str]]:
    opened = archive(content)
    names = set(opened.namelist())
    numbers = sorted(int(found[1]) for found in map(SLIDE.fullmatch, names) if found)
    for number in numbers:
        members = [f"ppt/slides/slide{number}.xml", f"ppt/notesSlides/notesSlide{number}.xml"]
        lines = (
            line
            for member in members
            if member in names
            for line in paragraphs(opened, member, ends={"p"}, texts={"t"}, tabs={"br"})
        )
        yield "", "\n".join(line for line in lines if line.strip())
