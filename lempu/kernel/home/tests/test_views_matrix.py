import gzip

import pytest
from django.urls import reverse

from lempu.kernel.home.tests.grids import row, tick
from lempu.kernel.obligations.tests.factories import PlanOfYearFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, UnitFactory

URL = "/matriks/"
HTMX = {"HX-Request": "true"}


def test_cell_says_row_month_and_state(client, plan, as_role):
    as_role()
    cell = tick(row(plan), 9, accepted=True, was_late=True)

    page = client.get(URL)

    link = f'<a href="{reverse("evidence:page", args=[cell.pk])}">'
    assert (
        f'{link}<span class="visually-hidden">1.1 September: diterima, terlambat</span>'
        in page.text
    )
    assert '<th scope="col" class="is-now" aria-current="date"><abbr title="Oktober">' in page.text
    assert "1 dari 1 kewajiban selesai." in page.text


def test_row_without_months_has_one_strip(client, plan, as_role):
    as_role()
    row(plan)

    page = client.get(URL)

    assert page.text.count('<td class="lp-hole" colspan="12">') == 1


def test_full_text_shows_activity_and_indicator(client, plan, as_role):
    as_role()
    indicator = row(plan, text="Adanya rencana kerja reformasi birokrasi")

    assert indicator.text not in client.get(URL).text
    full = client.get(URL, {"teks": "lengkap"})
    assert indicator.text in full.text
    assert indicator.sub_activity.activity.name in full.text


def test_choice_of_text_is_kept(client, plan, as_role):
    as_role()
    row(plan)

    client.get(URL, {"teks": "lengkap"})

    assert "lp-matrix is-full" in client.get(URL).text


def test_filter_by_htmx_answers_the_grid_alone(client, plan, as_role):
    as_role()
    row(plan, 1), row(plan, 2)

    answer = client.get(URL, {"program": "2"}, headers=HTMX)

    assert answer.text.lstrip().startswith('<div id="grid">')
    assert (">2.2<" in answer.text, ">1.1<" in answer.text) == (True, False)


def test_back_button_gets_the_whole_page(client, plan, as_role):
    as_role()
    row(plan)

    answer = client.get(URL, headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert "<!doctype html>" in answer.text


def test_chips_keep_the_other_filters(client, plan, as_role):
    as_role()
    tick(row(plan), 5)

    page = client.get(URL, {"program": "1", "keadaan": "late"})

    assert 'href="?program=1&amp;keadaan=due"' in page.text
    assert 'id="state-late" href="?program=1" aria-current="true"' in page.text


def test_nothing_that_matches_offers_to_clear(client, plan, as_role):
    as_role()
    tick(row(plan), 5, accepted=True)

    page = client.get(URL, {"keadaan": "late"})

    assert "Tidak ada baris yang cocok." in page.text
    assert f'<a href="{URL}">Hapus saringan</a>' in page.text


def test_year_is_chosen_by_address(client, plan, office, as_role):
    as_role()
    row(PlanOfYearFactory(office=office, year=2024), 1, text="x")

    page = client.get("/matriks/2024/")

    assert page.context["plan"].year == 2024
    assert 'href="/matriks/2025/"' in page.text
    assert client.get("/matriks/2023/").status_code == 404


@pytest.mark.parametrize(("role", "offered"), [(Role.COORDINATOR, True), (Role.MEMBER, False)])
def test_without_a_plan_those_who_may_are_led_to_make_one(client, office, as_role, role, offered):
    as_role(role)

    page = client.get(URL)

    assert page.status_code == 200
    assert (f'href="{reverse("plans:new")}"' in page.text.split("<main")[1]) is offered


def test_draft_is_not_shown(client, plan, as_role):
    plan.state = "draft"
    plan.save()
    row(plan)
    as_role()

    assert client.get(URL).context["plan"] is None


def test_observer_drills_down_to_the_cell_of_an_office_below(client, plan, office, as_role):
    as_role(Role.OBSERVER, where=office.parent)
    cell = tick(row(plan), 9)

    page = client.get(URL, {"satker": "7317"})

    assert page.context["office"] == office
    assert "1.1 September: terlambat" in page.text
    assert reverse("evidence:page", args=[cell.pk]) in page.text


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEADER, Role.COORDINATOR])
def test_another_office_is_not_known(client, plan, as_role, role):
    as_role(role, where=OfficeFactory(code="7301"))

    assert client.get(URL, {"satker": "7317"}).status_code == 404


def test_every_annex_is_one_link_away(client, plan, as_role):
    as_role()
    row(plan)

    page = client.get(URL)

    for ending in ("docx", "pdf", "xlsx"):
        for name in ("plans:annex", "home:annex_state"):
            assert f'"{reverse(name, args=[plan.pk, ending])}"' in page.text


def test_number_of_queries_is_constant(plan, office, as_role, queries_of):
    who = as_role(Role.COORDINATOR)

    def add(number):
        indicator = row(plan, number, owners=[who], unit=UnitFactory(office=office))
        tick(indicator, 9), tick(indicator, 10)

    add(1)
    one = queries_of(URL)
    add(2), add(3)

    assert queries_of(URL) == one


def test_year_of_a_regency_weighs_less_than_ten_kilobytes(client, plan, as_role):
    as_role()
    for number in range(35):
        indicator = row(plan, 1 + number // 5)
        for month in range(1, 9):
            tick(indicator, month, accepted=True)

    page = client.get(URL)

    assert page.text.count("visually-hidden") > 280
    assert len(gzip.compress(page.content)) < 10_000
