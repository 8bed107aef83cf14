import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lempu.kernel.evidence.enums import SubmissionState
from lempu.kernel.evidence.models import Evidence, Submission
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
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, UnitFactory, person
from lempu.kernel.plans.enums import Expectation

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def member(office, client):
    user = person(office)
    client.force_login(user)
    return user


@pytest.fixture
def obligation(office):
    return ObligationFactory(office=office)


def url(name, pk):
    return reverse(f"evidence:{name}", args=[pk])


def text_of(response) -> str:
    return response.content.decode()


def heard(client) -> list[str]:
    """What the next page says happened."""
    response = client.get(reverse("evidence:send"))
    return [str(message) for message in response.context["messages"]]


# The page


def test_the_page_shows_what_is_asked_for_and_what_is_there(client, member, obligation):
    EvidenceFactory(obligation=obligation, file=stored(), number="112/PP.02")

    response = client.get(url("page", obligation.pk))

    assert response.status_code == 200
    assert [(n.kind, n.is_met) for n in response.context["needs"]] == [
        ("invitation", True),
        ("attendance", False),
    ]
    assert "112/PP.02" in text_of(response)


def test_the_page_leads_to_the_row_in_its_other_months(client, member, obligation):
    row = {"indicator": obligation.indicator, "office": obligation.office}
    earlier, _far = ObligationFactory(month=7, **row), ObligationFactory(month=1, **row)

    response = client.get(url("page", obligation.pk))

    months = response.context["months"]
    assert (months.previous, months.following) == (earlier, None)
    assert url("page", earlier.pk) in text_of(response)


def test_returned_work_opens_with_the_reviewers_words(client, member, office):
    obligation = ObligationFactory(office=office, returned=True)
    SubmissionFactory(obligation=obligation, returned=True)

    response = client.get(url("page", obligation.pk))

    words = text_of(response)
    assert words.index("Daftar hadir belum ditandatangani.") < words.index('id="bukti"')


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.LEADER, Role.REVIEWER, Role.ADMINISTRATOR])
def test_those_who_only_look_see_the_files_and_no_form(client, office, obligation, role):
    EvidenceFactory(obligation=obligation, file__name="Undangan rapat")
    client.force_login(person(office, role))

    response = client.get(url("page", obligation.pk))

    assert response.status_code == 200
    assert response.context["sees"] is True
    assert "Undangan rapat" in text_of(response)
    assert "/berkas/" not in text_of(response)
    assert "/ganti/" not in text_of(response)


def test_an_observer_sees_the_state_and_none_of_the_files(client, office, obligation):
    piece = EvidenceFactory(obligation=obligation, file=stored())
    client.force_login(person(office, Role.OBSERVER))

    page = client.get(url("page", obligation.pk))
    file = client.get(url("download", piece.versions.get().pk))

    assert (page.status_code, file.status_code) == (200, 403)
    assert "Undangan.txt" not in text_of(page)


@pytest.mark.parametrize(
    ("expectation", "due", "nil", "undone"),
    [
        (Expectation.MONTHLY, dt.date(2025, 9, 30), False, True),
        (Expectation.PER_EVENT, dt.date(2025, 9, 30), True, True),
        (Expectation.PER_EVENT, dt.date(2099, 9, 30), True, False),
    ],
)
def test_only_what_can_be_done_is_offered(client, member, office, expectation, due, nil, undone):
    row = RowFactory(office=office, expectation=expectation)
    obligation = ObligationFactory(office=office, indicator=row, due_on=due)

    response = client.get(url("page", obligation.pk))

    assert (bool(response.context["nil_form"]), bool(response.context["undone_form"])) == (
        nil,
        undone,
    )


def test_the_page_runs_as_many_queries_for_three_files_as_for_one(client, member, office):
    def queries_for(count):
        obligation = ObligationFactory(office=office)
        for number in range(count):
            piece = EvidenceFactory(obligation=obligation, file=stored(f"berkas {number}"))
            VersionFactory(evidence=piece, number=2, file=piece.versions.get().file)
            EvidenceFactory(
                obligation=ObligationFactory(office=office), file=stored(f"berkas {number}")
            )
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url("page", obligation.pk))
        assert text_of(response).count('class="lp-file"') == count
        return len(queries)

    assert queries_for(1) == queries_for(3)


# Adding files


def add(client, obligation, *files, **rest):
    data = {"documents": list(files), "whole": "1", **rest}
    return client.post(url("add_files", obligation.pk), data)


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


# Other acts


