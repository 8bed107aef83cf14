import datetime as dt

import pytest
from django.urls import reverse

from lempu.kernel.api.tests.factories import bearer, secret_of
from lempu.kernel.evidence.tests.factories import EvidenceFactory, stored
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory, PlanOfYearFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Membership
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, person
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.tests.factories import PlanFactory

pytestmark = pytest.mark.django_db
LISTS = ["plans", "obligations", "evidence", "readings"]


@pytest.fixture
def office():
    return OfficeFactory(code="7317")


@pytest.fixture
def ask(client, office):
    """``ask(address, user=...)``: what the interface answers to a token of a member of the office."""

    def call(
        name, *, user=None, at=None, scopes=("plans", "obligations", "evidence", "readings"), **args
    ):
        user = user or person(office)
        query = args.pop("query", {})
        headers = bearer(secret_of(user, at or office, scopes))
        return client.get(reverse(f"api:{name}", kwargs=args), query, headers=headers)

    return call


@pytest.mark.parametrize("name", ["offices", "plan", "obligation", *LISTS])
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer lempu_wrong", "Basic YTpi"])
def test_without_a_valid_token_nothing_is_given(client, office, header, name):
    given = {"pk": ObligationFactory(office=office).pk} if name in {"plan", "obligation"} else {}
    given = {"code": "7317"} if name in LISTS else given

    answer = client.get(reverse(f"api:{name}", kwargs=given), headers={"Authorization": header})

    assert answer.status_code == 401
    assert "Bearer" in answer.json()["detail"]


def test_session_of_somebody_signed_in_is_no_token(client, office):
    client.force_login(person(office))

    assert client.get(reverse("api:offices")).status_code == 401


def test_obligations_are_given_by_month_and_row(ask, office):
    late = ObligationFactory(office=office, month=3)
    ObligationFactory(office=office, month=4, accepted=True)
    ObligationFactory(office=OfficeFactory(code="9401"), month=3)

    answer = ask("obligations", code="7317", query={"year": 2025}).json()

    assert answer["count"] == 2
    assert [item["state"] for item in answer["items"]] == ["late", "accepted"]
    assert answer["items"][0]["id"] == late.pk
    assert answer["items"][0]["row"] == str(late.indicator.key)


@pytest.mark.parametrize(
    ("query", "count"),
    [({"month": 3}, 1), ({"state": "accepted"}, 1), ({"month": 5}, 0), ({"page": 2}, 0)],
)
def test_obligations_are_filtered(ask, office, query, count):
    ObligationFactory(office=office, month=3)
    ObligationFactory(office=office, month=4, accepted=True)

    answer = ask("obligations", code="7317", query={"year": 2025} | query)

    assert answer.status_code == 200
    assert len(answer.json()["items"]) == count


@pytest.mark.parametrize(
    "query", [{"month": 13}, {"year": 1}, {"page": 0}, {"state": "fine"}, {"page": 10**30}]
)
def test_wrong_parameters_are_explained(ask, query):
    answer = ask("obligations", code="7317", query=query)

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"]


@pytest.mark.parametrize("name", LISTS)
def test_token_without_the_scope_is_refused(ask, name):
    others = [scope for scope in LISTS if scope != name]

    answer = ask(name, code="7317", scopes=others)

    assert answer.status_code == 403


@pytest.mark.parametrize("name", LISTS)
def test_office_of_others_is_not_found(ask, name):
    OfficeFactory(code="9401")

    assert ask(name, code="9401").status_code == 404


def test_rows_of_others_are_not_found(ask):
    elsewhere = ObligationFactory(office=OfficeFactory(code="9401"))

    assert ask("obligation", pk=elsewhere.pk).status_code == 404
    assert ask("plan", pk=elsewhere.plan_id).status_code == 404


def test_token_reaches_its_office_and_no_other_office_of_its_person(ask, office):
    user = person(office)
    MembershipFactory(user=user, office=OfficeFactory(code="9401"))

    assert ask("obligations", user=user, code="9401").status_code == 404
    assert [row["code"] for row in ask("offices", user=user).json()["items"]] == ["7317"]


