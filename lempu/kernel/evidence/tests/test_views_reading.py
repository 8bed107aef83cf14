"""What is read of a file is shown on it, and what failed can be tried again."""

import datetime as dt

import pytest
from django.utils import timezone

from lempu.kernel.evidence.tests.asking import acts_on, heard, payload_on, text_of, url
from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.files.enums import StepName, StepState
from lempu.kernel.files.models import Facts, Step
from lempu.kernel.files.services import steps
from lempu.kernel.files.tests.makers import stored
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(obligation):
    file = stored(b"Notulen rapat", "Notulen.txt")
    piece = EvidenceFactory(obligation=obligation, file=file)
    piece.versions.update(name="Notulen.txt")
    return piece.versions.get()


def failed(version, reason="broken"):
    steps.set_step(version.file_id, StepName.TEXT, state=StepState.FAILED, reason=reason)


def test_what_is_still_to_be_done_is_said(client, member, obligation, version):
    steps.set_step(version.file_id, StepName.OCR, state=StepState.WAITING)

    assert "Sedang dikerjakan: Kenali teks pada hasil pindai" in text_of(
        client.get(url("page", obligation.pk))
    )


def test_a_failure_is_said_with_its_reason_and_tried_again(client, member, obligation, version):
    failed(version)
    page = text_of(client.get(url("page", obligation.pk)))
    assert "Berkas rusak atau tidak lengkap." in page
    assert "Coba lagi" in page

    answer = client.post(url("again", version.pk))

    assert answer.url == url("look", version.pk)
    assert heard(client) == ["Berkas dibaca lagi. Tunggu sebentar."]
    assert Step.objects.get(name=StepName.TEXT).state == StepState.WAITING
    assert acts_on(obligation) == ["files.read_again"]
    assert payload_on(obligation)["steps"] == ["text"]


def test_trying_again_what_did_not_fail_is_refused_in_words(client, member, obligation, version):
    answer = client.post(url("again", version.pk))

    assert answer.status_code == 422
    assert "Tidak ada yang gagal pada berkas ini." in text_of(answer)
    assert acts_on(obligation) == []


def test_who_only_sees_is_told_but_not_asked(client, office, obligation, version):
    failed(version)
    client.force_login(person(office, Role.REVIEWER))

    page = text_of(client.get(url("page", obligation.pk)))

    assert "Berkas rusak atau tidak lengkap." in page
    assert "Coba lagi" not in page


def test_the_file_shows_every_step_and_what_the_camera_said(client, member, version):
    steps.set_step(version.file_id, StepName.TEXT, state=StepState.DONE)
    steps.set_step(version.file_id, StepName.OCR, state=StepState.ABSENT, reason="no_program")
    steps.set_step(version.file_id, StepName.PHOTO, state=StepState.UNNEEDED)
    Facts.objects.create(
        file=version.file,
        letters=12,
        latitude=-3.39,
        longitude=120.37,
        camera="Samsung A54",
        taken_at=timezone.make_aware(dt.datetime(2025, 9, 18, 9, 31)),
    )

    page = text_of(client.get(url("look", version.pk)))

    for words in (
        "Baca teks dan hitung halaman",
        "Program pengenal teks belum dipasang di server ini.",
        "18 September 2025, 09.31",
        "-3.39000, 120.37000",
        "Samsung A54",
        "12 huruf",
    ):
        assert words in page
    assert "Baca catatan kamera" not in page


def test_the_searchable_copy_is_downloaded_and_never_opened_in_place(client, member, version):
    assert client.get(url("searchable", version.pk)).status_code == 404
    Facts.objects.create(file=version.file, searchable=stored(b"%PDF-1.7 salinan", "x.pdf"))

    answer = client.get(url("searchable", version.pk))

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 salinan"
    assert answer["Content-Disposition"] == 'attachment; filename="Notulen-teks.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_malware_found_later_is_not_given_out(client, member, version):
    steps.set_step(version.file_id, StepName.VIRUS, state=StepState.FAILED, reason="infected")

    answer = client.get(url("download", version.pk))

    assert answer.status_code == 422
    assert "dikenal sebagai malware" in text_of(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_progress_costs_one_question_however_many_files(
    client, member, obligation, count, django_assert_num_queries
):
    for number in range(count):
        file = stored(f"Notulen {number}".encode(), "a.txt")
        EvidenceFactory(obligation=obligation, file=file, kind="minutes")
        steps.set_step(file.pk, StepName.TEXT, state=StepState.FAILED, reason="broken")
    client.get(url("page", obligation.pk))

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url("page", obligation.pk))


PAGE_QUERIES = 17
