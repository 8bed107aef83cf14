import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lempu.kernel.evidence.enums import SubmissionState
from lempu.kernel.evidence.services import Content, add_version
from lempu.kernel.evidence.tests.factories import (
    EvidenceFactory,
    SubmissionFactory,
    VersionFactory,
    stored,
    submitted,
)
from lempu.kernel.findings.services import check
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import (
    MembershipFactory,
    OfficeFactory,
    UserFactory,
    person,
)
from lempu.kernel.reviews.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def reviewer(office, client):
    user = person(office, Role.REVIEWER)
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"reviews:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()


def decide(client, submission, decision="accept", **rest):
    data = {"decision": decision, "content_hash": submission.content_hash, **rest}
    return client.post(url("decide", submission.pk), data)


# The queue


def test_the_queue_stands_oldest_first_without_my_own(client, reviewer, office):
    now = timezone.now()
    young = SubmissionFactory(obligation__office=office, submitted_at=now)
    old = SubmissionFactory(obligation__office=office, submitted_at=now - dt.timedelta(days=5))
    SubmissionFactory(obligation__office=office, submitted_by=reviewer)
    mixed = ObligationFactory(office=office, submitted=True)
    VersionFactory(evidence=EvidenceFactory(obligation=mixed), number=2, added_by=reviewer)
    SubmissionFactory(obligation=mixed)
    SubmissionFactory(obligation__office=office, returned=True)
    SubmissionFactory()

    response = client.get(url("queue"))

    assert list(response.context["page"]) == [old, young]
    assert response.context["own"] == 2
    assert "2 kiriman Anda sendiri diperiksa orang lain." in text_of(response)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEADER, Role.ASSESSOR])
def test_those_who_only_look_see_everything_that_waits_and_no_control(client, office, role):
    user = person(office, role)
    client.force_login(user)
    submission = SubmissionFactory(obligation__office=office, submitted_by=user)

    queue, item = client.get(url("queue")), client.get(url("item", submission.pk))

    assert list(queue.context["page"]) == [submission]
    assert item.context["decision_form"] is None
    assert "/putusan/" not in text_of(item)
    assert "Peran Anda melihat antrean" in text_of(item)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OFFICER, Role.ADMINISTRATOR, Role.OBSERVER])
def test_the_queue_is_not_for_everybody(client, office, role):
    client.force_login(person(office, role))
    submission = SubmissionFactory(obligation__office=office)

    assert client.get(url("queue")).status_code == 403
    assert client.get(url("item", submission.pk)).status_code == 403


def test_an_empty_queue_says_so(client, reviewer):
    assert "Tidak ada yang menunggu verifikasi." in text_of(client.get(url("queue")))


def test_the_menu_counts_what_waits_for_me(client, reviewer, office):
    SubmissionFactory.create_batch(2, obligation__office=office)
    SubmissionFactory(obligation__office=office, submitted_by=reviewer)

    response = client.get(url("queue"))

    waiting = {item["entry"].key: item["waiting"] for item in response.context["menu"]}
    assert waiting["reviews"] == 2


@pytest.mark.parametrize("page", ["queue", "item"])
def test_as_many_queries_for_three_submissions_as_for_one(client, reviewer, office, page):
    def queries_for(count):
        made = [submitted(office, pieces=count) for _ in range(count)]
        args = [made[-1].pk] if page == "item" else []
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(page, *args)).status_code == 200
        return len(queries)

    assert queries_for(1) == queries_for(3)


# One submission


def test_the_exact_versions_that_were_submitted_are_shown(client, reviewer, office):
    obligation = ObligationFactory(office=office, submitted=True)
    piece = EvidenceFactory(obligation=obligation, file=stored("versi pertama"))
    submission = SubmissionFactory(obligation=obligation)
    add_version(
        evidence=piece,
        actor=UserFactory(),
        content=Content(file=stored("versi kedua"), name="B.txt"),
    )

    response = client.get(url("item", submission.pk))

    assert "versi pertama" in text_of(response)
    assert "versi kedua" not in text_of(response)
    assert response.context["decision_form"] is None


