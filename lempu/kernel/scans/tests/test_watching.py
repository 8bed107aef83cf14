import io
import os

import pytest
from PIL import Image

from lempu.kernel.evidence.models import Evidence
from lempu.kernel.files.models import StoredFile
from lempu.kernel.files.tests import makers
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.scans import renditions, services
from lempu.kernel.scans.enums import Problem, ScanState
from lempu.kernel.scans.models import Scan
from lempu.kernel.scans.services import watching
from lempu.kernel.scans.tests.makers import pages_of, scanned

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(code="7317", name="KPU Kabupaten Luwu")


@pytest.fixture
def author(office):
    return person(office, Role.COORDINATOR)


@pytest.fixture
def obligation(office):
    return ObligationFactory(
        office=office, indicator=RowFactory(office=office, required=["report"])
    )


@pytest.fixture
def folder(office, settings, tmp_path):
    settings.SCANS = tmp_path
    made = services.folder_of(office)
    made.mkdir()
    return made


@pytest.fixture
def sheet(obligation, author):
    return services.make_sheet(obligation=obligation, kind="report", actor=author)


def drop(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


def names(folder, below):
    place = folder / below
    return (
        sorted(path.name.partition("__")[2] for path in place.iterdir()) if place.exists() else []
    )


def sweep():
    return services.sweep(still=0)


@pytest.mark.parametrize("turned", [0, 90, 183])
def test_a_scan_is_filed_to_the_cell_of_its_sheet(folder, sheet, obligation, author, turned):
    content = scanned(services.sheet_pdf(sheet), makers.pdf("Laporan September"), turned=turned)
    drop(folder, "scan0001.pdf", content)

    assert sweep() == 1

    piece = Evidence.objects.get()
    assert (piece.obligation, piece.kind, piece.added_by) == (obligation, "report", author)
    with piece.versions.get().file.open() as kept:
        assert kept.read() == content
    assert Scan.objects.get().state == ScanState.FILED
    assert names(folder, "selesai") == ["scan0001.pdf"]
    assert names(folder, "diproses") == []
    assert ledger.history_of([obligation])[0].act == "evidence.added"


def test_a_photo_of_a_sheet_is_read_too(folder, sheet):
    kept = io.BytesIO()
    pages_of(services.sheet_pdf(sheet))[0].save(kept, "JPEG", quality=60)
    drop(folder, "foto.jpg", kept.getvalue())

    assert sweep() == 1
    assert Scan.objects.get().state == ScanState.FILED


def page_with(*texts: str) -> bytes:
    """A page with these codes, as somebody else may have printed them."""
    import segno  # noqa: PLC0415

    page = Image.new("L", (1240, 1754), 255)
    for number, text in enumerate(texts):
        kept = io.BytesIO()
        segno.make(text, error="q", micro=False).save(kept, kind="png", scale=8)
        page.paste(Image.open(kept).convert("L"), (200, 150 + number * 600))
    kept = io.BytesIO()
    page.save(kept, "PDF", resolution=150)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ([], Problem.NO_SHEET),
        (["https://kpu.go.id"], Problem.NO_SHEET),
        ([renditions.text_of("7317", "UNHEARD234")], Problem.UNKNOWN),
        ([renditions.text_of("9401", "ABCDEFGHJK")], Problem.FOREIGN),
        ([renditions.text_of("7317", "A"), renditions.text_of("7317", "B")], Problem.SEVERAL),
    ],
)
def test_what_cannot_be_filed_waits_in_the_tray_with_the_reason(folder, texts, problem):
    drop(folder, "scan.pdf", page_with(*texts))

    assert sweep() == 1

    row = Scan.objects.get()
    assert (row.state, row.reason) == (ScanState.WAITING, problem)
    assert row.file.steps.exists()
    assert not Evidence.objects.exists()
    assert names(folder, "selesai") == ["scan.pdf"]


def test_a_sheet_of_somebody_who_may_no_longer_prove_the_row_waits(folder, sheet, author):
    author.memberships.update(ends_on="2020-01-01")
    drop(folder, "scan.pdf", scanned(services.sheet_pdf(sheet)))

    sweep()

    assert Scan.objects.get().reason == Problem.NOT_THEIRS


