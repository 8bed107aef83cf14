"""Evidence whose file is understood already, without a process for each: facts, text and marks as rows."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.files.enums import TextSource
from lempu.kernel.files.models import Facts, Mark, Page, StoredFile
from lempu.kernel.files.services import store
from lempu.kernel.files.services.reading import bands
from lempu.kernel.files.understanding import marks
from lempu.kernel.findings.models import Finding
from lempu.kernel.findings.services import check_all
from lempu.kernel.findings.tests import scenes
from lempu.shared.dates import undated

PDF = "application/pdf"


def paper(
    text="",
    *,
    kind="report",
    name="Laporan.pdf",
    pages=None,
    source=TextSource.FILE,
    facts=None,
    **rest,
):
    """A piece of evidence that is a PDF with this text; ``facts`` are columns of ``Facts``."""
    number = StoredFile.objects.count()
    file = StoredFile.objects.create(sha256=f"{number:064x}", size=10, media_type=PDF)
    texts = pages if pages is not None else [text]
    Page.objects.bulk_create(
        Page(file=file, number=number, text=text, source=source)
        for number, text in enumerate(texts, 1)
        if text
    )
    whole = " ".join(texts)
    Facts.objects.create(file=file, letters=len("".join(whole.split())), **(facts or {"ink": 9}))
    bits = marks.simhash(marks.folded(undated(whole)))
    if bits:
        mark(file, "text", 1, bits)
    return EvidenceFactory(kind=kind, file=file, file__name=name, **rest)


def photo(image, *, name="Foto.jpg", facts=None, **rest):
    """A piece of evidence that is a picture, with its fingerprints."""
    content = scenes.saved(image.convert("RGB"), quality=88)
    file = store(content=SimpleUploadedFile(name, content), name=name)
    if not file.marks.exists():
        for kind, number, bits in marks.of_photo(scenes.opened(content)):
            mark(file, kind, number, bits)
        Facts.objects.create(file=file, **(facts or {}))
    return EvidenceFactory(**{"kind": "photo", "file": file, "file__name": name, **rest})


def mark(file, kind, number, bits):
    columns = {f"band{part}": band for part, band in enumerate(bands(bits))}
    Mark.objects.create(file=file, kind=kind, number=number, bits=bits, **columns)


def found(*pieces) -> list[str]:
    """The rules that the obligations of some pieces break, once all were looked at."""
    obligations = {piece.obligation_id for piece in pieces}
    check_all(obligations)
    rows = Finding.objects.standing().filter(obligation__in=obligations).order_by("pk")
    return list(rows.values_list("rule", flat=True))


def finding(piece, rule) -> Finding:
    return Finding.objects.standing().for_listing().get(obligation=piece.obligation_id, rule=rule)


def now():
    return timezone.now()
