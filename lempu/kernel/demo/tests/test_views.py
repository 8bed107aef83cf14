import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from lempu.kernel.offices.tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def who(client):
    return client.session.get(SESSION_KEY)


@pytest.fixture
def reviewer():
    return MembershipFactory(reviewer=True, user__username="demo-verifikator").user


def test_one_press_signs_in(client, settings, reviewer):
    settings.DEMO = True

    answer = client.post(reverse("demo:enter", args=[reviewer.pk]))

    assert answer.url == reverse("home:start")
    assert who(client) == str(reviewer.pk)


def test_outside_the_demo_the_door_is_not_there(client, settings, reviewer):
    settings.DEMO = False

    answer = client.post(reverse("demo:enter", args=[reviewer.pk]))

    assert answer.status_code == 404
    assert who(client) is None


@pytest.mark.parametrize("traits", [{"username": "siti"}, {"username": "demo-x", "inactive": True}])
def test_only_people_of_the_demo_are_entered(client, settings, traits):
    settings.DEMO = True
    user = MembershipFactory(user=UserFactory(**traits)).user

    assert client.post(reverse("demo:enter", args=[user.pk])).status_code == 404
    assert who(client) is None


@pytest.mark.parametrize(("demo", "offered"), [(True, 1), (False, 0)])
def test_the_sign_in_page_offers_roles_in_the_demo_only(client, settings, reviewer, demo, offered):
    settings.DEMO = demo
    MembershipFactory(user__username="siti")

    page = client.get("/masuk/").content.decode()

    assert page.count('action="/peragaan/masuk/') == offered
