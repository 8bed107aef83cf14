"""Offices side by side from stored readings, in as many queries for one as for many."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lempu.kernel.assessment.models import Reading
from lempu.kernel.assessment.selectors.nation import standings
from lempu.kernel.assessment.services.readings import take_reading
from lempu.kernel.assessment.tests.factories import begun, say
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory, person


@pytest.mark.parametrize("count", [1, 9])
def test_as_many_queries_whatever_the_number(db, count, django_assert_num_queries):
    user, top = UserFactory(), OfficeFactory(code="73")
    for number in range(count):
        row = begun(OfficeFactory(code=f"73{number + 1:02d}"), user)
        take_reading(row)

    with django_assert_num_queries(3):
        found = standings(top, 2025)

    assert sum(bool(each.claimed) for each in found) == count


def test_the_latest_reading_counts_and_an_office_without_a_sheet_is_shown(client, sheet, member):
    OfficeFactory(code="7373")
    say(sheet, "PPC4C", "A", by=member)
    take_reading(sheet)
    observer = person(OfficeFactory(code="73"), Role.OBSERVER)
    client.force_login(observer)

    page = client.get(reverse("assessment:nation"))

    shown = {each.office.code: each for each in page.context["page"]}
    assert (shown["7317"].claimed, shown["7317"].held["WBK"][1]) == ("0,50", 12)
    assert shown["7373"].claimed == ""
    assert page.context["begun"] == 1


def test_the_page_costs_the_same_for_one_and_for_many_and_counts_who_reaches_what(client, db):
    observer = person(OfficeFactory(code="73"), Role.OBSERVER)
    client.force_login(observer)

    def below(code, held):
        row = begun(OfficeFactory(code=code), observer)
        score = dict.fromkeys(("claimed", "verified", "forecast"), Decimal("80.005"))
        Reading.objects.create(assessment=row, day=dt.date(2025, 9, 1), held=held, **score)

    def opened():
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("assessment:nation"))
        return page, len(captured)

    below("7301", {"WBK": [12, 12], "WBBM": [9, 12]})
    opened()
    _page, one = opened()
    below("7302", {"WBK": [11, 12], "WBBM": [9, 12]})
    below("7303", {"WBK": [12, 12], "WBBM": [12, 12]})
    page, many = opened()

    assert many == one
    assert [(each.predicate, each.count) for each in page.context["shares"]] == [
        ("WBK", 2),
        ("WBBM", 1),
    ]
    assert "2 dari 3 mencapai WBK menurut nilai terverifikasi." in page.text
    assert f"{reverse('home:cockpit')}?satker=7303" in page.text
