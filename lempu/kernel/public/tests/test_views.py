import pytest
from django.test import Client
from django.urls import reverse

from lempu.kernel.evidence.models import Version
from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.services import change_office
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.plans.models import Plan
from lempu.kernel.public.tests.conftest import NAME, ROW

PAGE = "/publik/7317/"


def switch(office, *, on):
    actor = person(office, Role.ADMINISTRATOR)
    change_office(office=office, actor=actor, has_public_page=on)


def test_everybody_reads_the_promise_and_its_numbers(client, office):
    answer = client.get(PAGE)

    assert answer.status_code == 200
    assert "10 dari 12 kewajiban yang jatuh tempo sudah selesai, 1 terlambat" in answer.text
    assert "Rencana aksi pembangunan zona integritas" in answer.text
    assert "4 Tahun 2025" in answer.text
    assert "Manajemen perubahan" in answer.text
    assert "13 kewajiban dalam 2 program" in answer.text
    assert "83%" in answer.text


def test_nothing_of_a_person_a_row_or_a_proof_is_read(client, office):
    evidence = EvidenceFactory(obligation=Obligation.objects.filter(month=9).get())
    Version.objects.filter(evidence=evidence).update(name="Daftar hadir rahasia.pdf")

    text = client.get(PAGE).text

    for private in (NAME, ROW, "Daftar hadir", "Rahasia", "rahasia"):
        assert private not in text


def test_the_numbers_are_those_of_the_months_and_programmes(client, office):
    page = client.get(PAGE).context["page"]

    assert [line.tally.done for line in page.programmes] == [8, 2]
    assert [line.short for line in page.programmes] == [1, 1]
    assert [one.tally.total for one in page.months] == [2, 2, 2, 1, 1, 1, 1, 1, 1, 0, 1, 0]
    assert sum(one.tally.total for one in page.months) == page.whole.total == 13


def test_no_account_and_no_session_is_needed_or_made(client, office):
    visitor = Client(enforce_csrf_checks=True)

    answer = visitor.get(PAGE)

    assert answer.status_code == 200
    assert dict(answer.cookies) == {}


def test_it_is_the_same_for_whoever_is_signed_in(client, office):
    plain = client.get(PAGE).content
    client.force_login(person(office, Role.LEADER))

    assert client.get(PAGE).content == plain


def test_off_unknown_and_without_a_plan_are_one_answer(client, office):
    OfficeFactory(code="7373")
    switch(office, on=False)

    answers = [client.get(f"/publik/{code}/") for code in ("7317", "7373", "9999", "x")]

    for headers in ({}, {"If-None-Match": "*"}):
        answers += [client.get(f"/publik/{c}/2025/", headers=headers) for c in ("7317", "9999")]
    assert {answer.status_code for answer in answers} == {404}
    for name in ("ETag", "Cache-Control"):
        assert [answer for answer in answers if name in answer.headers] == []
    assert len({without_code(answer.text, answer) for answer in answers}) == 1


def without_code(text, answer):
    return text.replace(str(answer.context["support_code"]), "")


def test_a_year_without_a_plan_is_not_there(client, office):
    assert client.get("/publik/7317/2025/").status_code == 200
    assert client.get("/publik/7317/2024/").status_code == 404


def test_a_draft_is_not_public(client, office):
    Plan.objects.filter(office=office).update(state="draft", enacted_at=None)

    assert client.get(PAGE).status_code == 404


def test_caches_keep_it_a_minute_and_ask_with_the_tag(client, office, django_assert_num_queries):
    first = client.get(PAGE)

    with django_assert_num_queries(2):
        again = client.get(PAGE, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=60"
    assert {"Cookie", "HX-Request"} <= set(first["Vary"].split(", "))
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"]


def test_every_act_of_the_office_and_another_language_change_the_tag(client, office):
    tags = [client.get(PAGE)["ETag"]]
    switch(office, on=True)
    tags.append(client.get(PAGE)["ETag"])
    client.cookies["bahasa"] = "en"
    tags.append(client.get(PAGE)["ETag"])
    tags.append(client.get("/publik/7317/2025/")["ETag"])

    assert len(set(tags)) == 4


def test_queries_are_constant(client, office, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get(PAGE)
    Obligation.objects.filter(month__gt=4).update(state="accepted")
    for code in ("7371", "7372"):
        OfficeFactory(code=code)
    with django_assert_num_queries(5):
        client.get(PAGE)


def test_an_unknown_code_costs_one_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/publik/9999/")


@pytest.mark.parametrize("on", [True, False])
def test_the_settings_lead_to_it(client, office, on):
    switch(office, on=on)
    client.force_login(person(office, Role.ADMINISTRATOR))

    text = client.get(reverse("offices:settings")).text

    assert (f'href="{PAGE}"' in text) is on
