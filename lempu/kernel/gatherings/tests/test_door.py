"""The door is open to everybody, so it is attacked: old, forged and foreign codes, replays, floods."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from lempu.kernel.gatherings import services
from lempu.kernel.gatherings.models import Attendance
from lempu.kernel.gatherings.services import attending, door
from lempu.kernel.gatherings.tests.factories import GUEST, LINE, gathering, held, what
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db
SENT = {"name": "Andi Tenri", "institution": "Bawaslu Luwu", "strokes": LINE}


@pytest.fixture
def organiser(db):
    return person(OfficeFactory(code="7317"), Role.OFFICER)


@pytest.fixture
def row(organiser):
    return gathering(organiser.memberships.get().office, organiser)


def open_form(client, row):
    return client.get(reverse("gatherings:attend", args=[services.code_for(row)]))


def send(client, row, **rest):
    return client.post(
        reverse("gatherings:sent"), SENT | {"key": services.form_key_for(row)} | rest
    )


def test_a_guest_signs_and_sees_nothing_but_the_form(client, row):
    page = open_form(client, row)
    answer = send(client, row)
    there = Attendance.objects.get()

    assert page.status_code == 200
    assert (there.name, there.way, there.strokes) == ("Andi Tenri", "drawn", LINE)
    assert answer["Location"] == reverse("gatherings:thanks")
    assert "Andi Tenri" not in open_form(client, row).text, "nobody sees who came"
    assert page["Cache-Control"] == "no-store"


def test_initials_are_typed_where_nothing_can_be_drawn(client, row):
    unsigned = send(client, row, strokes="")
    typed = send(client, row, strokes="", initials="AT")

    assert (unsigned.status_code, typed.status_code) == (422, 302)
    assert Attendance.objects.get().initials == "AT"


@pytest.mark.parametrize(
    "strokes",
    ["M1 1L2 2", "<svg onload=x>", LINE + '"/>', "M10 50" + "L1 1" * 3000, "M9999 1" + "L1 1" * 9],
)
def test_odd_strokes_are_refused(client, row, strokes):
    assert send(client, row, strokes=strokes).status_code == 422
    assert not Attendance.objects.exists()


def test_an_old_code_and_an_old_form_do_not_open(client, row):
    code, key = services.code_for(row), services.form_key_for(row)
    with time_machine.travel(timezone.now() + door.CODE_LASTS + dt.timedelta(seconds=5)):
        late = client.get(reverse("gatherings:attend", args=[code]))
    with time_machine.travel(timezone.now() + door.FORM_LASTS + dt.timedelta(seconds=5)):
        sent = client.post(reverse("gatherings:sent"), SENT | {"key": key})

    assert (late.status_code, sent.status_code) == (410, 410)
    assert not Attendance.objects.exists()


def test_forged_and_foreign_codes_do_not_open(client, row):
    """Neither a code of another purpose, nor one cut or turned, nor that of another installation."""
    given = [row.code, row.door]
    code = services.code_for(row)
    form = reverse("gatherings:attend", args=[services.form_key_for(row)])
    assert client.get(form).status_code == 410, "the key of a form is no code"
    for wrong in (
        code[:-1],
        code.swapcase(),
        "x",
        signing.dumps(given, salt="notices.stop"),
        signing.dumps(given, salt=door.CODE_SALT, key="another"),
    ):
        assert client.get(reverse("gatherings:attend", args=[wrong])).status_code == 410
        assert send(client, row, key=wrong).status_code in (410, 422)
    assert send(client, row, key=code).status_code == 410, "the code of the screen is no form"


def test_a_form_is_taken_once_and_for_its_own_gathering(client, row, organiser):
    other = gathering(row.office, organiser)
    key = services.form_key_for(row)
    for _twice in range(2):
        send(client, row, key=key)

    assert [each.gathering_id for each in Attendance.objects.all()] == [row.pk]
    assert not other.attendances.exists()


def test_a_door_made_anew_voids_what_is_out(client, row, organiser):
    code, key = services.code_for(row), services.form_key_for(row)
    services.renew_door(gathering=row, actor=organiser)

    assert client.get(reverse("gatherings:attend", args=[code])).status_code == 410
    assert send(client, row, key=key).status_code == 410


@pytest.mark.parametrize("hours", [-3, 5])
def test_the_door_opens_around_the_gathering_only(client, organiser, hours):
    office = organiser.memberships.get().office
    row = services.plan(
        office=office, actor=organiser, what=what(starts_in=dt.timedelta(hours=-hours))
    )

    assert (open_form(client, row).status_code == 200) is False


def test_a_closed_gathering_takes_nobody(client, organiser):
    row = held(organiser.memberships.get().office, organiser)
    key = services.form_key_for(row)
    services.close_gathering(gathering=row, actor=organiser)

    assert send(client, row, key=key).status_code == 410
    assert set(row.attendances.values_list("network", flat=True)) == {""}


def test_one_network_cannot_fill_the_list(client, row, monkeypatch):
    monkeypatch.setattr(attending, "FROM_ONE_NETWORK", 3)
    answers = [send(client, row).status_code for _each in range(5)]
    elsewhere = services.attend_with_form(
        key=services.form_key_for(row), guest=GUEST, network="192.0.2.9"
    )
    monkeypatch.setattr(attending, "AT_MOST", 4)
    full = client.post(
        reverse("gatherings:sent"),
        SENT | {"key": services.form_key_for(row)},
        REMOTE_ADDR="203.0.113.5",
    )

    assert answers == [302, 302, 302, 429, 429]
    assert elsewhere.pk
    assert full.status_code == 429


def test_what_a_guest_writes_stays_text(client, row, organiser):
    send(client, row, name="<script>alert(1)</script>")
    client.force_login(organiser, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("gatherings:gathering", args=[row.pk])).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_staff_tap_with_the_code_before_their_eyes(client, row, organiser):
    colleague = person(row.office)
    stranger = person(OfficeFactory(code="9401"))
    code = services.code_for(row)
    for user in (colleague, colleague, stranger):
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        client.post(reverse("gatherings:tap", args=[code]))

    assert [each.user for each in row.attendances.all()] == [colleague]


def test_the_page_is_light(client, row):
    """At 50 kB/s the whole of it, icon and script included, is there within half a second."""
    page = len(open_form(client, row).content)
    rest = sum(
        len(Path(finders.find(name)).read_bytes())
        for name in ("gatherings/attend.css", "gatherings/attend.js", "lempu/mark.svg")
    )

    assert page + rest < 12_000


def test_refusals_carry_codes(row):
    with pytest.raises(DomainError) as refusal:
        services.gathering_behind("x")

    assert refusal.value.code == "code_void"
