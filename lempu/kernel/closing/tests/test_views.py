import pytest
from django.urls import reverse

from lempu.kernel.closing.models import MonthClose
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(client, office):
    who = person(office, Role.LEADER)
    client.force_login(who)
    return who


def url(plan, month=9):
    return reverse("closing:month", args=[plan.pk, month])


def test_page_asks_a_reason_for_each_row_without_proof(client, office, plan, leader):
    bare = ObligationFactory(office=office, month=9)
    ObligationFactory(office=office, month=9, accepted=True)

    page = client.get(url(plan))

    assert page.status_code == 200
    assert list(page.context["form"].fields) == [f"reason_{bare.pk}"]
    assert "Tutup September 2025" in page.text


def test_month_is_closed_from_the_page(client, office, plan, leader):
    bare = ObligationFactory(office=office, month=9)

    answer = client.post(url(plan), {f"reason_{bare.pk}": "Anggaran dialihkan."}, follow=True)

    bare.refresh_from_db()
    assert answer.redirect_chain == [(reverse("home:matrix", args=[2025]), 302)]
    assert (bare.state, bare.undone_reason) == (State.UNDONE, "Anggaran dialihkan.")
    assert MonthClose.objects.get().closed_by == leader


def test_refusal_keeps_what_was_typed(client, office, plan, leader):
    one, other = (ObligationFactory(office=office, month=9) for _ in range(2))

    answer = client.post(url(plan), {f"reason_{one.pk}": "Anggaran dialihkan."})

    assert answer.status_code == 422
    assert "Anggaran dialihkan." in answer.text
    assert list(answer.context["form"].errors) == [f"reason_{other.pk}"]
    assert not MonthClose.objects.exists()


def test_month_that_somebody_closed_meanwhile_is_refused_in_words(client, office, plan, leader):
    ObligationFactory(office=office, month=9, accepted=True)
    MonthClose.objects.create(office=office, plan=plan, month=9, closed_by=leader, counts={})

    answer = client.post(url(plan))

    assert answer.status_code == 422
    assert "Bulan ini sudah ditutup." in answer.text


def test_closed_month_says_who_closed_it_and_offers_no_act(client, office, plan, leader):
    ObligationFactory(office=office, month=9, accepted=True)
    MonthClose.objects.create(office=office, plan=plan, month=9, closed_by=leader, counts={})

    page = client.get(url(plan))

    assert leader.name in page.text
    assert 'class="lp-reading"' not in page.text


def test_month_that_runs_cannot_be_closed(client, office, plan, leader):
    ObligationFactory(office=office, month=10)

    page = client.get(url(plan, 10))

    assert 'class="lp-reading"' not in page.text
    assert "Belum semua kewajiban bulan ini jatuh tempo." in page.text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.LEADER, 200),
        (Role.COORDINATOR, 200),
        (Role.MEMBER, 403),
        (Role.REVIEWER, 403),
        (Role.ASSESSOR, 403),
        (Role.ADMINISTRATOR, 403),
    ],
)
def test_who_may_close(client, office, plan, role, status):
    ObligationFactory(office=office, month=9)
    client.force_login(person(office, role))

    assert client.get(url(plan)).status_code == status


def test_plan_of_another_office_is_not_known(client, office, plan):
    client.force_login(person(OfficeFactory(), Role.LEADER))

    assert client.get(url(plan)).status_code == 404


@pytest.mark.parametrize("month", [0, 13])
def test_there_are_twelve_months(client, plan, leader, month):
    assert client.get(url(plan, month)).status_code == 404
