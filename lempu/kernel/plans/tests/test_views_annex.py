import pytest
from django.urls import reverse

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.plans.tests.factories import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(rows=1, office=OfficeFactory(name="KPU Kabupaten Luwu"))


@pytest.mark.parametrize(
    ("ending", "content_type", "begins"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        ("docx", "wordprocessingml.document", b"PK"),
        ("xlsx", "spreadsheetml.sheet", b"PK"),
    ],
)
def test_annex_comes_as_a_file_to_keep(client, plan, ending, content_type, begins):
    client.force_login(person(plan.office, Role.ASSESSOR))

    answer = client.get(reverse("plans:annex", args=[plan.pk, ending]))

    assert answer.status_code == 200
    assert answer["Content-Type"].endswith(content_type)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="Lampiran rencana aksi 2025 KPU Kabupaten Luwu.{ending}"'
    )
    assert answer.content.startswith(begins)


def test_annex_of_another_office_is_not_known(client, plan):
    client.force_login(person(OfficeFactory(), Role.ADMINISTRATOR))

    assert client.get(reverse("plans:annex", args=[plan.pk, "pdf"])).status_code == 404


def test_other_endings_are_not_known(client, plan):
    client.force_login(person(plan.office))

    assert client.get(reverse("plans:annex", args=[plan.pk, "exe"])).status_code == 404


def test_annex_asks_who_it_is(client, plan):
    answer = client.get(reverse("plans:annex", args=[plan.pk, "pdf"]))

    assert answer.status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_annex_takes_a_constant_number_of_queries(client, rows, django_assert_num_queries):
    plan = PlanFactory(rows=rows)
    client.force_login(person(plan.office))
    url = reverse("plans:annex", args=[plan.pk, "docx"])
    client.get(url)

    with django_assert_num_queries(10):
        client.get(url)


def test_form_is_for_those_who_may_see_plans(client, plan):
    client.force_login(person(plan.office))

    answer = client.get(reverse("plans:form"))

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="Formulir rencana aksi.xlsx"'
