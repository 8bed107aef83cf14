"""The pages of the sheet and of the assessor's room."""

import pytest
from django.urls import reverse

from lempu.kernel.assessment import selectors, services
from lempu.kernel.assessment.enums import Column, Stage
from lempu.kernel.assessment.models import Answer, Assessment
from lempu.kernel.assessment.tests.factories import say, signed
from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.ledger.models import Seal
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import person


def address(name, row, *rest):
    return reverse(f"assessment:{name}", args=[row.pk, *rest])


def test_the_coordinator_begins_a_year(client, coordinator):
    client.force_login(coordinator)

    answer = client.post(
        reverse("assessment:start"), {"year": 2025, "instrument": "permenpan-90-2021"}
    )

    assert answer["Location"] == address("page", Assessment.objects.get())
    assert "0 dari 113 terjawab" in client.get(answer["Location"]).content.decode()


def test_a_question_is_answered_and_the_next_one_opens(client, sheet, member):
    client.force_login(member)

    answer = client.post(
        address("reply", sheet, "PPC4C"), {"value": "B", "note": "", "edition": 0, "next": 1}
    )

    assert answer["Location"] == address("question", sheet, "PPC4D")
    assert Answer.objects.get().value == "B"


def test_a_refused_answer_shows_both(client, sheet, member, coordinator):
    say(sheet, "PPC4C", "B", by=coordinator)
    client.force_login(member)

    answer = client.post(
        address("reply", sheet, "PPC4C"), {"value": "A", "note": "Lembar lengkap", "edition": 0}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Andi" in page
    assert "Lembar lengkap" in page
    assert 'name="edition" value="1"' in page
    assert Answer.objects.get().value == "B"


def test_who_only_reads_does_not_answer(client, sheet, leader):
    client.force_login(leader)

    shown = client.get(address("question", sheet, "PPC4C"))
    sent = client.post(address("reply", sheet, "PPC4C"), {"value": "A", "edition": 0})

    assert (shown.status_code, sent.status_code) == (200, 403)


def test_a_question_the_sheet_does_not_have_is_not_found(client, sheet, member):
    client.force_login(member)

    assert client.get(address("question", sheet, "XX")).status_code == 404


def test_evidence_is_linked_on_the_page(client, sheet, office, member):
    piece = EvidenceFactory(obligation=ObligationFactory(office=office, accepted=True))
    client.force_login(member)

    client.post(address("proofs", sheet, "PPC4C"), {"bukti": [piece.pk]})
    assert selectors.proofs_of(sheet, "PPC4C")["PPC4C"]

    client.post(address("proofs", sheet, "PPC4C"), {"lepas": piece.pk})
    assert selectors.proofs_of(sheet, "PPC4C")["PPC4C"] == []


def test_the_leader_signs_and_the_ledger_is_sealed(client, sheet, member, leader):
    say(sheet, "PPC4C", "B", by=member)
    client.force_login(leader)
    page = client.get(address("sign", sheet))
    seen = page.context["fingerprint"]

    client.post(address("sign", sheet), {"content_hash": seen, "agrees": "on"})

    sheet.refresh_from_db()
    assert sheet.stage == Stage.TPI
    assert Seal.objects.exists()


def test_the_statement_must_be_ticked(client, sheet, member, leader):
    say(sheet, "PPC4C", "B", by=member)
    client.force_login(leader)

    answer = client.post(address("sign", sheet), {"content_hash": "x"})

    assert answer.status_code == 422


@pytest.fixture
def submitted(sheet, office, member, leader):
    piece = EvidenceFactory(obligation=ObligationFactory(office=office, accepted=True))
    say(sheet, "PPC4C", "B", by=member, note="Triwulanan")
    services.link_proof(assessment=sheet, item="PPC4C", evidence=[piece], actor=member)
    signed(sheet, leader)
    sheet.refresh_from_db()
    return sheet


def test_an_assessor_sees_only_what_was_submitted(client, submitted, assessor):
    client.force_login(assessor)

    assert client.get(address("question", submitted, "PPC4C")).status_code == 403
    page = client.get(address("judge", submitted, "PPC4C")).content.decode()
    assert "Triwulanan" in page


def test_the_room_is_closed_until_a_leader_signed(client, sheet, assessor):
    client.force_login(assessor)

    assert client.get(address("room", sheet)).status_code == 404


def test_an_assessor_agrees_and_goes_on(client, submitted, assessor):
    client.force_login(assessor)

    answer = client.post(
        address("judge", submitted, "PPC4C"), {"edition": 0, "note": "", "agree": 1}
    )

    assert answer["Location"] == address("judge", submitted, "PPC4D")
    assert Answer.objects.get(column=Column.TPI).value == "B"


def test_the_later_of_two_assessors_sees_the_earlier_answer_first(
    client, submitted, office, assessor
):
    other, there = (
        person(office, Role.ASSESSOR, user__name="Basri"),
        address("judge", submitted, "PPC4C"),
    )
    client.force_login(assessor)
    client.post(there, {"edition": 0, "note": "Baru dua periode", "value": "C"})
    client.force_login(other)

    refused = client.post(there, {"edition": 0, "note": "Lengkap menurut saya", "value": "A"})
    kept = Answer.objects.get(column=Column.TPI)
    again = client.post(there, {"edition": 1, "note": "Lengkap menurut saya", "value": "A"})

    page = refused.text
    assert (refused.status_code, kept.value, again.status_code) == (422, "C", 302)
    assert 0 < page.index("C, oleh Rahma") < page.index("Lengkap menurut saya")
    assert "Baru dua periode" in page
    assert 'name="edition" value="1"' in page
    assert Answer.objects.get(column=Column.TPI).value == "A"


def test_the_round_is_returned_with_words(client, submitted, assessor, coordinator):
    client.force_login(assessor)
    client.post(address("verdict", submitted), {"decision": "return", "note": "Lengkapi SKP."})

    client.force_login(coordinator)
    assert "Lengkapi SKP." in client.get(address("page", submitted)).content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_pages_ask_the_database_as_often_whatever_is_answered(
    client, sheet, office, member, count, django_assert_max_num_queries
):
    for item in ("PPA1A", "PPC4C", "PPC4A", "PPB1A")[:count]:
        say(sheet, item, "Ya" if item == "PPA1A" else "B", by=member)
        piece = EvidenceFactory(obligation=ObligationFactory(office=office, accepted=True))
        services.link_proof(assessment=sheet, item="PPC4C", evidence=[piece], actor=member)
    client.force_login(member)

    with django_assert_max_num_queries(22):
        client.get(address("page", sheet))
    with django_assert_max_num_queries(26):
        client.get(address("question", sheet, "PPC4C"))
    with django_assert_max_num_queries(12):
        client.get(reverse("assessment:index"))
