"""A year lived until a day: what is still to be done then."""

import datetime as dt
import zoneinfo

import pytest

from lempu.kernel.demo.services.year import Year
from lempu.kernel.evidence.models import Submission
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import MembershipFactory

ZONE = zoneinfo.ZoneInfo("Asia/Makassar")


@pytest.fixture
def lived(db):
    """Twelve months of one row that asks for nothing but to be done, lived until a quiet day."""
    row = RowFactory(required=["foto"])
    office = row.plan.office
    people = {
        f"demo-{key}": MembershipFactory(office=office, role=role).user
        for key, role in (("koordinator", Role.COORDINATOR), ("verifikator", Role.REVIEWER))
    }
    row.owners.add(people["demo-koordinator"])
    for month in range(1, 13):
        ObligationFactory(indicator=row, month=month)

    def live(waiting):
        until = dt.datetime(row.plan.year, 11, 15, 12, tzinfo=ZONE)
        Year(row.plan, people, until, waiting=waiting).live()
        return Submission.objects.waiting().count()

    return live


@pytest.mark.parametrize("waiting", [0, 3])
def test_the_reviewer_finds_what_was_left_on_whatever_day(lived, waiting):
    assert lived(waiting) == waiting
