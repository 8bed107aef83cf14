import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lempu.kernel.evidence.services import Content, Details, add_evidence
from lempu.kernel.evidence.tests.factories import EvidenceFactory, stored
from lempu.kernel.files.enums import StepName, StepState
from lempu.kernel.files.models import Step
from lempu.kernel.files.services import reading
from lempu.kernel.files.tests import makers
from lempu.kernel.findings.models import Finding, Reach
from lempu.kernel.findings.services import check, checking, refresh
from lempu.kernel.findings.tests.factories import paper
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.tests.factories import OfficeFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(code="7317", name="KPU Kabupaten Luwu")


def offer(obligation, file, kind="other"):
    actor = person(obligation.office)
    content = Content(file=file, name="Laporan.pdf")
    details = Details(kind=kind)
    return add_evidence(obligation=obligation, actor=actor, content=content, details=details)


def rules() -> list[str]:
    return list(Finding.objects.standing().order_by("pk").values_list("rule", flat=True))


def test_what_is_offered_is_looked_at_because_the_ledger_has_grown(office):
    file = stored("sama")
    for month in (8, 9):
        offer(ObligationFactory(office=office, month=month), file)

    assert refresh() == 2
    assert rules() == ["same_file"]
    assert refresh() == 0


def test_what_was_read_of_a_file_is_looked_at_when_it_is_known(office):
    obligation = ObligationFactory(office=office)
    file = makers.stored(makers.pdf("Laporan rapat 3 Agustus 2025 di Belopa"), "Laporan.pdf")
    offer(obligation, file, kind="report")
    refresh()
    assert rules() == []

    reading.understand(file.pk)
    assert refresh() == 1

    assert sorted(rules()) == ["text_dates", "unsigned"]
    assert Step.objects.get(file=file, name=StepName.COMPARE).state == StepState.DONE


def test_a_run_that_is_cut_off_goes_on_where_it_was(office, monkeypatch):
    monkeypatch.setattr(checking, "ENTRIES", 1)
    for month in (7, 8, 9):
        offer(ObligationFactory(office=office, month=month), stored("sama"))
    end = ledger.end_of(office).seq

    refresh(seconds=0)
    assert Reach.objects.get(office=office).seq == 1

    assert refresh() >= 2
    assert Reach.objects.get(office=office).seq == end
    assert rules() == ["same_file", "same_file"]


def test_an_answer_stays_when_everything_is_looked_at_again(office):
    piece = paper("Rapat 3 Agustus 2025", obligation=ObligationFactory(office=office))
    check(piece.obligation_id)
    before = Finding.objects.get()

    Reach.objects.all().delete()
    check(piece.obligation_id)

    assert Finding.objects.get() == before
    assert Finding.objects.get().found_at == before.found_at


def test_findings_of_an_obligation_that_came_back_are_the_same_rows(office):
    piece = paper("Rapat 3 Agustus 2025", obligation=ObligationFactory(office=office))
    check(piece.obligation_id)
    row = Finding.objects.get()
    pages = piece.versions.get().file.texts

    pages.update(text="Rapat 3 September 2025")
    check(piece.obligation_id)
    row.refresh_from_db()
    assert row.gone_at is not None

    pages.update(text="Rapat 4 Agustus 2025")
    check(piece.obligation_id)
    row.refresh_from_db()
    assert (row.gone_at, row.data) == (None, {"dates": ["2025-08-04"]})


def test_looking_at_many_pieces_asks_no_more_than_at_one(office):
    def queries(count):
        obligation = ObligationFactory(office=office)
        for number in range(count):
            paper(f"Rapat {number} September 2025", obligation=obligation)
        with CaptureQueriesContext(connection) as asked:
            check(obligation.pk)
        return len(asked)

    assert queries(1) == queries(6)


def test_what_nobody_offers_is_not_looked_at(office):
    EvidenceFactory(obligation=ObligationFactory(office=office), withdrawn=True, file=stored())

    assert check(ObligationFactory(office=office).pk) == set()
    assert check(0) == set()
    assert rules() == []
