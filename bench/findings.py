"""Look-up among a million fingerprints; precision and recall on pictures and texts that are made here.

    python bench/findings.py                # everything, some minutes
    python bench/findings.py --marks 100000 # fewer fingerprints
    python tools/with_postgres.py python bench/findings.py

The corpus is that of ``lempu/kernel/findings/tests/scenes.py``: rooms photographed on several days, with the
camera held or on a tripod, attendance lists filled in anew, and what people do to a picture. It is drawn, not
photographed: read the figures as a check of the rules, not as those of an office.
"""

import argparse
import itertools
import json
import os
import random
import statistics
import tempfile
import time

HOME = tempfile.TemporaryDirectory(prefix="lempu-bench-")
os.environ["LEMPU_HOME"] = HOME.name
os.environ["DJANGO_SETTINGS_MODULE"] = "lempu.config.settings.test"
os.environ["LEMPU_SECRET_KEY"] = "bench-only"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from lempu.kernel.files.models import Mark, StoredFile  # noqa: E402
from lempu.kernel.files.services.reading import bands  # noqa: E402
from lempu.kernel.files.understanding import marks  # noqa: E402
from lempu.kernel.findings.scoring.words import apart, words_of  # noqa: E402
from lempu.kernel.findings.selectors.limits import limits  # noqa: E402
from lempu.kernel.findings.selectors.near import Probe, look_up  # noqa: E402
from lempu.kernel.findings.services.looks.marks import photos_near, shows_same  # noqa: E402
from lempu.kernel.findings.tests import scenes  # noqa: E402
from lempu.shared.dates import undated  # noqa: E402

BATCH = 20_000
FIGURES = {"marks": 1_000_000, "rooms": 40, "forms": 20, "texts": 60}


def file_rows(first: int, count: int) -> None:
    StoredFile.objects.bulk_create(
        StoredFile(pk=key, sha256=f"{key:064x}", size=1, media_type="image/jpeg")
        for key in range(first, first + count)
    )


def mark_row(file: int, kind: str, number: int, bits: str) -> Mark:
    columns = {f"band{part}": band for part, band in enumerate(bands(bits))}
    return Mark(file_id=file, kind=kind, number=number, bits=bits, **columns)


