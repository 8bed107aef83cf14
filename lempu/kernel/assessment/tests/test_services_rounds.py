"""Rounds: the leader signs, the TPI returns, the office mends, the TPI concludes."""

import datetime as dt

import pytest

from lempu.kernel.assessment import models, selectors, services
from lempu.kernel.assessment.enums import Column, RoundState, Stage
from lempu.kernel.assessment.scoring.instrument import build
from lempu.kernel.assessment.tests.factories import INSTRUMENT, say, signed
from lempu.kernel.evidence.models import Version
from lempu.kernel.evidence.tests.factories import EvidenceFactory, VersionFactory
from lempu.kernel.ledger import canonical
from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.shared import reference
from lempu.shared.errors import DomainError


@pytest.fixture
def answered(sheet, member):
    say(sheet, "PPA1A", "Ya", by=member)
    say(sheet, "PPC4C", "A", by=member, note="Bulanan")
    return sheet


@pytest.fixture
def submitted(answered, leader):
    signed(answered, leader)
    answered.refresh_from_db()
    return answered


def test_signing_freezes_the_content_with_its_fingerprint_in_the_ledger(submitted, leader):
    round_ = selectors.current_round(submitted)
    entry = Entry.objects.get(act="assessment.signed")

    assert submitted.stage == Stage.TPI
    assert (round_.state, round_.signed_by) == (RoundState.SUBMITTED, leader)
    assert round_.content["answers"]["PPC4C"]["note"] == "Bulanan"
    assert round_.content_hash in entry.body


def test_what_changed_meanwhile_is_not_signed(answered, leader, member):
    seen = selectors.content_of(selectors.current_round(answered))
    say(answered, "PPC4A", "A", by=member)

    with pytest.raises(DomainError) as refusal:
        services.sign_round(
            assessment=answered,
            actor=leader,
            content_hash=canonical.digest_of(seen),
            statement="Benar.",
        )

    assert refusal.value.code == "content_changed"


def test_an_empty_sheet_is_not_signed(sheet, leader):
    with pytest.raises(DomainError) as refusal:
        signed(sheet, leader)

    assert refusal.value.code == "nothing_answered"


def test_a_later_version_of_the_proof_is_not_part_of_the_round(sheet, office, member, leader):
    piece = EvidenceFactory(obligation=ObligationFactory(office=office, accepted=True))
    first = piece.versions.get()
    say(sheet, "PPC4C", "A", by=member)
    services.link_proof(assessment=sheet, item="PPC4C", evidence=[piece], actor=member)
    signed(sheet, leader)
    VersionFactory(evidence=piece, number=2)

    shown = selectors.submitted_proofs(selectors.current_round(sheet), "PPC4C")

    assert [each.version for each in shown] == [first]
    assert Version.objects.filter(evidence=piece).count() == 2


def test_returning_begins_a_round_with_the_answers_of_the_office(submitted, assessor):
    say(submitted, "PPC4C", "C", by=assessor, column=Column.TPI, note="Baru dua periode.")
    services.return_round(assessment=submitted, actor=assessor, note="Lengkapi per bulan.")
    submitted.refresh_from_db()

    first, second = submitted.rounds.all()
    assert submitted.stage == Stage.FOLLOW_UP
    assert (first.state, first.note) == (RoundState.RETURNED, "Lengkapi per bulan.")
    assert first.verdicts["tpi"]["PPC4C"]["value"] == "C"
    assert selectors.given_in(second, Column.UNIT)["PPC4C"].value == "A"
    assert not selectors.given_in(second, Column.TPI)


def test_a_round_is_not_returned_without_words(submitted, assessor):
    with pytest.raises(DomainError) as refusal:
        services.return_round(assessment=submitted, actor=assessor, note="  ")

    assert refusal.value.code == "note_required"


def test_only_what_changed_is_judged_anew(submitted, assessor, member, leader):
    say(submitted, "PPC4C", "C", by=assessor, column=Column.TPI)
    say(submitted, "PPA1A", "Ya", by=assessor, column=Column.TPI)
    services.return_round(assessment=submitted, actor=assessor, note="Lengkapi.")
    say(submitted, "PPC4C", "B", by=member, note="Dilengkapi")
    signed(submitted, leader)

    judged = selectors.given_in(selectors.current_round(submitted), Column.TPI)

    assert {item: each.value for item, each in judged.items()} == {"PPA1A": "Ya"}


def test_nobody_is_proposed_while_questions_are_not_judged(submitted, assessor):
    with pytest.raises(DomainError) as refusal:
        services.conclude(assessment=submitted, actor=assessor, is_proposed=True)

    assert (refusal.value.code, refusal.value.params["count"]) == ("not_judged", 110)


def test_a_proposal_and_what_follows_is_recorded_with_its_date(submitted, assessor, coordinator):
    instrument = submitted.instrument
    for question in instrument.questions.values():
        value = "1" if question.is_ratio else next(iter(instrument.scales[question.scale]))
        say(submitted, question.id, value, by=assessor, column=Column.TPI)
    services.conclude(assessment=submitted, actor=assessor, is_proposed=True, note="Layak.")
    for stage, predicate in ((Stage.TPN, ""), (Stage.AWARDED, "WBK")):
        services.record_stage(
            assessment=submitted,
            actor=coordinator,
            stage=stage,
            day=dt.date(2025, 10, 1),
            note="Keputusan Menteri",
            predicate=predicate,
        )

    submitted.refresh_from_db()
    assert (submitted.stage, submitted.predicate) == (Stage.AWARDED, "WBK")
    assert [step.stage for step in submitted.passages.all()] == [
        "self", "tpi", "proposed", "tpn", "awarded",
    ]  # fmt: skip


def test_a_stage_cannot_be_skipped(submitted, coordinator):
    with pytest.raises(DomainError) as refusal:
        services.record_stage(
            assessment=submitted, actor=coordinator, stage=Stage.AWARDED,
            day=dt.date(2025, 10, 1), predicate="WBK",
        )  # fmt: skip

    assert refusal.value.code == "stage_unreal"


def test_windows_are_set_and_taken_back(sheet, coordinator):
    services.set_window(
        assessment=sheet, actor=coordinator, stage=Stage.TPI,
        opens_on=dt.date(2025, 4, 1), closes_on=dt.date(2025, 5, 31),
    )  # fmt: skip
    sheet.refresh_from_db()
    assert sheet.windows == {"tpi": ["2025-04-01", "2025-05-31"]}

    services.set_window(
        assessment=sheet, actor=coordinator, stage=Stage.TPI, opens_on=None, closes_on=None
    )
    sheet.refresh_from_db()
    assert sheet.windows == {}


def test_a_sheet_with_a_province_goes_there_first(answered, leader, assessor, monkeypatch):
    data = reference.read(f"instruments/{INSTRUMENT}")
    columns = ["unit", "province", "tpi", "tpn"]
    monkeypatch.setattr(models, "load", lambda key: build({**data, "columns": columns}))

    signed(answered, leader)
    answered.refresh_from_db()
    assert (answered.stage, answered.column) == (Stage.PROVINCE, Column.PROVINCE)
    say(answered, "PPA1A", "Ya", by=assessor, column=Column.PROVINCE)
    services.pass_on(assessment=answered, actor=assessor)

    answered.refresh_from_db()
    assert (answered.stage, answered.column) == (Stage.TPI, Column.TPI)
