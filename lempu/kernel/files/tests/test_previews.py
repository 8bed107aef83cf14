import io
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
import xlsxwriter
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lempu.kernel.files import services
from lempu.kernel.files.models import StoredFile

pytestmark = pytest.mark.django_db


def stored(content: bytes, name: str) -> StoredFile:
    return services.store(content=SimpleUploadedFile(name, content), name=name)


def picture(fmt="JPEG", size=(400, 200), mode="RGB", colour="red", **options) -> bytes:
    kept = io.BytesIO()
    Image.new(mode, size, colour).save(kept, fmt, **options)
    return kept.getvalue()


def pdf(*sizes) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        document.new_page(width, height)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def seen(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def refused(make, file) -> str:
    with pytest.raises(services.NoPreview) as refusal:
        make(file)
    return refusal.value.code


def test_a_wide_photo_is_made_narrower():
    image = seen(services.picture(stored(picture(size=(3000, 1500)), "a.jpg")))

    assert (image.format, image.size) == ("WEBP", (1600, 800))


def test_a_small_photo_stays_as_large_as_it_is():
    assert seen(services.picture(stored(picture(), "a.jpg"))).size == (400, 200)


def test_a_photo_is_turned_upright_and_loses_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    exif[0x010F] = "Kamera rahasia"

    image = seen(services.picture(stored(picture(exif=exif), "a.jpg")))

    assert image.size == (200, 400)
    assert dict(image.getexif()) == {}


def test_a_photo_of_a_phone_is_shown():
    """Left half red, right half navy; made with libheif's own encoder."""
    content = (Path(__file__).parent / "data" / "two-colours.heic").read_bytes()

    image = seen(services.picture(stored(content, "IMG_0931.HEIC")))

    left, right = image.getpixel((8, 24)), image.getpixel((56, 24))
    assert image.size == (64, 48)
    assert left[0] > 200 > 100 > left[2]
    assert right[2] > 100 > 50 > right[0]


def test_what_is_see_through_becomes_white_paper():
    image = seen(
        services.picture(stored(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)), "a.png"))
    )

    assert image.mode == "RGB"
    assert min(image.getpixel((5, 5))) > 250


def test_a_page_of_a_pdf_is_shown_and_the_pages_are_remembered():
    file = stored(pdf((595, 842), (842, 595)), "a.pdf")

    first, second = services.picture(file), services.picture(file, page=2)

    assert seen(first).size == (1600, 2265)
    assert seen(second).width == 1600
    assert StoredFile.objects.get().pages == 2


def test_an_endless_page_is_bounded():
    image = seen(services.picture(stored(pdf((10, 14000)), "a.pdf")))

    assert image.height <= 6401


def test_a_thumbnail_is_small():
    assert seen(services.thumbnail(stored(pdf((595, 842)), "a.pdf"))).width == 112


@pytest.mark.parametrize("page", [0, 3, 99999])
def test_a_page_that_is_not_there_is_refused(page):
    file = stored(pdf((595, 842), (595, 842)), "a.pdf")

    assert refused(lambda f: services.picture(f, page=page), file) == "no_such_page"


def test_a_picture_is_made_once():
    file = stored(picture(), "a.jpg")
    first = services.picture(file)
    storages["default"].delete(file.path)

    assert services.picture(file) == first


def test_a_page_that_is_not_there_does_not_spoil_the_others():
    file = stored(pdf((595, 842)), "a.pdf")
    refused(lambda f: services.picture(f, page=7), file)

    assert seen(services.picture(file)).width == 1600


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\nbroken", "a.pdf"),
        (picture()[:300], "a.jpg"),
        (b"\x89PNG\r\n\x1a\nnothing", "a.png"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "a.heic"),
    ],
)
def test_a_broken_file_says_so_and_is_not_tried_again(content, name):
    file = stored(content, name)

    assert refused(services.thumbnail, file) == "broken"
    assert storages["previews"].exists(f"{file.path}/refused")
    assert refused(services.picture, file) == "broken"


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked():
    bomb = picture("PNG", mode="1", size=(20000, 20000), colour=0)
    assert len(bomb) < 100_000

    assert refused(services.picture, stored(bomb, "a.png")) == "too_many_pixels"


def test_a_locked_pdf_says_so():
    assert refused(services.picture, stored(LOCKED, "a.pdf")) == "locked"


#: An empty page under a user password (RC4, revision 2), made by hand.
LOCKED = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>\nendobj\n"
    b"4 0 obj\n<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"11" * 32
    + b">/U<"
    + b"22" * 32
    + b">>>\nendobj\n"
    b"trailer\n<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<00><00>]>>\n%%EOF"
)


def test_word_is_read_in_its_order():
    document, kept = docx.Document(), io.BytesIO()
    document.add_paragraph("Notulen rapat")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Nama", "Tanda tangan"
    document.add_paragraph("Belopa")
    document.save(kept)

    extract = services.extract(stored(kept.getvalue(), "a.docx"))

    assert (extract.text, extract.is_cut) == ("Notulen rapat\nNama\tTanda tangan\nBelopa", False)


def test_excel_is_read_sheet_by_sheet():
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        book.add_worksheet("Rekap").write_row(0, 0, ["Bulan", 3])

    assert services.extract(stored(kept.getvalue(), "a.xlsx")).text == "[Rekap]\nBulan\t3.0"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_the_encodings_offices_use(encoding):
    assert services.extract(stored("Notulen é".encode(encoding), "a.txt")).text == "Notulen é"


def test_a_long_text_is_cut():
    extract = services.extract(stored(b"kata " * 60_000, "a.txt"))

    assert (len(extract.text), extract.is_cut) == (200_000, True)


def test_a_broken_word_file_says_so():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("word/document.xml", "<broken")

    assert refused(services.extract, stored(kept.getvalue(), "a.docx")) == "broken"


def test_kinds_without_a_preview_say_so():
    file = stored(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.doc")

    assert refused(services.picture, file) == "no_preview"
    assert refused(services.extract, file) == "no_preview"
