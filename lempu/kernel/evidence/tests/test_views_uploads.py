"""Files that came in pieces become evidence by the form that names them."""

import hashlib
import uuid

import pytest

from lempu.kernel.evidence.models import Evidence, Version
from lempu.kernel.evidence.tests.asking import acts_on, url
from lempu.kernel.evidence.tests.factories import EvidenceFactory, stored
from lempu.kernel.files.models import Upload
from lempu.kernel.files.services import append, begin
from lempu.kernel.offices.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CONTENT = b"Notulen rapat pleno\n" * 200


def sent(owner, content=CONTENT, name="Undangan rapat.txt", upto=None):
    pieces = iter([content[:upto], b""])
    row = begin(owner=owner, name=name, size=len(content))
    return append(upload=row, offset=0, read=lambda _most: next(pieces, b""))


def finish(client, obligation, row, **rest):
    data = {"upload": str(row if isinstance(row, uuid.UUID) else row.pk), "whole": "1", **rest}
    return client.post(url("add_files", obligation.pk), data, HTTP_ACCEPT="application/json")


def test_a_whole_upload_becomes_evidence(
    client, member, obligation, django_capture_on_commit_callbacks
):
    row = sent(member)

    with django_capture_on_commit_callbacks(execute=True):
        answer = finish(client, obligation, row, number="7")

    assert answer.json() == {"kinds": ["Undangan"], "warning": ""}
    version = Version.objects.get()
    assert (version.name, version.file.sha256) == (row.name, hashlib.sha256(CONTENT).hexdigest())
    assert Evidence.objects.get().number == "7"
    assert not row.place.exists()


def test_who_asks_again_hears_the_same_and_nothing_is_added_twice(client, member, obligation):
    row = sent(member)
    first = finish(client, obligation, row)

    assert finish(client, obligation, row).json() == first.json()

    assert acts_on(obligation) == ["evidence.added"]


def test_what_is_refused_can_be_used_by_nobody_else_and_leaves_no_evidence(
    client, member, obligation
):
    row = sent(member, b"<html><script>alert(1)</script>")

    answer = finish(client, obligation, row)

    assert (answer.status_code, "bukan jenis berkas" in answer.json()["error"]) == (422, True)
    assert not Evidence.objects.exists()
    assert Upload.objects.get().used_at is None


def test_half_a_file_is_refused(client, member, obligation):
    answer = finish(client, obligation, sent(member, upto=100))

    assert (answer.status_code, answer.json()) == (
        422,
        {"error": "Berkas ini belum terkirim seluruhnya."},
    )


def test_the_upload_of_another_person_is_not_found(client, member, obligation):
    assert finish(client, obligation, sent(UserFactory())).status_code == 404
    assert finish(client, obligation, uuid.uuid4()).status_code == 404
    assert not Evidence.objects.exists()


def replaced(client, piece, row):
    data = {"upload": str(row.pk), "whole": "1"}
    return client.post(url("replace", piece.pk), data, HTTP_ACCEPT="application/json")


def test_a_whole_upload_replaces_a_piece_once_whoever_asks_again(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation, file=stored("lama"))
    row = sent(member)

    answers = [replaced(client, piece, row).json() for _again in range(2)]

    assert [answer["next"] for answer in answers] == [url("page", obligation.pk)] * 2
    assert [v.name for v in piece.versions.order_by("number")] == ["Undangan.txt", row.name]
    assert acts_on(obligation) == ["evidence.version_added"]


def test_an_upload_that_was_used_elsewhere_is_refused_in_words(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation, file=stored("lama"))
    row = sent(member)
    finish(client, obligation, row)

    refused = replaced(client, piece, row)

    assert (refused.status_code, "sudah dipakai" in refused.json()["error"]) == (422, True)
    assert piece.versions.count() == 1


def test_what_may_not_replace_is_refused_to_the_script_too(client, member, obligation):
    piece = EvidenceFactory(obligation=obligation, file=stored("lama"))

    same = replaced(client, piece, sent(member, b"lama"))
    foreign = replaced(client, piece, sent(UserFactory()))
    nothing = client.post(url("replace", piece.pk), {"whole": "1"}, HTTP_ACCEPT="application/json")

    assert [same.status_code, foreign.status_code, nothing.status_code] == [422, 404, 422]
    assert piece.versions.count() == 1
