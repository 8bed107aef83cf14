import pytest

from lempu.kernel.findings import selectors, services
from lempu.kernel.findings.models import Finding, Switch
from lempu.kernel.findings.tests.factories import paper
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def reviewer(office):
    return person(office, Role.REVIEWER)


@pytest.fixture
def row(office):
    piece = paper("Rapat 3 Agustus 2025", obligation=ObligationFactory(office=office))
    services.check(piece.obligation_id)
    return Finding.objects.get()


def refusal_of(**given) -> str:
    with pytest.raises(DomainError) as refusal:
        services.accept(**given)
    return refusal.value.code


def test_accepting_keeps_the_reason_and_is_an_act(row, reviewer):
    services.accept(finding=row, actor=reviewer, reason=" Rapat susulan. ")

    row.refresh_from_db()
    (entry,) = ledger.history_of([row.obligation])
    assert (row.accepted_by, row.reason) == (reviewer, "Rapat susulan.")
    assert ledger.payload_of(entry)["reason"] == "Rapat susulan."
    assert list(Finding.objects.standing()) == [row]
    assert list(Finding.objects.unanswered()) == []


def test_accepting_without_words_twice_or_ones_own_is_refused(row, reviewer):
    author = row.version.added_by

    assert refusal_of(finding=row, actor=reviewer, reason=" ") == "reason_required"
    assert refusal_of(finding=row, actor=author, reason="Wajar.") == "own_evidence"
    services.accept(finding=row, actor=reviewer, reason="Wajar.")
    assert refusal_of(finding=row, actor=reviewer, reason="Wajar.") == "already_accepted"


def test_what_is_noticed_no_more_cannot_be_accepted(row, reviewer):
    row.version.file.texts.update(text="Rapat 3 September 2025")
    services.check(row.obligation_id)

    assert refusal_of(finding=row, actor=reviewer, reason="Wajar.") == "gone"


def test_an_acceptance_can_be_taken_back(row, reviewer):
    services.accept(finding=row, actor=reviewer, reason="Wajar.")
    services.reopen(finding=row, actor=reviewer)

    entries = ledger.history_of([row.obligation])
    assert [entry.act for entry in entries] == ["findings.reopened", "findings.accepted"]
    assert list(Finding.objects.unanswered()) == [row]
    with pytest.raises(DomainError) as refusal:
        services.reopen(finding=row, actor=reviewer)
    assert refusal.value.code == "not_accepted"


def test_a_rule_that_is_off_is_shown_nowhere_and_is_back_at_once(row, office):
    coordinator = person(office, Role.COORDINATOR)

    assert services.switch(office=office, rule=row.rule, on=False, actor=coordinator)
    assert not services.switch(office=office, rule=row.rule, on=False, actor=coordinator)
    assert selectors.findings_on(row.obligation) == []
    assert selectors.unanswered_on([row.obligation_id]) == {}

    assert services.switch(office=office, rule=row.rule, on=True, actor=coordinator)
    assert [one.finding for one in selectors.findings_on(row.obligation)] == [row]
    acts = [entry.act for entry in ledger.history_of([office])]
    assert acts == ["findings.switched_on", "findings.switched_off"]


def test_a_rule_is_switched_for_one_office_only(row, office):
    other = OfficeFactory()
    Switch.objects.create(office=other, rule=row.rule, switched_by=person(other))

    assert list(Finding.objects.standing()) == [row]
    assert next(r for r in selectors.rules_of(office) if r.rule == row.rule).is_on
    assert not next(r for r in selectors.rules_of(other) if r.rule == row.rule).is_on
