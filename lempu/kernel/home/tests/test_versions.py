"""After an amendment: what was proved and has ended is counted, and every page and paper says so."""

import io
from html import unescape

import docx
import pytest
from django.urls import reverse

from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services.amending import enact_amendment
from lempu.kernel.obligations.tests.amended import amendment_of, plan_in_force, rows, tick
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import UserFactory


@pytest.fixture
def amended(office):
    """Version 2 of 2025: one row ended with its proof of February, one lost September, proved."""
    plan = plan_in_force([1, 9, 12], [2, 12], office=office)
    proved = Obligation.objects.filter(plan=plan, month__in=[2, 9])
    proved.update(state=State.ACCEPTED)
    draft = amendment_of(plan)
    first, second = rows(draft)
    tick(first, 1, 12)
    second.sub_activity.activity.programme.delete()
    return enact_amendment(plan=draft, actor=UserFactory(), edition=draft.edition)


def text_of(response):
    return " ".join(unescape(response.content.decode()).split())


def test_plan_and_matrix_say_both_numbers(client, amended, as_role):
    as_role(Role.LEADER)

    plan = text_of(client.get(reverse("plans:grid", args=[amended.pk])))
    matrix = text_of(client.get("/matriks/"))

    assert "2 centang." in plan
    assert "4 kewajiban dihitung: 2 yang diminta versi ini dan 2 dari versi sebelumnya" in plan
    assert "2 dari 4 kewajiban selesai." in matrix
    assert "2 kewajiban diminta versi ini; 2 dari versi sebelumnya" in matrix


def test_without_an_amendment_there_is_one_number(client, office, as_role):
    as_role(Role.LEADER)
    plan = plan_in_force([1, 9], office=office)

    page = text_of(client.get(reverse("plans:grid", args=[plan.pk])))

    assert "2 centang. 2 kewajiban dihitung." in page
    assert "versi sebelumnya" not in page + text_of(client.get("/matriks/"))


def test_an_earlier_version_counts_nothing_any_more(client, amended, as_role):
    as_role(Role.LEADER)

    page = text_of(client.get(reverse("plans:grid", args=[amended.amends_id])))

    assert "kewajiban dihitung" not in page


def test_the_state_of_the_year_has_the_rows_that_ended(client, amended, as_role):
    as_role(Role.LEADER)

    answer = client.get(reverse("home:annex_state", args=[amended.pk, "docx"]))

    document = docx.Document(io.BytesIO(answer.content))
    lines = [[cell.text for cell in line.cells] for line in document.tables[0].rows[2:]]
    (ended,) = [line for line in lines if line[1].startswith("Berakhir karena perubahan: ")]
    assert (ended[4], ended[6]) == ("Indikator 2", "✓ᵛ")
    assert lines[0][5:] == ["!", *[""] * 7, "✓ᵛ", "", "", "○"]
    assert any("ᵛ diminta versi rencana sebelumnya" in p.text for p in document.paragraphs)


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_every_format_can_hold_it(client, amended, as_role, ending):
    as_role(Role.LEADER)

    answer = client.get(reverse("home:annex_state", args=[amended.pk, ending]))

    assert answer.status_code == 200
    assert len(answer.content) > 4000
