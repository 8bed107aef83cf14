import datetime as dt

import pytest

from lempu.kernel.evidence.services import withdraw_evidence
from lempu.kernel.evidence.tests.factories import EvidenceFactory, stored
from lempu.kernel.files.enums import TextSource
from lempu.kernel.findings.models import LinkState
from lempu.kernel.findings.selectors import sentence
from lempu.kernel.findings.services import check
from lempu.kernel.findings.services.looks.photos import km_between
from lempu.kernel.findings.tests import scenes
from lempu.kernel.findings.tests.factories import finding, found, paper, photo
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.tests.factories import OfficeFactory
from lempu.kernel.plans.enums import Expectation

pytestmark = pytest.mark.django_db
REPORT = """KOMISI PEMILIHAN UMUM KABUPATEN LUWU Laporan layanan bulan {month} 2025 Nomor {number}/LP/2025.
Selama bulan {month} 2025 petugas melayani pengunjung pada hari kerja, menyusun daftar kunjungan,
menjawab pertanyaan tentang daftar pemilih, dan menyimpan arsip pada lemari yang terkunci. {more}
Belopa, {day} {month} 2025"""


@pytest.fixture
def office():
    return OfficeFactory(code="7317", name="KPU Kabupaten Luwu")


@pytest.fixture
def months(office):
    """August and September of one row."""
    row = RowFactory(office=office, required=[])
    return [ObligationFactory(office=office, indicator=row, month=month) for month in (8, 9)]


def report(month="September", number=9, day=30, more="Tidak ada kendala."):
    return REPORT.format(month=month, number=number, day=day, more=more)


def test_the_same_file_of_another_month_is_noticed_on_the_later_one(months):
    august, september = months
    file = stored("sama")
    first = EvidenceFactory(obligation=august, file=file, kind="other")
    later = EvidenceFactory(obligation=september, file=file, kind="other")

    assert found(first) == []
    assert found(later) == ["same_file"]
    code = august.indicator.code
    said = sentence(finding(later, "same_file"))
    assert said == f"Berkas yang sama menjadi bukti {code}, Agustus 2025."


def test_one_document_for_the_whole_row_may_stand_in_every_month(office):
    row = RowFactory(office=office, required=[], expectation=Expectation.ONCE)
    months = [ObligationFactory(office=office, indicator=row, month=month) for month in (8, 9)]
    file = stored("SK")
    pieces = [EvidenceFactory(obligation=month, file=file, kind="other") for month in months]

    assert found(*pieces) == []


def test_a_file_that_was_withdrawn_is_no_finding_any_more(months):
    file = stored("sama")
    first, later = (EvidenceFactory(obligation=month, file=file, kind="other") for month in months)
    assert found(first, later) == ["same_file"]

    withdraw_evidence(evidence=first, actor=first.added_by, reason="Salah.")
    again = check(first.obligation_id)

    assert again == {later.obligation_id}
    assert found(later) == []


@pytest.mark.parametrize("change", sorted(scenes.CHANGES))
def test_a_photo_is_noticed_whatever_was_done_to_it(months, change):
    image = scenes.room(4, 1)
    first = photo(image, obligation=months[0])
    later = photo(scenes.CHANGES[change](image), obligation=months[1], name="Lain.jpg")

    assert found(first, later) == ["near_photo"]
    assert finding(later, "near_photo").other.evidence == first


def test_the_original_of_a_part_used_before_is_noticed_too(months):
    image = scenes.room(5, 1)
    photo(scenes.cut_aside(image), obligation=months[0])
    whole = photo(image, obligation=months[1], name="Utuh.jpg")

    assert found(whole) == ["near_photo"]


def test_the_same_room_on_another_day_is_not_accused(months):
    pieces = [
        photo(scenes.room(6, day, tripod=True), obligation=month, name=f"{day}.jpg")
        for day, month in enumerate(months)
    ]

    assert found(*pieces) == []


def test_a_form_filled_in_anew_is_not_accused_and_its_copy_is(months):
    first = photo(scenes.form(1, 1), obligation=months[0], kind="attendance")
    anew = photo(scenes.form(1, 2), obligation=months[1], kind="attendance", name="b.jpg")
    assert found(first, anew) == []

    copied = photo(
        scenes.resized(scenes.form(1, 1)), obligation=months[1], kind="list", name="c.jpg"
    )
    assert found(copied) == ["near_page"]


def test_a_photo_of_another_office_is_noticed_and_nothing_of_it_is_told(months):
    image = scenes.room(7, 1)
    photo(image, obligation=ObligationFactory(office=OfficeFactory(code="9401")))
    mine = photo(scenes.recompressed(image), obligation=months[1], name="Lain.jpg")

    assert found(mine) == ["near_photo"]
    said = sentence(finding(mine, "near_photo"))
    assert said == "Satuan kerja lain mengajukan foto yang hampir sama."


def test_a_decree_that_every_office_has_is_no_finding(months):
    file = stored("SK KPU RI")
    EvidenceFactory(obligation=ObligationFactory(office=OfficeFactory(code="9401")), file=file)
    mine = EvidenceFactory(obligation=months[1], file=file, kind="decree", number="1")

    assert found(mine) == []


def test_a_text_with_only_its_dates_changed_is_noticed(months):
    first = paper(report("Agustus", 8, 29), obligation=months[0])
    later = paper(report(), obligation=months[1])

    assert found(first, later) == ["copied_text"]


def test_a_report_that_tells_something_else_is_not(months):
    first = paper(
        report("Agustus", 8, 29, "Pengunjung 86 orang dari empat sekolah."), obligation=months[0]
    )
    later = paper(report(more="Pengunjung 41 orang, sebagian besar umum."), obligation=months[1])

    assert found(first, later) == []


