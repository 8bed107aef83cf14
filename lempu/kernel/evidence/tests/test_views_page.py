import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lempu.kernel.evidence.tests.asking import text_of, url
from lempu.kernel.evidence.tests.factories import (
    EvidenceFactory,
    SubmissionFactory,
    VersionFactory,
    stored,
)
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import UnitFactory, person
from lempu.kernel.plans.enums import Expectation

pytestmark = pytest.mark.django_db


def test_the_page_shows_what_is_asked_for_and_what_is_there(client, member, obligation):
    EvidenceFactory(obligation=obligation, file=stored(), number="112/PP.02")

    response = client.get(url("page", obligation.pk))

    assert response.status_code == 200
    assert [(n.kind, n.is_met) for n in response.context["needs"]] == [
        ("invitation", True),
        ("attendance", False),
    ]
    assert "112/PP.02" in text_of(response)


def test_the_page_leads_to_the_row_in_its_other_months(client, member, obligation):
    row = {"indicator": obligation.indicator, "office": obligation.office}
    earlier, _far = ObligationFactory(month=7, **row), ObligationFactory(month=1, **row)

    response = client.get(url("page", obligation.pk))

    months = response.context["months"]
    assert (months.previous, months.following) == (earlier, None)
    assert url("page", earlier.pk) in text_of(response)


def test_returned_work_opens_with_the_reviewers_words(client, member, office):
    obligation = ObligationFactory(office=office, returned=True)
    SubmissionFactory(obligation=obligation, returned=True)

    response = client.get(url("page", obligation.pk))

    words = text_of(response)
    assert words.index("Daftar hadir belum ditandatangani.") < words.index('id="bukti"')


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.LEADER, Role.REVIEWER, Role.ADMINISTRATOR])
def test_those_who_only_look_see_the_files_and_no_form(client, office, obligation, role):
    EvidenceFactory(obligation=obligation, file__name="Undangan rapat")
    client.force_login(person(office, role))

    response = client.get(url("page", obligation.pk))

    assert response.status_code == 200
    assert response.context["sees"] is True
    assert "Undangan rapat" in text_of(response)
    assert "/berkas/" not in text_of(response)
    assert "/ganti/" not in text_of(response)


def test_an_observer_sees_the_state_and_none_of_the_files(client, office, obligation):
    piece = EvidenceFactory(obligation=obligation, file=stored())
    client.force_login(person(office, Role.OBSERVER))

    page = client.get(url("page", obligation.pk))
    file = client.get(url("download", piece.versions.get().pk))

    assert (page.status_code, file.status_code) == (200, 403)
    assert "Undangan.txt" not in text_of(page)


def test_the_way_back_leads_to_the_matrix_of_the_office_of_the_row(client, member, obligation):
    observer = person(obligation.office.parent, Role.OBSERVER)
    link = f"{reverse('home:matrix', args=[obligation.year])}?satker={obligation.office.code}"

    client.force_login(member)
    here = client.get(url("page", obligation.pk)).text
    client.force_login(observer)
    above = client.get(url("page", obligation.pk)).text

    assert link not in here
    assert link in above


@pytest.mark.parametrize(
    ("expectation", "due", "nil", "undone"),
    [
        (Expectation.MONTHLY, dt.date(2025, 9, 30), False, True),
        (Expectation.PER_EVENT, dt.date(2025, 9, 30), True, True),
        (Expectation.PER_EVENT, dt.date(2099, 9, 30), True, False),
    ],
)
def test_only_what_can_be_done_is_offered(client, member, office, expectation, due, nil, undone):
    row = RowFactory(office=office, expectation=expectation)
    obligation = ObligationFactory(office=office, indicator=row, due_on=due)

    response = client.get(url("page", obligation.pk))

    assert (bool(response.context["nil_form"]), bool(response.context["undone_form"])) == (
        nil,
        undone,
    )


def test_the_page_runs_as_many_queries_for_three_files_as_for_one(client, member, office):
    def queries_for(count):
        obligation = ObligationFactory(office=office)
        for number in range(count):
            piece = EvidenceFactory(obligation=obligation, file=stored(f"berkas {number}"))
            VersionFactory(evidence=piece, number=2, file=piece.versions.get().file)
            EvidenceFactory(
                obligation=ObligationFactory(office=office), file=stored(f"berkas {number}")
            )
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url("page", obligation.pk))
        assert text_of(response).count('class="lp-file"') == count
        return len(queries)

    assert queries_for(1) == queries_for(3)


def test_send_lists_what_i_owe_due_first(client, office):
    unit = UnitFactory(office=office)
    client.force_login(person(office, unit=unit))
    row = {"office": office, "indicator": RowFactory(office=office, unit=unit)}
    march = ObligationFactory(month=3, **row)
    january = ObligationFactory(month=1, returned=True, **row)
    ObligationFactory(month=2, accepted=True, **row)
    ObligationFactory(month=4, submitted=True, **row)
    ObligationFactory(year=2099, month=1, **row)
    ObligationFactory(
        office=office, indicator=RowFactory(office=office, unit=UnitFactory(office=office))
    )
    ObligationFactory()

    response = client.get(reverse("evidence:send"))

    assert list(response.context["page"]) == [january, march]


def test_send_runs_as_many_queries_for_three_rows_as_for_one(client, member, office):
    def queries_for(count):
        ObligationFactory.create_batch(count, office=office)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("evidence:send"))
        return len(response.context["page"]), len(queries)

    (first, alone), (second, together) = queries_for(1), queries_for(2)

    assert (first, second) == (1, 3)
    assert alone == together
