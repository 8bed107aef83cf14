"""Small real files for the demo: letters and reports as PDF, photos as JPEG.

Every one carries the row and the month it belongs to, so that no two are the same file.
"""

import datetime as dt
import functools
import io
import json
import random
from dataclasses import dataclass

import typst
from django.conf import settings
from django.utils.dates import MONTHS
from PIL import Image, ImageDraw

_PAGE = settings.ROOT / "data" / "demo" / "paper.typ"

_CONTENTS = {
    "invitation": [
        "Hari, tanggal: sesuai bulan berjalan",
        "Tempat: ruang rapat kantor",
        "Acara: {row}",
    ],
    "attendance": ["1. Sekretaris (hadir)", "2. Koordinator ZI (hadir)", "3. Pelaksana (hadir)"],
    "minutes": [
        "Pembahasan: {row}",
        "Kendala: waktu pengumpulan bahan",
        "Tindak lanjut: laporan akhir bulan",
    ],
    "report": [
        "Kegiatan dilaksanakan sesuai rencana aksi.",
        "Realisasi: 1 dari 1.",
        "Tidak ada kendala berarti.",
    ],
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it comes off a desk, with what its owner would say of it."""

    name: str
    content: bytes
    number: str
    dated: dt.date


def paper(*, kind: str, label: str, code: str, row: str, day: dt.date) -> Paper:
    """A piece of evidence of a kind for a row, made on a day."""
    name = f"{label} {code} {MONTHS[day.month]} {day.year}"
    if kind == "photo":
        return Paper(f"{name}.jpg", _photo(f"{code}{day}", day), "", day)
    number = f"{day.toordinal() % 900 + 1:03}/PW.02-{kind[:3].upper()}/7317/{day.year}"
    lines = [line.format(row=row[:90]) for line in _CONTENTS.get(kind, _CONTENTS["report"])]
    facts = {
        "title": label,
        "month": f"{MONTHS[day.month]} {day.year}",
        "number": number,
        "row": f"{code}  {row[:160]}",
        "lines": lines,
        "date": f"{day.day} {MONTHS[day.month]} {day.year}",
    }
    content = _press().compile(sys_inputs={"data": json.dumps(facts)})
    assert isinstance(content, bytes)
    return Paper(f"{name}.pdf", content, number, day)


@functools.cache
def _press() -> typst.Compiler:
    return typst.Compiler(str(_PAGE), ignore_system_fonts=True)


def _photo(seed: str, day: dt.date) -> bytes:
    """A drawn meeting room; its EXIF says when it was taken."""
    chance = random.Random(seed)  # noqa: S311 -- a picture, not a secret
    picture = Image.new("RGB", (640, 480), (216, 222, 230))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 300, 640, 480), fill=(150 + chance.randrange(50), 165, 140))
    draw.rectangle((150, 50, 490, 140), fill=(chance.randrange(90, 190), 65, 47))
    for seat in range(chance.randrange(3, 8)):
        x = 50 + seat * 80 + chance.randrange(24)
        draw.ellipse((x, 210, x + 44, 254), fill=(61, 74, 93))
        draw.rectangle((x - 12, 256, x + 56, 340), fill=(chance.randrange(40, 90), 74, 110))
    draw.rectangle((20, 340, 620, 380), fill=(124, 95, 65))
    exif = Image.Exif()
    exif[0x0132] = day.strftime("%Y:%m:%d 09:31:00")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=70, exif=exif)
    return buffer.getvalue()
