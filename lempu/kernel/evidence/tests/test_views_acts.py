import datetime as dt

import pytest

from lempu.kernel.evidence.enums import SubmissionState
from lempu.kernel.evidence.models import Evidence, Submission
from lempu.kernel.evidence.tests.asking import text_of, url
from lempu.kernel.evidence.tests.factories import (
    EvidenceFactory,
    SubmissionFactory,
    note,
    stored,
)
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.plans.enums import Expectation

pytestmark = pytest.mark.django_db


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
