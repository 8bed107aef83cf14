import io

import pytest
from django.core.management import CommandError, call_command

from lempu.kernel.accounts.models import User
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory

pytestmark = pytest.mark.django_db


def run(*words):
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def password_in(said):
    return said.split("One-time password: ")[1].strip()


def test_the_first_administrator_may_sign_in_with_what_was_printed():
    office = OfficeFactory(code="7317")

    said = run("administrator", "7317", "--username", "Siti", "--name", "Siti Aminah")

    user = User.objects.get(username="siti")
    assert user.check_password(password_in(said))
    assert user.memberships.get().role == Role.ADMINISTRATOR
    assert office.units.count() == 4


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["9999", "--username", "siti", "--name", "Siti"], "There is no office 9999"),
        (["7317", "--username", "siti"], "Give the person's name"),
        (["7317", "--username", "taken", "--name", "Siti"], "taken"),
        (["7373", "--username", "siti", "--name", "Siti"], "has an administrator"),
        (["7373", "--username", "siti", "--again"], "not an administrator of this office"),
    ],
)
def test_refusals(words, says):
    OfficeFactory(code="7317")
    MembershipFactory(administrator=True, office__code="7373", user__username="taken")

    with pytest.raises(CommandError, match=says):
        run("administrator", *words)

    assert not User.objects.filter(username="siti").exists()


def test_an_administrator_who_lost_the_password_gets_another():
    user = MembershipFactory(administrator=True, office__code="7317", user__username="siti").user

    said = run("administrator", "7317", "--username", "SITI", "--again")

    user.refresh_from_db()
    assert user.check_password(password_in(said))


def test_reference_data_says_what_it_did():
    assert run("load_reference") == "Offices: 553 created, 0 corrected.\n"
    assert run("load_reference") == "Offices: 0 created, 0 corrected.\n"
