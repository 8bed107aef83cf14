"""Answering: exactly once, in one's turn, never over what somebody else wrote unseen."""

import pytest

from lempu.kernel.assessment import selectors, services
from lempu.kernel.assessment.enums import Column
from lempu.kernel.assessment.models import Answer, Assessment
from lempu.kernel.assessment.tests.factories import begun, say, signed
from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.tests.factories import OfficeFactory
from lempu.shared.errors import DomainError


def test_one_sheet_per_office_and_year(sheet, office, coordinator):
    with pytest.raises(DomainError) as refusal:
        begun(office, coordinator)

    assert refusal.value.code == "already_begun"
    assert Assessment.objects.count() == 1


def test_an_answer_is_kept_with_an_entry(sheet, member):
    answer = say(sheet, "PPC4C", "B", by=member, note="Triwulanan")

    entry = Entry.objects.get(act="assessment.answered")
    assert (answer.value, answer.note, answer.edition) == ("B", "Triwulanan", 1)
    assert '"item":"PPC4C"' in entry.body
    assert entry.actor == member


def test_the_same_answer_again_writes_nothing(sheet, member):
    say(sheet, "PPC4C", "B", by=member)
    count = Entry.objects.count()

    say(sheet, "PPC4C", "B", by=member)

    assert Entry.objects.count() == count


def test_the_later_person_sees_the_earlier_answer_first(sheet, member, coordinator):
    say(sheet, "PPC4C", "B", by=member)

    with pytest.raises(DomainError) as refusal:
        say(sheet, "PPC4C", "A", by=coordinator, edition=0)

    assert refusal.value.code == "edited_meanwhile"
    assert "Sitti" in str(refusal.value)
    assert Answer.objects.get().value == "B"


@pytest.mark.parametrize(
    ("item", "value", "code"),
    [
        ("PPC4C", "F", "outside_scale"),
        ("PPA1A", "A", "outside_scale"),
        ("SPAK", "4.01", "outside_range"),
        ("SPAK", "tiga", "no_number"),
        ("XXX1A", "A", "unknown_item"),
    ],
)
def test_what_the_scale_does_not_have_is_refused(sheet, member, item, value, code):
    with pytest.raises(DomainError) as refusal:
        say(sheet, item, value, by=member)

    assert refusal.value.code == code
    assert not Answer.objects.exists()


def test_a_ratio_is_made_of_what_was_counted(sheet, member):
    answer = say(sheet, "PRA1A", by=member, counts={"agents": 4, "changes": 3})

    assert (answer.value, answer.counts) == ("0.75", {"agents": 4, "changes": 3})


def test_nothing_to_divide_by_follows_the_visible_choice(sheet, member, coordinator):
    none = {"agents": 0, "changes": 0}
    assert say(sheet, "PRA1A", by=member, counts=none).value == "1"

    services.set_choices(assessment=sheet, actor=coordinator, choices={"zero:PRA1A": "0"})
    sheet.refresh_from_db()
    answer = say(sheet, "PRA1A", by=member, counts=none, note="Belum ada")

    assert answer.value == "0"
    assert sheet.choices == {"zero:PRA1A": "0"}


def test_a_decimal_comma_is_read(sheet, member):
    assert say(sheet, "SPAK", "3,60", by=member).value == "3.60"


def test_assessors_wait_for_their_turn(sheet, assessor):
    with pytest.raises(DomainError) as refusal:
        say(sheet, "PPC4C", "B", by=assessor, column=Column.TPI)

    assert refusal.value.code == "not_your_turn"


def test_one_proof_serves_many_questions(sheet, office, member):
    piece = EvidenceFactory(obligation=ObligationFactory(office=office, accepted=True))
    for item in ("PPC4A", "PPC4C"):
        services.link_proof(assessment=sheet, item=item, evidence=[piece], actor=member)

    found = selectors.proofs_of(sheet)

    assert {item: [p.evidence for p in pieces] for item, pieces in found.items()} == {
        "PPC4A": [piece.pk],
        "PPC4C": [piece.pk],
    }
    assert found["PPC4A"][0].serves == ("PPC4C",)


def test_evidence_of_another_office_proves_nothing_here(sheet, member):
    foreign = EvidenceFactory(obligation=ObligationFactory(office=OfficeFactory(code="9401")))

    with pytest.raises(DomainError) as refusal:
        services.link_proof(assessment=sheet, item="PPC4C", evidence=[foreign], actor=member)

    assert refusal.value.code == "foreign"


def test_evidence_is_taken_away_and_stays_in_the_store(sheet, office, member):
    piece = EvidenceFactory(obligation=ObligationFactory(office=office))
    services.link_proof(assessment=sheet, item="PPC4C", evidence=[piece], actor=member)

    services.unlink_proof(assessment=sheet, item="PPC4C", evidence=piece.pk, actor=member)

    assert selectors.proofs_of(sheet, "PPC4C") == {"PPC4C": []}
    piece.refresh_from_db()
    assert piece.withdrawn_at is None


def test_claimed_and_verified_are_two_numbers(sheet, office, member):
    accepted = EvidenceFactory(obligation=ObligationFactory(office=office, accepted=True))
    say(sheet, "PPC4C", "A", by=member)
    say(sheet, "PPC4A", "A", by=member)
    services.link_proof(assessment=sheet, item="PPC4C", evidence=[accepted], actor=member)

    scores = selectors.scores_of(sheet)

    assert (scores.claimed.total, scores.verified.total) == (1, 0.5)


def test_what_was_submitted_is_frozen(sheet, office, member, leader):
    say(sheet, "PPC4C", "A", by=member)
    signed(sheet, leader)
    piece = EvidenceFactory(obligation=ObligationFactory(office=office))

    with pytest.raises(DomainError) as answering:
        say(sheet, "PPC4C", "B", by=member)
    with pytest.raises(DomainError) as linking:
        services.link_proof(assessment=sheet, item="PPC4C", evidence=[piece], actor=member)

    assert (answering.value.code, linking.value.code) == ("not_your_turn", "frozen")
