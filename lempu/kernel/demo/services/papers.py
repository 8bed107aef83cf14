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
        "Hadir {few} orang; rapat berlangsung {many} menit.",
        "Kendala: {trouble}",
        "Tindak lanjut: laporan akhir bulan oleh {who}",
    ],
    "report": [
        "Kegiatan dilaksanakan sesuai rencana aksi oleh {who}.",
        "Realisasi: 1 dari 1, melibatkan {few} orang dan {many} berkas.",
        "Kendala: {trouble}.",
    ],
}


_WHO = ["Subbagian Hukum", "Subbagian Keuangan", "Subbagian Teknis", "Subbagian Data", "Sekretaris"]
_TROUBLE = [
    "waktu pengumpulan bahan",
    "jaringan terputus dua hari",
    "sebagian pegawai bertugas di luar daerah",
    "data dari kecamatan terlambat masuk",
    "tidak ada kendala berarti",
]


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
    told = _told(f"{kind}{code}{day}") | {"row": row[:90]}
    lines = [line.format(**told) for line in _CONTENTS.get(kind, _CONTENTS["report"])]
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


def _told(seed: str) -> dict[str, object]:
    """What differs from month to month, as it does when somebody writes a report anew."""
    chance = random.Random(seed)  # noqa: S311 -- a story, not a secret
    return {
        "few": chance.randrange(4, 40),
        "many": chance.randrange(45, 180),
        "who": chance.choice(_WHO),
        "trouble": chance.choice(_TROUBLE),
    }


@functools.cache
def _press() -> typst.Compiler:
    return typst.Compiler(str(_PAGE), ignore_system_fonts=True)


def _photo(seed: str, day: dt.date) -> bytes:
    """A drawn meeting room; its EXIF says when it was taken."""
    chance = random.Random(seed)  # noqa: S311 -- a picture, not a secret
    wall = tuple(chance.randrange(130, 235) for _ in range(3))
    picture = Image.new("RGB", (640, 480), wall)
    draw = ImageDraw.Draw(picture)
    floor = chance.randrange(250, 360)
    draw.rectangle((0, floor, 640, 480), fill=(90 + chance.randrange(110), 135, 110))
    for _ in range(chance.randrange(1, 4)):
        x, y = chance.randrange(560), chance.randrange(20, 90)
        draw.rectangle((x, y, x + chance.randrange(50, 160), y + 110), fill=(232, 240, 250))
    x = chance.randrange(320)
    draw.rectangle(
        (x, 30, x + chance.randrange(200, 320), 110), fill=(chance.randrange(200), 65, 47)
    )
    for _ in range(chance.randrange(3, 9)):
        x, y = chance.randrange(590), floor - chance.randrange(60, 130)
        draw.ellipse((x, y, x + 44, y + 44), fill=(130 + chance.randrange(90), 110, 88))
        shirt = (chance.randrange(230), chance.randrange(200), chance.randrange(230))
        draw.rectangle((x - 12, y + 46, x + 56, y + 150), fill=shirt)
    table = floor + chance.randrange(30, 70)
    draw.rectangle(
        (chance.randrange(60), table, 640 - chance.randrange(60), table + 44), fill=(124, 95, 65)
    )
    exif = Image.Exif()
    exif[0x0132] = day.strftime("%Y:%m:%d 09:31:00")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=70, exif=exif)
    return buffer.getvalue()