def test_tabs_turn_to_another_file_by_plain_links(client, reviewer, office):
    obligation = ObligationFactory(office=office, submitted=True)
    EvidenceFactory(obligation=obligation, file=stored("isi undangan"))
    second = EvidenceFactory(
        obligation=obligation, file=stored("isi daftar hadir"), kind="attendance"
    )
    submission = SubmissionFactory(obligation=obligation)
    link = f"?berkas={second.versions.get().pk}"

    first, other = (
        client.get(url("item", submission.pk)),
        client.get(url("item", submission.pk) + link),
    )

    assert link in text_of(first)
    assert "isi undangan" in text_of(first)
    assert "isi daftar hadir" in text_of(other)


@pytest.mark.parametrize(
    "query", ["?berkas=abc&lembar=x", "?berkas=999999999&lembar=-1", "?putusan=²", "?lembar=²"]
)
def test_a_crooked_address_shows_the_first_file(client, reviewer, office, query):
    submission = submitted(office)

    assert client.get(url("item", submission.pk) + query).status_code == 200


def test_the_system_says_what_it_checked(client, reviewer, office):
    obligation = ObligationFactory(office=office, submitted=True)
    day = dt.date(2025, 10, 3)
    file = stored("sama")
    august = ObligationFactory(office=office, month=8)
    EvidenceFactory(obligation=august, file=file)
    EvidenceFactory(obligation=obligation, document_date=day, file=file)
    submitted_at = dt.datetime(2025, 10, 9, 3, tzinfo=dt.UTC)
    submission = SubmissionFactory(obligation=obligation, late=True, submitted_at=submitted_at)

    check(obligation.pk)

    facts = client.get(url("item", submission.pk)).context["facts"]

    assert [str(fact.words) for fact in facts if not fact.holds][:3] == [
        "Ada tanggal dokumen di luar September.",
        "Diajukan terlambat 9 hari.",
        f"Undangan.txt: Berkas yang sama menjadi bukti {august.indicator.code}, Agustus 2025.",
    ]
    assert [str(fact.words) for fact in facts if not fact.holds][3:] == [
        "Diajukan tanpa: Daftar hadir.",
        facts[-1].words,
    ]
    assert "Tanggal dokumen 3 Oktober 2025 di luar bulan September" in facts[-1].words
    assert all(fact.url for fact in facts[2:])


def test_what_is_in_order_is_said_too(client, reviewer, office):
    obligation = ObligationFactory(office=office, submitted=True)
    for kind in ("invitation", "attendance"):
        EvidenceFactory(obligation=obligation, kind=kind, document_date=dt.date(2025, 9, 18))
    submission = SubmissionFactory(obligation=obligation)

    facts = client.get(url("item", submission.pk)).context["facts"]

    assert [(str(fact.words), fact.holds) for fact in facts] == [
        ("2 bukti yang diminta lengkap.", True),
        ("Tanggal dokumen sesuai September.", True),
        ("Diajukan tepat waktu.", True),
    ]


def test_nil_shows_its_reason_and_asks_for_that(client, reviewer, office):
    submission = SubmissionFactory(obligation__office=office, nil=True)

    response = client.get(url("item", submission.pk))

    assert "Tidak ada diklat bulan ini." in text_of(response)
    assert [
        label for _value, label in response.context["decision_form"].fields["checks"].choices
    ] == ["Alasan nihil sesuai baris dan bulannya"]


def test_earlier_submissions_stand_beside_with_their_answers(client, reviewer, office):
    obligation = ObligationFactory(office=office, submitted=True)
    SubmissionFactory(obligation=obligation, returned=True)
    submission = SubmissionFactory(obligation=obligation)

    assert "Daftar hadir belum ditandatangani." in text_of(client.get(url("item", submission.pk)))


def test_my_own_submission_has_no_controls_and_says_why(client, office):
    membership = MembershipFactory(office=office, reviewer=True)
    MembershipFactory(user=membership.user, office=office, member=True)
    client.force_login(membership.user)
    submission = SubmissionFactory(obligation__office=office, submitted_by=membership.user)

    response = client.get(url("item", submission.pk))

    assert response.context["decision_form"] is None
    assert "Anda tidak dapat memeriksa kiriman Anda sendiri." in text_of(response)


# Deciding


def test_accepting_leads_to_the_next_with_an_offer_to_undo(client, reviewer, office):
    first, second = submitted(office), submitted(office)

    answer = decide(client, first, checks=["Isi menjawab indikator"])

    decision = Decision.objects.get()
    page = client.get(answer["Location"])
    assert answer["Location"] == f"{url('item', second.pk)}?putusan={decision.pk}"
    assert decision.checks == ["Isi menjawab indikator"]
    assert url("undo", decision.pk) in text_of(page)
    assert 'role="status"' in text_of(page)