def fill(count: int) -> None:
    """Photos with one mark each of the kinds that are asked: half of the marks whole, half parts."""
    chance = random.Random(1)
    for first in range(1, count // 2 + 1, BATCH):
        with transaction.atomic():
            file_rows(first, BATCH)
            Mark.objects.bulk_create(
                mark_row(file, kind, number, f"{chance.getrandbits(64):016x}")
                for file in range(first, first + BATCH)
                for kind, number in (("whole", 1), ("window", 1 + file % 7))
            )


def percentile(times: list[float], part: float) -> float:
    return sorted(times)[min(int(len(times) * part), len(times) - 1)]


def spread(times: list[float]) -> dict[str, float]:
    return {
        "p50_ms": round(statistics.median(times) * 1000, 2),
        "p95_ms": round(percentile(times, 0.95) * 1000, 2),
    }


def timed(question, times: int) -> list[float]:
    found = []
    for number in range(times):
        begun = time.perf_counter()
        question(number)
        found.append(time.perf_counter() - begun)
    return found


def look_ups(count: int) -> dict:
    begun = time.perf_counter()
    fill(count)
    made = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    chance = random.Random(2)
    kept = dict(Mark.objects.filter(kind="whole", file__lte=400).values_list("file_id", "bits"))
    asked = [(file, int(bits, 16)) for file, bits in kept.items()]

    def changed(value: int, bits: int) -> str:
        for place in chance.sample(range(64), bits):
            value ^= 1 << place
        return f"{value:016x}"

    def one(bits: int):
        def ask(number: int) -> None:
            file, value = asked[number % len(asked)]
            probe = Probe(changed(value, bits), "whole")
            found = look_up("whole", [probe], bits=bits, not_of=0, most=40)
            assert file in {near.file for near in found}

        return ask

    def photo(number: int) -> None:
        """All that is asked for one photo: whole, mirrored and seven parts."""
        kinds = [("whole", 1), ("mirror", 1), *(("window", part) for part in range(1, 8))]
        own = [(kind, part, f"{chance.getrandbits(64):016x}") for kind, part in kinds]
        photos_near(own, not_of=0)

    def scan(number: int) -> None:
        """What it would be without the index of bands: every mark of the kind."""
        value = asked[number][1]
        rows = Mark.objects.filter(kind="whole").values_list("bits", flat=True)
        sum((int(bits, 16) ^ value).bit_count() <= 7 for bits in rows.iterator(chunk_size=BATCH))

    return {
        "marks": Mark.objects.count(),
        "filled_s": round(made, 1),
        "three_bits": spread(timed(one(3), 200)),
        "seven_bits": spread(timed(one(7), 200)),
        "whole_photo": spread(timed(photo, 60)),
        "reading_all": spread(timed(scan, 3)),
    }


def score(right: set, said: set) -> dict[str, float | int]:
    hit = len(right & said)
    return {
        "precision": round(hit / len(said), 3) if said else 1.0,
        "recall": round(hit / len(right), 3) if right else 1.0,
        "same": len(right),
        "said": len(said),
    }


def judged(pictures: dict[str, tuple[object, str]]) -> set[frozenset[str]]:
    """Pairs of pictures the product says show the same, by its own look-up and its own decision."""
    Mark.objects.all().delete()
    StoredFile.objects.all().delete()
    names, own = dict(enumerate(pictures, 1)), {}
    file_rows(1, len(pictures))
    for key, name in names.items():
        own[key] = list(marks.of_photo(pictures[name][0].convert("RGB")))
    Mark.objects.bulk_create(mark_row(key, *mark) for key, found in own.items() for mark in found)
    grey = {key: pictures[name][0].convert("L") for key, name in names.items()}
    said = set()
    for key, found in own.items():
        for near in photos_near(found, not_of=key)[:12]:
            if shows_same(grey[key], grey[near.file], near):
                said.add(frozenset((names[key], names[near.file])))
    return said


def pairs_of(pictures: dict[str, tuple[object, str]]) -> set[frozenset[str]]:
    """Pairs that are one shot: the same mark of origin."""
    groups: dict[str, list[str]] = {}
    for name, (_image, origin) in pictures.items():
        groups.setdefault(origin, []).append(name)
    return {
        frozenset(pair) for group in groups.values() for pair in itertools.combinations(group, 2)
    }


def photos(rooms: int) -> dict:
    """Every room on four days, two of them with the camera on a tripod; six copies of the first day."""
    pictures, copies = {}, {}
    for place in range(rooms):
        for day in range(4):
            shot = scenes.opened(scenes.saved(scenes.room(place, day, tripod=day > 1)))
            pictures[f"{place}/{day}"] = (shot, f"{place}/{day}")
        for name, change in scenes.CHANGES.items():
            copies[f"{place}/0 {name}"] = change(pictures[f"{place}/0"][0])
    every = pictures | {name: (image, name.split()[0]) for name, image in copies.items()}
    said, right = judged(every), pairs_of(every)
    to_first = {pair for pair in right if any(" " not in name for name in pair)}
    by_change = {name: _recall_of(name, to_first, said) for name in scenes.CHANGES}
    same_room = {p for p in said - right if len({name.split("/")[0] for name in p}) == 1}
    return {
        "pictures": len(every),
        **score(to_first, (said & to_first) | (said - right)),
        "same_room_other_day_accused": len(same_room),
        "recall_by_change": by_change,
        "copies_of_copies": score(right - to_first, said & (right - to_first)),
    }


def _recall_of(change: str, right: set, said: set) -> float:
    mine = {pair for pair in right if any(change in name for name in pair)}
    return score(mine, mine & said)["recall"]


def forms(templates: int) -> dict:
    every = {}
    for template in range(templates):
        for filled in range(3):
            every[f"{template}/{filled}"] = (scenes.form(template, filled), f"{template}/{filled}")
        first = every[f"{template}/0"][0]
        for name in ("resized", "recompressed", "colour-shifted"):
            every[f"{template}/0 {name}"] = (scenes.CHANGES[name](first), f"{template}/0")
    said, right = judged(every), pairs_of(every)
    return {"pictures": len(every), **score(right, said)}


MONTHS = ["Agustus", "September", "Oktober"]
SENTENCES = [
    "Petugas melayani pengunjung pada hari kerja dan mencatat setiap kunjungan.",
    "Pertanyaan tentang daftar pemilih dijawab pada hari yang sama.",
    "Arsip disimpan pada lemari yang terkunci sesuai pedoman tata naskah.",
    "Rapat koordinasi membahas capaian rencana aksi dan kendala di lapangan.",
    "Bahan sosialisasi dibagikan kepada peserta dari sekolah menengah.",
    "Laporan keuangan diperiksa bersama bendahara sebelum dikirim ke provinsi.",
    "Jaringan internet terputus selama dua hari sehingga unggahan tertunda.",
    "Pegawai baru mendapat penjelasan tentang kode etik dan benturan kepentingan.",
]


def text_of(number: int, month: int, *, anew: bool) -> str:
    chance = random.Random(f"{number} {month if anew else 0}")
    body = " ".join(chance.sample(SENTENCES, 5))
    figures = f"Jumlah layanan {chance.randrange(10, 99)} dengan {chance.randrange(2, 30)} catatan."
    name, day = MONTHS[month], 20 + month
    return (
        f"KOMISI PEMILIHAN UMUM KABUPATEN LUWU. Laporan kegiatan {number} bulan {name} 2025. "
        f"Nomor {number + month}/LP/7317/2025. {body} {figures} Belopa, {day} {name} 2025."
    )


def texts(count: int) -> dict:
    """Reports of three months: half copied with only their dates changed, half written anew."""
    every = {
        f"{number}/{month}": (text_of(number, month, anew=number % 2 == 0), number)
        for number in range(count)
        for month in range(len(MONTHS))
    }
    wanted = limits("text")
    prints = {
        name: int(marks.simhash(marks.folded(undated(text))), 16)
        for name, (text, _n) in every.items()
    }
    words = {name: words_of(text) for name, (text, _n) in every.items()}
    right, said = set(), set()
    for one, other in itertools.combinations(every, 2):
        if every[one][1] == every[other][1] and every[one][1] % 2:
            right.add(frozenset((one, other)))
        near = (prints[one] ^ prints[other]).bit_count() <= wanted["bits"]
        if near and apart(words[one], words[other]) <= wanted["words_apart"]:
            said.add(frozenset((one, other)))
    return {"texts": len(every), **score(right, said)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in FIGURES.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    chosen = parser.parse_args()
    call_command("migrate", verbosity=0)
    print(json.dumps({"texts": texts(chosen.texts)}))
    print(json.dumps({"forms": forms(chosen.forms)}))
    print(json.dumps({"photos": photos(chosen.rooms)}))
    Mark.objects.all().delete()
    StoredFile.objects.all().delete()
    print(json.dumps({"look_up": {"database": connection.vendor, **look_ups(chosen.marks)}}))


if __name__ == "__main__":
    main()
