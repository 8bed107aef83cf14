import datetime as dt

import pytest

from lempu.kernel.evidence.services import submit
from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.enums import Act, State
from lempu.kernel.obligations.services import state_undone
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.tests.factories import UserFactory
from lempu.shared.errors import DomainError
from lempu.shared.periods import today

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("before", ["open", "returned"])
def test_undone_keeps_the_reason_and_who_gave_it(before):
    obligation, actor = ObligationFactory(returned=before == "returned"), UserFactory()

    state_undone(obligation=obligation, actor=actor, reason=" Anggaran dialihkan. ")

    obligation.refresh_from_db()
    assert (obligation.state, obligation.undone_reason) == (State.UNDONE, "Anggaran dialihkan.")
    assert obligation.undone_by == actor
    entries = ledger.history_of([obligation])
    assert [entry.act for entry in entries] == [Act.UNDONE]
    assert ledger.payload_of(entries[0]) == {"reason": "Anggaran dialihkan."}


@pytest.mark.parametrize(
    ("state", "due_in", "reason", "code"),
    [
        (State.OPEN, -1, " ", "reason_required"),
        (State.ACCEPTED, -1, "x", "already_done"),
        (State.NIL, -1, "x", "already_done"),
        (State.SUBMITTED, -1, "x", "already_submitted"),
        (State.OPEN, 0, "x", "not_due_yet"),
        (State.OPEN, 5, "x", "not_due_yet"),
    ],
)
def test_undone_refuses_and_leaves_no_trace(state, due_in, reason, code):
    due = today() + dt.timedelta(days=due_in)
    obligation = ObligationFactory(state=state, due_on=due, begins_on=due - dt.timedelta(days=20))

    with pytest.raises(DomainError) as refusal:
        state_undone(obligation=obligation, actor=UserFactory(), reason=reason)

    obligation.refresh_from_db()
    assert (refusal.value.code, obligation.state) == (code, state)
    assert list(ledger.history_of([obligation])) == []


def test_late_proof_is_taken_after_it_was_given_up_and_stays_late():
    obligation = ObligationFactory(undone=True)
    EvidenceFactory(obligation=obligation)

    submit(obligation=obligation, actor=UserFactory(), note="Akhirnya terlaksana.")

    obligation.refresh_from_db()
    assert (obligation.state, obligation.was_late) == (State.SUBMITTED, True)
    assert obligation.look.late is True
