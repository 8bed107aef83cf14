"""The page that enacts: consequences, the act, refusals, who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lempu.kernel.obligations import selectors
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.tests.factories import (
    IndicatorFactory,
    PlanFactory,
    PlanFindingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(code="7317")


@pytest.fixture
def leader(client, office):
    user = person(office, Role.LEADER)
    client.force_login(user)
    return user


def url_of(plan):
    return reverse("obligations:enact", args=[plan.pk])


def test_outlook_tells_what_enacting_brings(office):
    plan = PlanFactory(office=office)
    owned = IndicatorFactory(plan=plan, months=[1, 2])
    owned.owners.add(person(office))
    bare = IndicatorFactory(plan=plan, months=[], is_suggested=True)
    PlanFindingFactory(plan=plan, indicator=bare)

    outlook = selectors.outlook_of(plan)

    assert (outlook.rows, outlook.obligations, outlook.suggested) == (2, 2, 1)
    assert (outlook.without_owner, outlook.without_month) == (["2.1"], ["2.1"])
    assert outlook.undecided == ["2.1"]
    assert [(day.isoformat(), n) for day, n in outlook.first_due] == [
        ("2025-01-31", 1),
        ("2025-02-28", 1),
    ]
    assert (outlook.overdue, outlook.is_clean) == (2, False)


def test_the_page_asks_a_constant_number_of_questions(client, office, leader):
    counts = {}
    for rows in (1, 3):
        plan = PlanFactory(office=office, rows=rows)
        client.get(url_of(plan))
        with CaptureQueriesContext(connection) as asked:
            client.get(url_of(plan))
        counts[rows] = len(asked)

    assert counts == {1: counts[1], 3: counts[1]}


def test_enacting_without_script(client, office, leader):
    plan = PlanFactory(office=office, rows=2)
    assert 'name="edition" value="1"' in client.get(url_of(plan)).content.decode()

    response = client.post(url_of(plan), {"edition": "1"})

    plan.refresh_from_db()
    assert response.url == reverse("plans:grid", args=[plan.pk])
    assert (plan.state, Obligation.objects.count()) == (PlanState.ENACTED, 2)
    assert client.get(url_of(plan)).status_code == 302


@pytest.mark.parametrize(("edition", "status"), [("7", 409), ("", 409), ("x", 409)])
def test_a_stale_page_enacts_nothing(client, office, leader, edition, status):
    plan = PlanFactory(office=office, rows=1)

    response = client.post(url_of(plan), {"edition": edition})

    assert (response.status_code, Obligation.objects.count()) == (status, 0)


def test_what_must_be_decided_comes_back(client, office, leader):
    plan = PlanFactory(office=office, rows=1)
    PlanFindingFactory(plan=plan, indicator=plan.indicators.get())

    assert client.post(url_of(plan), {"edition": "1"}).status_code == 422


def test_the_second_of_two_is_told_so(client, office, leader):
    plan = PlanFactory(office=office, rows=1)
    client.post(url_of(plan), {"edition": "1"})

    assert client.post(url_of(plan), {"edition": "1"}).status_code == 409
    assert Obligation.objects.count() == 1


def test_another_office_and_members(client, office, leader):
    foreign, own = PlanFactory(rows=1), PlanFactory(office=office, rows=1)
    assert client.post(url_of(foreign), {"edition": "1"}).status_code == 404

    client.force_login(person(office, Role.MEMBER))
    assert client.get(url_of(own)).status_code == 403
    assert client.post(url_of(own), {"edition": "1"}).status_code == 403
    assert not Obligation.objects.exists()
