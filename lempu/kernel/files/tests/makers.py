"""Small real files of every kind, made when a test asks."""

import datetime as dt
import io
import zipfile
from email.message import EmailMessage

import docx
import typst
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from lempu.kernel.files import services
from lempu.kernel.files.models import StoredFile

XML = '<?xml version="1.0" encoding="UTF-8"?>'


def stored(content: bytes, name: str) -> StoredFile:
    return services.store(content=SimpleUploadedFile(name, content), name=name)


def pdf(*pages: str) -> bytes:
    """A PDF with these words on its pages."""
    source = "#pagebreak()\n".join(f'#text("{page}")\n' for page in pages)
    return typst.compile(source.encode(), format="pdf")


def word(*lines: str) -> bytes:
    document, kept = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = "KPU Kabupaten Luwu"
    document.save(kept)
    return kept.getvalue()


def book(**sheets: list[str]) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as made:
        for name, cells in sheets.items():
            made.add_worksheet(name).write_row(0, 0, cells)
    return kept.getvalue()


def archive(**members: str | bytes) -> bytes:
    """An archive; in the names of members ``__`` is a slash and ``_DOT_`` a dot."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return kept.getvalue()


def slides(*texts: str) -> bytes:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    members = {
        f"ppt__slides__slide{number}_DOT_xml": f"{XML}<s {space}><a:p><a:t>{text}</a:t></a:p></s>"
        for number, text in enumerate(texts, 1)
    }
    return archive(ppt__presentation_DOT_xml=f"{XML}<p/>", **members)


def open_text(*lines: str) -> bytes:
    space = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return archive(
        mimetype="application/vnd.oasis.opendocument.text",
        content_DOT_xml=f"{XML}<office {space}>{body}</office>",
    )


def mail(subject: str, body: str, attached: str = "") -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "sekretariat@luwu.example", "provinsi@sulsel.example"
    message["Subject"], message["Date"] = subject, dt.datetime(2025, 9, 18, 9, 30)
    message.set_content(body)
    if attached:
        message.add_attachment(b"isi", maintype="application", subtype="pdf", filename=attached)
    return message.as_bytes()


def photo(fmt="JPEG", size=(640, 480), seed=1, **options) -> bytes:
    """A picture with shapes that differ with ``seed``."""
    image = Image.new("RGB", size, (40 * seed % 255, 90, 160))
    pen = ImageDraw.Draw(image)
    for step in range(6):
        left, top = (step * 97 * seed) % size[0], (step * 61 * seed) % size[1]
        colour = ((step * 50) % 255, (seed * 70) % 255, 200 - step * 20)
        pen.ellipse((left, top, left + size[0] // 3, top + size[1] // 3), fill=colour)
    kept = io.BytesIO()
    image.save(kept, fmt, **options)
    return kept.getvalue()


def scan(*lines: str, fmt="PNG") -> bytes:
    """A page of letters as a picture: words without text."""
    image = Image.new("L", (1240, 1754), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size=44)
    for number, line in enumerate(lines):
        pen.text((110, 120 + number * 90), line, fill=0, font=font)
    kept = io.BytesIO()
    image.save(kept, fmt, resolution=150, dpi=(150, 150))
    return kept.getvalue()