def test_after_the_last_one_the_queue_is_shown(client, reviewer, office):
    answer = decide(client, submitted(office), "return", reason="Ganti foto.")

    assert answer["Location"].startswith(url("queue"))
    assert "Dikembalikan" in text_of(client.get(answer["Location"]))


def test_returning_without_words_comes_back_with_what_was_ticked(client, reviewer, office):
    submission = submitted(office)

    answer = decide(client, submission, "return", checks=["Isi menjawab indikator"], reason=" ")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]
    assert "checked" in text_of(answer)
    assert not Decision.objects.exists()


def test_what_was_typed_survives_when_the_content_changed_meanwhile(client, reviewer, office):
    submission = submitted(office)
    piece = submission.obligation.evidence.get()
    add_version(evidence=piece, actor=UserFactory(), content=Content(url="https://kpu.go.id/lain"))

    answer = decide(client, submission, "return", reason="Tanda tangan kurang.")

    assert answer.status_code == 422
    assert "Kiriman ini tidak lagi menunggu" in text_of(answer)
    assert "Tanda tangan kurang." in text_of(answer)


def test_another_fingerprint_is_refused(client, reviewer, office):
    submission = submitted(office)

    answer = client.post(
        url("decide", submission.pk), {"decision": "accept", "content_hash": "0" * 64}
    )

    assert answer.status_code == 422
    assert "Isinya berubah selagi Anda membaca." in text_of(answer)


def test_two_reviewers_at_once_the_second_is_told(client, reviewer, office):
    submission = submitted(office)
    submission.state = SubmissionState.ACCEPTED
    submission.save()

    assert decide(client, submission).status_code == 422


def test_deciding_without_a_button_is_refused(client, reviewer, office):
    submission = submitted(office)

    answer = client.post(url("decide", submission.pk), {"content_hash": submission.content_hash})

    assert answer.status_code == 422


# Undoing


def test_undoing_leads_back_to_the_item(client, reviewer, office):
    submission = submitted(office)
    decide(client, submission)

    answer = client.post(url("undo", Decision.objects.get().pk))

    submission.refresh_from_db()
    assert answer["Location"] == url("item", submission.pk)
    assert submission.state == SubmissionState.WAITING


def test_undoing_too_late_says_so(client, reviewer, office):
    submission = submitted(office)
    decide(client, submission)
    Decision.objects.update(decided_at=timezone.now() - dt.timedelta(minutes=1))

    answer = client.post(url("undo", Decision.objects.get().pk))

    submission.obligation.refresh_from_db()
    assert answer.status_code == 422
    assert "Putusan tetap" in text_of(answer)
    assert submission.obligation.state == State.ACCEPTED


def test_the_offer_to_undo_is_not_made_to_others_nor_later(client, reviewer, office):
    submission = submitted(office)
    decide(client, submission)
    decision = Decision.objects.get()
    address = f"{url('queue')}?putusan={decision.pk}"
    assert url("undo", decision.pk) in text_of(client.get(address))

    Decision.objects.update(decided_at=timezone.now() - dt.timedelta(minutes=1))
    late = client.get(address)
    Decision.objects.update(decided_at=timezone.now())
    client.force_login(person(office, Role.REVIEWER))
    other = client.get(address)

    assert (late.context["decided"], other.context["decided"]) == (None, None)


# Doors that stay shut


@pytest.mark.parametrize("role", [Role.MEMBER, Role.COORDINATOR, Role.LEADER, Role.ASSESSOR])
def test_only_reviewers_decide(client, office, role):
    submission = submitted(office)
    client.force_login(person(office, role))

    assert decide(client, submission).status_code == 403
    assert not Decision.objects.exists()


def test_another_offices_submissions_and_decisions_do_not_exist(client, reviewer):
    submission = submitted(OfficeFactory())
    decision = Decision.objects.create(
        submission=submission,
        accepted=True,
        content_hash=submission.content_hash,
        decided_by=UserFactory(),
        decided_at=timezone.now(),
    )

    assert client.get(url("item", submission.pk)).status_code == 404
    assert decide(client, submission).status_code == 404
    assert client.post(url("undo", decision.pk)).status_code == 404