def test_observer_reads_states_below_and_no_evidence(ask, office):
    OfficeFactory(code="9401")
    province = OfficeFactory(code="73")
    observer = person(province, Role.OBSERVER)

    codes = [row["code"] for row in ask("offices", user=observer, at=province).json()["items"]]

    assert codes == ["73", "7317"]
    assert ask("obligations", user=observer, at=province, code="7317").status_code == 200
    assert ask("evidence", user=observer, at=province, code="7317").status_code == 403


def test_whoever_left_reads_nothing_more(client, office):
    user = person(office)
    secret = secret_of(user, office)
    Membership.objects.filter(user=user).update(
        ends_on=dt.date(2020, 1, 2), starts_on=dt.date(2020, 1, 1)
    )

    answer = client.get(reverse("api:obligations", args=["7317"]), headers=bearer(secret))

    assert answer.status_code == 404
    assert client.get(reverse("api:offices"), headers=bearer(secret)).json()["items"] == []


def test_evidence_is_given_with_its_versions_and_without_names(ask, office):
    obligation = ObligationFactory(office=office, month=3)
    file = stored()
    EvidenceFactory(obligation=obligation, file=file, note="Foto Bapak Andi")
    EvidenceFactory(obligation=obligation)

    answer = ask("evidence", code="7317", query={"year": 2025, "month": 3})

    kept, link = answer.json()["items"]
    assert kept["versions"][0]["sha256"] == file.sha256
    assert kept["versions"][0]["kind"] == "file"
    assert link["versions"][0]["sha256"] is None
    assert "Andi" not in answer.text
    assert "Notulen" not in answer.text


def test_plan_is_given_with_its_rows(ask, office):
    plan = PlanFactory(office=office, year=2026)
    answer = ask("plan", pk=plan.pk)

    assert answer.status_code == 200
    assert len(answer.json()["rows"]) == plan.indicators.count()


def test_reading_of_a_month_without_ticks_is_nothing_and_not_zero(ask, office):
    ObligationFactory(office=office, month=3, accepted=True)
    ObligationFactory(office=office, month=3)
    ObligationFactory(office=office, month=4)

    items = ask("readings", code="7317", query={"year": 2025}).json()["items"]

    assert [item["value"] for item in items[2:5]] == [50.0, 0.0, None]
    assert items[2]["numerator"] == 1


def test_what_an_amendment_withdrew_is_told_but_not_measured(ask, office):
    ObligationFactory(office=office, month=3, accepted=True)
    ObligationFactory(office=office, month=3, state=State.WITHDRAWN)

    told = ask("obligations", code="7317", query={"year": 2025, "state": "withdrawn"}).json()
    measured = ask("readings", code="7317", query={"year": 2025}).json()["items"]

    assert told["count"] == 1
    assert (measured[2]["denominator"], measured[2]["value"]) == (1, 100.0)


def test_version_that_was_replaced_can_still_be_read(ask, office):
    old = PlanOfYearFactory(office=office, year=2026, state=PlanState.SUPERSEDED)

    answer = ask("plan", pk=old.pk).json()

    assert (answer["state"], answer["version"]) == ("superseded", 1)


@pytest.mark.parametrize(("name", "queries"), [("obligations", 5), ("evidence", 6)])
def test_number_of_questions_does_not_grow(
    client, office, name, queries, django_assert_num_queries
):
    secret = secret_of(person(office), office)
    address = reverse(f"api:{name}", args=["7317"])

    def call():
        return client.get(address, {"year": 2025}, headers=bearer(secret))

    EvidenceFactory(obligation=ObligationFactory(office=office))
    call()
    with django_assert_num_queries(queries):
        call()
    for month in (3, 4, 5):
        EvidenceFactory(obligation=ObligationFactory(office=office, month=month))
    with django_assert_num_queries(queries):
        assert call().json()["count"] == 4


def test_description_names_every_address_and_needs_no_token(client):
    paths = client.get(reverse("api:openapi-json")).json()["paths"]

    assert "/api/v1/offices/{code}/obligations" in paths
    assert len(paths) == 7
