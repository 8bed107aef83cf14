import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.tests.factories import RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.plans import checks
from lempu.kernel.plans.models import Binding
from lempu.kernel.plans.registry.measures import (
    Measure,
    Reading,
    Record,
    counted,
    registered,
    share_of,
    take,
)
from lempu.kernel.plans.selectors.bindings import proposals_of, rows_by_measure
from lempu.kernel.plans.services.bindings import bind_row
from lempu.shared.errors import DomainError
from lempu.shared.periods import Month

pytestmark = pytest.mark.django_db


def nothing(office, month):
    return Reading(None, 0, 0)


def broken(office, month):
    raise KeyError("kolom hilang")


def a_measure(key="plans.pledges", read=nothing, **rest):
    words = (("pakta", "deklarasi"), ("integritas", "reformasi"))
    given = {"target": Decimal(100), "words": words, **rest}
    return Measure(
        key, "Pakta integritas", "percent", rest.pop("version", 1), "Meja", read, **given
    )


@pytest.fixture
def row(db):
    row = RowFactory(office=OfficeFactory(code="7317"), text="Terlaksananya deklarasi")
    row.sub_activity.name = "Deklarasi reformasi birokrasi"
    row.sub_activity.save()
    return row


@pytest.fixture
def coordinator(row):
    return person(row.plan.office, Role.COORDINATOR)


def test_a_measure_is_registered_once():
    with registered(a_measure()), pytest.raises(ValueError, match="twice"), registered(a_measure()):
        pass


@pytest.mark.parametrize(
    ("made", "codes"),
    [
        (a_measure(), []),
        (a_measure("elsewhere.pledges"), ["plans.E001"]),
        (a_measure(proves=("nonsense",)), ["plans.E003"]),
    ],
)
def test_the_system_check_bites(made, codes):
    with registered(made):
        assert [each.id for each in checks.measures_sound()] == codes


def test_none_to_measure_is_not_zero_and_a_fault_is_neither(row):
    month = Month(2025, 9)

    assert share_of([]).value is None
    assert counted([]).value == 0
    assert share_of([Record("a", "A"), Record("b", "B", counts=False)] * 3).value == 50
    assert share_of([Record("a", "A"), *[Record("b", "B", counts=False)] * 2]).value == Decimal(
        "33.33"
    )
    taken = take(a_measure(read=broken), row.plan.office, month)
    assert (taken.reading, taken.error) == (None, "KeyError: 'kolom hilang'")


def test_words_of_a_row_propose_with_the_reason(row):
    with registered(a_measure()):
        found = proposals_of(row)
    other = RowFactory(office=row.plan.office, text="Laporan arsip")

    (proposal,) = [each for each in found if each.measure.key == "plans.pledges"]
    assert "deklarasi" in proposal.reason
    with registered(a_measure()):
        assert proposals_of(other) == []


def test_a_person_binds_and_the_ledger_says_so(row, coordinator):
    with registered(a_measure()), registered(a_measure("plans.other")):
        targets = {"plans.pledges": Decimal(100), "plans.other": Decimal("0.5")}
        bind_row(indicator=row, actor=coordinator, targets=targets)
        bind_row(indicator=row, actor=coordinator, targets=targets)
        assert rows_by_measure(row.plan.office, 2025)["plans.other"] == [row.code]
        bind_row(indicator=row, actor=coordinator, targets={"plans.pledges": Decimal(90)})

    assert Entry.objects.filter(act="plans.bound").count() == 2
    (left,) = Binding.objects.in_force()
    assert (left.measure, left.target, left.confirmed_by) == ("plans.pledges", 90, coordinator)
    assert Binding.objects.count() == 3


@pytest.mark.parametrize(
    ("targets", "code"),
    [
        ({"plans.unknown": Decimal(1)}, "unknown_measure"),
        ({"plans.pledges": Decimal(0)}, "target_unreal"),
    ],
)
def test_binding_refuses_and_leaves_no_trace(row, coordinator, targets, code):
    with registered(a_measure()), pytest.raises(DomainError) as refusal:
        bind_row(indicator=row, actor=coordinator, targets=targets)

    assert refusal.value.code == code
    assert not Entry.objects.exists()


def test_binding_refuses_a_version_that_was_replaced(row, coordinator):
    row.plan.state = "superseded"
    row.plan.save()

    with registered(a_measure()), pytest.raises(DomainError) as refusal:
        bind_row(indicator=row, actor=coordinator, targets={"plans.pledges": Decimal(1)})

    assert refusal.value.code == "not_in_use"


def test_the_pages_propose_and_bind(client, row, coordinator):
    client.force_login(coordinator, "django.contrib.auth.backends.ModelBackend")
    with registered(a_measure()):
        listed = client.get(reverse("plans:measures", args=[row.plan_id]))
        page = client.get(reverse("plans:bind", args=[row.pk]))
        sent = {"bind_plans.pledges": "on", "target_plans.pledges": "80"}
        bound = client.post(reverse("plans:bind", args=[row.pk]), sent)
        refused = client.post(
            reverse("plans:bind", args=[row.pk]), sent | {"target_plans.pledges": "0"}
        )

    assert b"Pakta integritas" in listed.content
    assert "deklarasi" in page.content.decode()
    assert (bound.status_code, refused.status_code) == (302, 422)
    assert Binding.objects.in_force().get().target == 80


def test_a_target_is_written_as_people_write_it(client, row, coordinator):
    client.force_login(coordinator, "django.contrib.auth.backends.ModelBackend")
    with registered(a_measure()):
        bind_row(indicator=row, actor=coordinator, targets={"plans.pledges": Decimal(100)})
        page = client.get(reverse("plans:measures", args=[row.plan_id])).content.decode()

    assert "paling sedikit 100 %" in page


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_measures_runs_a_constant_number_of_queries(
    client, row, coordinator, django_assert_max_num_queries, count
):
    RowFactory.create_batch(count, office=row.plan.office)
    client.force_login(coordinator, "django.contrib.auth.backends.ModelBackend")

    with registered(a_measure()), django_assert_max_num_queries(16):
        client.get(reverse("plans:measures", args=[row.plan_id]))


def test_the_command_lists_every_measure_with_its_rows(row, coordinator):
    with registered(a_measure()):
        bind_row(indicator=row, actor=coordinator, targets={"plans.pledges": Decimal(100)})
        out, plain = StringIO(), StringIO()
        call_command("measures", "list", "--office", "7317", "--year", "2025", "--json", stdout=out)
        call_command("measures", "list", stdout=plain)

    found = {each["key"]: each for each in json.loads(out.getvalue())}
    assert found["plans.pledges"] == {
        "key": "plans.pledges",
        "label": "Pakta integritas",
        "unit": "percent",
        "version": 1,
        "desk": "Meja",
        "indicators": [row.code],
    }
    assert "plans.pledges" in plain.getvalue()
