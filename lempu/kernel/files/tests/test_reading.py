import datetime as dt
import io

import pytest
from django.core.files.storage import storages
from PIL import ExifTags, Image, ImageEnhance, ImageOps

from lempu.kernel.files.enums import MarkKind, StepState
from lempu.kernel.files.models import Facts, Mark, Page, Step
from lempu.kernel.files.services import reading, steps
from lempu.kernel.files.tests import makers
from lempu.kernel.files.tests.makers import stored

pytestmark = pytest.mark.django_db


def understood(content: bytes, name: str):
    file = stored(content, name)
    steps.ask(file)
    reading.understand(file.pk)
    file.refresh_from_db()
    return file


def texts(file) -> list[tuple[int, str, str]]:
    return [(p.number, p.label, p.text) for p in file.texts.order_by("number")]


def states(file) -> dict[str, tuple[str, str]]:
    return {step.name: (step.state, step.reason) for step in file.steps.all()}


def near(one, other, kind=MarkKind.WHOLE, of=MarkKind.WHOLE) -> int:
    """Bits in which a mark of one differs from the nearest of the other."""
    first = Mark.objects.get(file=one, kind=kind).bits
    found = Mark.objects.filter(file=other, kind=of)
    return min((int(first, 16) ^ int(mark.bits, 16)).bit_count() for mark in found)


def test_a_pdf_is_read_page_by_page():
    file = understood(makers.pdf("Notulen rapat pelayanan", "Daftar hadir"), "a.pdf")

    assert texts(file) == [(1, "", "Notulen rapat pelayanan"), (2, "", "Daftar hadir")]
    assert file.pages == 2
    assert file.facts.letters == 32
    assert not file.facts.is_scan
    assert states(file) == {
        "text": ("done", ""),
        "picture": ("done", ""),
        "photo": ("unneeded", ""),
        "marks": ("done", ""),
        "ocr": ("unneeded", "has_text"),
        "find": ("waiting", ""),
        "compare": ("waiting", ""),
    }
    assert storages["previews"].exists(f"{file.path}/1-1600.webp")
    assert storages["previews"].exists(f"{file.path}/1-112.webp")
    assert file.marks.filter(kind=MarkKind.PAGE).count() == 2


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (
            makers.word("Notulen", "Belopa"),
            "a.docx",
            [(1, "", "Notulen\nBelopa\nKPU Kabupaten Luwu")],
        ),
        (makers.open_text("Notulen", "Belopa"), "a.odt", [(1, "", "Notulen\nBelopa")]),
        (
            makers.book(Rekap=["Bulan", "Sep"], Hadir=["Nama"]),
            "a.xlsx",
            [(1, "Rekap", "Bulan\tSep"), (2, "Hadir", "Nama")],
        ),
        (makers.slides("Paparan", "Penutup"), "a.pptx", [(1, "", "Paparan"), (2, "", "Penutup")]),
        ("Notulen é".encode("cp1252"), "a.txt", [(1, "", "Notulen é")]),
    ],
)
def test_every_kind_is_read(content, name, expected):
    assert texts(understood(content, name)) == expected


def test_a_mail_is_read_with_who_when_and_what_is_attached():
    file = understood(
        makers.mail("Laporan September", "Terlampir laporan.", "laporan.pdf"), "a.eml"
    )

    assert file.media_type == "message/rfc822"
    ((number, _label, text),) = texts(file)
    assert number == 1
    for words in (
        "sekretariat@luwu.example",
        "Laporan September",
        "Terlampir laporan.",
        "laporan.pdf",
    ):
        assert words in text


def test_a_web_page_in_a_mail_is_read_as_words():
    raw = makers.mail("Halo", "x").replace(b"text/plain", b"text/html")
    raw = raw.replace(
        b"\n\nx\n", b"\n\n<p>Undangan</p><script>jahat()</script><style>p{}</style>\n"
    )

    ((_number, _label, text),) = texts(understood(raw, "a.eml"))

    assert "Undangan" in text
    assert "jahat" not in text


def test_a_scan_waits_for_recognition():
    file = understood(makers.scan("NOTULEN", fmt="PDF"), "a.pdf")

    assert states(file)["ocr"] == ("waiting", "")
    assert "find" not in states(file)
    assert file.facts.is_scan


