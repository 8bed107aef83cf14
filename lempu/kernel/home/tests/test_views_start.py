import pytest
from django.urls import reverse

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import UserFactory


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.LEADER, "home:cockpit"),
        (Role.REVIEWER, "reviews:queue"),
        (Role.COORDINATOR, "home:matrix"),
        (Role.MEMBER, "home:today"),
        (Role.OFFICER, "home:today"),
        (Role.ASSESSOR, "home:matrix"),
        (Role.OBSERVER, "oversight:start"),
        (Role.ADMINISTRATOR, "offices:people"),
    ],
)
def test_first_page_by_role(client, as_role, role, page):
    as_role(role)

    assert client.get("/").url == reverse(page)


def test_leader_who_also_proves_starts_in_the_cockpit(client, as_role, also):
    also(as_role(Role.MEMBER), Role.LEADER)

    assert client.get("/").url == reverse("home:cockpit")


def test_person_without_office_is_told_what_to_do(client, db):
    client.force_login(UserFactory(username="rani"))

    page = client.get("/")

    assert page.status_code == 200
    assert "<strong>rani</strong>" in page.text


@pytest.mark.parametrize("name", ["home:today", "home:matrix", "home:cockpit", "home:ledger"])
def test_person_without_office_sees_no_page_of_an_office(client, db, name):
    client.force_login(UserFactory())

    assert client.get(reverse(name)).status_code == 403


def test_more_is_the_whole_menu(client, as_role):
    as_role(Role.LEADER)

    page = client.get(reverse("home:more"))

    names = ["home:today", "home:matrix", "home:cockpit", "home:ledger"]
    assert [name for name in names if f'<li><a href="{reverse(name)}"' in page.text] == names
    assert reverse("offices:account") in page.text


@pytest.mark.parametrize("name", ["home:start", "home:more", "home:today", "home:matrix"])
def test_visitors_sign_in_first(client, db, name):
    assert client.get(reverse(name)).status_code == 302