def test_a_link_is_added(client, member, obligation):
    data = {"url": "kab-luwu.kpu.go.id/berita", "name": "Berita", "kind": "publication"}

    answer = client.post(url("add_link", obligation.pk), data)

    version = Evidence.objects.with_versions().get().current
    assert answer.status_code == 302
    assert (version.url, version.name) == ("https://kab-luwu.kpu.go.id/berita", "Berita")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://kpu.go.id", "bukan tautan"])
def test_a_bad_link_comes_back_with_what_was_typed(client, member, obligation, link):
    answer = client.post(url("add_link", obligation.pk), {"url": link, "kind": "publication"})

    assert answer.status_code == 422
    assert f'value="{link}"' in text_of(answer)
    assert not Evidence.objects.exists()


def test_submitting_sends_it_to_the_reviewer(client, member, obligation):
    EvidenceFactory(obligation=obligation)

    answer = client.post(url("submit", obligation.pk), {"note": "Daftar hadir menyusul."})

    assert answer.status_code == 302
    assert Submission.objects.get().submitted_by == member


def test_an_incomplete_submission_comes_back_with_the_reason(client, member, obligation):
    EvidenceFactory(obligation=obligation)

    answer = client.post(url("submit", obligation.pk))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["note"]
    assert "Masih kurang: Daftar hadir." in text_of(answer)
    assert "<title>Salah:" in text_of(answer)


def test_a_submission_is_taken_back(client, member, office):
    obligation = ObligationFactory(office=office, submitted=True)
    submission = SubmissionFactory(obligation=obligation)

    answer = client.post(url("take_back", obligation.pk))

    submission.refresh_from_db()
    assert (answer.status_code, submission.state) == (302, SubmissionState.WITHDRAWN)


def test_taking_back_nothing_is_refused(client, member, obligation):
    assert client.post(url("take_back", obligation.pk)).status_code == 422


def test_nil_is_stated_with_a_reason_and_not_without(client, member, office):
    row = RowFactory(office=office, expectation=Expectation.PER_EVENT)
    obligation = ObligationFactory(office=office, indicator=row)

    empty = client.post(url("state_nil", obligation.pk), {"reason": " "})
    stated = client.post(url("state_nil", obligation.pk), {"reason": "Tidak ada diklat."})

    assert (empty.status_code, stated.status_code) == (422, 302)
    assert "Tulis mengapa bulan ini nihil." in text_of(empty)
    assert Submission.objects.get().reason == "Tidak ada diklat."


def test_undone_is_stated_with_a_reason_and_not_without(client, member, obligation):
    empty = client.post(url("state_undone", obligation.pk))
    stated = client.post(url("state_undone", obligation.pk), {"reason": "Anggaran dialihkan."})

    obligation.refresh_from_db()
    assert (empty.status_code, stated.status_code) == (422, 302)
    assert obligation.undone_reason == "Anggaran dialihkan."


def test_the_proof_of_an_earlier_month_is_used_again(client, member, office):
    row = RowFactory(office=office, expectation=Expectation.ONCE)
    january = ObligationFactory(office=office, indicator=row, month=1)
    march = ObligationFactory(office=office, indicator=row, month=3)
    EvidenceFactory(obligation=january, file=stored())

    page = client.get(url("page", march.pk))
    answer = client.post(url("reuse", march.pk), {"source": january.pk})

    assert page.context["reusable"] == [january]
    assert answer.status_code == 302
    assert march.evidence.count() == 1


def test_the_proof_of_another_row_is_not_offered_nor_taken(client, member, office):
    row = RowFactory(office=office, expectation=Expectation.ONCE)
    march = ObligationFactory(office=office, indicator=row, month=3)
    other = ObligationFactory(office=office, month=1)
    EvidenceFactory(obligation=other)

    answer = client.post(url("reuse", march.pk), {"source": other.pk})

    assert answer.status_code == 422
    assert not march.evidence.exists()


# One piece


def test_details_are_corrected(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation)
    data = {"kind": "minutes", "number": "47", "document_date": "2025-09-18"}

    answer = client.post(url("edit", piece.pk), data)

    piece.refresh_from_db()
    assert answer.status_code == 302
    assert (piece.kind, piece.number, piece.document_date) == (
        "minutes",
        "47",
        dt.date(2025, 9, 18),
    )


def test_details_show_what_stands(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation, document_date=dt.date(2025, 9, 18))

    assert 'value="2025-09-18"' in text_of(client.get(url("edit", piece.pk)))


def test_a_wrong_date_comes_back(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation)

    answer = client.post(url("edit", piece.pk), {"kind": "minutes", "document_date": "2025-13-40"})

    assert answer.status_code == 422


def test_a_file_is_replaced_by_a_version_beside_it(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation, file=stored("lama"))

    answer = client.post(
        url("replace", piece.pk), {"file": note("baru", name="Baru.txt"), "whole": "1"}
    )

    assert answer.status_code == 302
    assert [v.name for v in piece.versions.order_by("number")] == ["Undangan.txt", "Baru.txt"]


