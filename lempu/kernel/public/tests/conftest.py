"""Office 7317 on 14 October 2025: ten of twelve that fell due are done, two of them late."""

import datetime as dt

import pytest
import time_machine

from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.plans.models import Plan, Programme

NAME = "Nurhayati Binti Rahasia"
ROW = "Baris yang tidak untuk umum"


@pytest.fixture(autouse=True)
def _fourteenth_of_october():
    with time_machine.travel(dt.datetime(2025, 10, 14, 2, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def office(db):
    """Its rows, people and decree carry what must not be read."""
    office = OfficeFactory(code="7317", name="KPU Kabupaten Luwu")
    owner = person(office, Role.MEMBER, user__name=NAME)
    row = RowFactory(office=office, owners=[owner])
    type(row).objects.filter(pk=row.pk).update(text=ROW)
    Plan.objects.filter(pk=row.plan_id).update(
        decree_number="4", decree_title="Rencana aksi pembangunan zona integritas",
        decree_date=dt.date(2025, 1, 9), signatory_name=NAME,
    )  # fmt: skip
    Programme.objects.filter(plan=row.plan).update(name="Manajemen perubahan")
    for month in range(1, 9):
        ObligationFactory(indicator=row, office=office, month=month, accepted=True)
    ObligationFactory(indicator=row, office=office, month=9, returned=True)
    ObligationFactory(indicator=row, office=office, month=11)
    second = RowFactory(office=office)
    ObligationFactory(indicator=second, office=office, month=1, nil=True, was_late=True)
    ObligationFactory(indicator=second, office=office, month=2, accepted=True, was_late=True)
    ObligationFactory(indicator=second, office=office, month=3)
    return office
