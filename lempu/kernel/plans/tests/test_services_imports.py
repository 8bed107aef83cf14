"""Importing: each refusal by its code, each effect, one ledger entry an act."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from lempu.kernel.files import services as files
from lempu.kernel.files.models import StoredFile
from lempu.kernel.ledger.models import Entry
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory
from lempu.kernel.plans.enums import Choice, Expectation, ImportState, PlanState, Severity
from lempu.kernel.plans.models import Import, Plan
from lempu.kernel.plans.services import imports, reading
from lempu.kernel.plans.tests.factories import (
    CUT_WORD,
    NO_MONTH,
    ImportFactory,
    PlanFactory,
)
from lempu.kernel.plans.tests.factories import reading as reading_of
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"


@pytest.fixture
def actor():
    return UserFactory()


def stored(content, name):
    return files.store(content=ContentFile(content, name), name=name)


def acts():
    return list(Entry.objects.values_list("act", flat=True))


def test_start_keeps_the_file_and_asks_for_reading(actor, django_capture_on_commit_callbacks):
    content = ContentFile(b"a\tb", "sk.txt")

    with django_capture_on_commit_callbacks() as callbacks:
        row = imports.start_import(office=OfficeFactory(), actor=actor, file=content, name="sk.txt")

    assert (row.state, row.name, row.file.size) == (ImportState.WAITING, "sk.txt", 3)
    assert len(callbacks) == 1
    assert acts() == ["plans.import_started"]


def test_start_refuses_an_empty_file_and_leaves_nothing(actor):
    with pytest.raises(DomainError) as refusal:
        imports.start_import(
            office=OfficeFactory(), actor=actor, file=ContentFile(b"", "a.txt"), name="a.txt"
        )

    assert refusal.value.code == "empty_file"
    assert not Import.objects.exists()
    assert not Entry.objects.exists()


def test_read_fills_the_import_once():
    row = ImportFactory(file=stored((FILES / "luwu-2025.docx").read_bytes(), "sk.docx"))

    assert imports.read_import(row.pk)
    assert not imports.read_import(row.pk)

    row.refresh_from_db()
    assert row.state == ImportState.READ
    assert row.reading["totals"]["obligations"] == 266
    ours = [f["row"] for f in row.reading["findings"] if f["code"] == "once_ticked_often"]
    assert ours == ["7.2a"]
    assert row.took_ms > 0
    assert acts() == ["plans.import_read"]


def zip_bomb():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 300_000_000)
    return kept.getvalue()


def long_sheet():
    heading = "Program\tKegiatan\tIndikator\t" + "\t".join(str(n) for n in range(1, 13))
    return (heading + "\n" + "P\tK\tI\tv\n" * 200_000).encode()


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (lambda: (FILES / "luwu-2025-scan.pdf").read_bytes(), "sk.pdf", "scan"),
        (lambda: b"No.,Nama\n1,Anu\n", "sk.csv", "no_table"),
        (long_sheet, "sk.txt", "too_large"),
    ],
    ids=["scan", "no plan", "200,000 rows"],
)
def test_read_fails_in_words_and_keeps_the_file(make, name, code):
    row = ImportFactory(file=stored(make(), name), name=name)

    imports.read_import(row.pk)

    row.refresh_from_db()
    assert (row.state, row.error_code, row.reading) == (ImportState.FAILED, code, None)
    assert imports.failure_of(row)


def test_a_zip_bomb_is_refused_before_anything_is_kept():
    with pytest.raises(DomainError) as refusal:
        stored(zip_bomb(), "sk.docx")

    assert (refusal.value.code, StoredFile.objects.count()) == ("bomb", 0)


def test_a_reader_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 0.05)

    outcome = reading.read_apart(stored(b"a\tb", "sk.txt"), name="sk.txt")

    assert (outcome.code, outcome.reading) == ("too_large", {})


def test_read_leaves_an_import_alone_that_somebody_reads(actor):
    row = ImportFactory(claimed_at=timezone.now())

    assert not imports.read_import(row.pk)


def test_reading_that_comes_after_the_undoing_is_dropped(actor):
    row = ImportFactory(file=stored(b"a\tb", "sk.txt"))
    outcome = reading.Outcome(reading_of(), 5)
    imports.withdraw_import(imported=row, actor=actor)

    assert not imports._keep(row, outcome, claimed_at=timezone.now())

    row.refresh_from_db()
    assert (row.state, row.reading) == (ImportState.WITHDRAWN, None)


def test_sweep_takes_up_what_a_dead_worker_left():
    left = ImportFactory(file=stored(b"a\tb", "sk.txt"))
    old = timezone.now() - dt.timedelta(hours=1)
    Import.objects.filter(pk=left.pk).update(created_at=old, claimed_at=old)
    fresh = ImportFactory()

    assert imports.sweep_imports() == 1

    left.refresh_from_db()
    fresh.refresh_from_db()
    assert (left.state, fresh.state) == (ImportState.FAILED, ImportState.WAITING)


@pytest.mark.parametrize(
    ("state", "position", "choice", "code"),
    [
        (ImportState.WAITING, 1, "all_months", "not_read"),
        (ImportState.ADOPTED, 1, "all_months", "not_read"),
        (ImportState.READ, 7, "all_months", "finding_unknown"),
        (ImportState.READ, 0, "all_months", "choice_unknown"),
        (ImportState.READ, 1, "choose_months", "months_missing"),
    ],
)
def test_decide_refuses_and_keeps_nothing(actor, state, position, choice, code):
    row = ImportFactory(read=True, state=state)

    with pytest.raises(DomainError) as refusal:
        imports.decide_finding(imported=row, actor=actor, position=position, choice=choice)

    row.refresh_from_db()
    assert (refusal.value.code, row.decisions) == (code, {})
    assert not Entry.objects.exists()


def test_decide_keeps_the_answer_and_takes_it_back(actor):
    row = ImportFactory(read=True)

    imports.decide_finding(
        imported=row, actor=actor, position=1, choice="choose_months", months=[6, 3, 3]
    )
    row.refresh_from_db()
    assert row.decisions == {"1": {"choice": "choose_months", "months": [3, 6]}}

    imports.decide_finding(imported=row, actor=actor, position=1, choice="")
    row.refresh_from_db()
    assert row.decisions == {}
    assert acts() == ["plans.import_decided"] * 2


@pytest.mark.parametrize(
    ("finding", "choice", "months", "text"),
    [
        (CUT_WORD, Choice.USE_PROPOSAL, [1, 2], "Produk hukum 1"),
        (CUT_WORD, Choice.KEEP, [1, 2], "Produk huku 1"),
        (NO_MONTH, Choice.ALL_MONTHS, list(range(1, 13)), "Produk huku 1"),
        (NO_MONTH, Choice.LEAVE_EMPTY, [1, 2], "Produk huku 1"),
    ],
)
def test_adopt_carries_the_answers_over(actor, finding, choice, months, text):
    row = ImportFactory(state=ImportState.READ, reading=reading_of(1, [finding]))
    imports.decide_finding(imported=row, actor=actor, position=0, choice=choice)

    plan = imports.adopt_import(imported=row, actor=actor)

    indicator = plan.indicators.get()
    kept = plan.findings.get()
    assert (indicator.months, indicator.text) == (months, text)
    assert (kept.indicator, kept.decision, kept.content) == (indicator, choice, finding)


@pytest.mark.parametrize(
    ("choice", "expectation"), [("once", Expectation.ONCE), ("monthly", Expectation.MONTHLY)]
)
def test_adopt_sets_the_expectation_that_was_chosen(actor, choice, expectation):
    finding = {**NO_MONTH, "options": ["once", "monthly"]}
    row = ImportFactory(state=ImportState.READ, reading=reading_of(1, [finding]))
    imports.decide_finding(imported=row, actor=actor, position=0, choice=choice)

    indicator = imports.adopt_import(imported=row, actor=actor).indicators.get()

    assert (indicator.expectation, indicator.is_suggested) == (expectation, False)


def test_adopt_makes_a_draft_with_decree_file_and_suggestions(actor):
    row = ImportFactory(read=True)

    plan = imports.adopt_import(imported=row, actor=actor)

    row.refresh_from_db()
    assert (plan.state, plan.year, plan.decree_number) == (PlanState.DRAFT, 2025, "4")
    assert (plan.decree_date, plan.source_file) == (dt.date(2025, 1, 9), row.file)
    assert (row.state, row.plan) == (ImportState.ADOPTED, plan)
    assert plan.indicators.get().is_suggested
    assert plan.findings.filter(severity=Severity.MUST, decision="").count() == 1
    assert acts() == ["plans.drafted"]


def test_adopt_twice_makes_one_draft(actor):
    row = ImportFactory(read=True)
    imports.adopt_import(imported=row, actor=actor)

    with pytest.raises(DomainError) as refusal:
        imports.adopt_import(imported=row, actor=actor)

    assert refusal.value.code == "not_read"
    assert Plan.objects.count() == 1


def test_withdraw_undoes_draft_and_import(actor):
    row = ImportFactory(read=True)
    plan = imports.adopt_import(imported=row, actor=actor)

    imports.withdraw_import(imported=row, actor=actor, reason="salah berkas")

    row.refresh_from_db()
    plan.refresh_from_db()
    assert (row.state, plan.state) == (ImportState.WITHDRAWN, PlanState.WITHDRAWN)
    assert row.reading is not None


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (lambda: ImportFactory(state=ImportState.WITHDRAWN), "withdrawn_already"),
        (
            lambda: ImportFactory(state=ImportState.ADOPTED, plan=PlanFactory(enacted=True)),
            "enacted_already",
        ),
    ],
)
def test_withdraw_refuses(actor, row, code):
    row = row()
    before = row.state

    with pytest.raises(DomainError) as refusal:
        imports.withdraw_import(imported=row, actor=actor)

    row.refresh_from_db()
    assert (refusal.value.code, row.state) == (code, before)
    assert not Entry.objects.exists()


def test_by_hand_keeps_the_file_on_an_empty_draft(actor):
    row = ImportFactory(failed=True)

    plan = imports.enter_by_hand(imported=row, actor=actor, year=2026)

    row.refresh_from_db()
    assert (plan.source_file, plan.year, plan.indicators.count()) == (row.file, 2026, 0)
    assert (row.state, row.plan) == (ImportState.ADOPTED, plan)
    assert acts() == ["plans.drafted"]


@pytest.mark.parametrize(
    ("traits", "year", "code"),
    [({"read": True}, 2025, "not_failed"), ({"failed": True}, 25, "year_unreal")],
)
def test_by_hand_refuses(actor, traits, year, code):
    with pytest.raises(DomainError) as refusal:
        imports.enter_by_hand(imported=ImportFactory(**traits), actor=actor, year=year)

    assert refusal.value.code == code
    assert not Plan.objects.exists()