@pytest.mark.parametrize(
    ("content", "whole", "words"),
    [
        ("lama", "1", "Ini sama persis"),
        ("<html>", "1", "bukan jenis berkas"),
        ("baru", "", "Unggahan terputus"),
    ],
)
def test_a_replacement_is_refused(client, member, obligation, content, whole, words):
    piece = EvidenceFactory(obligation=obligation, file=stored("lama"))

    answer = client.post(url("replace", piece.pk), {"file": note(content), "whole": whole})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert piece.versions.count() == 1


def test_a_link_is_replaced_by_a_link(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation)

    client.post(url("replace", piece.pk), {"url": "https://kpu.go.id/baru", "whole": "1"})

    assert piece.versions.get(number=2).url == "https://kpu.go.id/baru"


def test_a_piece_is_withdrawn_with_a_reason_and_not_without(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation)

    empty = client.post(url("withdraw", piece.pk), {"reason": ""})
    done = client.post(url("withdraw", piece.pk), {"reason": "Salah bulan."})
    again = client.post(url("withdraw", piece.pk), {"reason": "Salah bulan."})

    assert (empty.status_code, done.status_code, again.status_code) == (422, 302, 422)
    assert not obligation.evidence.offered().exists()


# Sealed bytes


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


# Sending from a phone


def test_send_lists_what_i_owe_due_first(client, office):
    unit = UnitFactory(office=office)
    client.force_login(person(office, unit=unit))
    row = {"office": office, "indicator": RowFactory(office=office, unit=unit)}
    march = ObligationFactory(month=3, **row)
    january = ObligationFactory(month=1, returned=True, **row)
    ObligationFactory(month=2, accepted=True, **row)
    ObligationFactory(month=4, submitted=True, **row)
    ObligationFactory(year=2099, month=1, **row)
    ObligationFactory(
        office=office, indicator=RowFactory(office=office, unit=UnitFactory(office=office))
    )
    ObligationFactory()

    response = client.get(reverse("evidence:send"))

    assert list(response.context["page"]) == [january, march]


def test_send_runs_as_many_queries_for_three_rows_as_for_one(client, member, office):
    def queries_for(count):
        ObligationFactory.create_batch(count, office=office)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("evidence:send"))
        return len(response.context["page"]), len(queries)

    (first, alone), (second, together) = queries_for(1), queries_for(2)

    assert (first, second) == (1, 3)
    assert alone == together


# Doors that stay shut

ACTS = ["add_files", "add_link", "reuse", "submit", "state_nil", "state_undone", "take_back"]


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize(("own", "status"), [(True, 403), (False, 404)])
def test_acts_are_for_those_who_prove_the_row(client, office, name, own, status):
    obligation = ObligationFactory(office=office if own else OfficeFactory())
    client.force_login(person(office, Role.REVIEWER))

    assert client.post(url(name, obligation.pk), {"reason": "x", "note": "x"}).status_code == status
    assert client.get(url(name, obligation.pk)).status_code == 405


@pytest.mark.parametrize("name", ["edit", "replace", "withdraw"])
@pytest.mark.parametrize(("own", "status"), [(True, 403), (False, 404)])
def test_pieces_are_changed_by_those_who_prove_the_row(client, office, name, own, status):
    obligation = ObligationFactory(office=office if own else OfficeFactory())
    piece = EvidenceFactory(obligation=obligation)
    client.force_login(person(office, Role.LEADER))

    assert client.get(url(name, piece.pk)).status_code == status
    assert client.post(url(name, piece.pk), {"reason": "x"}).status_code == status


def test_a_member_of_another_sub_division_may_look_and_not_touch(client, member, office):
    row = RowFactory(office=office, unit=UnitFactory(office=office))
    obligation = ObligationFactory(office=office, indicator=row)

    assert client.get(url("page", obligation.pk)).status_code == 200
    assert add(client, obligation, note()).status_code == 403
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("name", ["look", "download", "thumbnail"])
def test_files_of_another_office_do_not_exist(client, member, name):
    version = EvidenceFactory(file=stored()).versions.get()

    assert client.get(url(name, version.pk)).status_code == 404
    assert client.get(reverse("evidence:preview", args=[version.pk, 1])).status_code == 404


def test_the_page_of_another_office_does_not_exist(client, member):
    assert client.get(url("page", ObligationFactory().pk)).status_code == 404


def test_visitors_are_asked_to_sign_in(client, obligation):
    answer = client.get(url("page", obligation.pk))

    assert (answer.status_code, "/masuk/" in answer["Location"]) == (302, True)
