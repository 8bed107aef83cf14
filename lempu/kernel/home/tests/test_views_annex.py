import io

import docx
import pytest
from django.urls import reverse

from lempu.kernel.home.tests.grids import row, tick
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory


def url(plan, ending="docx"):
    return reverse("home:annex_state", args=[plan.pk, ending])


def test_signs_are_those_of_the_matrix(client, plan, as_role):
    as_role(Role.LEADER)
    first = row(plan, months=[9, 10, 12])
    tick(first, 9, accepted=True, was_late=True)
    tick(first, 10)
    tick(first, 12)

    answer = client.get(url(plan))

    document = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for cell in document.tables[0].rows[2].cells]
    assert cells[5:] == ["", "", "", "", "", "", "", "", "✓ᵗ", "◷", "", "○"]
    legend = [p.text for p in document.paragraphs if "Diterima" in p.text]
    assert legend == ["✓ Diterima    ◷ Jatuh tempo    ○ Terjadwal    ᵗ selesai terlambat"]


def test_state_of_another_office_is_not_known(client, plan, as_role):
    as_role(Role.MEMBER, where=OfficeFactory())

    assert client.get(url(plan)).status_code == 404


def test_other_endings_are_not_known(client, plan, as_role):
    as_role()

    assert client.get(url(plan, "exe")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_state_takes_a_constant_number_of_queries(queries_of, plan, as_role, rows):
    as_role()
    for number in range(1, rows + 1):
        tick(row(plan, number, months=[1]), 1)

    assert queries_of(url(plan, "xlsx")) == 14
