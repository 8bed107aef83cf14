import datetime as dt
import json

import pytest
from django.urls import reverse

from lempu.kernel.evidence.enums import SubmissionState
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.evidence.tests.asking import add, heard, text_of, url
from lempu.kernel.evidence.tests.factories import (
    EvidenceFactory,
    SubmissionFactory,
    VersionFactory,
    note,
    photo,
    stored,
)
from lempu.kernel.files.models import StoredFile
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory

pytestmark = pytest.mark.django_db


def test_several_files_are_added_at_once_by_a_plain_form(client, member, obligation):
    answer = add(client, obligation, note(name="Undangan rapat.txt"), photo(), number="7")

    assert answer.status_code == 302
    pieces = Evidence.objects.order_by("pk")
    assert [(p.kind, p.number, p.added_by) for p in pieces] == [
        ("invitation", "7", member),
        ("photo", "7", member),
    ]
    assert heard(client) == ["2 berkas ditambahkan."]


def test_a_chosen_kind_wins_over_the_name(client, member, obligation):
    add(client, obligation, note(name="Undangan.txt"), kind="minutes", document_date="2025-09-18")

    piece = Evidence.objects.get()
    assert (piece.kind, piece.document_date) == ("minutes", dt.date(2025, 9, 18))


def test_a_photo_from_the_camera_is_taken_too(client, member, obligation):
    client.post(url("add_files", obligation.pk), {"camera": photo(), "kind": "photo", "whole": "1"})

    assert Evidence.objects.get().kind == "photo"


def test_a_bad_file_does_not_take_the_good_one_with_it(client, member, obligation):
    page = note("<html><script>alert(1)</script>", name="halaman.html")

    answer = add(client, obligation, page, note(name="Undangan.txt"))

    assert answer.status_code == 422
    assert "halaman.html" in str(answer.context["form"].errors)
    assert [v.name for v in Evidence.objects.with_versions().get().versions.all()] == [
        "Undangan.txt"
    ]


def test_a_file_past_the_limit_says_both_sizes_and_keeps_the_others(
    client, member, obligation, settings
):
    settings.UPLOAD_LIMIT_BYTES = 2 * 1024 * 1024
    video = note("x" * (5 * 1024 * 1024), name="video.txt")

    answer = add(client, obligation, video, note(name="Undangan.txt"))

    assert answer.status_code == 422
    assert "Berkas 5 MB melebihi batas 2 MB." in str(answer.context["form"].errors)
    assert Evidence.objects.count() == 1
    assert StoredFile.objects.count() == 1


def test_a_body_that_was_cut_on_its_way_keeps_nothing(client, member, obligation):
    boundary, page = "pemisah", url("add_files", obligation.pk)
    whole = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="documents"; filename="Undangan.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\nNotulen rapat yang terpoto"
    )

    answer = client.post(page, whole, content_type=f"multipart/form-data; boundary={boundary}")

    assert answer.status_code == 422
    assert "Unggahan terputus" in text_of(answer)
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_nothing_chosen_is_said_in_words(client, member, obligation):
    answer = add(client, obligation)

    assert answer.status_code == 422
    assert "Pilih paling sedikit satu berkas." in text_of(answer)


def test_a_script_gets_its_answer_as_json(client, member, obligation):
    address, data = (
        url("add_files", obligation.pk),
        {"documents": note(), "kind": "minutes", "whole": "1"},
    )

    answer = client.post(address, data, HTTP_ACCEPT="application/json")

    assert (answer.status_code, answer.json()) == (200, {"kinds": ["Notulen"], "warning": ""})


def test_a_script_gets_a_refusal_in_words(client, member, obligation):
    data = {"documents": note("", name="kosong.txt"), "whole": "1"}

    answer = client.post(url("add_files", obligation.pk), data, HTTP_ACCEPT="application/json")

    assert answer.status_code == 422
    assert json.loads(answer.content) == {"error": "Berkas kosong.txt kosong. Pilih sekali lagi."}


@pytest.mark.parametrize(
    ("state", "standing", "words"),
    [
        (
            State.ACCEPTED,
            SubmissionState.ACCEPTED,
            "Isi bukti berubah setelah diterima. Putusan gugur;",
        ),
        (
            State.SUBMITTED,
            SubmissionState.WAITING,
            "Isi bukti berubah setelah diajukan. Kiriman gugur;",
        ),
    ],
)
def test_an_act_that_voids_says_so_plainly(client, member, office, state, standing, words):
    obligation = ObligationFactory(office=office, state=state)
    SubmissionFactory(obligation=obligation, state=standing)

    add(client, obligation, note(name="Undangan.txt"))

    assert any(message.startswith(words) for message in heard(client))


def test_a_download_is_an_attachment_that_runs_nothing(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation, file=stored("isi"))
    version = piece.versions.get()
    version.name = "../../Undangan <b>.html"
    version.save()

    answer = client.get(url("download", version.pk))

    assert b"".join(answer.streaming_content) == b"isi"
    assert answer["Content-Disposition"] == 'attachment; filename="....Undangan_b.txt"'
    assert answer["Content-Type"] == "text/plain"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_photo_is_shown_without_what_the_camera_wrote(client, member, obligation):
    add(client, obligation, photo(comment=b"rahasia"), kind="photo")
    version = Evidence.objects.get().versions.get()

    page = client.get(reverse("evidence:preview", args=[version.pk, 1]))
    small = client.get(url("thumbnail", version.pk))

    assert (page["Content-Type"], small["Content-Type"]) == ("image/webp", "image/webp")
    assert b"rahasia" not in page.content
    assert page["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_what_cannot_be_shown_says_so_in_the_page(client, member, obligation):
    broken = note("%PDF-1.4 rusak", name="rusak.pdf")
    add(client, obligation, broken, kind="report")
    version = Evidence.objects.get().versions.get()

    page = client.get(url("look", version.pk))
    picture = client.get(reverse("evidence:preview", args=[version.pk, 1]))
    small = client.get(url("thumbnail", version.pk))

    assert (page.status_code, picture.status_code, small.status_code) == (200, 404, 200)
    assert "Berkas ini tidak dapat dibuka" in text_of(page)
    assert small["Content-Type"] == "image/svg+xml"


def test_text_is_shown_escaped(client, member, obligation):
    add(client, obligation, note("a\n" * 600 + "<script>alert(1)</script>"), kind="report")

    page = client.get(url("look", Evidence.objects.get().versions.get().pk))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text_of(page)
    assert "<script>alert(1)" not in text_of(page)


def test_earlier_versions_and_withdrawn_pieces_can_still_be_seen(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation, withdrawn=True)
    VersionFactory(evidence=piece, number=2)

    for version in piece.versions.all():
        assert "Salah bulan." in text_of(client.get(url("look", version.pk)))


@pytest.mark.parametrize("name", ["download", "thumbnail"])
def test_a_link_has_no_bytes(client, member, obligation, name):
    version = EvidenceFactory(obligation=obligation).versions.get()

    assert client.get(url(name, version.pk)).status_code == 404
    assert client.get(url("look", version.pk)).status_code == 200
