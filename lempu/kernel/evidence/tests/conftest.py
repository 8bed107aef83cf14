"""People and helpers of the tests of this room's pages."""

import pytest

from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.tests.factories import OfficeFactory, person


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def member(office, client):
    user = person(office)
    client.force_login(user)
    return user


@pytest.fixture
def obligation(office):
    return ObligationFactory(office=office)
