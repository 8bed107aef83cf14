import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Departure, Membership
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fourteenth_of_october():
    with time_machine.travel(dt.datetime(2025, 10, 14, 2, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def luwu():
    return OfficeFactory(code="7317")


@pytest.fixture
def administrator(luwu, client):
    user = person(luwu, Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.fixture
def budi(luwu):
    return MembershipFactory(office=luwu, user__name="Budi")


@pytest.fixture
def sitti(luwu):
    return person(luwu, user__name="Sitti")


def row_of(office, owner):
    row = RowFactory(office=office, owners=[owner])
    ObligationFactory(office=office, indicator=row)
    return row


def leaving(role):
    return reverse("offices:leave", args=[role.pk])


def handing(role):
    return reverse("offices:hand_over", args=[role.pk])


def test_leaving_in_one_step(client, administrator, luwu, budi, sitti):
    mine, other = row_of(luwu, budi.user), row_of(luwu, budi.user)
    page = client.get(leaving(budi))
    assert [(heap.kind.key, len(duties)) for heap, duties in page.context["form"].groups] == [
        ("obligations.owned", 2)
    ]

    sent = {"when": "at_once", "reason": "Pindah", "heir": sitti.pk,
            f"to-obligations.owned:{other.pk}": administrator.pk}  # fmt: skip
    answer = client.post(leaving(budi), sent, follow=True)

    assert "Budi sudah keluar. Aksesnya berakhir" in answer.text
    assert [list(row.owners.all()) for row in (mine, other)] == [[sitti], [administrator]]
    assert not Membership.objects.in_force().filter(user=budi.user).exists()


def test_a_refusal_keeps_what_was_typed(client, administrator, luwu, budi, sitti):
    row_of(luwu, budi.user)

    answer = client.post(leaving(budi), {"when": "at_once", "reason": "Pensiun tahun ini"})

    assert answer.status_code == 422
    assert "Masih ada 1 tugas tanpa penerima" in answer.text
    assert "Pensiun tahun ini" in answer.text
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"when": "on_a_day", "reason": "x"}, "Isi hari terakhirnya."),
        ({"when": "on_a_day", "reason": "x", "last_day": "31-12"}, "last_day"),
        ({"when": "at_once", "reason": "x", "heir": "999999"}, "heir"),
        ({"when": "at_once"}, "reason"),
    ],
)
def test_what_is_wrong_is_said(client, administrator, budi, sent, words):
    answer = client.post(leaving(budi), sent)

    assert answer.status_code == 422
    assert words in answer.text
    assert not Departure.objects.exists()


def test_planned_and_called_off(client, administrator, budi):
    sent = {"when": "on_a_day", "reason": "Pindah", "last_day": "2025-10-31"}
    client.post(leaving(budi), sent)
    assert "31 Oktober 2025" in client.get(leaving(budi)).text

    client.post(reverse("offices:leave_cancel", args=[budi.pk]))

    assert Departure.objects.planned().count() == 0
    assert client.post(reverse("offices:leave_cancel", args=[budi.pk])).status_code == 404


def test_whoever_leaves_themselves_is_signed_out(client, administrator, luwu):
    person(luwu, Role.ADMINISTRATOR)
    role = administrator.memberships.get()

    answer = client.post(leaving(role), {"when": "at_once", "reason": "Pindah"}, follow=True)

    assert answer.redirect_chain[-1][0].startswith("/masuk/")


def test_a_coordinator_hands_over_and_stays(client, luwu, budi, sitti):
    row = row_of(luwu, budi.user)
    client.force_login(person(luwu, Role.COORDINATOR))

    answer = client.post(handing(budi), {"heir": sitti.pk}, follow=True)

    assert "1 tugas Budi diserahterimakan" in answer.text
    assert list(row.owners.all()) == [sitti]
    assert "Tidak ada tugas terbuka" in answer.text


@pytest.mark.parametrize("page", [leaving, handing])
def test_another_office_knows_nothing_of_it(client, administrator, page):
    elsewhere = MembershipFactory(office=OfficeFactory(code="7373"))

    assert client.get(page(elsewhere)).status_code == 404


@pytest.mark.parametrize("page", [leaving, handing])
def test_a_constant_number_of_queries(client, administrator, luwu, budi, sitti, page):
    row_of(luwu, budi.user)
    client.get(page(budi))
    before = counted(client, page(budi))
    for _ in range(2):
        row_of(luwu, budi.user)
        person(luwu)

    assert counted(client, page(budi)) == before
    assert len(re.findall(r"<select", client.get(page(budi)).text)) == 4


def counted(client, url):
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
