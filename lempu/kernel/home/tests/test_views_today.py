import datetime as dt

import pytest
from django.urls import reverse

from lempu.kernel.evidence.tests.factories import SubmissionFactory, submitted
from lempu.kernel.home.tests.test_selectors_today import owned, returned
from lempu.kernel.obligations import registry
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, UnitFactory, person

URL = "/hari-ini/"


def test_page_answers_in_its_heading(client, office, as_role):
    who = as_role()
    returned(office, who, reason="Foto sama dengan foto Agustus.")
    owned(office, who, month=8)

    page = client.get(URL)

    assert "<h1>Dua hal perlu Anda kerjakan sekarang</h1>" in page.text
    assert "Foto sama dengan foto Agustus." in page.text
    assert "Perbaiki bukti" in page.text


def test_no_cache_between_keeps_what_somebody_sees(client, as_role):
    as_role()

    assert client.get(URL)["Cache-Control"] == "private, no-cache"
    assert "Cache-Control" not in type(client)().get("/sehat")


@pytest.mark.parametrize(
    ("role", "leads"), [(Role.COORDINATOR, True), (Role.MEMBER, False)], ids=str
)
def test_an_office_that_starts_is_led_to_its_first_plan(client, as_role, role, leads):
    as_role(role)

    assert (f'href="{reverse("plans:new")}"' in client.get(URL).text) is leads


def test_empty_page_names_the_next_date(client, office, as_role):
    owned(office, as_role(), month=11)

    page = client.get(URL)

    assert "<h1>Tidak ada yang menunggu Anda</h1>" in page.text
    assert "Batas berikutnya 30 November." in page.text


def test_work_of_others_is_not_shown(client, office, as_role):
    as_role()
    row = owned(office, person(office), month=8)
    other = OfficeFactory()
    foreign = owned(other, person(other), month=8)

    page = client.get(URL)

    for hidden in (row, foreign):
        assert reverse("evidence:page", args=[hidden.pk]) not in page.text


def test_items_of_desks_are_listed(client, office, as_role):
    as_role()
    item = registry.Item("Dua produk hukum belum masuk JDIH.", "/jdih/", note="Meja JDIH")

    with registry.registered(registry.Source("home.test", "Meja", lambda user, office: [item])):
        page = client.get(URL)

    assert '<a href="/jdih/">Dua produk hukum belum masuk JDIH.</a>' in page.text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.MEMBER, 200),
        (Role.REVIEWER, 200),
        (Role.LEADER, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.ASSESSOR, 403),
        (Role.OBSERVER, 403),
    ],
)
def test_who_has_a_page_of_today(client, as_role, role, status):
    as_role(role)

    assert client.get(URL).status_code == status


def test_menu_counts_what_waits_for_me(client, office, as_role):
    who = as_role()
    owned(office, who, month=9), owned(office, who, month=10), owned(office, who, month=11)
    owned(office, who, month=9, submitted=True)

    page = client.get(URL)

    entry = next(item for item in page.context["menu"] if item["entry"].key == "today")
    assert entry["waiting"] == page.context["page"].needs == 1


def test_number_of_queries_is_constant(office, as_role, also, queries_of):
    who = as_role(Role.REVIEWER)
    also(who, Role.COORDINATOR)
    unit = UnitFactory(office=office)

    def add():
        returned(office, who)
        owned(office, who, month=8), owned(office, who, month=10)
        row = owned(office, who, month=10, submitted=True)
        SubmissionFactory(obligation=row, submitted_by=who)
        row.indicator.unit = unit
        submitted(office)

    add()
    one = queries_of(URL)
    add(), add()

    assert queries_of(URL) == one


def test_a_late_follow_up_is_in_the_main_column(client, as_role):
    as_role()
    item = registry.Item("Adakan pelatihan", "/tl/1/", due_on=dt.date(2025, 10, 9), is_urgent=True)

    with registry.registered(registry.Source("home.test", "Meja", lambda user, office: [item])):
        page = client.get(reverse("home:today")).content.decode()

    main, aside = page.rsplit("<aside", 1)
    assert main.count("/tl/1/") == 1
    assert "5 hari" in main
    assert "/tl/1/" not in aside
