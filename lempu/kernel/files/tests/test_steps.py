import datetime as dt

import pytest
from django.utils import timezone

from lempu.kernel.files import registry
from lempu.kernel.files.enums import StepName, StepState
from lempu.kernel.files.models import Step
from lempu.kernel.files.services import reading, steps
from lempu.kernel.files.tests import makers
from lempu.kernel.files.tests.makers import stored
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db
QUICK = set(registry.QUICK)


@pytest.fixture
def file():
    return stored(b"Notulen rapat", "a.txt")


def names(file, **wish) -> set[str]:
    return set(Step.objects.filter(file=file, **wish).values_list("name", flat=True))


def test_a_file_is_asked_for_once(file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked:
        assert steps.ask(file)
        assert not steps.ask(file)

    assert len(asked) == 1
    assert names(file, state=StepState.WAITING) == QUICK


def test_what_is_asked_for_is_done_once_the_transaction_ends(
    file, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        steps.ask(file)

    assert file.texts.get().text == "Notulen rapat"


def test_two_workers_never_hold_the_same_step(file):
    steps.ask(file)

    claim, mine = steps.take(file.pk, registry.QUICK)
    other, theirs = steps.take(file.pk, registry.QUICK)

    assert (set(mine), theirs) == (QUICK, [])
    assert claim != other


def test_a_result_after_the_claim_was_lost_is_not_written(file):
    steps.ask(file)
    claim, _mine = steps.take(file.pk, registry.QUICK)
    Step.objects.update(beat_at=timezone.now() - steps.CLAIM_HOLDS * 2)
    steps.take(file.pk, registry.QUICK)

    assert not steps.end(file.pk, StepName.TEXT, claim, state=StepState.DONE)
    assert not steps.beat(file.pk, claim)
    assert names(file, state=StepState.WAITING) == QUICK


def test_a_beat_keeps_the_claim(file):
    steps.ask(file)
    claim, _mine = steps.take(file.pk, registry.QUICK)
    Step.objects.update(beat_at=timezone.now() - steps.CLAIM_HOLDS * 2)

    assert steps.beat(file.pk, claim)
    assert steps.take(file.pk, registry.QUICK)[1] == []


def test_a_file_that_kills_every_worker_is_given_up(file):
    steps.ask(file)
    for _time in range(steps.MOST_ATTEMPTS):
        assert steps.take(file.pk, registry.QUICK)[1]
        Step.objects.update(beat_at=timezone.now() - steps.CLAIM_HOLDS * 2)

    assert steps.take(file.pk, registry.QUICK)[1] == []
    assert names(file, state=StepState.FAILED, reason="interrupted") == QUICK


def test_the_sweep_takes_files_that_nobody_asked_for(file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert steps.sweep() == 1

    assert file.texts.exists()
    assert steps.sweep() == 0


def test_the_sweep_is_bounded(monkeypatch):
    for number in range(3):
        stored(f"Notulen {number}".encode(), "a.txt")
    monkeypatch.setattr(steps, "AT_ONCE", 2)

    assert [steps.sweep(), steps.sweep(), steps.sweep()] == [2, 1, 0]


def test_the_sweep_finds_what_a_dead_worker_left(file):
    steps.ask(file)
    steps.take(file.pk, registry.QUICK)
    assert steps.sweep() == 0
    Step.objects.update(beat_at=timezone.now() - steps.CLAIM_HOLDS - dt.timedelta(seconds=1))

    assert steps.sweep() == 1

    assert file.texts.exists()


def test_the_sweep_finds_a_step_whose_task_was_lost(file):
    steps.ask(file)
    assert steps.sweep() == 0
    Step.objects.update(asked_at=timezone.now() - steps.TASK_LOST * 2)

    assert steps.sweep() == 1
    assert file.texts.exists()


def test_a_better_reader_finds_what_an_older_one_read(file, monkeypatch):
    steps.ask(file)
    reading.understand(file.pk)
    monkeypatch.setitem(registry.STEP_VERSIONS, "text", 2)

    assert steps.sweep() == 1

    assert Step.objects.get(file=file, name="text").version == 2
    assert steps.sweep() == 0


@pytest.fixture
def asking(db):
    office = OfficeFactory(code="7317")
    return {"office": office, "subject": office, "actor": UserFactory()}


def test_what_failed_can_be_tried_again(asking, django_capture_on_commit_callbacks):
    file = stored(makers.photo()[:300], "a.jpg")
    steps.ask(file)
    reading.understand(file.pk)
    failed = names(file, state=StepState.FAILED)
    assert failed == {"text", "picture", "photo", "marks"}

    with django_capture_on_commit_callbacks(execute=True):
        assert set(steps.try_again(file=file, **asking)) == failed

    tried = Step.objects.filter(file=file).exclude(name=StepName.COMPARE)
    assert set(tried.values_list("attempts", flat=True)) == {1}
    assert names(file, state=StepState.FAILED) == failed
    (entry,) = ledger.history_of([asking["office"]])
    assert (entry.act, entry.actor) == ("files.read_again", asking["actor"])


def test_trying_again_what_did_not_fail_is_refused(file, asking):
    steps.ask(file)
    reading.understand(file.pk)

    with pytest.raises(DomainError) as refusal:
        steps.try_again(file=file, **asking)

    assert refusal.value.code == "nothing_failed"
    assert not ledger.history_of([asking["office"]])
