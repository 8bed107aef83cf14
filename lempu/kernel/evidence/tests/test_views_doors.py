import pytest
from django.urls import reverse

from lempu.kernel.evidence.models import Evidence
from lempu.kernel.evidence.tests.asking import add, url
from lempu.kernel.evidence.tests.factories import (
    EvidenceFactory,
    note,
    stored,
)
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, UnitFactory, person

pytestmark = pytest.mark.django_db


ACTS = ["add_files", "add_link", "reuse", "submit", "state_nil", "state_undone", "take_back"]


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize(("own", "status"), [(True, 403), (False, 404)])
def test_acts_are_for_those_who_prove_the_row(client, office, name, own, status):
    obligation = ObligationFactory(office=office if own else OfficeFactory())
    client.force_login(person(office, Role.REVIEWER))

    assert client.post(url(name, obligation.pk), {"reason": "x", "note": "x"}).status_code == status
    assert client.get(url(name, obligation.pk)).status_code == 405


@pytest.mark.parametrize("name", ["edit", "replace", "withdraw"])
@pytest.mark.parametrize(("own", "status"), [(True, 403), (False, 404)])
def test_pieces_are_changed_by_those_who_prove_the_row(client, office, name, own, status):
    obligation = ObligationFactory(office=office if own else OfficeFactory())
    piece = EvidenceFactory(obligation=obligation)
    client.force_login(person(office, Role.LEADER))

    assert client.get(url(name, piece.pk)).status_code == status
    assert client.post(url(name, piece.pk), {"reason": "x"}).status_code == status


def test_a_member_of_another_sub_division_may_look_and_not_touch(client, member, office):
    row = RowFactory(office=office, unit=UnitFactory(office=office))
    obligation = ObligationFactory(office=office, indicator=row)

    assert client.get(url("page", obligation.pk)).status_code == 200
    assert add(client, obligation, note()).status_code == 403
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("name", ["look", "download", "thumbnail"])
def test_files_of_another_office_do_not_exist(client, member, name):
    version = EvidenceFactory(file=stored()).versions.get()

    assert client.get(url(name, version.pk)).status_code == 404
    assert client.get(reverse("evidence:preview", args=[version.pk, 1])).status_code == 404


def test_the_page_of_another_office_does_not_exist(client, member):
    assert client.get(url("page", ObligationFactory().pk)).status_code == 404


def test_visitors_are_asked_to_sign_in(client, obligation):
    answer = client.get(url("page", obligation.pk))

    assert (answer.status_code, "/masuk/" in answer["Location"]) == (302, True)
