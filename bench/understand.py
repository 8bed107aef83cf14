"""Text PDFs read per second and core; OCR pages per minute beside plain Tesseract; memory by size.

    python bench/understand.py             # everything, about four minutes on a quiet machine
    python bench/understand.py --quick     # fewer files

Machines and their load differ: compare the ratios. Processor seconds are those of the processes themselves.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = tempfile.TemporaryDirectory(prefix="lempu-bench-")
os.environ["LEMPU_HOME"] = HOME.name
os.environ["DJANGO_SETTINGS_MODULE"] = "lempu.config.settings.prod"
os.environ["LEMPU_LOG_LEVEL"] = "ERROR"
os.environ["LEMPU_SECRET_KEY"] = "bench-only"

import django  # noqa: E402

django.setup()

import pypdfium2  # noqa: E402
import typst  # noqa: E402
from django.core.management import call_command  # noqa: E402

from lempu.kernel.files.models import Page, Step, StoredFile  # noqa: E402
from lempu.kernel.files.services import reading, recognition, steps  # noqa: E402
from lempu.kernel.files.tests import makers  # noqa: E402

WORDS = [
    "Rapat",
    "evaluasi",
    "pelayanan",
    "pemilih",
    "Kabupaten",
    "Luwu",
    "memutuskan",
    "tindak",
    "lanjut",
    "notulen",
]
#: Real workers over real tasks until none is left.
WORKER = [sys.executable, "-m", "lempu", "manage", "db_worker", "--batch", "--no-startup-delay"]


def text_pdf(number: int, pages: int = 2) -> bytes:
    body = "#pagebreak()\n".join(
        " ".join(WORDS[(number + word) % len(WORDS)] + str(word % 97) for word in range(350))
        for _page in range(pages)
    )
    return typst.compile(f"Dokumen {number}\n\n{body}".encode(), format="pdf")


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def asked(contents, ending):
    files = [
        makers.stored(content, f"a{number}.{ending}") for number, content in enumerate(contents)
    ]
    for file in files:
        steps.ask(file)
    return files


def text_intake(count, workers=2):
    """Workers as on so many cores; each file read by a process of its own."""
    files = asked((text_pdf(number) for number in range(count)), "pdf")
    used, begun = processor(), time.perf_counter()
    running = [subprocess.Popen(WORKER, stderr=subprocess.DEVNULL) for _worker in range(workers)]
    while not Page.objects.filter(file__in=files).exists():
        time.sleep(0.01)
    first = time.perf_counter()
    while _read(files) < count:
        time.sleep(0.05)
    wall = time.perf_counter() - first
    for worker in running:
        worker.wait()
    core = processor() - used
    print(
        f"text PDFs of 2 pages: {count} in {wall:.1f} s = {(count - 1) / wall:.2f}/s with {workers} "
        f"workers (which took {first - begun:.1f} s to start); {core / count:.2f} core-seconds each, "
        "their start included"
    )


def _read(files) -> int:
    waiting = Step.objects.waiting().filter(file__in=files, name="marks")
    return len(files) - waiting.count()


def recognised(pages):
    """The decree's scan through the product, and its pages through Tesseract alone."""
    scan = scanned(pages)
    (file,) = asked([scan], "pdf")
    reading.understand(file.pk)
    begun, used = time.perf_counter(), processor()
    recognition.recognise(file.pk)
    ours, our_core = time.perf_counter() - begun, processor() - used
    assert Step.objects.get(file=file, name="ocr").state == "done"
    begun, used = time.perf_counter(), processor()
    with tempfile.TemporaryDirectory() as folder:
        document = pypdfium2.PdfDocument(scan)
        for number in range(pages):
            place = Path(folder, f"{number}.png")
            document[number].render(scale=150 / 72, grayscale=True).to_pil().save(
                place, dpi=(150, 150)
            )
            subprocess.run(
                ["tesseract", str(place), str(place), "-l", "ind", "pdf", "txt"],
                check=True,
                capture_output=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
    plain, plain_core = time.perf_counter() - begun, processor() - used
    print(
        f"OCR of {pages} pages: {60 * pages / ours:.1f} pages/min (searchable PDF/A, one process), "
        f"plain tesseract {60 * pages / plain:.1f}; "
        f"core-seconds a page {our_core / pages:.1f} and {plain_core / pages:.1f}, "
        f"ratio {our_core / plain_core:.2f}"
    )


def scanned(pages: int) -> bytes:
    lines = [" ".join(WORDS[(row + word) % len(WORDS)] for word in range(5)) for row in range(16)]
    frames = [makers.scan(f"Halaman {number}", *lines) for number in range(pages)]
    import io

    from PIL import Image

    images = [Image.open(io.BytesIO(frame)).convert("L") for frame in frames]
    kept = io.BytesIO()
    images[0].save(kept, "PDF", save_all=True, append_images=images[1:], resolution=150)
    return kept.getvalue()


def memory(sizes):
    """The most that the reading process holds, for PDFs of one to many pages of noise beside the text."""
    for megabytes in sizes:
        content = fat_pdf(megabytes)
        with tempfile.TemporaryFile() as source:
            source.write(content)
            source.seek(0)
            job = {"steps": ["text", "picture", "marks"], "kind": "application/pdf"}
            code = (
                "import json, resource, sys; from lempu.kernel.files.understanding import bounds, work;"
                "job = json.loads(sys.argv[1]); work.load(job); bounds.bound();"
                "work.work(sys.stdin.buffer, job, sys.stdout.buffer);"
                "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))"
            )
            job = json.dumps({**job, "widths": [1600, 112]})
            done = subprocess.run(
                [sys.executable, "-c", code, job], stdin=source, capture_output=True, check=True
            )
        print(f"PDF of {len(content) / 1e6:6.1f} MB: {int(done.stderr) / 1024:.0f} MB at most")


def fat_pdf(megabytes: int) -> bytes:
    """Pages with a photo of noise each, about a megabyte a page."""
    import io

    from PIL import Image

    frames = [Image.effect_noise((1100, 900), 90 + number % 7) for number in range(megabytes)]
    kept = io.BytesIO()
    frames[0].save(kept, "PDF", save_all=True, append_images=frames[1:], quality=95)
    return kept.getvalue()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    for folder in ("files", "tmp", "previews"):
        Path(HOME.name, folder).mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    text_intake(6 if quick else 40)
    if not recognition.why_absent():
        recognised(2 if quick else 6)
    memory([1, 10] if quick else [1, 10, 40])
    assert StoredFile.objects.exists()


if __name__ == "__main__":
    main()