def test_an_attendance_list_has_the_same_names_every_month(months):
    first = paper(report("Agustus", 8, 29), obligation=months[0], kind="attendance")
    later = paper(report(), obligation=months[1], kind="attendance")

    assert found(first, later) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Rapat 18 September 2025, dilanjutkan Oktober 2025", []),
        ("Laporan September 2025", []),
        ("Rapat 18 Agustus 2025 dan 20 Juli 2025", ["text_dates"]),
        ("Rapat 18 September 2024", ["wrong_year"]),
        ("Rapat membahas anggaran", ["no_date"]),
    ],
)
def test_dates_of_the_text_are_held_against_the_month(months, text, rules):
    assert found(paper(text, obligation=months[1])) == rules


def test_the_page_of_a_date_that_does_not_fit_is_kept(months):
    piece = paper(pages=["Laporan", "Belopa, 29 Agustus 2025"], obligation=months[1])

    assert found(piece) == ["text_dates"]
    row = finding(piece, "text_dates")
    assert (row.page, row.data) == (2, {"dates": ["2025-08-29"]})
    assert "29 Agustus 2025" in sentence(row)


def test_a_date_that_a_person_typed_is_held_against_the_month_too(months):
    piece = paper("Rapat 3 Agustus 2025", obligation=months[1], document_date=dt.date(2025, 8, 3))

    assert found(piece) == ["document_date"]


def test_a_number_is_missed_where_one_is_usual(months):
    day = dt.date(2025, 9, 3)
    rest = {"obligation": months[1], "document_date": day, "kind": "letter"}

    assert found(paper("Surat undangan", **rest)) == ["no_number"]


@pytest.mark.parametrize("number", [{"number": "7"}, {"text": "Surat. Nomor 112/PP.02/7317/2025"}])
def test_a_number_in_the_text_or_the_details_is_enough(months, number):
    rest = {"obligation": months[1], "document_date": dt.date(2025, 9, 3), "kind": "letter"}

    assert found(paper(**{"text": "Surat", **number, **rest})) == []


def test_another_office_in_the_text_is_named(months):
    piece = paper("KPU Kabupaten Luwu Utara, 3 September 2025", obligation=months[1])

    assert found(piece) == ["other_office"]
    assert "KPU Kabupaten Luwu Utara" in sentence(finding(piece, "other_office"))


def test_a_letter_of_the_province_is_proof_too(months):
    text = "KPU Provinsi Sulawesi Selatan, 3 September 2025"

    assert found(paper(text, obligation=months[1])) == []


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({"ink": 0}, ["unsigned"]),
        ({"ink": 5}, []),
        ({"ink": 0, "signatures": 1}, []),
        ({"ink": 0, "is_scan": True}, []),
    ],
)
def test_a_signature_is_ink_or_digital(months, facts, rules):
    assert found(paper("Laporan September 2025", obligation=months[1], facts=facts)) == rules


def test_a_camera_that_says_another_month_or_place_is_noticed(months):
    noon = dt.datetime(2025, 8, 20, 4, tzinfo=dt.UTC)
    for day in range(5):
        image = scenes.room(20 + day, 1)
        where = {"latitude": -3.38, "longitude": 120.37}
        photo(
            image,
            obligation=ObligationFactory(office=months[0].office),
            name=f"{day}.jpg",
            facts=where,
        )
    far = {"latitude": -5.14, "longitude": 119.43, "taken_at": noon}
    piece = photo(
        scenes.room(30, 1), obligation=months[1], facts=far, event_date=dt.date(2025, 9, 18)
    )

    assert found(piece) == ["photo_time", "photo_day", "photo_place"]
    assert "22" in sentence(finding(piece, "photo_place"))


def test_kilometres_are_those_of_the_globe():
    belopa, makassar = (-3.38, 120.37), (-5.14, 119.43)

    assert km_between(belopa, makassar) == pytest.approx(221, abs=2)
    assert km_between(belopa, belopa) == 0


def test_what_is_submitted_without_something_asked_for_is_noticed(office):
    row = RowFactory(office=office, required=["report", "photo"])
    obligation = ObligationFactory(office=office, indicator=row, state=State.SUBMITTED)

    assert found(paper("Laporan September 2025", obligation=obligation)) == ["incomplete"]


def test_the_proof_of_a_year_in_one_week_is_noticed_in_every_month(office):
    row = RowFactory(office=office, required=[])
    pieces = [
        EvidenceFactory(obligation=ObligationFactory(office=office, indicator=row, month=month))
        for month in (1, 2, 3, 4)
    ]

    assert found(pieces[3]) == ["all_at_once"]
    assert finding(pieces[0], "all_at_once").data["months"] == 4


def test_a_link_used_before_and_what_a_link_answers(months):
    url = "https://kab-luwu.kpu.go.id/berita/a"
    for month in months:
        EvidenceFactory(obligation=month, kind="publication").versions.update(url=url)
    LinkState.objects.create(digest="a", url=url, verdict="dead", status=404)

    check(months[1].pk)

    piece = months[1].evidence.get()
    assert found(piece) == ["same_link", "link_dead"]
    assert "404" in sentence(finding(piece, "link_dead"))


def test_a_recognised_text_may_differ_by_what_recognition_misread(months):
    first = paper(report("Agustus", 8, 29), obligation=months[0])
    misread = report().replace("pengunjung", "pengunjvng")
    later = paper(misread, obligation=months[1], source=TextSource.OCR, facts={"is_scan": True})
    marks = later.versions.get().file.marks
    other = first.versions.get().file.marks.get(kind="text")
    marks.update(bits=other.bits, **{f"band{n}": getattr(other, f"band{n}") for n in range(4)})

    assert found(later) == ["copied_text"]