def test_what_a_camera_wrote_is_kept_and_not_in_the_pictures():
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Samsung", "A54"
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.DateTimeOriginal] = "2025:09:18 09:31:00"
    inner[ExifTags.Base.OffsetTimeOriginal] = "+08:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "S", (3.0, 23.0, 24.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (120.0, 22.0, 12.0)

    file = understood(makers.photo(exif=exif), "a.jpg")

    facts = Facts.objects.get(file=file)
    assert facts.taken_at == dt.datetime(2025, 9, 18, 1, 31, tzinfo=dt.UTC)
    assert (facts.taken_zone, facts.camera) == (480, "Samsung A54")
    assert (facts.latitude, facts.longitude) == (-3.39, 120.37)
    with storages["previews"].open(f"{file.path}/1-1600.webp") as kept:
        assert not Image.open(kept).getexif()


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "kemarin", "9999:99:99 99:99:99"])
def test_a_camera_without_a_real_clock_says_nothing(text):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = text

    assert understood(makers.photo(exif=exif), "a.jpg").facts.taken_at is None


def changed(content: bytes, change) -> bytes:
    kept = io.BytesIO()
    change(Image.open(io.BytesIO(content)).convert("RGB")).save(kept, "JPEG", quality=60)
    return kept.getvalue()


def test_a_photo_that_was_worked_over_stays_near_and_another_does_not():
    original = makers.photo(size=(900, 700), seed=3)
    one = understood(original, "a.jpg")
    small = understood(changed(original, lambda i: i.resize((300, 233))), "b.jpg")
    bright = understood(
        changed(original, lambda i: ImageEnhance.Brightness(i).enhance(1.3)), "c.jpg"
    )
    mirrored = understood(changed(original, ImageOps.mirror), "d.jpg")
    cropped = understood(changed(original, lambda i: i.crop((80, 60, 810, 640))), "e.jpg")
    other = understood(makers.photo(size=(900, 700), seed=5), "f.jpg")

    assert near(small, one) <= 6
    assert near(bright, one) <= 8
    assert near(mirrored, one, of=MarkKind.MIRROR) <= 6
    assert near(cropped, one, of=MarkKind.WINDOW) <= 12
    assert near(other, one) > 16


def test_texts_that_share_most_words_are_near():
    body = " ".join(f"kata{number} rapat{number % 7} luwu{number % 11}" for number in range(200))
    one = understood(makers.word(body), "a.docx")
    same = understood(f"{body} KPU Kabupaten Luwu".encode(), "a.txt")
    edited = understood((body + " tambahan sedikit saja").encode(), "b.txt")
    other = understood(" ".join(f"lain{n} beda{n}" for n in range(300)).encode(), "c.txt")

    assert near(edited, same, kind=MarkKind.TEXT, of=MarkKind.TEXT) <= 6
    assert near(other, same, kind=MarkKind.TEXT, of=MarkKind.TEXT) > 16
    assert one.facts.text_digest == same.facts.text_digest


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"%PDF-1.7\nbroken", "a.pdf", "broken"),
        (makers.photo()[:300], "a.jpg", "broken"),
        (makers.archive(word__document_DOT_xml="<broken"), "a.docx", "broken"),
    ],
)
def test_a_broken_file_says_so_and_the_work_goes_on(content, name, reason):
    file = understood(content, name)

    assert states(file)["text"] == ("failed", reason)
    waiting = Step.objects.filter(file=file, state=StepState.WAITING)
    assert [step.name for step in waiting] == ["compare"]


def test_an_old_kind_says_what_to_do():
    file = understood(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.doc")

    assert states(file)["text"] == ("unneeded", "old_kind")


def test_reading_twice_changes_nothing():
    file = understood(makers.pdf("Notulen"), "a.pdf")
    before = (texts(file), sorted(file.marks.values_list("kind", "bits")))

    assert reading.understand(file.pk) == 0
    Step.objects.filter(file=file).update(state=StepState.WAITING)
    assert reading.understand(file.pk) == 4

    assert (texts(file), sorted(file.marks.values_list("kind", "bits"))) == before
    assert Page.objects.count() == 1
