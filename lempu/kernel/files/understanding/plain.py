"""Text and CSV, in the encodings offices use."""

from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from lempu.kernel.files.understanding.bounds import TEXT_LIMIT


def pages(content: IO[bytes]) -> Iterator[tuple[str, str]]:
    yield "", decoded(content.read(TEXT_LIMIT * 4))


def decoded(raw: bytes) -> str:
    is_wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-8-sig", "utf-16") if is_wide else ("utf-8-sig",):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("cp1252", "replace")
