"""Every page of this room is tested on Tuesday 14 October 2025 in Luwu."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lempu.kernel.obligations.tests.factories import PlanOfYearFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, person

TODAY = dt.date(2025, 10, 14)


@pytest.fixture(autouse=True)
def _fourteenth_of_october():
    with time_machine.travel(dt.datetime(2025, 10, 14, 2, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def office(db):
    return OfficeFactory(code="7317")


@pytest.fixture
def as_role(client, office):
    """Sign a new person in with a role of the office (or of another one)."""

    def sign_in(role=Role.MEMBER, where=None, **rest):
        who = person(where or office, role, **rest)
        client.force_login(who)
        return who

    return sign_in


@pytest.fixture
def also(office):
    """Give a person one more role in the office."""

    def give(who, role):
        MembershipFactory(user=who, office=office, role=role)

    return give


@pytest.fixture
def plan(office):
    return PlanOfYearFactory(office=office, year=2025)


@pytest.fixture
def queries_of(client):
    """How many queries a page takes, once sign-in and caches are warm."""

    def count(url):
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    return count
