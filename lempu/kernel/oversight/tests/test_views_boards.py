import io

import openpyxl
import pytest

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.tests.factories import OfficeFactory, person

PAGES = [
    "/pantauan/{}/",
    "/pantauan/{}/bulan/",
    "/pantauan/{}/program/",
    "/pantauan/{}/belum-mulai/",
]


def book(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def cells(answer):
    return [
        str(c.value) for sheet in book(answer) for row in sheet for c in row if c.value is not None
    ]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_another_province_is_on_a_page(client, observer, luwu, kendari, page):
    Office.objects.filter(pk=kendari.pk).update(name="KPU Kota Kendari")

    answer = client.get(page.format("73"))

    assert answer.status_code == 200
    assert "KPU 7317" in answer.text
    assert "Kendari" not in answer.text
    assert "7471" not in answer.text


def test_nothing_of_another_province_is_in_the_workbook(client, observer, luwu, kendari):
    Office.objects.filter(pk=kendari.pk).update(name="KPU Kota Kendari")

    found = cells(client.get("/pantauan/73/pantauan.xlsx"))

    assert "KPU 7317" in found
    assert not any("Kendari" in text for text in found)


@pytest.mark.parametrize("page", [*PAGES, "/pantauan/{}/pantauan.xlsx"])
@pytest.mark.parametrize("code", ["0", "74", "7471", "nope"])
def test_other_places_are_not_known(client, observer, kendari, page, code):
    assert client.get(page.format(code)).status_code == 404


def test_the_nation_answers_in_its_heading_and_leads_down(client, nation, luwu, palopo, kendari):
    page = client.get("/pantauan/")

    assert "21 dari 27 kewajiban yang jatuh tempo sudah selesai, 6 terlambat" in page.text
    assert 'href="/pantauan/73/?tahun=2025"' in page.text
    assert "Sulsel" in page.text


def test_the_province_leads_to_offices(client, observer, luwu):
    assert 'href="/kokpit/?satker=7317"' in client.get("/pantauan/").text
    assert client.get("/pantauan/7317/").url == "/kokpit/?satker=7317"


def test_heat_map_says_its_numbers(client, observer, luwu):
    page = client.get("/pantauan/73/bulan/")

    assert "<b>50%</b><small>1/2</small>" in page.text  # March
    assert page.context["begun"] == 10


def test_filter_of_those_who_have_not_started(client, observer, luwu, palopo, idle):
    page = client.get("/pantauan/73/belum-mulai/", {"sebab": "bukti"})

    assert [one.office.code for one in page.context["page"]] == ["7317"]


def test_workbook_holds_the_moment_and_no_formula(client, observer, luwu):
    Office.objects.filter(pk=luwu.pk).update(name="=1+1 Luwu")

    answer = client.get("/pantauan/73/pantauan.xlsx", {"urut": "nama"})

    sheet = book(answer).worksheets[0]
    assert "14 Oktober 2025" in sheet["A2"].value
    assert "Nama" in sheet["A3"].value
    named = next(c for row in sheet for c in row if c.value == "=1+1 Luwu")
    assert named.data_type == "s"
    assert "attachment" in answer["Content-Disposition"]


def test_a_year_without_plans_is_no_error(client, observer, luwu):
    for page in PAGES:
        assert client.get(page.format("73"), {"tahun": "2031"}).status_code == 200
    assert client.get("/pantauan/73/pantauan.xlsx", {"tahun": "2031"}).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OBSERVER])
def test_it_is_for_observers(client, luwu, role):
    client.force_login(person(luwu, role))

    assert client.get("/pantauan/").status_code == 403


def test_queries_are_constant(client, observer, luwu, django_assert_num_queries):
    client.get("/pantauan/")
    with django_assert_num_queries(10):
        client.get("/pantauan/")
    for number in range(3):
        OfficeFactory(code=f"731{number}")
    with django_assert_num_queries(10):
        client.get("/pantauan/")