def test_a_month_that_an_amendment_withdrew_takes_nothing(folder, sheet, obligation):
    type(obligation).objects.filter(pk=obligation.pk).update(state=State.WITHDRAWN)
    drop(folder, "scan.pdf", scanned(services.sheet_pdf(sheet)))

    sweep()

    assert Scan.objects.get().reason == Problem.ROW_GONE
    assert not Evidence.objects.exists()


def test_what_is_refused_stays_in_a_folder_of_its_own(folder):
    drop(folder, "jahat.exe", b"MZ\x90\x00" + b"\0" * 300)
    drop(folder, "kosong.pdf", b"")

    assert sweep() == 2

    assert {row.state for row in Scan.objects.all()} == {ScanState.REFUSED}
    assert all(row.reason for row in Scan.objects.all())
    assert names(folder, "ditolak") == ["jahat.exe", "kosong.pdf"]


def test_what_is_still_written_hidden_or_a_link_is_left_alone(folder, tmp_path):
    drop(folder, ".tersembunyi.pdf", b"a")
    drop(folder, "jalan.pdf.part", b"a")
    secret = drop(tmp_path, "rahasia.txt", b"rahasia")
    os.symlink(secret, folder / "tautan.txt")
    fresh = drop(folder, "baru.pdf", makers.pdf("Baru"))

    assert services.sweep(still=60) == 0
    assert sweep() == 1

    assert not fresh.exists()
    assert StoredFile.objects.count() == 1
    assert secret.exists()


def test_folders_of_no_office_are_left_alone(folder, tmp_path):
    (tmp_path / "bukan").mkdir()
    path = drop(tmp_path / "bukan", "a.pdf", makers.pdf("a"))

    assert sweep() == 0
    assert path.exists()


@pytest.mark.parametrize("moment", ["taken", "written"])
def test_a_run_that_was_cut_off_is_finished_by_the_next_and_nothing_is_filed_twice(
    folder, sheet, office, moment
):
    content = scanned(services.sheet_pdf(sheet))
    taken = folder / watching.TAKEN
    taken.mkdir()
    key = "0" * 32
    path = drop(taken, f"{key}__scan.pdf", content)
    if moment == "written":
        watching._received(office, key, "scan.pdf", path)

    assert sweep() == 1
    assert sweep() == 0

    assert Evidence.objects.count() == 1
    assert Scan.objects.get().key == key
    assert names(folder, "selesai") == ["scan.pdf"]


def test_the_same_paper_scanned_twice_is_offered_twice_and_nothing_is_lost(folder, sheet):
    content = scanned(services.sheet_pdf(sheet))
    drop(folder, "a.pdf", content)
    sweep()
    drop(folder, "a.pdf", content)
    sweep()

    assert names(folder, "selesai") == ["a.pdf", "a.pdf"]
    assert Evidence.objects.count() == 2
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "\N{GREEK SMALL LETTER ALPHA}" * 120 + ".pdf",
        b"laporan \xff\xfe.pdf".decode("utf-8", "surrogateescape"),
        "baris\nkedua.pdf",
        "a" * 250 + ".p",
    ],
)
def test_odd_names_are_taken_and_keep_nobody_waiting(folder, name):
    drop(folder, name, makers.pdf("Laporan"))
    drop(folder, "zz.pdf", makers.pdf("Undangan"))

    assert sweep() == 2

    assert Scan.objects.waiting().count() == 2
    assert names(folder, "diproses") == []


def test_a_link_that_takes_the_place_of_a_taken_file_is_never_followed(folder, tmp_path):
    secret = drop(tmp_path, "kunci.txt", b"rahasia")
    (folder / watching.TAKEN).mkdir()
    os.symlink(secret, folder / watching.TAKEN / f"{'0' * 32}__kunci.txt")
    drop(folder, "scan.pdf", makers.pdf("Laporan"))

    assert sweep() == 1

    assert [row.name for row in Scan.objects.all()] == ["scan.pdf"]
    assert StoredFile.objects.count() == 1


def test_a_folder_that_cannot_be_used_keeps_no_other_office_waiting(folder, settings):
    other = OfficeFactory(code="9401")
    drop(folder, "scan.pdf", makers.pdf("Laporan"))
    services.folder_of(other).mkdir()
    drop(services.folder_of(other), watching.TAKEN, b"not a folder")
    drop(services.folder_of(other), "a.pdf", makers.pdf("a"))

    assert sweep() == 1
