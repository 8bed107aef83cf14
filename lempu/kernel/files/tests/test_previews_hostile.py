"""Files made to hurt: each ends in words, within the bounds, and the next file is shown as ever."""

import io
import json
import resource
import subprocess
import sys
import threading
import zipfile
import zlib

import pytest
import xlsxwriter
from django.core.files.storage import storages
from PIL import Image

from lempu.kernel.files import renditions, services
from lempu.kernel.files.services import previews
from lempu.kernel.files.tests.test_previews import pdf, picture, refused, seen, stored

pytestmark = pytest.mark.django_db


def peak_of(content: bytes, tmp_path, **job) -> tuple[int, dict]:
    """The most bytes a job held, and what it said."""
    source = tmp_path / "content"
    source.write_bytes(content)
    program = (
        "import runpy, sys\n"
        "sys.argv = ['renditions', sys.argv[1]]\n"
        "try:\n    runpy.run_module('lempu.kernel.files.renditions', run_name='__main__')\n"
        "finally:\n"
        "    status = open('/proc/self/status').read()\n"
        "    print(status.partition('VmHWM:')[2].split()[0], file=sys.stderr)\n"
    )
    with source.open("rb") as given:
        done = subprocess.run(
            [sys.executable, "-c", program, json.dumps(job)],
            stdin=given,
            capture_output=True,
            check=False,
        )
    said = done.stdout.partition(b"\n")[0]
    most = int(done.stderr.split()[-1]) * 1024 if done.returncode == 0 else 0
    return most, json.loads(said) if said else {"refusal": done.returncode}


def one_page(script: bytes, things: bytes = b"", *more: bytes) -> bytes:
    packed = zlib.compress(script, 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>"
        % things,
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        *more,
    ]
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (at, part) for at, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def huge_picture_in_a_page() -> bytes:
    """A small file with a picture of 40,000 x 40,000 points in it."""
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(b"\0" * 120_000) for _ in range(8_000)) + rows.flush()
    image = (
        b"<</Type/XObject/Subtype/Image/Width 40000/Height 40000/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
    )
    script = b"600 0 0 800 0 0 cm /X0 Do"
    return one_page(script, b"/XObject<</X0 5 0 R>>", image % (len(packed), packed))


def sheet_to_the_far_end() -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, "awal")
        page.write(1_048_575, 16_383, "akhir")
    return kept.getvalue()


def word_of(markup: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", markup)
    return kept.getvalue()


def laughs() -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 11)
    )
    return word_of(f"<!DOCTYPE a [{entities}]><a>&a10;</a>")


@pytest.mark.parametrize(
    ("make", "name", "codes"),
    [
        (sheet_to_the_far_end, "a.xlsx", {"too_heavy"}),
        (laughs, "a.docx", {"broken"}),
        (
            lambda: word_of("<a>" + "".join(f"<b{at}/>" for at in range(2_400_000)) + "</a>"),
            "a.docx",
            {"too_long"},
        ),
        (lambda: word_of("<b>" * 900_000), "a.docx", {"broken", "too_heavy"}),
    ],
    ids=["sheet", "entities", "markup", "depth"],
)
def test_a_hostile_file_is_refused_in_words_and_harms_no_other(make, name, codes):
    file = stored(make(), name)
    show = services.picture if name.endswith("pdf") else services.extract

    assert refused(show, file) in codes
    assert storages["previews"].exists(f"{file.path}/refused")  # and is not tried again
    assert seen(services.picture(stored(picture(), "baik.jpg"))).size == (400, 200)


@pytest.mark.parametrize(
    ("content", "job"),
    [
        (lambda: picture("PNG", size=(8000, 6250)), {"make": "image"}),
        (lambda: picture("PNG", size=(5000, 4000), mode="RGBA", colour=(9, 9, 9, 9)), {"make": "image"}),
        (lambda: picture("JPEG", size=(8000, 6250), progressive=True), {"make": "image"}),
        (lambda: picture("JPEG", size=(16000, 16000)), {"make": "image"}),
        (lambda: picture("WEBP", size=(5000, 4000)), {"make": "image"}),
        (lambda: picture("TIFF", size=(8000, 6250)), {"make": "image"}),
        (lambda: pdf((595, 842)), {"make": "pdf", "page": 1}),
        (huge_picture_in_a_page, {"make": "pdf", "page": 1}),
    ],
    ids=["png", "clear", "layers", "large", "webp", "tiff", "page", "picture in a page"],
)  # fmt: skip
def test_what_a_camera_makes_is_shown_within_the_bounds(content, job, tmp_path):
    most, said = peak_of(content(), tmp_path, width=1600, **job)

    assert said == {"pages": 1}
    assert most < renditions.MEMORY_BYTES


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (lambda: picture("JPEG", size=(9000, 9000), progressive=True), "a.jpg"),
        (lambda: picture("PNG", size=(5000, 4100), mode="LA", colour=(0, 0)), "a.png"),
        (lambda: picture("WEBP", size=(5000, 4100)), "a.webp"),
    ],
)
def test_what_must_be_held_whole_or_twice_has_a_lower_limit(content, name):
    assert refused(services.picture, stored(content(), name)) == "too_many_pixels"


def test_a_large_photo_held_upright_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6

    image = seen(services.picture(stored(picture(size=(4000, 3000), exif=exif), "a.jpg")))

    assert image.size == (1600, 2133)


def test_who_would_wait_long_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(previews, "WAIT_SECONDS", 0.05)
    file = stored(picture(size=(401, 200)), "a.jpg")

    with previews._turn:
        assert refused(services.picture, file) == "busy"

    assert seen(services.picture(file)).size == (401, 200)


def test_pictures_asked_for_at_once_all_come(monkeypatch):
    monkeypatch.setattr(previews, "WAIT_SECONDS", 100)
    files = [stored(picture(size=(400 + at, 200)), f"{at}.jpg") for at in range(4)]
    sizes = []

    def make(file):
        sizes.append(len(previews._make(file, {"make": "image", "width": 112})[1]))

    threads = [threading.Thread(target=make, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(sizes) == 4
    assert all(sizes)


def test_a_process_told_to_stop_says_nothing_about_the_file(monkeypatch):
    file = stored(picture(size=(402, 200)), "a.jpg")
    with monkeypatch.context() as patch:
        patch.setattr(previews, "RENDITIONS", "lempu.kernel.files.tests.stopped")

        assert refused(services.picture, file) == "busy"

    assert seen(services.picture(file)).size == (402, 200)


def test_the_bounds_are_those_of_the_system():
    program = (
        "import resource\nfrom lempu.kernel.files import renditions\nrenditions._bound()\n"
        "for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CPU):\n"
        "    print(resource.getrlimit(kind)[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == [str(renditions.MEMORY_BYTES), str(renditions.SECONDS)]
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] != renditions.MEMORY_BYTES
