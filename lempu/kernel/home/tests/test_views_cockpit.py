import datetime as dt

import pytest
from django.urls import reverse

from lempu.kernel.assessment.services.readings import take_reading
from lempu.kernel.assessment.tests.factories import begun
from lempu.kernel.home.tests.grids import row, tick
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, UnitFactory, person

URL = "/kokpit/"


def test_page_answers_in_its_heading(client, plan, as_role):
    as_role(Role.LEADER)
    tick(row(plan), 8, accepted=True)
    late = tick(row(plan), 9)

    page = client.get(URL)

    assert "<h1>1 dari 2 kewajiban sampai September selesai, 1 perlu tindakan</h1>" in page.text
    assert reverse("evidence:page", args=[late.pk]) in page.text


def test_chart_states_its_finding_and_has_a_table(client, plan, as_role):
    as_role(Role.LEADER)
    tick(row(plan), 9, accepted=True)

    page = client.get(URL)

    assert (
        '<title id="t-months">Kewajiban per bulan: 1 dari 1 selesai sampai September' in page.text
    )
    assert page.text.count("Lihat angka") == 2


@pytest.mark.parametrize(
    ("role", "closes"), [(Role.LEADER, True), (Role.COORDINATOR, True), (Role.ASSESSOR, False)]
)
def test_months_to_close_are_for_those_who_close(client, plan, as_role, role, closes):
    as_role(role)
    tick(row(plan), 8, accepted=True)

    page = client.get(URL)

    assert (reverse("closing:month", args=[plan.pk, 8]) in page.text) is closes


def test_without_a_plan_no_figure_is_made_up(client, office, as_role):
    as_role(Role.LEADER)

    page = client.get(URL)

    assert page.status_code == 200
    assert "lp-fig" not in page.text.split("<main")[1]


def test_observer_opens_the_cockpit_of_an_office_below(client, plan, office, as_role):
    as_role(Role.OBSERVER, where=office.parent)
    late = tick(row(plan), 9)

    page = client.get(URL, {"satker": "7317"})

    assert page.context["office"] == office
    assert reverse("evidence:page", args=[late.pk]) in page.text
    assert f"{reverse('home:matrix', args=[2025])}?satker=7317" in page.text
    assert client.get(URL, {"satker": OfficeFactory(code="7401").code}).status_code == 404


def test_work_of_another_office_is_not_counted(client, plan, as_role):
    as_role(Role.LEADER, where=OfficeFactory(code="7301"))
    late = tick(row(plan), 9)

    page = client.get(URL)

    assert page.context["plan"] is None
    assert reverse("evidence:page", args=[late.pk]) not in page.text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.LEADER, 200),
        (Role.COORDINATOR, 200),
        (Role.ASSESSOR, 200),
        (Role.OBSERVER, 200),
        (Role.MEMBER, 403),
        (Role.REVIEWER, 403),
        (Role.ADMINISTRATOR, 403),
    ],
)
def test_who_has_a_cockpit(client, as_role, role, status):
    as_role(role)

    assert client.get(URL).status_code == status


def test_number_of_queries_is_constant(plan, office, as_role, queries_of):
    as_role(Role.LEADER)

    def add(number):
        indicator = row(plan, number, owners=[person(office)], unit=UnitFactory(office=office))
        tick(indicator, 8), tick(indicator, 9, returned=True), tick(indicator, 10)

    add(1)
    one = queries_of(URL)
    add(2), add(3)

    assert queries_of(URL) == one


@pytest.fixture
def score(office):
    row = begun(office, person(office, Role.COORDINATOR))
    take_reading(row)
    return row


@pytest.mark.parametrize(
    ("role", "where", "sees", "opens"),
    [
        (Role.LEADER, "own", True, True),
        (Role.OBSERVER, "above", True, False),
        (Role.ASSESSOR, "own", False, False),
    ],
)
def test_score_line_is_for_the_office_and_who_observes_it(
    client, plan, office, score, as_role, role, where, sees, opens
):
    as_role(role, where=office if where == "own" else office.parent)
    tick(row(plan), 9)

    page = client.get(URL, {"satker": "7317"} if where == "above" else {})

    assert ('<title id="t-score">Nilai terverifikasi 0,00 pada Oktober' in page.text) is sees
    assert (reverse("assessment:limits", args=[score.pk]) in page.text) is opens


def test_score_costs_two_queries_for_any_number_of_readings(plan, office, as_role, queries_of):
    as_role(Role.LEADER)
    tick(row(plan), 9)
    bare = queries_of(URL)
    sheet = begun(office, person(office, Role.COORDINATOR))
    for day in range(1, 9):
        take_reading(sheet, dt.date(2025, 10, day))

    assert queries_of(URL) == bare + 1
