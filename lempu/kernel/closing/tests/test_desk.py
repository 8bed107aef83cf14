"""Readings and reports of September, by a measure of one's own."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.urls import reverse

from lempu.kernel.closing.enums import Outcome
from lempu.kernel.closing.inbox import desk_reports
from lempu.kernel.closing.models import DeskReport, Reading
from lempu.kernel.closing.services import close_due, report_obligation, take_month
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.evidence.services import submit
from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import person
from lempu.kernel.plans.registry.measures import Measure, Record, counted, registered
from lempu.kernel.plans.registry.measures import Reading as Read
from lempu.kernel.plans.services.bindings import bind_row
from lempu.shared.periods import Month

pytestmark = pytest.mark.django_db
SEPTEMBER = Month(2025, 9)


class Desk:
    """A desk whose records a test changes."""

    def __init__(self):
        self.names, self.version, self.is_broken = ["Rapat tim"], 1, False

    def read(self, office, month):
        if self.is_broken:
            raise RuntimeError("tabel hilang")
        if self.names is None:
            return Read(None, 0, 0)
        return counted([Record(f"closing.x:{name}", name, month.first) for name in self.names])

    @contextmanager
    def open(self, key="closing.meetings"):
        made = Measure(key, "Rapat", "count", self.version, "Meja", self.read)
        with registered(made):
            yield


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def coordinator(office):
    return person(office, Role.COORDINATOR)


@pytest.fixture
def owner(office):
    return person(office)


@pytest.fixture
def obligation(office, plan, coordinator, owner, desk):
    row = ObligationFactory(office=office, month=9)
    row.indicator.owners.set([owner])
    row.indicator.required = ["report"]
    row.indicator.save()
    with desk.open():
        targets = {"closing.meetings": Decimal(1)}
        bind_row(indicator=row.indicator, actor=coordinator, targets=targets)
    return row


def taken(desk, office, actor=None):
    with desk.open():
        return dict(take_month(office=office, month=SEPTEMBER, actor=actor))


def test_a_month_makes_a_report_that_its_owner_submits_with_one_click(
    office, obligation, owner, desk
):
    assert taken(desk, office) == {Outcome.MADE: 1}

    piece = Evidence.objects.with_versions().get(obligation=obligation)
    report = DeskReport.objects.get()
    assert piece.kind == "report"
    assert piece.current.is_from_desk
    assert piece.current.source == f"closing.report:{obligation.pk}:1"
    assert report.pdf.media_type == "application/pdf"
    assert [item.url for item in desk_reports(owner, office)] == [
        reverse("evidence:page", args=[obligation.pk])
    ]
    submit(obligation=obligation, actor=owner)
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED
    assert desk_reports(owner, office) == []
    acts = list(Entry.objects.order_by("seq").values_list("act", flat=True))
    assert acts[1:] == [
        "closing.read", "evidence.added", "closing.reported", "evidence.submitted"
    ]  # fmt: skip


def test_running_it_again_changes_nothing(office, obligation, desk):
    taken(desk, office)
    entries = Entry.objects.count()

    assert taken(desk, office) == {Outcome.SAME: 1}
    assert (Reading.objects.count(), DeskReport.objects.count()) == (1, 1)
    assert Entry.objects.count() == entries


def test_a_correction_makes_a_new_version_that_says_what_changed(office, obligation, desk):
    taken(desk, office)
    desk.names = ["Rapat tim, diperbaiki", "Rapat kedua"]

    assert taken(desk, office) == {Outcome.MADE: 1}

    report = DeskReport.objects.get(number=2)
    (change,) = report.changes
    assert (change["before"], change["after"]) == ("1", "2")
    assert change["came"] == ["Rapat tim, diperbaiki", "Rapat kedua"]
    assert change["went"] == ["Rapat tim"]
    piece = Evidence.objects.with_versions().get(obligation=obligation)
    assert piece.current.number == 2
    assert [row.value for row in Reading.objects.order_by("number")] == [1, 2]


def test_history_does_not_move_when_the_formula_does(office, obligation, desk):
    taken(desk, office)
    desk.version = 2
    taken(desk, office)

    assert list(Reading.objects.order_by("number").values_list("number", "version")) == [
        (1, 1),
        (2, 2),
    ]


def test_a_measure_that_fails_is_unreadable_and_makes_no_report(
    client, office, obligation, owner, desk
):
    desk.is_broken = True

    assert taken(desk, office) == {Outcome.UNREADABLE: 1}

    row = Reading.objects.get()
    assert (row.value, row.error) == (None, "RuntimeError: tabel hilang")
    assert not Evidence.objects.exists()
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    with desk.open():
        page = client.get(reverse("closing:desk", args=[obligation.plan_id, 9])).content.decode()
    assert "tidak dapat dibaca" in page
    assert "tabel hilang" in client.get(reverse("closing:reading", args=[row.pk])).content.decode()
    desk.is_broken = False
    assert taken(desk, office) == {Outcome.MADE: 1}


def test_nothing_to_measure_is_no_report(office, obligation, desk):
    desk.names = None

    assert taken(desk, office) == {Outcome.NOTHING: 1}
    assert Reading.objects.get().value is None


def test_what_was_accepted_stays_until_a_person_renews_it(office, obligation, owner, desk):
    taken(desk, office)
    obligation.refresh_from_db()
    obligation.state = State.ACCEPTED
    obligation.save()
    desk.names.append("Rapat susulan")

    assert taken(desk, office) == {Outcome.SETTLED: 1}

    reading = Reading.objects.order_by("-number").first()
    obligation.refresh_from_db()
    from lempu.kernel.plans.models import Binding  # noqa: PLC0415 -- only here

    with desk.open():
        outcome = report_obligation(
            obligation=obligation,
            bindings=list(Binding.objects.in_force()),
            readings={reading.measure: reading},
            actor=owner,
            renew=True,
        )
    obligation.refresh_from_db()
    assert (outcome, obligation.state) == (Outcome.MADE, State.OPEN)


def test_the_clock_takes_months_that_ended_and_only_once(office, plan, obligation, desk):
    october = ObligationFactory(office=office, month=10, indicator=obligation.indicator)

    with desk.open():
        assert (close_due(), close_due()) == (1, 0)
    report = DeskReport.objects.get()
    assert (report.obligation, report.made_by) == (obligation, None)
    assert not october.evidence.exists()


def test_a_month_that_runs_is_read_but_not_reported(office, obligation, desk):
    ObligationFactory(office=office, month=10, indicator=obligation.indicator)

    with desk.open():
        assert dict(take_month(office=office, month=Month(2025, 10), actor=None)) == {}
    assert Reading.objects.get().month == 10
    assert not DeskReport.objects.exists()


def test_a_run_that_stopped_goes_on_where_it_was(
    office, obligation, coordinator, desk, monkeypatch
):
    second = ObligationFactory(office=office, month=9)
    with desk.open():
        targets = {"closing.meetings": Decimal(1)}
        bind_row(indicator=second.indicator, actor=coordinator, targets=targets)
        feeding = {obligation.indicator.key: obligation, second.indicator.key: second}
        rows = list(feeding.values())
        from lempu.kernel.closing.selectors.desk import feeding_of  # noqa: PLC0415 -- only here
        from lempu.kernel.closing.services.readings import take_readings  # noqa: PLC0415

        bindings = feeding_of(office)
        readings = take_readings(
            office=office, month=SEPTEMBER, actor=None, keys=["closing.meetings"]
        )
        report_obligation(
            obligation=rows[0],
            bindings=bindings[rows[0].indicator.key],
            readings=readings,
            actor=None,
        )
        assert dict(take_month(office=office, month=SEPTEMBER, actor=None)) == {
            Outcome.SAME: 1,
            Outcome.MADE: 1,
        }


def test_pages_lead_from_the_cell_to_the_records(client, office, obligation, coordinator, desk):
    client.force_login(coordinator, "django.contrib.auth.backends.ModelBackend")
    with desk.open():
        sent = client.post(reverse("closing:take", args=[obligation.plan_id, 9]), follow=True)
        month = client.get(reverse("closing:desk", args=[obligation.plan_id, 9]))
        report = client.get(reverse("closing:desk_report", args=[obligation.pk]))
        page = client.get(reverse("evidence:page", args=[obligation.pk]))
        renewed = client.post(reverse("closing:renew", args=[obligation.pk]), follow=True)
    reading = client.get(reverse("closing:reading", args=[Reading.objects.get().pk]))

    assert sent.status_code == renewed.status_code == 200
    assert reverse("closing:reading", args=[Reading.objects.get().pk]) in month.content.decode()
    assert report.status_code == 200
    assert reverse("closing:desk_report", args=[obligation.pk]) in page.content.decode()
    assert "Rapat tim" in reading.content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_of_a_month_runs_a_constant_number_of_queries(
    client, office, plan, coordinator, desk, django_assert_max_num_queries, count
):
    with desk.open():
        for row in ObligationFactory.create_batch(count, office=office, month=9):
            targets = {"closing.meetings": Decimal(1)}
            bind_row(indicator=row.indicator, actor=coordinator, targets=targets)
        take_month(office=office, month=SEPTEMBER, actor=None)
        client.force_login(coordinator, "django.contrib.auth.backends.ModelBackend")
        with django_assert_max_num_queries(18):
            client.get(reverse("closing:desk", args=[plan.pk, 9]))
