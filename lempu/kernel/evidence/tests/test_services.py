import datetime as dt

import pytest

from lempu.kernel.evidence import services
from lempu.kernel.evidence.enums import Act, SubmissionState
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.evidence.services import Content, Details
from lempu.kernel.evidence.tests.asking import acts_on, payload_on, refused
from lempu.kernel.evidence.tests.factories import (
    EvidenceFactory,
    SubmissionFactory,
    stored,
    submitted,
)
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db

LINK = Content(url="https://kab-luwu.kpu.go.id/berita", name="Berita")
INVITATION = Details(kind="invitation", number="112/PP.02", document_date=dt.date(2025, 9, 15))


def test_add_keeps_what_was_claimed_and_what_was_seen():
    obligation, actor, file = ObligationFactory(), UserFactory(), stored()

    piece = services.add_evidence(
        obligation=obligation,
        actor=actor,
        content=Content(file=file, name="Undangan.pdf"),
        details=INVITATION,
    )

    version = Evidence.objects.with_versions().get(pk=piece.pk).current
    assert (version.number, version.file, version.name) == (1, file, "Undangan.pdf")
    assert (piece.kind, piece.number, piece.document_date) == (
        "invitation",
        "112/PP.02",
        dt.date(2025, 9, 15),
    )
    assert acts_on(obligation) == [Act.ADDED]
    assert payload_on(obligation) == {
        "evidence": piece.pk,
        "kind": "invitation",
        "sha256": file.sha256,
        "name": "Undangan.pdf",
        "url": "",
        "source": "",
    }


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://kpu.go.id/berkas", "data:text/html,x"]
)
def test_add_refuses_a_link_no_browser_should_follow(url):
    obligation = ObligationFactory()

    with refused("link_refused"):
        services.add_evidence(
            obligation=obligation, actor=UserFactory(), content=Content(url=url), details=INVITATION
        )

    assert not Evidence.objects.exists()
    assert acts_on(obligation) == []


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (State.SUBMITTED, SubmissionState.WAITING),
        (State.ACCEPTED, SubmissionState.ACCEPTED),
    ],
)
def test_add_voids_what_stood_on_other_content(state, standing):
    obligation = ObligationFactory(state=state)
    EvidenceFactory(obligation=obligation)
    submission = SubmissionFactory(obligation=obligation, state=standing)

    services.add_evidence(
        obligation=obligation, actor=UserFactory(), content=LINK, details=INVITATION
    )

    submission.refresh_from_db()
    obligation.refresh_from_db()
    assert (submission.state, obligation.state) == (SubmissionState.VOID, State.OPEN)
    assert obligation.submitted_at is None
    assert acts_on(obligation) == [Act.ADDED, Act.SUBMISSION_VOIDED]
    assert payload_on(obligation) == {"was": state.value}


def test_nil_that_was_accepted_is_void_once_there_is_proof():
    obligation = ObligationFactory(nil=True)
    submission = SubmissionFactory(obligation=obligation, nil=True, accepted=True)

    services.add_evidence(
        obligation=obligation, actor=UserFactory(), content=LINK, details=INVITATION
    )

    submission.refresh_from_db()
    obligation.refresh_from_db()
    assert (submission.state, obligation.state) == (SubmissionState.VOID, State.OPEN)


@pytest.mark.parametrize("state", [State.OPEN, State.RETURNED, State.UNDONE])
def test_add_leaves_an_open_obligation_as_it_is(state):
    obligation = ObligationFactory(
        state=state, undone_reason="Banjir." if state == State.UNDONE else ""
    )

    services.add_evidence(
        obligation=obligation, actor=UserFactory(), content=LINK, details=INVITATION
    )

    obligation.refresh_from_db()
    assert obligation.state == state
    assert acts_on(obligation) == [Act.ADDED]


def test_version_stands_beside_the_earlier_one():
    first, second = stored("versi satu"), stored("versi dua")
    piece = EvidenceFactory(file=first)

    version = services.add_version(
        evidence=piece, actor=UserFactory(), content=Content(file=second, name="Baru.txt")
    )

    assert version.number == 2
    assert [v.file for v in piece.versions.order_by("number")] == [first, second]
    assert acts_on(piece.obligation) == [Act.VERSION_ADDED]


def test_version_of_a_submitted_piece_voids_the_submission():
    submission = submitted(OfficeFactory())
    piece = submission.obligation.evidence.get()

    services.add_version(evidence=piece, actor=UserFactory(), content=LINK)

    submission.refresh_from_db()
    assert submission.state == SubmissionState.VOID
    assert acts_on(submission.obligation) == [Act.VERSION_ADDED, Act.SUBMISSION_VOIDED]


@pytest.mark.parametrize(
    ("withdrawn", "again", "code"), [(True, False, "withdrawn"), (False, True, "same_file")]
)
def test_version_refuses(withdrawn, again, code):
    file = stored()
    piece = EvidenceFactory(file=file, withdrawn=withdrawn)
    content = Content(file=file, name="Sama.txt") if again else LINK

    with refused(code):
        services.add_version(evidence=piece, actor=UserFactory(), content=content)

    assert piece.versions.count() == 1
    assert acts_on(piece.obligation) == []


def test_describe_records_before_and_after():
    piece = EvidenceFactory(number="1")

    services.describe_evidence(evidence=piece, actor=UserFactory(), details=INVITATION)

    piece.refresh_from_db()
    assert (piece.number, piece.document_date) == ("112/PP.02", dt.date(2025, 9, 15))
    assert acts_on(piece.obligation) == [Act.DESCRIBED]
    assert payload_on(piece.obligation)["before"]["number"] == "1"
    assert payload_on(piece.obligation)["after"]["document_date"] == "2025-09-15"


def test_describe_without_a_change_writes_nothing_and_voids_nothing():
    submission = submitted(OfficeFactory())
    piece = submission.obligation.evidence.get()

    services.describe_evidence(
        evidence=piece, actor=UserFactory(), details=Details(kind=piece.kind)
    )

    submission.refresh_from_db()
    assert submission.state == SubmissionState.WAITING
    assert acts_on(submission.obligation) == []


def test_describe_refuses_a_withdrawn_piece():
    piece = EvidenceFactory(withdrawn=True)

    with refused("withdrawn"):
        services.describe_evidence(evidence=piece, actor=UserFactory(), details=INVITATION)


def test_withdraw_keeps_the_piece_and_its_reason():
    piece = EvidenceFactory()

    services.withdraw_evidence(evidence=piece, actor=UserFactory(), reason=" Salah bulan. ")

    piece.refresh_from_db()
    assert piece.withdrawn_at is not None
    assert piece.withdrawn_reason == "Salah bulan."
    assert list(piece.obligation.evidence.offered()) == []
    assert acts_on(piece.obligation) == [Act.WITHDRAWN]


@pytest.mark.parametrize(
    ("withdrawn", "reason", "code"),
    [(True, "Salah.", "withdrawn"), (False, "  ", "reason_required")],
)
def test_withdraw_refuses(withdrawn, reason, code):
    piece = EvidenceFactory(withdrawn=withdrawn)

    with refused(code):
        services.withdraw_evidence(evidence=piece, actor=UserFactory(), reason=reason)

    assert acts_on(piece.obligation) == []
